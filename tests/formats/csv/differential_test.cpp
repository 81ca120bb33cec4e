// 100,000 small files, as Python's csv module reads them. Its answers were made once (data/python.py says
// how), as one hash a hundred files: the test needs no Python.
#include <catch2/catch.hpp>

#include <fstream>

#include "tests/formats/csv/support.hpp"

namespace waybill::formats::csv::testing {
namespace {

constexpr unsigned batch = 100;

class numbers {
 public:
  explicit numbers(std::uint64_t seed) : state_(seed) {}
  auto below(unsigned limit) -> std::size_t {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>((state_ >> 33) % limit);
  }

 private:
  std::uint64_t state_;
};

struct generated {
  std::string text;
  dialect with;
};

auto file_of(std::uint64_t number) -> generated {
  using namespace std::string_literals;
  numbers from(number);
  generated made;
  made.with.header_rows = 0;
  made.with.delimiter = ",;\t|"[from.below(4)];
  made.with.quote = "\"'"[from.below(2)];
  made.with.escape = from.below(4) == 0 ? '\\' : none;
  const bool escapes = made.with.escape != none;
  const std::vector<std::string> line_ends{"\n", "\r\n", "\r"};
  const std::vector<std::string> others{"a", "b", " ", "\u00e9", "\0"s, "\u2028"};
  const auto parts = from.below(40);
  for (std::size_t i = 0; i < parts; ++i) {
    const auto kind = from.below(14);
    if (kind < 3)
      made.text += made.with.quote;
    else if (kind < 6)
      made.text += made.with.delimiter;
    else if (kind < 8)
      made.text += line_ends[from.below(escapes ? 1 : 3)];
    else if (kind == 8 && escapes)
      made.text += made.with.escape;
    else
      made.text += others[from.below(6)];
  }
  made.text += "\nend";
  return made;
}

void add(std::string_view bytes, std::uint64_t& hash) {
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
}

void add_file(std::uint64_t number, std::uint64_t& hash) {
  const auto [text, with] = file_of(number);
  const auto rows = read_from(text, with, {}, 0, 1 + number % 50);
  bool all_close = !rows.empty() && rows.back().cells == std::vector<std::string>{"end"};
  for (const auto& row : rows) all_close = all_close && (row.notes & unterminated_quote) == 0;
  for (const auto& row : rows) {
    if (!all_close) break;
    for (const auto& cell : row.cells) add(cell + "\x01", hash);
    add("\x02", hash);
  }
  add("\x03", hash);
}

}  // namespace

TEST_CASE("given 100,000 files by chance, when they are read, then it is as Python reads them") {
  std::ifstream file("tests/formats/csv/data/python.txt");
  std::uint64_t first = 0;
  for (std::string line; std::getline(file, line); first += batch) {
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (auto number = first; number < first + batch; ++number) add_file(number, hash);
    INFO("files from " << first);
    REQUIRE(hash == std::stoull(line, nullptr, 16));
  }
  CHECK(first == 100'000);
}

}  // namespace waybill::formats::csv::testing
