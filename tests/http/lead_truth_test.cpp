// Files with all that goes wrong in such files, through the whole kind: what a review shows is true.
#include <filesystem>
#include <fstream>
#include <map>

#include "tests/domains/leads/values.hpp"
#include "tests/http/sales.hpp"

using namespace waybill;
using namespace waybill::http_test;
namespace fs = std::filesystem;

namespace {

auto text_of(const fs::path& path) -> std::string {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file.good());
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

auto truths_of(const fs::path& path) -> std::map<std::uint64_t, json> {
  std::map<std::uint64_t, json> truths;
  std::ifstream lines(path);
  for (std::string line; std::getline(lines, line);) {
    auto truth = json::parse(line);
    if (!truth.value("blank", false)) truths[truth.at("row").get<std::uint64_t>()] = truth;
  }
  return truths;
}

auto all_rows(sales& s, const std::string& import) -> std::vector<json> {
  std::vector<json> rows;
  for (std::string cursor;;) {
    const auto page = s.in.get(s.ann, import + "/review/rows?limit=100&cursor=" + cursor);
    REQUIRE(page.status == 200);
    const auto shown = page.parsed();
    for (const auto& one : shown.at("items")) rows.push_back(one);
    const auto& next = shown.at("next_cursor");
    if (next.is_null()) return rows;
    cursor = next.get<std::string>();
  }
}

auto text_or_empty(const json& value) -> std::string {
  return value.is_null() ? "" : value.get<std::string>();
}

void compare(const json& truth, const json& row) {
  INFO(truth.dump() << "\n" << row.dump());
  const bool is_lead = truth.value("identified", true);
  CHECK((row.at("state") == "valid") == is_lead);
  if (!is_lead) return;
  const auto& lead = row.at("lead");
  CHECK(text_or_empty(lead.at("external_id")) == truth.value("external_id", ""));
  CHECK(text_or_empty(lead.at("email")) == truth.value("email", ""));
  const auto phone = lead.at("phone").is_null() ? json() : lead.at("phone").at("e164");
  CHECK(text_or_empty(phone) == truth.value("phone_e164", ""));
  const auto created = truth.value("created", "");
  CHECK(text_or_empty(lead.at("created")) == (created == "invalid" ? "" : created));
  const auto status = truth.value("status", "new");
  CHECK(lead.at("status") == (status == "unknown" ? "new" : status));
}

/// Which row has an address or an id first; a row that is none of the leads holds nothing.
class holders {
 public:
  void compare(const json& truth, const json& row) {
    INFO(truth.dump() << "\n" << row.dump());
    if (!truth.value("identified", true)) return;
    const auto& plan = row.at("plan");
    const auto email = "e:" + truth.value("email", "");
    const auto id = "i:" + truth.value("external_id", "");
    const auto by_email = rows_.find(email);
    const auto by_id = rows_.find(id);
    if (by_email != rows_.end() && by_id != rows_.end() && by_email->second != by_id->second) {
      CHECK(plan.at("code") == "ambiguous_duplicate");
    } else if (by_email != rows_.end() || by_id != rows_.end()) {
      REQUIRE(plan.at("outcome") == "skip");
      CHECK(plan.at("by") == (by_email != rows_.end() ? "email" : "external_id"));
      CHECK(plan.at("meets").at("row") == (by_email != rows_.end() ? by_email->second : by_id->second));
    } else {
      CHECK(plan.at("outcome") == "create");
      for (const auto& key : {email, id})
        if (key.size() > 2) rows_[key] = row.at("row").get<std::uint64_t>();
    }
  }

 private:
  std::map<std::string, std::uint64_t> rows_;
};

}  // namespace

TEST_CASE(
    "given files of contacts in all that they come in, when they are reviewed and committed, then as is "
    "true") {
  for (const auto& folder : leads::test::folders_of("contacts", "leads"))
    for (const char* name :
         {"leads_1500_utf8_comma.csv", "leads_1500_cp1252_semicolon.csv", "leads_1500.xlsx"}) {
      if (!fs::exists(folder / name)) continue;
      CAPTURE(folder, name);
      const auto truths = truths_of(folder / "truth.jsonl");
      sales s;
      const auto import = s.ready(text_of(folder / name));
      const auto rows = all_rows(s, import);
      REQUIRE(rows.size() == truths.size());
      std::size_t created = 0;
      holders known;
      for (const auto& row : rows) {
        const auto truth = truths.find(row.at("row").get<std::uint64_t>());
        REQUIRE(truth != truths.end());
        compare(truth->second, row);
        known.compare(truth->second, row);
        if (row.at("plan").at("outcome") == "create") ++created;
      }
      CHECK(s.review(import).at("plan").at("create") == created);
      s.commit(import);
      CHECK(s.in.get(s.ann, import).parsed().at("progress").at("created") == created);
    }
}
