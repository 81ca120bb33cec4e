// Whatever a workbook is made of: its reading can be stopped anywhere, and what is held of it stays small.
#include <malloc.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <random>

#include "formats/xlsx/sheet_reader.hpp"
#include "formats/xlsx/workbook.hpp"
#include "tests/formats/xlsx/support.hpp"
#include "tests/temporary_directory.hpp"

namespace waybill::formats::xlsx::testing {
namespace {

constexpr std::string_view one_row = R"(<row><c t="s"><v>0</v></c></row>)";

auto repeated(std::string_view what, std::size_t bytes) -> std::string {
  std::string all;
  while (all.size() < bytes) all += what;
  return all;
}

/// A sound workbook, of which one part says nothing for some MiB.
auto long_winded(std::size_t which, std::size_t bytes) -> entries {
  auto parts = parts_of("<worksheet><sheetData>" + std::string(one_row) + "</sheetData></worksheet>",
                        "<sst><si><t>a</t></si></sst>");
  auto& text = parts[which].second;
  const auto behind_root = text.find('>') + 1;
  static constexpr std::string_view fillers[] = {
      "<Relationship/>", "<x/>", "<Relationship/>", "<x/>", "<x/>", "<x/>"};
  if (which == 5)
    text = "<worksheet><sheetData>" + repeated("<row/>", bytes) + std::string(one_row) +
           "</sheetData></worksheet>";
  else if (text.ends_with("/>"))
    text = text.substr(0, text.size() - 2) + ">" + repeated(fillers[which], bytes) + "</" +
           text.substr(1, text.size() - 3) + ">";
  else
    text.insert(behind_root, repeated(fillers[which], bytes));
  return parts;
}

class stored {
 public:
  explicit stored(const entries& parts) { std::ofstream(path(), std::ios::binary) << zip_of(parts); }
  [[nodiscard]] auto path() const -> std::string { return directory_.path() + "/book.xlsx"; }
  auto open(fault& why, unpack_limits limits) -> std::shared_ptr<workbook> {
    return workbook::open(path(), directory_.path(), why, std::move(limits));
  }
  /// How many rows, or why there are none.
  auto read(unpack_limits limits, fault& why) -> std::size_t {
    const auto of = open(why, std::move(limits));
    if (of == nullptr) return 0;
    const auto sheet = of->first_sheet(why);
    if (!sheet) return 0;
    sheet_reader reader(of, *sheet);
    std::size_t rows = 0;
    while (reader.next() != nullptr) ++rows;
    why = reader.why();
    return rows;
  }

