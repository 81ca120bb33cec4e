// A file of contacts with everything that goes wrong in such files, row by row against what is true of each.
#include <map>
#include <nlohmann/json.hpp>

#include "formats/csv/table.hpp"
#include "formats/xlsx/sheet_reader.hpp"
#include "tests/domains/leads/values.hpp"

using namespace waybill;
using namespace waybill::leads;
using namespace waybill::leads::test;

namespace {

namespace fs = std::filesystem;
namespace csv = formats::csv;
namespace xlsx = formats::xlsx;
using json = nlohmann::json;
using table = std::vector<std::vector<std::string>>;

auto content(const fs::path& path) -> std::string {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// The header, and every row that is not blank; by the row's number the rows.
struct contacts {
  std::vector<std::string> names;
  std::map<std::uint64_t, std::vector<std::string>> rows;
};
auto read_table(const fs::path& path) -> contacts {
  csv::checker check;
  check.feed(content(path));
  const auto verdict = check.finish();
  REQUIRE(std::holds_alternative<csv::checked_table>(verdict));
  const auto& [with, found] = std::get<csv::checked_table>(verdict);
  contacts read{found.head.names, {}};
  const auto& from = found.head.rows_at;
  const auto rows =
      csv::open_table(formats::open_file(path.string(), from.offset), with, from, read.names.size());
  while (const auto* const row = rows->next())
    for (const auto cell : row->cells) read.rows[row->row].emplace_back(cell);
  return read;
}

auto read_workbook(const fs::path& path) -> contacts {
  xlsx::fault why;
  const auto book = xlsx::workbook::open(path.string(), fs::temp_directory_path().string(), why);
  REQUIRE(book != nullptr);
  xlsx::sheet_reader reader(book, book->first_sheet(why).value());
  contacts read;
  while (const auto* const row = reader.next()) {
    auto& cells = row->row == 1 ? read.names : read.rows[row->row];
    for (const auto& cell : row->cells) {
      if (cells.size() <= cell.column) cells.resize(cell.column + 1);
      cells[cell.column] = cell.text;
    }
  }
  return read;
}

auto fields_of(const contacts& of, const json& mapping) -> std::vector<lead_field> {
  std::vector<lead_field> fields;
  for (const auto& name : of.names) fields.push_back(lead_field_of(mapping[name].get<std::string>()).value());
  return fields;
}

auto cells_of(const std::vector<std::string>& row, const std::vector<lead_field>& fields) -> lead_cells {
  lead_cells cells{};
  for (std::size_t i = 0; i < row.size(); ++i) cells[at(fields[i])] = row[i];
  return cells;
}

void compare_phone(const json& truth, const lead_reading& found) {
  CHECK(found.keys.phone == truth.value("phone_e164", ""));
  if (truth.contains("phone_rest")) {
    CHECK(found.value(lead_field::notes).find(truth["phone_rest"].get<std::string>()) != std::string::npos);
    CHECK(said(found).find("several_values phone") != std::string::npos);
  }
  const bool is_invalid = truth.contains("phone_valid") && truth["phone_valid"] == false;
  CHECK((said(found).find("invalid_phone") != std::string::npos) == is_invalid);
}

void compare_email(const json& truth, const lead_reading& found) {
  const bool is_invalid = truth.contains("email_valid") && truth["email_valid"] == false;
  CHECK(found.keys.email == truth.value("email", ""));
  CHECK((said(found).find("invalid_email") != std::string::npos) == is_invalid);
}

void compare_amount(const json& truth, const lead_reading& found) {
  const auto& amount = found.value(lead_field::amount);
  if (truth.value("amount", json()).is_number())
    CHECK(std::stod(amount.empty() ? "1e99" : amount) == Approx(truth["amount"].get<double>()).epsilon(1e-9));
  else
    CHECK(amount.empty());
  CHECK((said(found).find("invalid_amount") != std::string::npos) ==
        (truth.value("amount", json()) == "invalid"));
}

void compare(const json& truth, const lead_reading& found) {
  INFO(truth.dump());
  CHECK(found.value(lead_field::external_id) == truth.value("external_id", ""));
  compare_email(truth, found);
  compare_phone(truth, found);
  compare_amount(truth, found);
  const auto created = truth.value("created", "");
  CHECK(found.value(lead_field::created) == (created == "invalid" ? "" : created));
  CHECK((said(found).find("invalid_date") != std::string::npos) == (created == "invalid"));
  const auto status = truth.value("status", "new");
  CHECK(found.value(lead_field::status) == (status == "unknown" ? "new" : status));
  CHECK((said(found).find("status_unknown") != std::string::npos) == (status == "unknown"));
  CHECK(found.has_key() == truth.value("identified", true));
  CHECK(found.valid == found.has_key());
}

/// How many rows were compared.
auto compare_file(const contacts& file, const fs::path& truths, const json& mapping) -> std::size_t {
  const auto fields = fields_of(file, mapping);
  auto with = rules();
  for (const auto& [number, row] : file.rows) with.columns.look_at(cells_of(row, fields));
  std::ifstream lines(truths);
  std::string line;
  std::size_t compared = 0;
  lead_reading found;
  while (std::getline(lines, line)) {
    const auto truth = json::parse(line);
    if (truth.value("blank", false)) continue;
    const auto row = file.rows.find(truth["row"].get<std::uint64_t>());
    REQUIRE(row != file.rows.end());
    read_lead(cells_of(row->second, fields), with, found);
    compare(truth, found);
    ++compared;
  }
  return compared;
}

}  // namespace

TEST_CASE(
    "given contacts with all that goes wrong in such files, when they are read, then every value is the true "
    "one") {
  for (const auto& folder : folders_of("contacts", "leads")) {
    const auto mapping = json::parse(content(folder / "mapping_fr.json"));
    for (const char* name :
         {"leads_1500_utf8_comma.csv", "leads_1500_cp1252_semicolon.csv", "leads_1500.xlsx"}) {
      const auto path = folder / name;
      INFO(path);
      if (!fs::exists(path)) continue;
      const auto file = path.extension() == ".xlsx" ? read_workbook(path) : read_table(path);
      CHECK(compare_file(file, folder / "truth.jsonl", mapping) == 1487);
    }
  }
}
