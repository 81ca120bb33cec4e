#include "formats/xlsx/sheet_reader.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <random>

#include "tests/formats/xlsx/support.hpp"
#include "tests/temporary_directory.hpp"

namespace waybill::formats::xlsx::testing {
namespace {

/// `A1=x B1=y|A3=z`, then the fault, if there is one.
struct reading {
  std::string rows;
  fault why;
};

class house {
 public:
  auto written(const entries& parts) -> std::string {
    const auto path = directory_.path() + "/book.xlsx";
    std::ofstream(path, std::ios::binary) << zip_of(parts);
    return path;
  }
  auto read(const entries& parts, const row_limits& limits = {}) -> reading {
    reading all;
    const auto book = workbook::open(written(parts), directory_.path(), all.why);
    if (book == nullptr) return all;
    const auto sheet = book->first_sheet(all.why);
    if (all.why) return all;
    sheet_reader reader(book, sheet.value(), limits);
    while (const auto* const row = reader.next()) all.rows += spelled(*row);
    all.why = reader.why();
    return all;
  }
  /// Of one sheet with those rows.
  auto rows(const std::string& data, const row_limits& limits = {}) -> std::string {
    const auto all = read(parts_of("<worksheet><sheetData>" + data + "</sheetData></worksheet>"), limits);
    return all.rows + std::string(all.why ? name_of(all.why.code) : "");
  }
  [[nodiscard]] auto folder() const -> std::string { return directory_.path(); }

