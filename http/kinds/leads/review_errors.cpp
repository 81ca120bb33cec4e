// The rows of a review that cannot be taken, as a file that people mend and hand in again.
#include <nlohmann/json.hpp>

#include "domains/leads/error_file.hpp"
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

void add_sentence(std::string_view sentence, std::string& to) {
  if (sentence.empty()) return;
  if (!to.empty()) to.push_back(' ');
  to.append(sentence);
}

/// What is wrong with the cells of a record.
auto own_errors(const leads::file_record& record, language in) -> std::string {
  std::string all;
  for (const auto& fault : record.faults) add_sentence(leads::sentence_of(fault, lead_language(in)), all);
  if (!record.table_fault.empty()) add_sentence(sentence_of(leads::kind(), record.table_fault), all);
  return all;
}

/// Rows with their errors, as they are given one after the other.
class error_rows {
 public:
  error_rows(const import_review& of, language in, table_sink& to) : of_(of), in_(in), to_(to) {}

  auto begin() -> result<done> {
    auto opened = leads::open_lead_file(of_.order);
    if (!opened) return std::move(opened).why();
    file_ = std::move(*opened);
    const auto columns = columns_of(of_);
    const auto own = leads::error_columns(lead_language(in_));
    cells_.assign(own.begin(), own.end());
    cells_.insert(cells_.end(), columns.begin(), columns.end());
    to_.header(cells_);
    return done{};
  }

  /// `code` and `message` say why, where its cells do not. False: nobody wants more. Errors: corrupt.
  auto add(std::uint64_t record, std::string_view code, std::string_view message, bool is_about_cells)
      -> result<bool> {
    if (!file_->read(record, record_))
      return {errc::corrupt, "The records of the import cannot be read now."};
    const auto row = std::to_string(record_.row);
    auto errors = own_errors(record_, in_);
    if (errors.empty() || !is_about_cells)
      add_sentence(message.empty() ? sentence_of(leads::kind(), code) : message, errors);
    cells_ = {row, errors};
    cells_.insert(cells_.end(), record_.cells.begin(), record_.cells.end());
    return to_.row(cells_);
  }

 private:
  const import_review& of_;
  language in_;
  table_sink& to_;
  std::unique_ptr<leads::lead_reader> file_;
  leads::file_record record_;
  std::vector<std::string_view> cells_;
};

/// While it waits for its review: what could not be taken now.
auto write_planned(const import_review& seen, language in, table_sink& to) -> result<done> {
  error_rows rows{seen, in, to};
  if (auto begun = rows.begin(); !begun) return begun;
  for (std::uint64_t from = 1;;) {
    const auto some = seen.plan->records(from, records_at_once, with_errors, {});
    if (!some) return some.why();
    for (const auto& one : *some) {
      const auto wanted =
          rows.add(one.record, one.what.code, one.what.message, (one.plan & plan_invalid) != 0);
      if (!wanted) return wanted.why();
      if (!*wanted) return done{};
    }
    if (some->size() < records_at_once) return done{};
    from = some->back().record + 1;
  }
}

/// Behind its commit: what failed.
auto write_failed(const context& asks, const import_review& seen, language in, table_sink& to)
    -> result<done> {
  error_rows rows{seen, in, to};
  if (auto begun = rows.begin(); !begun) return begun;
  result<done> went;
  const auto walked = asks.core.import_view().each_record(
      seen.import.owner, seen.import.id, outcome::failed, [&](const record_outcome& one) {
        const auto wanted = rows.add(one.record, one.code, one.message, true);
        if (!wanted) went = wanted.why();
        return wanted && *wanted;
      });
  return walked ? went : walked;
}

}  // namespace

auto review_errors_csv(context& asks, request& call) -> result<answer> {
  const auto in = language_of(call);
  if (!in) return in.why();
  const auto of = reviewed_of(asks, call, member_role::viewer);
  if (!of) return of.why();
  auto seen = look_at(asks, call, *of, true);
  if (!seen && seen.why().code == errc::wrong_status) seen = asks.core.reviews().look_back(of->who, of->id);
  if (!seen) return std::move(seen).why();
  if (auto held = hold_role(asks, call, of->who.owner, member_role::viewer); !held)
    return std::move(held).why();
  const auto& name = seen->import.file.name;
  const auto begin = name.substr(0, name.rfind('.'));
  const std::string end = *in == language::french ? "_erreurs.csv" : "_errors.csv";
  const auto make = [&asks, seen = std::make_shared<import_review>(std::move(*seen)),
                     in = *in](table_sink& to) {
    return seen->plan ? write_planned(*seen, in, to) : write_failed(asks, *seen, in, to);
  };
  return table_answer(asks, call, {begin + end, table_format::csv, "the errors of a review", make});
}

}  // namespace waybill::http
