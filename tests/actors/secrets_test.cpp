#include "actors/secrets.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "actors/secret_file.hpp"
#include "tests/temporary_directory.hpp"

using namespace waybill;

TEST_CASE("given a password, when it is hashed, then by argon2id as promised, salted, and only it matches") {
  const auto first = hash_password("correct horse");
  const auto second = hash_password("correct horse");
  REQUIRE(first);
  REQUIRE(second);
  CHECK(first->starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
  CHECK(*first != *second);
  CHECK(password_matches(*first, "correct horse"));
  CHECK(password_matches(*second, "correct horse"));
  for (const std::string wrong : {"", "correct horse ", "Correct horse", "correct hors"})
    CHECK_FALSE(password_matches(*first, wrong));
  CHECK_FALSE(password_matches("", "correct horse"));
  CHECK_FALSE(password_matches("correct horse", "correct horse"));
}

TEST_CASE("given many random secrets, when they are compared, then none comes twice, and all are 256 bits") {
  std::set<std::string> all;
  for (int i = 0; i < 1'000; ++i) all.insert(random_secret());
  CHECK(all.size() == 1'000);
  for (const auto& one : all) CHECK(one.size() == 43);
}

TEST_CASE(
    "given a folder of keys behind a link, when a key is asked for, then it is made and kept where the link "
    "leads") {
  const tests::temporary_directory here;
  const std::filesystem::path disk = here.path() + "/disk";
  const auto link = here.path() + "/secrets";
  std::filesystem::create_directory(disk);
  std::filesystem::permissions(disk, std::filesystem::perms(0700));
  std::filesystem::create_directory_symlink(disk, link);
  const auto made = secret_key_in(link, "a.key");
  REQUIRE(made);
  CHECK(std::filesystem::exists(disk / "a.key"));
  CHECK(*secret_key_in(link, "a.key") == *made);
  std::filesystem::permissions(disk, std::filesystem::perms(0777));
  CHECK(secret_key_in(link, "a.key").why().code == errc::unavailable);
}
