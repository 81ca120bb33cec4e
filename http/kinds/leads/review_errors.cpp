// The rows of a review that cannot be taken, as a file that people mend and hand in again.
#include <nlohmann/json.hpp>

#include "domains/leads/kind.hpp"
#include "http/kinds/leads/review.hpp"
#include "http/kinds/leads/shapes.hpp"
#include "http/resources/owned.hpp"
#include "http/resources/pages.hpp"
#include "http/table_files.hpp"

namespace waybill::http {
namespace {

constexpr std::uint16_t with_errors = plan_invalid | plan_fail;
constexpr std::size_t records_at_once = 500;

auto columns_of(const import_review& seen) -> std::vector<std::string> {
  std::vector<std::string> names;
  const auto findings = nlohmann::json::parse(seen.import.findings, nullptr, false);
  if (!findings.is_object() || !findings.contains("mapping")) return names;
  for (const auto& one : findings["mapping"]) names.push_back(one.value("column", std::string()));
  return names;
}

auto errors_of(const leads::file_record& record, const planned_record& one, language in) -> std::string {
  std::string all;
  const auto add = [&all](std::string_view sentence) {
    if (sentence.empty()) return;
    if (!all.empty()) all.push_back(' ');
    all.append(sentence);
  };
  for (const auto& fault : record.faults) add(leads::sentence_of(fault, lead_language(in)));
  if (!record.table_fault.empty()) add(sentence_of(leads::kind(), record.table_fault));
  if (all.empty() || (one.plan & plan_invalid) == 0)
    add(one.what.message.empty() ? sentence_of(leads::kind(), one.what.code) : one.what.message);
  return all;
}

auto write_errors(const import_review& seen, language in, table_sink& to) -> result<done> {
  const auto columns = columns_of(seen);
  const bool french = in == language::french;
  std::vector<std::string_view> cells{french ? "Ligne" : "Row", french ? "Erreurs" : "Errors"};
  cells.insert(cells.end(), columns.begin(), columns.end());
  to.header(cells);
  const auto file = leads::open_lead_file(seen.order);
  if (!file) return file.why();
  leads::file_record record;
  for (std::uint64_t from = 1;;) {
    const auto some = seen.plan->records(from, records_at_once, with_errors, {});
    if (!some) return some.why();
    for (const auto& one : *some) {
      if (!(*file)->read(one.record, record))
        return {errc::corrupt, "The records of the import cannot be read now."};
      const auto row = std::to_string(record.row);
      const auto errors = errors_of(record, one, in);
      cells.assign({row, errors});
      cells.insert(cells.end(), record.cells.begin(), record.cells.end());
      if (!to.row(cells)) return done{};
    }
    if (some->size() < records_at_once) return done{};
    from = some->back().record + 1;
  }
}

}  // namespace

auto review_errors_csv(context& asks, request& call) -> result<answer> {
  const auto in = language_of(call);
  if (!in) return in.why();
  const auto of = reviewed_of(asks, call, member_role::viewer);
  if (!of) return of.why();
  auto seen = asks.core.reviews().look(of->who, of->id, true);
  if (!seen) return std::move(seen).why();
  if (auto held = hold_role(asks, call, of->who.owner, member_role::viewer); !held)
    return std::move(held).why();
  const auto& name = seen->import.file.name;
  const auto begin = name.substr(0, name.rfind('.'));
  const std::string end = *in == language::french ? "_erreurs.csv" : "_errors.csv";
  const auto make = [seen = std::make_shared<import_review>(std::move(*seen)), in = *in](table_sink& to) {
    return write_errors(*seen, in, to);
  };
  return table_answer(asks, call, {begin + end, table_format::csv, "the errors of a review", make});
}

}  // namespace waybill::http
