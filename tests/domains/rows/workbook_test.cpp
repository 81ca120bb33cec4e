// Workbooks are read through a spool of their rows, which may be lost or damaged at any time.
#include "formats/xlsx/writer.hpp"
#include "tests/domains/rows/reading.hpp"
#include "tests/formats/xlsx/support.hpp"

using namespace waybill;
using namespace waybill::rows;
using namespace waybill::rows::test;

namespace {

namespace fs = std::filesystem;

auto people(int count, std::size_t width = 2'000) -> std::string {
  std::string sheet = R"(<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c>)"
                      R"(<c r="B1" t="inlineStr"><is><t>name</t></is></c></row>)";
  for (int i = 2; i < count + 2; ++i) {
    const auto row = std::to_string(i);
    sheet += "<row r=\"" + row + "\"><c r=\"A" + row + "\"><v>" + row + "</v></c><c r=\"B" + row +
             R"(" t="inlineStr"><is><t>)" + std::string(width, 'x') + row + "</t></is></c></row>";
  }
  return formats::xlsx::testing::zip_of(formats::xlsx::testing::parts_of(sheet + "</sheetData></worksheet>"));
}

auto cells_of(const std::vector<told_row>& all) -> std::vector<words> {
  std::vector<words> cells;
  for (const auto& one : all) cells.push_back(one.cells);
  return cells;
}

}  // namespace

TEST_CASE(
    "given a spool that is lost or damaged between chunks, when it is read on, then rows are the same") {
  const auto text = people(200);
  table undisturbed;
  const auto wanted = cells_of(undisturbed.import(text, "{}", 7));
  CHECK(wanted.size() == 200);
  int round = 0;
  table in;
  in.between_chunks = [&](const std::string& path) {
    const auto spool = path + ".spool";
    REQUIRE(fs::exists(spool));
    const auto size = fs::file_size(spool);
    if (++round % 4 == 0) fs::remove(spool);
    if (round % 4 == 1) fs::resize_file(spool, size / 2);
    if (round % 4 == 2) {
      std::fstream file(spool, std::ios::in | std::ios::out | std::ios::binary);
      file.seekp(static_cast<std::streamoff>(size * 4 / 5));
      file.put('!');
    }
  };
  CHECK(cells_of(in.import(text, "{}", 7)) == wanted);
  CHECK(round > 20);
}

TEST_CASE("given a workbook that is another now, when it is read on, then nothing of it is taken") {
  tests::temporary_directory directory;
  const auto path = directory.path() + "/a.xlsx";
  std::ofstream(path, std::ios::binary) << people(20);
  reading_order order{path, "{}", import_time, {}, {}};
  const auto check = kind().checker_with(order);
  check->feed(people(20));
  REQUIRE(check->needs_file());
  REQUIRE(check->finish_at(path, {})->ok());
  std::ofstream(path, std::ios::binary) << "no workbook";
  fs::remove(path + ".spool");
  chunk_reader reader(kind(), order);
  REQUIRE(reader.start({}).ok());
  const auto read = reader.next();
  REQUIRE_FALSE(read.ok());
  CHECK(read.why().code == errc::file_changed);
}