 private:
  static auto spelled(const row& one) -> std::string {
    auto text = std::to_string(one.row) + ":";
    if (one.fault != row_fault::none) text += " fault " + std::to_string(static_cast<int>(one.fault));
    for (const auto& cell : one.cells) {
      text += " " + std::to_string(cell.column) + "=" + std::string(cell.text);
      if (cell.notes != 0) text += "!" + std::to_string(cell.notes);
    }
    return text + "|";
  }
  tests::temporary_directory directory_;
};

constexpr const char* doctype = R"(<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>)";

}  // namespace

TEST_CASE(
    "given cells and rows with gaps, without references and out of order when they are read then places are "
    "kept") {
  house here;
  CHECK(
      here.rows(
          R"(<row r="2"><c r="B2"><v>1</v></c><c><v>2</v></c><c r="XFD2"><v>3</v></c></row><row><c><v>4</v></c></row>)") ==
      "2: 1=1 2=2 16383=3|3: 0=4|");
  CHECK(
      here.rows(
          R"(<row r="x"><c r="?"><v>1</v></c></row><row r="0"/><row><c r="C3"><v>1</v></c><c r="A3"><v>2</v></c></row>)") ==
      "1: 0=1|3: 0=2 2=1|");
  CHECK(here.rows(R"(<row><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>)") == "1: 0=2|");
  CHECK(here.rows(R"(<row r="1048576"><c><v>1</v></c></row>)") == "1048576: 0=1|");
  CHECK(
      here.rows(
          R"(<row r="3"><c><v>1</v></c></row><row r="3"><c><v>2</v></c></row><row r="1"><c><v>3</v></c></row>)") ==
      "3: 0=1|4: 0=2|5: 0=3|");
  CHECK(
      here.rows(R"(<row/><row><c/><c s="1"/><c t="s"/><c><v/></c><c t="inlineStr"><is/></c></row>)").empty());
}

TEST_CASE("given formulas, errors and texts that are missing when they are read then cells say so") {
  house here;
  CHECK(here.rows("<row><c><f>1</f></c><c><f>1</f><v>2</v></c><c t=\"e\"><v>#N/A</v></c><c "
                  "t=\"s\"><v>0</v></c></row>") == "1: 0=!32 1=2 2=#N/A!64 3=!64|");
  CHECK(
      here.rows(
          R"(<row><c t="s"><v>x</v></c><c t="s"><v>99999999999999999999</v></c><c t="q"><v>1</v></c></row>)") ==
      "1: 0=!64 1=!64 2=1|");
  for (const auto* const number : {"0.0", "3e0", "99999999x", "-1", "1 2"})
    CHECK(here.rows("<row><c><v>12345</v></c><c t=\"s\"><v>" + std::string(number) + "</v></c></row>") ==
          "1: 0=12345 1=!64|");
}

TEST_CASE("given rows beyond the limits when they are read then each fails alone") {
  house here;
  const row_limits limits{.cell_bytes = 5, .row_bytes = 8, .columns = 3};
  const auto text = [](const char* of) { return std::string("<c t=\"str\"><v>") + of + "</v></c>"; };
  CHECK(here.rows("<row>" + text("12345") + "</row><row>" + text("123456") + text("1") + "</row><row>" +
                      text("1") + "</row>",
                  limits) == "1: 0=12345|2: fault 1|3: 0=1|");
  CHECK(here.rows("<row>" + text("12345") + text("1234") + "</row><row>" + text("1") + "</row>", limits) ==
        "1: fault 2|2: 0=1|");
  CHECK(here.rows("<row><c r=\"D1\"><v>1</v></c></row><row>" + text("1") + "</row>", limits) ==
        "1: fault 3|2: 0=1|");
  CHECK(here.rows("<row><c r=\"ZZZZZZZZZZZZZZ1\"><v>1</v></c></row>", limits) == "1: fault 3|");
  auto parts = parts_of(
      "<worksheet><sheetData><row><c t=\"s\"><v>0</v></c></row><row><c t=\"s\"><v>1</v></c><c "
      "t=\"s\"><v>1</v></c></row></sheetData></worksheet>",
      "<sst><si><t>123456</t></si><si><t>12345</t></si></sst>");
  CHECK(here.read(parts, limits).rows == "1: fault 1|2: fault 2|");
}

TEST_CASE("given a document type in any part when a workbook is read then it is refused with the part") {
  house here;
  const auto sound =
      parts_of("<worksheet><sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData></worksheet>",
               "<sst><si><t>a</t></si></sst>");
  CHECK(here.read(sound).rows == "1: 0=a|");
  for (std::size_t i = 0; i < sound.size(); ++i) {
    auto parts = sound;
    parts[i].second = doctype + parts[i].second;
    const auto why = here.read(parts).why;
    CHECK(name_of(why.code) == "xml_refused");
    CHECK(why.entry == parts[i].first);
    parts[i].second = "<a><b>";
    CHECK(name_of(here.read(parts).why.code) == "invalid_xml");
  }
}

TEST_CASE("given XML that is built to cost memory when it is read then it is refused") {
  house here;
  std::string deep, names;
  for (int i = 0; i < 200; ++i) deep += "<a>";
  // Expat keeps names; those of plain tags do not come to it.
  for (int i = 0; i < 300'000; ++i) names += "<n" + std::to_string(i) + "\n/>";
  for (const auto& data : {deep, names, "<row " + std::string(2 << 20, 'a') + "=\"\"/>",
                           "<!--" + std::string(2 << 20, ' ') + "-->"})
    CHECK(here.rows(data) == "xml_refused");
}

TEST_CASE("given parts that are missing when a workbook is opened then it is none, or is read without them") {
  house here;
  const auto sound = parts_of("<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>");
  for (std::size_t i = 0; i < sound.size(); ++i) {
    auto parts = sound;
    parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(i));
    const auto all = here.read(parts);
    INFO(sound[i].first);
    const bool is_needed = i == 1 || i == 2 || i == 5;
    CHECK(name_of(all.why.code) == (is_needed ? "not_a_workbook" : "none"));
    CHECK(all.rows == (is_needed ? "" : "1: 0=1|"));
  }
}

TEST_CASE("given texts that are shared, when the part that has them is missing, then the file is damaged") {
  house here;
  auto parts = parts_of(R"(<worksheet><sheetData><row><c t="s"><v>0</v></c></row></sheetData></worksheet>)");
  REQUIRE(parts[3].first == "xl/strings.xml");
  parts.erase(parts.begin() + 3);
  CHECK(name_of(here.read(parts).why.code) == "zip_damaged");
}

TEST_CASE("given a sheet when it is looked for then its name comes before its number") {
  house here;
  auto parts = parts_of("<worksheet/>");
  parts[1].second =
      R"(<workbook><sheets><sheet name="2" r:id="b"/><sheet name="B" r:id="b"/></sheets></workbook>)";
  fault why;
  const auto book = workbook::open(here.written(parts), here.folder(), why);
  REQUIRE(book != nullptr);
  CHECK(book->find_sheet("2") == 0U);
  CHECK(book->find_sheet("B") == 1U);
  CHECK(book->find_sheet("1") == 0U);
  for (const auto* const name : {"", "0", "3", "b", "1x", "-1"})
    CHECK(book->find_sheet(name) == std::nullopt);
}

TEST_CASE("given any split of the bytes when a sheet is read then its rows are the same") {
  house here;
  const auto parts = parts_of(
      R"(<x:worksheet xmlns:x="y"><x:sheetData><x:row r="3"><x:c r="B3" t="s"><x:v>1</x:v></x:c><x:c t="inlineStr"><x:is><x:r><x:t>é</x:t></x:r>)"
      R"(<x:rPh><x:t>no</x:t></x:rPh><x:t>_x0041_&amp;</x:t></x:is></x:c></x:row><x:row><x:c s="1"><x:f>a</x:f><x:v> 45352.5 </x:v></x:c></x:row>)"
      R"(</x:sheetData></x:worksheet>)",
      "<sst><si/><si><r><t>a</t></r><r><t> b</t></r><rPh><t>no</t></rPh></si></sst>",
      R"(<styleSheet><cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>)");
  const auto whole = here.read(parts).rows;
  CHECK(whole ==
        "3: 1=a b 2=\xC3\xA9"
        "A&|4: 0=2024-03-01T12:00:00|");
  for (std::size_t piece = 1; piece < 120; ++piece)
    CHECK(here.read(parts, {.piece_bytes = piece}).rows == whole);
}

TEST_CASE("given parts in other encodings that they name, when a sheet is read, then its texts are right") {
  house here;
  const auto read = [&](const std::string& encoding, const std::string& text) {
    auto parts = parts_of(R"(<?xml version="1.0" encoding=")" + encoding +
                          R"("?><worksheet><sheetData><row><c t="inlineStr"><is><t>)" + text +
                          "</t></is></c></row></sheetData></worksheet>");
    const auto found = here.read(parts);
    return found.why ? std::string(name_of(found.why.code)) : found.rows;
  };
  CHECK(read("windows-1252", "\x80\xE9\x9C") == "1: 0=\u20AC\u00E9\u0153|");
  CHECK(read("ISO-8859-15", "\xA4\xE9") == "1: 0=\u20AC\u00E9|");
  CHECK(read("macintosh", "\x8E") == "1: 0=\u00E9|");
  CHECK(read("iso-8859-1", "\xE9") == "1: 0=\u00E9|");
  CHECK(read("windows-1252", "\x81") == "invalid_xml");
  CHECK(read("shift_jis", "a") == "invalid_xml");
}

