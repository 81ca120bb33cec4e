#include "backup/manifest.hpp"

#include <catch2/catch.hpp>

#include "events/hash.hpp"

using namespace waybill;
using namespace waybill::backup;
using Catch::Matchers::Contains;

namespace {

auto sample() -> manifest {
  manifest what{3, "0.1.0", {1'700'000'000'123'456}, 812, sha256_of("seal"), sha256_of("origin"), 1, {}};
  what.files = {{"files/fil_1", 120, sha256_of("a"), 17},
                {"imports/usr_1/2025-06-28-1430-a7b3c9d2.json", 4'000, sha256_of("b"), 18},
                {"log/000012.sst", 70'000, sha256_of("c"), 19},
                {"secrets/links.key", 32, sha256_of("d"), 20}};
  return what;
}

/// As somebody writes it who knows how.
auto with_end(const std::string& lines) -> std::string {
  return lines + "end " + to_hex(sha256_of(lines)) + "\n";
}

auto lines_of(const manifest& what) -> std::string {
  const auto text = text_of(what);
  return text.substr(0, text.rfind("end "));
}

}  // namespace

TEST_CASE("given a manifest, when it is written and read, then it is the same") {
  const auto read = read_manifest(text_of(sample()));
  REQUIRE(read.ok());
  CHECK(*read == sample());
  CHECK(read->size_bytes() == 74'152);
}

TEST_CASE("given a manifest, when it is cut off anywhere, then it is none") {
  const auto text = text_of(sample());
  for (std::size_t size = 0; size < text.size(); ++size) {
    CAPTURE(size);
    const auto read = read_manifest(text.substr(0, size));
    REQUIRE(!read);
    CHECK(read.why().code == errc::corrupt);
  }
}

TEST_CASE("given a manifest, when a bit of any byte is another, then it is none") {
  const auto text = text_of(sample());
  for (std::size_t at = 0; at < text.size(); ++at) {
    CAPTURE(at);
    auto other = text;
    other[at] = static_cast<char>(other[at] ^ 1);
    CHECK(!read_manifest(other));
  }
}

TEST_CASE("given a manifest that somebody made, when a path leads elsewhere, then it is refused") {
  const auto* const path =
      GENERATE("log/../../etc/passwd", "../log/000012.sst", "/etc/passwd", "log/", "log/a/b", "lock",
               "projections/CURRENT", "imports/usr_1", "imports/../usr_1", "imports/usr_1/a/b", "log/.",
               "log/..", "log/a b", "log/a\x1b[2J", "secrets/", "imports//a", "handlers/x", "");
  CAPTURE(path);
  CHECK_FALSE(is_backup_path(path));
  const manifest none;
  const auto file = "file " + to_hex(sha256_of("a")) + " 1 1 " + path + "\n";
  const auto read = read_manifest(with_end(lines_of(none) + file));
  REQUIRE(!read);
  CHECK(read.why().code == errc::corrupt);
}

TEST_CASE("given a manifest that somebody made, when a line is none of it, then that is said") {
  const auto* const line =
      GENERATE("file x 1 1 log/a", "position -1", "position 1x", "seal 00", "what else", "");
  CAPTURE(line);
  const auto read = read_manifest(with_end(lines_of(sample()) + line + "\n"));
  REQUIRE(!read);
  CHECK_THAT(read.why().message, Contains("manifest is damaged"));
}

TEST_CASE("given a manifest that somebody made, when a file is named twice, then it is refused") {
  auto twice = sample();
  twice.files.push_back(twice.files.back());
  CHECK(!read_manifest(text_of(twice)));
}
