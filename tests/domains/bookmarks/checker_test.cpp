// What is found out about a file while it comes in is what reading it would find out.

#include <cstdlib>
#include <filesystem>
#include <random>

#include "domains/bookmarks/kind.hpp"
#include "domains/reading.hpp"
#include "events/hash.hpp"
#include "tests/domains/bookmarks/support.hpp"

namespace waybill::bookmarks::test {
namespace {

const std::string head =
    R"({"@context":"https://www.w3.org/ns/activitystreams","type":"Collection","items":)";
const std::string one = R"({"type":"Link","href":"https://example.org/ä","name":"An \"Umlaut\" ä"})";

auto documents() -> std::vector<std::string> {
  return {
      "",
      "{}",
      "[1,2]",
      head + "[]}",
      head + one + "}",
      head + "[" + one + ",\n" + one + "," + one + "]}",
      head + "[" + one + "]} and more",
      head + "[" + one,
      head + "[\n\n\n" + one + ",]}",
      head + "[\"\xC3\"]}",
      "\xEF\xBB\xBF" + head + "[" + one + "]}",
      R"({"type":"Person","name":"nobody"})",
      "<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A HREF=\"https://example.org/ä\">ä</A><HR><DT><A>none</A>",
      "\xFF\xFE" + std::string("<\0D\0L\0>\0<\0D\0T\0>\0<\0A\0 \0H\0R\0E\0F\0=\0x\0>\0x\0<\0/\0A\0>\0", 48)};
}

auto told(const result<file_summary>& found) -> std::string {
  if (found)
    return found->format + " " + std::to_string(found->records) + " from " +
           std::to_string(found->list_offset) + " " + found->findings;
  const auto& why = found.why();
  return std::to_string(static_cast<int>(why.code)) + " " + why.message + " at " +
         std::to_string(why.place.byte_offset.value_or(0)) + " " +
         std::to_string(why.place.line.value_or(0)) + ":" + std::to_string(why.place.column.value_or(0));
}

auto by_reading(const std::string& document) -> std::string {
  const auto path = std::filesystem::temp_directory_path() /
                    ("waybill-checker-" + std::to_string(std::random_device{}()) + ".json");
  std::ofstream(path, std::ios::binary) << document;
  const auto found = chunk_reader(kind(), {path.string()}).check({}, sha256_of(document));
  std::filesystem::remove(path);
  REQUIRE(found.has_value());
  return told(*found);
}

auto by_passing(std::string_view document, const std::function<std::size_t()>& piece) -> std::string {
  const auto checker = kind().checker();
  while (!document.empty()) {
    const auto size = std::min(document.size(), piece());
    checker->feed(document.substr(0, size));
    document.remove_prefix(size);
  }
  return told(checker->finish());
}

}  // namespace

TEST_CASE(
    "given any document in pieces of any size, when checked as it comes in, then the verdict is a reader's") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 dice{seed};
  for (const auto& document : documents()) {
    CAPTURE(document);
    const auto wanted = by_reading(document);
    CHECK(by_passing(document, [] { return std::size_t{1}; }) == wanted);
    CHECK(by_passing(document, [&] { return document.size(); }) == wanted);
    for (int round = 0; round < 20; ++round)
      CHECK(by_passing(document, [&] { return std::size_t{1} + dice() % 40; }) == wanted);
  }
}

}  // namespace waybill::bookmarks::test
