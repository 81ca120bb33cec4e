// When two bookmarks are nearly the same.
#include "domains/bookmarks/near_url.hpp"

#include <catch2/catch.hpp>

using namespace waybill::bookmarks;

namespace {

auto alike(std::string_view a, std::string_view b) -> bool {
  near_maker maker;
  const auto one = maker.key_of(a);
  return one && one == maker.key_of(b);
}

}  // namespace

TEST_CASE(
    "given URLs that differ by scheme, www, slashes or fragment alone, when compared, then they are alike") {
  const auto* const page = "https://example.org/a";
  for (const auto* other :
       {"http://example.org/a", "https://www.example.org/a", "https://example.org/a#part",
        "http://www.example.org/a/#part", "HTTPS://EXAMPLE.ORG/a//", "https://example.org/a?utm_source=x"}) {
    CAPTURE(other);
    CHECK(alike(page, other));
  }
  CHECK(alike("https://example.org", "http://www.example.org/#top"));
  CHECK(alike("https://example.org/?a=1", "http://example.org?a=1#x"));
  CHECK(alike("https://example.org:8080/", "http://www.example.org:8080"));
}

TEST_CASE(
    "given URLs that differ otherwise, or are none of the web, when compared, then they are not alike") {
  const auto* const page = "https://example.org/a";
  for (const auto* other : {"https://example.org/A", "https://example.org/a/b", "https://example.org/a?b=1",
                            "https://example.org:8080/a", "https://www2.example.org/a", "ftp://example.org/a",
                            "https://www.www.example.org/a"}) {
    CAPTURE(other);
    CHECK_FALSE(alike(page, other));
  }
  // A name of its own, not a site's second one.
  CHECK_FALSE(alike("https://www.org/", "https://org/"));
  for (const auto* none : {"javascript:alert(1)", "about:blank", "example.org", "", "https://"})
    CHECK_FALSE(alike(none, none));
}