 private:
  tests::temporary_directory directory_;
};

}  // namespace

TEST_CASE(
    "given a part that says nothing for long, when nobody wants it, then its reading ends within a MiB") {
  for (std::size_t which = 0; which < 6; ++which) {
    stored book(long_winded(which, 4 << 20));
    fault why;
    INFO(long_winded(which, 10)[which].first);
    CHECK(book.read({[] { return true; }}, why) == 1);
    CHECK_FALSE(why);
    // Once for each MiB that is read.
    int asked = 0;
    for (const int most : {1, 3}) {
      asked = 0;
      CHECK(book.read({[&] { return ++asked < most; }}, why) == 0);
      CHECK(name_of(why.code) == "stopped");
      CHECK(asked == most);
    }
  }
}

TEST_CASE(
    "given a part that says nothing for long, when it is looked at, then no more is read than a look takes") {
  constexpr std::uint64_t most = 2 << 20;
  for (std::size_t which = 0; which < 6; ++which) {
    stored book(long_winded(which, 4 << 20));
    fault why;
    INFO(long_winded(which, 10)[which].first);
    const auto of = book.open(why, {{}, most});
    if (which < 3) {
      // Where its sheets are is not known.
      CHECK((of == nullptr || of->was_cut()));
      if (of == nullptr) CHECK(name_of(why.code) == "too_large_inflated");
      continue;
    }
    REQUIRE(of != nullptr);
    CHECK(of->first_sheet(why) == 0);
    CHECK_FALSE(why);
    sheet_reader reader(of, 0);
    while (reader.next() != nullptr) continue;
    CHECK_FALSE(reader.why());
    CHECK(of->was_cut());
  }
}

TEST_CASE("given more shared texts than a look takes, when its rows need the first ones, then it is whole") {
  std::string strings = "<sst>";
  for (int i = 0; i < 200'000; ++i) strings += "<si><t>text " + std::to_string(i) + "</t></si>";
  stored book(parts_of(R"(<worksheet><sheetData><row><c t="s"><v>2</v></c><c t="s"><v>70000</v></c></row>)"
                       R"(<row><c t="s"><v>199999</v></c></row></sheetData></worksheet>)",
                       strings + "</sst>"));
  fault why;
  const auto of = book.open(why, {{}, 4 << 20});
  REQUIRE(of != nullptr);
  sheet_reader reader(of, 0);
  const auto* const first = reader.next();
  REQUIRE(first != nullptr);
  REQUIRE(first->cells.size() == 2);
  CHECK(first->cells[0].text == "text 2");
  CHECK(first->cells[1].text == "text 70000");
  CHECK_FALSE(of->was_cut());
  const auto* const second = reader.next();
  REQUIRE(second != nullptr);
  CHECK(second->cells[0].text.empty());
  CHECK(of->was_cut());
  CHECK_FALSE(reader.why());
}

TEST_CASE("given texts of which many are empty, when they are read, then they are what was added") {
  tests::temporary_directory here;
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  shared_strings held(here.path(), 64 << 20), spilled(here.path(), 5'000);
  std::vector<std::string> all;
  std::string text;
  const auto look = [&](std::size_t number) {
    if (!held.read(number, text) || text != all[number]) FAIL(number);
    if (!spilled.read(number, text) || text != all[number]) FAIL(number);
  };
  while (all.size() < 30'000) {
    const auto run = random() % 8 == 0 ? random() % 70 : 0;
    for (std::size_t i = 0; i <= run; ++i) {
      all.emplace_back(i < run ? 0 : random() % (random() % 100 == 0 ? 20'000 : 30), 'x');
      REQUIRE((held.add(all.back()) && spilled.add(all.back())));
    }
    // What is there can be read while more comes.
    if (random() % 500 != 0) continue;
    REQUIRE((held.finish() && spilled.finish()));
    for (int i = 0; i < 20; ++i) look(random() % all.size());
    look(all.size() - 1);
  }
  REQUIRE((held.finish() && spilled.finish()));
  CHECK(spilled.is_on_disk());
  for (std::size_t i = 0; i < all.size(); ++i) look(i);
}

TEST_CASE("given more texts than places are held for, when they are read, then they are found all the same") {
  tests::temporary_directory here;
  shared_strings texts(here.path());
  constexpr std::uint64_t count = 9'000'000;
  const auto before = ::mallinfo2().uordblks;
  bool fine = true;
  for (std::uint64_t i = 0; i < count; ++i) fine = texts.add(i % 1'000 == 7 ? std::to_string(i) : "") && fine;
  REQUIRE((fine && texts.finish()));
  CHECK(::mallinfo2().uordblks - before < (24 << 20));
  CHECK(texts.spilled_bytes() < count / 2);
  std::string text;
  for (std::uint64_t i = 7; i < count; i += 999'000) {
    REQUIRE(texts.read(i, text));
    CHECK(text == std::to_string(i));
    REQUIRE(texts.read(i - 1, text));
    CHECK(text.empty());
  }
}

TEST_CASE("given relationships that nobody needs, when a workbook is opened, then none of them is held") {
  auto parts = parts_of("<worksheet><sheetData>" + std::string(one_row) + "</sheetData></worksheet>",
                        "<sst><si><t>a</t></si></sst>");
  std::string many;
  const std::string name(1'000, 'n');
  for (int i = 0; i < 8'000; ++i)
    many += "<Relationship Id=\"" + name + std::to_string(i) + "\" Type=\"x/" + name + "\" Target=\"" + name +
            "\"/>";
  auto& own = parts[2].second;
  own.insert(own.find('>') + 1, many);
  stored book(parts);
  fault why;
  const auto before = ::mallinfo2().uordblks + ::mallinfo2().hblkhd;
  const auto of = book.open(why, {});
  REQUIRE(of != nullptr);
  CHECK(::mallinfo2().uordblks + ::mallinfo2().hblkhd < before + (2 << 20));
  CHECK(book.read({}, why) == 1);
}

}  // namespace waybill::formats::xlsx::testing