TEST_CASE("given a text in its cell that is written as a value, when a sheet is read, then it is the text") {
  house here;
  CHECK(here.rows(
            R"(<row><c t="inlineStr"><v>text</v></c><c t="inlineStr"><is><t>a</t></is><v>b</v></c></row>)") ==
        "1: 0=text 1=a|");
}

TEST_CASE(
    "given texts beyond the budget when they are on the disk then they are the same, and leave nothing "
    "behind") {
  house here;
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  std::vector<std::string> all;
  shared_strings held(here.folder(), 64 << 20), spilled(here.folder(), 10'000);
  for (int i = 0; i < 20'000; ++i) {
    all.emplace_back(random() % (i % 1000 == 0 ? 40'000 : 40), static_cast<char>('a' + i % 26));
    REQUIRE(held.add(all.back()));
    REQUIRE(spilled.add(all.back()));
  }
  REQUIRE((held.finish() && spilled.finish()));
  CHECK_FALSE(held.is_on_disk());
  CHECK(spilled.is_on_disk());
  CHECK(std::filesystem::is_empty(here.folder()));
  std::string text;
  for (int i = 0; i < 50'000; ++i) {
    const auto number = i < 20'000 ? static_cast<std::size_t>(i) : random() % all.size();
    REQUIRE((spilled.read(number, text) && text == all[number]));
    REQUIRE((held.read(number, text) && text == all[number]));
  }
  shared_strings nowhere(here.folder() + "/missing", 10);
  CHECK_FALSE(nowhere.add("longer than ten bytes"));
}

}  // namespace waybill::formats::xlsx::testing
