// Which names are allowed, and which are one.
#include "actors/user_names.hpp"

#include <catch2/catch.hpp>

using namespace waybill;

TEST_CASE("given a name, when it is looked at, then only ASCII letters, digits and . _ - @ are allowed") {
  for (const std::string good : {"a", "Ada.L_1-2@example.org", "...a", ".a", "a-", "@", "none1", "no.one"}) {
    CAPTURE(good);
    CHECK(check_username(good));
  }
  CHECK(check_username(std::string(64, 'a')));
  for (const std::string bad :
       {"", ".", "..", "...", "................", "a b", "a/b", "\xC3\xA1", "\xEF\xBD\x81", "a\n", "a:b", "-",
        "-x", "none", "NONE", "System", "operator"}) {
    CAPTURE(bad);
    CHECK(check_username(bad).why().code == errc::bad_value);
  }
  CHECK(check_username(std::string(65, 'a')).why().code == errc::bad_value);
}

TEST_CASE("given two spellings, when only case or width differs, then they are one name") {
  CHECK(folded_name("ADA.Lovelace@X_-9") == "ada.lovelace@x_-9");
  // Full width, as an East Asian keyboard gives it: U+FF21 U+FF44 U+FF41 U+FF20 U+FF19.
  CHECK(folded_name("\xEF\xBC\xA1\xEF\xBD\x84\xEF\xBD\x81\xEF\xBC\xA0\xEF\xBC\x99") == "ada@9");
  CHECK(folded_name("\xC3\x81") == "\xC3\x81");
  CHECK(folded_name("\xEF\xBC") == "\xEF\xBC");
  CHECK(folded_name("\xEF\xBD\xA1") == "\xEF\xBD\xA1");
}
