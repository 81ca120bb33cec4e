// What `top` draws, from pictures that the test makes.
#include "cli/live/screen.hpp"

#include <catch2/catch.hpp>

#include "cli/live/actor_lines.hpp"

using namespace waybill;
using namespace waybill::cli::live;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

auto an_import(const std::string& id, std::uint64_t processed) -> console::import_told {
  console::import_told one;
  one.id = id;
  one.kind = "bookmarks";
  one.status = "processing";
  one.file = "a.json";
  one.processed = processed;
  one.total = 1'000;
  one.total_known = true;
  return one;
}

auto a_picture(std::chrono::milliseconds at, std::uint64_t processed) -> picture {
  picture seen;
  seen.at = std::chrono::steady_clock::time_point{1h} + at;
  seen.status.version = "waybill 1";
  seen.status.log_open = seen.status.caught_up = true;
  seen.status.records_applied = processed;
  seen.imports = {an_import("imp_1", processed)};
  for (int i = 0; i < 30; ++i) {
    console::actor_told one;
    one.name = "actor " + std::to_string(i);
    seen.actors.push_back(one);
  }
  return seen;
}

auto all_of(const std::vector<std::string>& lines) -> std::string {
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  return text;
}

}  // namespace

TEST_CASE("given two pictures, when the second is drawn, then rates are those between them") {
  const auto before = a_picture(0ms, 200), now = a_picture(2'000ms, 500);
  const auto lines = draw(&before, now, {120, 24});
  CHECK_THAT(all_of(lines), Contains("records 150/s"));
  CHECK_THAT(all_of(lines), Contains("[#####-----]  50%        150/s  processing  imp_1"));
  CHECK(lines.size() == 24);
  CHECK_THAT(all_of(draw(nullptr, now, {120, 24})), Contains("records -,"));
}

TEST_CASE("given an import that was not there before, when it is drawn, then its rate is not known") {
  auto before = a_picture(0ms, 200);
  before.imports.clear();
  CHECK_THAT(all_of(draw(&before, a_picture(1'000ms, 500), {120, 24})),
             Contains("50%            -  processing"));
}

TEST_CASE("given any size of a window, when it is drawn, then nothing goes beyond it") {
  auto now = a_picture(0ms, 500);
  now.imports.front().file = "\xc3\xa9t\xc3\xa9 \x1b[2J\n.json";
  for (std::size_t columns : {1U, 2U, 20U, 61U, 80U, 200U})
    for (std::size_t rows : {1U, 2U, 5U, 6U, 9U, 10U, 24U, 100U}) {
      const auto lines = draw(&now, now, {columns, rows});
      CHECK(lines.size() <= rows);
      for (const auto& line : lines) {
        const auto characters = std::ranges::count_if(
            line, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
        CHECK(static_cast<std::size_t>(characters) <= columns);
        CHECK(line.find_first_of("\x1b\n\r") == std::string::npos);
      }
    }
}

TEST_CASE("given more imports than there is room, when they are drawn, then actors have their half") {
  auto now = a_picture(0ms, 500);
  for (int i = 2; i < 60; ++i) now.imports.push_back(an_import("imp_" + std::to_string(i), 1));
  const auto text = all_of(draw(nullptr, now, {120, 29}));
  CHECK_THAT(text, Contains("imp_10 ") && !Contains("imp_11 "));
  CHECK_THAT(text, Contains("actor 9\n") && !Contains("actor 10\n"));
}

TEST_CASE("given trouble, when it is drawn, then it cries out") {
  auto now = a_picture(0ms, 500);
  now.status.log_open = now.status.caught_up = false;
  now.status.draining = true;
  const auto text = all_of(draw(nullptr, now, {160, 24}, 7));
  CHECK_THAT(text, Contains("DRAINING") && Contains("CANNOT BE WRITTEN") && Contains("NOT CAUGHT UP"));
  CHECK_THAT(text, Contains("NO ANSWER FOR 7 s"));
}

TEST_CASE("given a part of a whole, when its bar is drawn, then it is never longer than it may be") {
  CHECK(bar(0, 10, 12) == "[----------]");
  CHECK(bar(5, 10, 12) == "[#####-----]");
  CHECK(bar(12, 10, 12) == "[##########]");
  CHECK(bar(5, 0, 6) == "[....]");
  CHECK(bar(5, 10, 2) == "  ");
}

TEST_CASE("given times from nothing to days, when they are written, then they stay short") {
  CHECK(short_time(0) == "0 us");
  CHECK(short_time(1'200) == "1.2 ms");
  CHECK(short_time(61'000'000) == "1.0 min");
  CHECK(short_time(3'600'000'000) == "1.0 h");
  CHECK(short_time(100ULL * 86'400'000'000) == "100.0 d");
}