TEST_CASE(
    "given a disk without room, when files are checked, then only one that something is made of needs some") {
  tests::temporary_directory directory;
  const auto path = directory.path() + "/a.xlsx";
  const auto book = people(10'000, 2);
  std::ofstream(path, std::ios::binary) << book;
  reading_order order{path, "{}", import_time, {}, {}};
  order.has_room = [] { return false; };
  const auto check = kind().checker_with(order);
  check->feed(book);
  const auto found = check->finish_at(path, {});
  REQUIRE(found);
  CHECK(found->why().code == errc::storage_full);
  CHECK_FALSE(fs::exists(path + ".spool"));
  const auto plain = kind().checker_with(order);
  plain->feed("id,name\n1,x\n");
  CHECK(plain->finish().ok());
}

TEST_CASE(
    "given a corrected workbook of failed rows, when it is imported, then without the column of reasons") {
  std::string sheet = "<worksheet><sheetData>";
  const auto row = [&](const words& cells) {
    sheet += "<row>";
    for (const auto& cell : cells) sheet += R"(<c t="inlineStr"><is><t>)" + cell + "</t></is></c>";
    sheet += "</row>";
  };
  row({"name", "city", "import_error"});
  row({"Ada", "London", "It was wrong."});
  row({"Bob", "Rome", ""});
  table in;
  const auto told = in.import(
      formats::xlsx::testing::zip_of(formats::xlsx::testing::parts_of(sheet + "</sheetData></worksheet>")));
  CHECK(cells_of(told) == std::vector<words>{{"Ada", "London"}, {"Bob", "Rome"}});
  CHECK(in.rows().at(0) == json{{"name", "Ada"}, {"city", "London"}});
}

TEST_CASE(
    "given a look at the file that is stopped, when a workbook is checked, then nothing is left of it") {
  tests::temporary_directory directory;
  const auto path = directory.path() + "/a.xlsx";
  std::ofstream(path, std::ios::binary) << people(5'000, 3);
  const reading_order order{path, "{}", import_time, {}, {}};
  const auto check = kind().checker_with(order);
  check->feed(people(1));
  CHECK_FALSE(check->finish_at(path, [] { return false; }).has_value());
  CHECK(std::distance(fs::directory_iterator(directory.path()), fs::directory_iterator()) == 1);
}

TEST_CASE("given sheets without rows for some MiB, when nobody wants them any more, then their check ends") {
  tests::temporary_directory directory;
  const auto path = directory.path() + "/a.xlsx";
  std::string nothing;
  while (nothing.size() < (4 << 20)) nothing += "<row/>";
  const auto text = formats::xlsx::testing::zip_of(
      formats::xlsx::testing::parts_of("<worksheet><sheetData>" + nothing + "</sheetData></worksheet>"));
  std::ofstream(path, std::ios::binary) << text;
  reading_order order{path, "{}", import_time, {}, {}};
  int asked = 0;
  order.has_room = [&] { return ++asked < 2; };
  const auto checked = [&](const std::function<bool()>& keep_on) {
    const auto check = kind().checker_with(order);
    check->feed(text);
    return check->finish_at(path, keep_on);
  };
  const auto full = checked({});
  REQUIRE(full.has_value());
  REQUIRE_FALSE(full->ok());
  CHECK(full->why().code == errc::storage_full);
  CHECK(asked == 2);
  asked = -1'000;
  int left = 3;
  CHECK_FALSE(checked([&] { return --left > 0; }).has_value());
  CHECK(left == 0);
  CHECK(std::distance(fs::directory_iterator(directory.path()), fs::directory_iterator()) == 1);
}

TEST_CASE(
    "given rows much longer than their XML, when nobody wants them any more, then their check ends soon") {
  tests::temporary_directory directory;
  const auto path = directory.path() + "/a.xlsx";
  std::string rows;
  for (int i = 0; i < 60; ++i) rows += R"(<row><c t="s"><v>0</v></c></row>)";
  const auto text = formats::xlsx::testing::zip_of(
      formats::xlsx::testing::parts_of("<worksheet><sheetData>" + rows + "</sheetData></worksheet>",
                                       "<sst><si><t>" + std::string(1 << 20, 'x') + "</t></si></sst>"));
  std::ofstream(path, std::ios::binary) << text;
  const reading_order order{path, "{}", import_time, {}, {}};
  const auto check = kind().checker_with(order);
  check->feed(text);
  int asked = 0;
  CHECK_FALSE(check->finish_at(path, [&] { return ++asked < 4; }).has_value());
  CHECK(asked == 4);
}

TEST_CASE(
    "given a workbook of failed rows with a cell that was cut, when it comes back, then that row fails") {
  tests::temporary_directory directory;
  using cells = std::vector<std::string_view>;
  const auto written = [&](const std::vector<cells>& rows, std::string_view last = "import_error") {
    formats::xlsx::writer to(directory.path());
    to.add_header(cells{"k", "v", last});
    for (const auto& one : rows) REQUIRE(to.add_row(one));
    const auto whole = to.finish();
    REQUIRE(whole != nullptr);
    std::string bytes(1 << 20, '\0');
    bytes.resize(static_cast<std::size_t>(whole->read(bytes.data(), bytes.size())));
    return bytes;
  };
  const std::string plain(40'000, 'L');
  std::string breaks;
  while (breaks.size() < 40'000) breaks += "\r\n";
  for (const std::string* const text : {&plain, static_cast<const std::string*>(&breaks)}) {
    table in;
    const auto told = in.import(written({{"1", *text, "why"}, {"2", "ok", "why"}, {"3", *text, "", "more"}}));
    CHECK(outcomes_of(told) == words{"failed cell_was_cut", "created", "failed cell_was_cut"});
    // What is made of it again is cut as well.
    CHECK(told[0].cells.back() == "cut");
    CHECK(in.rows() == std::vector<json>{{{"k", "2"}, {"v", "ok"}}});
  }
  // Corrected, whether or not the mark was taken away.
  table corrected;
  const auto told = corrected.import(written({{"1", "short", "why", "cut"}, {"2", "x", "", "more", "cut"}}));
  CHECK(outcomes_of(told) == words{"created", "created"});
  CHECK(told[0].warnings.empty());
  CHECK(corrected.rows() ==
        std::vector<json>{{{"k", "1"}, {"v", "short"}}, {{"k", "2"}, {"v", "x"}, {"column_3", "more"}}});
  // Of others it is data, unless a cell is as long as what we cut.
  table others;
  CHECK(outcomes_of(others.import(written({{"1", "a", "b", "cut"}, {"2", plain, "c"}}, "w"))) ==
        words{"created", "failed cell_was_cut"});
  CHECK(others.rows().at(0).at("column_4") == "cut");
}

TEST_CASE(
    "given failed rows as CSV with a mark that a cell was cut, when they come back, then as of a workbook") {
  table in;
  const std::string text(32'767, 'L');
  const auto told = in.import("k,v,import_error\n1," + text + ",why,cut\n2,ok,why,cut\n");
  CHECK(outcomes_of(told) == words{"failed cell_was_cut", "created"});
  CHECK(in.rows() == std::vector<json>{{{"k", "2"}, {"v", "ok"}}});
}

namespace {

using sheets = std::vector<std::pair<std::string, std::vector<words>>>;

/// A workbook of sheets with these rows; a name with `!` in front is hidden.
auto book_of(const sheets& all, bool is_ours = false) -> std::string {
  std::string list, links;
  formats::xlsx::testing::entries parts;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& [name, rows] = all[i];
    const auto id = "s" + std::to_string(i);
    const bool is_hidden = name.starts_with('!');
    list += "<sheet name=\"" + name.substr(is_hidden ? 1 : 0) + "\" r:id=\"" + id + "\"" +
            (is_hidden ? R"( state="hidden"/>)" : "/>");
    links.append("<Relationship Id=\"").append(id).append("\" Type=\"x/worksheet\" Target=\"").append(id);
    links += ".xml\"/>";
    std::string sheet = "<worksheet><sheetData>";
    for (const auto& row : rows) {
      sheet += "<row>";
      for (const auto& cell : row) sheet += R"(<c t="inlineStr"><is><t>)" + cell + "</t></is></c>";
      sheet += "</row>";
    }
    parts.emplace_back("xl/" + id + ".xml", sheet + "</sheetData></worksheet>");
  }
  parts.emplace_back(
      "_rels/.rels",
      R"(<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>)");
  parts.emplace_back("xl/workbook.xml", "<workbook><sheets>" + list + "</sheets></workbook>");
  parts.emplace_back("xl/_rels/workbook.xml.rels", "<Relationships>" + links + "</Relationships>");
  if (is_ours)
    parts.emplace_back("docProps/custom.xml", "<Properties><property name=\"" +
                                                  std::string(formats::xlsx::written_here) +
                                                  "\"><bool>true</bool></property></Properties>");
  return formats::xlsx::testing::zip_of(parts);
}

}  // namespace

TEST_CASE(
    "given failed rows on more than one sheet, when they come back, then all sheets with that header are "
    "read") {
  const words header{"k", "v", "import_error"};
  const auto book = book_of({{"One", {header, {"1", "a", "x"}, {"2", "b"}}},
                             {"!Hidden", {header, {"9", "z"}}},
                             {"Two", {header, {"3", "c", "x"}}},
                             {"Empty", {}},
                             {"Notes", {{"some", "text"}}},
                             {"Three", {header, {}, {"4", "d"}}}});
  table in;
  const auto told = in.import(book, "{}", 2);
  CHECK(cells_of(told) == std::vector<words>{{"1", "a"}, {"2", "b"}, {"3", "c"}, {"4", "d"}});
  CHECK(told[1].row == 3);
  // Rows are counted on behind the last one that a sheet can have.
  CHECK(told[2].row == 1'048'576 + 2);
  CHECK(told[3].row == 2 * 1'048'576 + 3);
  const auto found = json::parse(in.findings);
  CHECK(found.at("sheet") == "One");
  CHECK(found.at("further_sheets") == json{"Two", "Three"});
  CHECK(found.at("other_sheets") == json{"Notes"});
  CHECK(found.at("warnings") == json{"other_sheets"});
  // Who says which sheet gets that one.
  table one;
  CHECK(one.import(book, R"({"sheet":"Two"})").size() == 1);
  CHECK(json::parse(one.findings).at("warnings").empty());
}

TEST_CASE(
    "given tables on several sheets, when they were not written here, then the first is read and the others "
    "named") {
  const sheets all{{"One", {{"k", "v"}, {"1", "a"}}}, {"Two", {{"k", "v"}, {"2", "b"}}}, {"Empty", {}}};
  table others;
  CHECK(others.import(book_of(all)).size() == 1);
  const auto found = json::parse(others.findings);
  CHECK(found.at("other_sheets") == json{"Two"});
  CHECK(found.at("warnings") == json{"other_sheets"});
  CHECK(found.at("further_sheets").is_null());
  table ours;
  CHECK(ours.import(book_of(all, true)).size() == 2);
  CHECK(json::parse(ours.findings).at("warnings").empty());
}

TEST_CASE(
    "given a table that takes more than one sheet, when it is written and read, then all of it comes back") {
  tests::temporary_directory directory;
  formats::xlsx::writer to(directory.path(), {.rows = 4});
  using cells = std::vector<std::string_view>;
  to.add_header(cells{"k", "v"});
  for (const auto* const one : {"1", "2", "3", "4", "5", "6", "7"}) REQUIRE(to.add_row(cells{one, "x"}));
  const auto whole = to.finish();
  REQUIRE(whole != nullptr);
  std::string bytes(1 << 20, '\0');
  bytes.resize(static_cast<std::size_t>(whole->read(bytes.data(), bytes.size())));
  table in;
  CHECK(in.import(bytes).size() == 7);
  CHECK(json::parse(in.findings).at("further_sheets") == json{"Sheet2", "Sheet3"});
}

TEST_CASE("given a workbook of many rows, when it is checked, then rows and the time that is left are told") {
  tests::temporary_directory directory;
  const auto path = directory.path() + "/a.xlsx";
  const auto book = people(20'000, 300);
  std::ofstream(path, std::ios::binary) << book;
  reading_order order{path, "{}", import_time, {}, {}};
  order.looked = std::make_shared<look_progress>();
  const auto check = kind().checker_with(order);
  check->feed(book);
  std::vector<look_figures> seen;
  const auto found = check->finish_at(path, [&] {
    seen.push_back(order.looked->figures());
    return true;
  });
  REQUIRE((found && found->ok()));
  std::size_t told = 0;
  for (const auto& now : seen) {
    if (now.records.value_or(0) == 0) continue;
    CHECK_FALSE(now.total);
    REQUIRE(now.seconds_left);
    CHECK(*now.seconds_left >= 0);
    ++told;
  }
  CHECK(told > 3);
}
