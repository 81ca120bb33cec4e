// The file of records beside an upload, with what people change.
#include "tests/domains/leads/reading.hpp"
#include "tests/formats/xlsx/support.hpp"

using namespace waybill;
using namespace waybill::leads;
using namespace waybill::leads::test;

namespace {

const std::string people =
    "email;nom;creation;montant\n"
    "a@x.example;Ada;06/03/2024;1.234\n"
    "b@x.example;Bob;25/03/2024;12,50\n"
    "none;Cyd;;\n"
    "d@x.example;Dan;;\n";

auto opened(const reading_order& order) -> std::unique_ptr<lead_reader> {
  auto made = open_lead_file(order);
  if (!made) FAIL(made.why().message);
  return *std::move(made);
}

auto content(const std::string& path) -> std::string {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void put(const std::string& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

auto lead_file_of(const one_import& of) -> std::string { return of.order.path + std::string(lead_file_end); }

auto changed(const one_import& of, std::uint64_t record, std::uint64_t column, const std::string& text)
    -> std::shared_ptr<review_changes> {
  auto made = std::make_shared<review_changes>();
  file_record found;
  REQUIRE(opened(of.order)->read(record, found));
  made->records[record] = {1, {{column, text}}, found.mark};
  return made;
}

auto cells_of(const file_record& of) -> words { return {of.cells.begin(), of.cells.end()}; }

/// All that is read, as text.
auto told(const reading_order& order) -> words {
  const auto from = opened(order);
  words all;
  file_record one;
  while (from->next(one)) {
    std::string text =
        std::to_string(one.record) + " " + std::to_string(one.row) + (one.valid ? " ok " : " no ");
    for (const auto cell : one.cells) text.append(cell).append("|");
    for (const auto& fault : one.faults) text.append(name_of(fault.code)).append(",");
    text.append(one.lead);
    all.push_back(text);
  }
  CHECK_FALSE(from->failed());
  return all;
}

}  // namespace

TEST_CASE(
    "given a checked file, when its records are looked at, then in any order and with all that was found") {
  project in;
  const auto one = in.upload(people);
  const auto from = opened(one.order);
  CHECK(from->records() == 4);
  file_record found;
  REQUIRE(from->read(3, found));
  CHECK(found.row == 4);
  CHECK_FALSE(found.valid);
  CHECK(cells_of(found) == words{"none", "Cyd", "", ""});
  REQUIRE(found.faults.size() == 2);
  CHECK(found.faults[0].code == lead_code::invalid_email);
  CHECK(found.faults[0].value == "none");
  REQUIRE(from->next(found));
  CHECK(found.record == 4);
  REQUIRE(from->read(1, found));
  CHECK(found.valid);
  // The other cell of the column says that days come first, and that a comma stands before decimals.
  CHECK(as_json(found.lead)["created"] == "2024-03-06");
  CHECK(as_json(found.lead)["amount"] == "1234");
  CHECK_FALSE(from->read(0, found));
  CHECK_FALSE(from->read(5, found));
  CHECK_FALSE(from->failed());
}

TEST_CASE(
    "given a cell that somebody changed, when the record is read, then by the same rules as the others") {
  project in;
  auto one = in.upload(people);
  one.order.changes = changed(one, 3, 0, "C@X.example");
  file_record found;
  const auto from = opened(one.order);
  REQUIRE(from->read(3, found));
  CHECK(found.edited);
  CHECK(found.valid);
  CHECK(cells_of(found) == words{"C@X.example", "Cyd", "", ""});
  CHECK(as_json(found.lead)["email"] == "c@x.example");
  CHECK(outcomes_of(in.commit(one)) == words(4, "created"));
  SECTION("a day goes by what the column says") {
    one.order.changes = changed(one, 4, 2, "07/04/24");
    REQUIRE(opened(one.order)->read(4, found));
    CHECK(found.warnings.empty());
  }
  SECTION("a cell may be made that the row does not have") {
    one.order.changes = changed(one, 4, 7, "more");
    const auto again = opened(one.order);
    REQUIRE(again->read(4, found));
    CHECK(cells_of(found).size() == 8);
  }
}

TEST_CASE("given a change of a row that reads otherwise now, when it is read, then it is as in the file") {
  project in;
  auto one = in.upload(people);
  auto changes = changed(one, 3, 0, "c@x.example");
  changes->records[3].was ^= 1;
  one.order.changes = changes;
  file_record found;
  REQUIRE(opened(one.order)->read(3, found));
  CHECK(found.edit_left);
  CHECK_FALSE(found.edited);
  CHECK_FALSE(found.valid);
}

TEST_CASE("given records that are left out, when the import is committed, then nothing becomes of them") {
  project in;
  auto one = in.upload(people);
  auto changes = std::make_shared<review_changes>();
  changes->excluded.add({1, 1});
  changes->excluded.add({3, 3});
  one.order.changes = changes;
  const auto told = in.commit(one);
  CHECK(outcomes_of(told) == words{"skipped excluded", "created", "skipped excluded", "created"});
  CHECK(told[0].shown == words{"Ada", "a@x.example", ""});
  CHECK(told[2].faults.empty());
  CHECK(in.leads().size() == 2);
}

TEST_CASE("given a lead file that is gone, cut or damaged, when records are read, then it is made anew") {
  project in;
  in.chunk = 1;
  std::string many = "email;nom\n";
  for (int i = 0; i < 2'000; ++i)
    many += "p" + std::to_string(i) + "@x.example;" + std::string(100, 'n') + "\n";
  auto one = in.upload(many);
  const auto whole = content(lead_file_of(one));
  const auto expected = told(one.order);
  REQUIRE(expected.size() == 2'000);
  const auto check = [&](const std::string& bytes) {
    put(lead_file_of(one), bytes);
    CHECK(told(one.order) == expected);
    CHECK(content(lead_file_of(one)) == whole);
  };
  std::filesystem::remove(lead_file_of(one));
  CHECK(told(one.order) == expected);
  check("");
  check(whole.substr(0, whole.size() / 2));
  check(whole + "x");
  for (const std::size_t at : {std::size_t{100}, whole.size() / 2, whole.size() - 60, whole.size() - 10}) {
    auto damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    check(damaged);
  }
  SECTION("also while it is being read") {
    const auto from = opened(one.order);
    file_record found;
    REQUIRE(from->read(1, found));
    auto damaged = whole;
    damaged[whole.size() / 2] = static_cast<char>(damaged[whole.size() / 2] ^ 0x10);
    std::ofstream(lead_file_of(one), std::ios::binary | std::ios::in) << damaged;
    std::size_t records = 1;
    while (from->next(found)) ++records;
    CHECK(records == 2'000);
  }
}

TEST_CASE(
    "given options or a project that read values otherwise, when records are read, then not as before") {
  project in;
  auto one = in.upload("email;nom;pays\na@x.example;MARTIN;\n");
  file_record found;
  REQUIRE(opened(one.order)->read(1, found));
  CHECK(as_json(found.lead)["last_name"] == "Martin");
  CHECK(as_json(found.lead)["country"] == "France");
  in.settings = R"({"default_country": "BE", "language": "en"})";
  REQUIRE(in.change(one, R"({"options": {"name_case": false}})")->reads_again);
  REQUIRE(opened(one.order)->read(1, found));
  CHECK(as_json(found.lead)["last_name"] == "MARTIN");
  CHECK(as_json(found.lead)["country"] == "Belgium");
}

TEST_CASE("given an upload that is another now, when its records are to be read, then it is said") {
  project in;
  auto one = in.upload(people);
  std::filesystem::remove(one.order.path);
  std::filesystem::remove(lead_file_of(one));
  const auto opened_now = open_lead_file(one.order);
  REQUIRE_FALSE(opened_now.ok());
  CHECK(opened_now.why().code == errc::file_changed);
}

TEST_CASE(
    "given a disk without room, or a check that is stopped, when a file is checked, then nothing is left") {
  project in;
  std::string many = "email\n";
  for (int i = 0; i < 10'000; ++i) many += "p" + std::to_string(i) + "@x.example\n";
  auto one = in.upload(many);
  std::filesystem::remove(lead_file_of(one));
  one.order.has_room = [] { return false; };
  const auto full = open_lead_file(one.order);
  REQUIRE_FALSE(full.ok());
  CHECK(full.why().code == errc::storage_full);
  one.order.has_room = {};
  one.order.is_wanted = [] { return false; };
  CHECK_FALSE(open_lead_file(one.order).ok());
  CHECK_FALSE(std::filesystem::exists(lead_file_of(one)));
}

TEST_CASE(
    "given a workbook, when it is imported, then as a table of text, and what was dropped is made anew") {
  const auto cell = [](const std::string& text) {
    return "<c t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
  };
  std::string sheet = "<worksheet><sheetData>";
  sheet += "<row>" + cell("E-mail") + cell("Nom") + "</row>";
  sheet += "<row>" + cell("a@x.example") + cell("Ada") + "</row>";
  sheet += "<row>" + cell(" ") + cell("") + "</row>";
  sheet += "<row>" + cell("b@x.example") + cell("Bob") + "</row></sheetData></worksheet>";
  namespace testing = formats::xlsx::testing;
  project in;
  in.chunk = 1;
  in.between_chunks = [](const one_import& of) {
    std::filesystem::remove(of.order.path + ".spool");
    std::filesystem::remove(lead_file_of(of));
  };
  const auto told = in.import(testing::zip_of(testing::parts_of(sheet)), "{}", "people.xlsx");
  CHECK(outcomes_of(told) == words{"created", "created"});
  CHECK(told[1].row == 4);
  CHECK(in.leads()[0]["source"] == "people");
}
