// The bytes of every shape that was ever written. A golden file is never edited: a new shape gets a new tag.
// WAYBILL_TEST_WRITE_GOLDEN=1 writes those that are missing.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "events/catalog.hpp"
#include "tests/events/samples.hpp"

using namespace waybill;
namespace fs = std::filesystem;

namespace {

const fs::path folder = "tests/events/data/golden";

auto wants_writing() -> bool { return std::getenv("WAYBILL_TEST_WRITE_GOLDEN") != nullptr; }

auto read_file(const fs::path& path) -> std::string {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Lines of 64 digits: differences are then seen in a review.
auto hex_lines(std::string_view bytes) -> std::string {
  const auto hex = to_hex(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  std::string lines;
  for (std::size_t at = 0; at < hex.size(); at += 64) lines += hex.substr(at, 64) + "\n";
  return lines;
}

void write_when_missing(const fs::path& path, const std::string& text) {
  if (wants_writing() && !fs::exists(path)) std::ofstream(path, std::ios::binary) << text;
}

}  // namespace

TEST_CASE("given a sample of every event, when it is encoded, then its bytes are those of its golden file") {
  for (const auto& event : samples::all()) {
    CAPTURE(event.tag);
    const auto path = folder / (event.tag + ".hex");
    write_when_missing(path, hex_lines(event.payload));
    REQUIRE(fs::exists(path));
    CHECK(read_file(path) == hex_lines(event.payload));
  }
}

TEST_CASE("given a sample of every event, when it is printed, then the text is that of its golden file") {
  for (const auto& event : samples::all()) {
    CAPTURE(event.tag);
    const auto printed = print_event(event.tag, event.payload);
    REQUIRE(printed.ok());
    const auto path = folder / (event.tag + ".json");
    write_when_missing(path, (*printed).dump(1) + "\n");
    REQUIRE(fs::exists(path));
    CHECK(read_file(path) == (*printed).dump(1) + "\n");
  }
}

TEST_CASE(
    "given the catalog, when it is held against samples and golden files, then none is missing and none too "
    "many") {
  const auto tags = samples::all_tags();
  const std::set<std::string> known(tags.begin(), tags.end());
  CHECK(known.size() == tags.size());
  std::set<std::string> sampled;
  for (const auto& event : samples::all()) sampled.insert(event.tag);
  CHECK(sampled == known);
  for (const auto& entry : fs::directory_iterator(folder)) {
    CAPTURE(entry.path().string());
    CHECK(is_known_tag(entry.path().stem().string()));
  }
}

TEST_CASE("given a sample of every event, when it is checked, then it is good, and cut off it is not") {
  for (const auto& event : samples::all()) {
    CAPTURE(event.tag);
    CHECK(check_event(event.tag, event.payload).ok());
    CHECK_FALSE(check_event(event.tag + "0", event.payload).ok());
    if (!event.payload.empty())
      CHECK_FALSE(check_event(event.tag, event.payload.substr(0, event.payload.size() - 1)).ok());
  }
}

TEST_CASE("given events that hold secrets, when they are printed, then no secret is in the text") {
  for (const auto& event : samples::all()) {
    const auto text = (*print_event(event.tag, event.payload)).dump();
    CAPTURE(event.tag, text);
    CHECK(text.find("argon2id") == std::string::npos);
    CHECK(text.find(to_hex(samples::digest_of(50))) == std::string::npos);
    CHECK(text.find(to_hex(samples::digest_of(60))) == std::string::npos);
  }
}

TEST_CASE(
    "given the generated pages, when they are held against the lists they come from, then they are equal") {
  const auto compare = [](const fs::path& path, const std::string& page) {
    CAPTURE(path.string());
    if (wants_writing()) {
      fs::create_directories(path.parent_path());
      std::ofstream(path, std::ios::binary) << page;
    }
    CHECK(read_file(path) == page);
  };
  compare("docs/event_format.md", event_format_page());
  compare("docs/import_states.md", transitions_page());
}
