// Rows of a table as candidates.
#include <algorithm>
#include <filesystem>

#include "domains/rows/identity.hpp"
#include "domains/rows/kind.hpp"
#include "domains/rows/row.hpp"
#include "domains/rows/schema/row_check.hpp"
#include "domains/rows/table_source.hpp"
#include "domains/rows/types.hpp"
#include "formats/text.hpp"

namespace waybill::rows {
namespace {

auto views_of(const std::vector<std::string>& texts) -> std::vector<std::string_view> {
  return {texts.begin(), texts.end()};
}

/// The result columns; one that has the name of a column of the file gives way to it, as in a header.
auto free_names(const std::vector<std::string>& columns, const std::vector<std::string>& results)
    -> std::vector<std::string> {
  if (results.empty()) return {};
  auto all = views_of(columns);
  all.insert(all.end(), results.begin(), results.end());
  const auto names = formats::column_names(all);
  return {names.begin() + static_cast<std::ptrdiff_t>(columns.size()), names.end()};
}

auto common_of(const table_head& head, const import_options& options, instant time) -> std::string {
  common_view all;
  all.time = time;
  all.table = options.collection;
  all.key = views_of(options.key);
  all.columns = views_of(head.columns);
  const auto results = free_names(head.columns, options.result_columns);
  all.result_columns = views_of(results);
  for (const auto& row : head.headers) all.headers.push_back(views_of(row));
  std::string bytes;
  encode_common(all, bytes);
  return bytes;
}

/// The file is no longer what was checked.
class broken_source final : public record_source {
 public:
  auto next(candidate_chunk& /*into*/) -> step override { return step::broken; }
};

class source final : public record_source {
 public:
  source(opened_table from, std::uint64_t record, const reading_order& order, import_options options,
         import_plan plan)
      : options_(std::move(options)),
        plan_(std::move(plan)),
        common_(common_of(from.head, options_, order.import_time)),
        identities_(options_.collection, order.import),
        record_(record),
        columns_(std::move(from.head.columns)),
        rows_(std::move(from.rows)) {
    const auto& columns = columns_;
    for (const auto& name : options_.key)
      key_.push_back(
          static_cast<std::size_t>(std::find(columns.begin(), columns.end(), name) - columns.begin()));
    if (const auto* schema = plan_.schema()) {
      check_.emplace(*schema, columns, std::filesystem::path(order.path).parent_path().string());
      remember_before(order);
    }
  }

  auto next(candidate_chunk& into) -> step override {
    const auto went = rows_->next(row_);
    if (went != table_rows::step::row) return went == table_rows::step::end ? step::end : step::broken;
    if (into.common.empty()) into.common = common_;
    auto& record = into.records.emplace_back();
    record.line = row_.row;
    record.end_offset = row_.end_offset;
    record.warnings = row_.warnings;
    take(into);
    ++record_;
    return step::record;
  }

 private:
  /// Why a row cannot be taken, whatever stands in it; "": it can.
  [[nodiscard]] auto shape_fault() const -> std::string_view {
    if (!row_.fault.empty()) return row_.fault;
    if (options_.ragged_fails && (row_.warnings & warning_short_row) != 0) return "short_row";
    if (options_.ragged_fails && (row_.warnings & warning_long_row) != 0) return "long_row";
    return {};
  }

  /// Rows that have their outcome say what others may not say again.
  void remember_before(const reading_order& order) {
    if (!check_->remembers() || record_ <= 1) return;
    const auto before = open_from_start(order, options_);
    if (before.rows == nullptr) return;  // then the rows themselves cannot be read
    for (auto left = record_ - 1; left > 0 && before.rows->next(row_) == table_rows::step::row; --left)
      if (shape_fault().empty()) check_->remember(row_.cells, row_.typed);
  }

  /// False: the row does not hold against the schema, and was refused.
  auto holds(candidate_chunk& into) -> bool {
    faults_.clear();
    const auto take = [this](auto code, auto field, auto value) { faults_.push_back({code, field, value}); };
    if (check_->check(row_.cells, take, row_.typed)) return true;
    refuse(faults_.front().code, into);
    for (const auto& one : faults_) into.add_fault(one.code, one.field, one.value);
    return false;
  }

  void take(candidate_chunk& into) {
    if (const auto fault = shape_fault(); !fault.empty()) {
      refuse(fault, into);
      const auto at = row_.fault_cell;
      if (at > 0 && at <= columns_.size()) into.add_fault(fault, columns_[at - 1], {});
      return;
    }
    if (check_ && !holds(into)) return;
    if (!keeps_rows(plan_.handler->what)) return take_row(into);
    if (!read_key()) {
      refuse("key_empty", into);
      into.add_fault("key_empty", options_.key.front(), {});
      return;
    }
    take_row(into);
    const bool is_new = key_.empty() || options_.duplicates == on_duplicate::create;
    into.add_key(is_new ? identities_.of_record(cells_, record_) : identities_.of_key(cells_));
  }

  void take_row(candidate_chunk& into) {
    const auto at = into.bytes.size();
    encode_fresh_row(row_.cells, into.bytes);
    into.records.back().row = {static_cast<std::uint32_t>(at),
                               static_cast<std::uint32_t>(into.bytes.size() - at)};
  }

  /// False: there is a key, and the row has nothing of it.
  auto read_key() -> bool {
    cells_.clear();
    bool says = key_.empty();
    for (const auto at : key_) {
      cells_.push_back(at < row_.cells.size() ? row_.cells[at] : std::string_view{});
      says = says || !formats::trimmed_cell(cells_.back()).empty();
    }
    return says;
  }

  void refuse(std::string_view code, candidate_chunk& into) {
    auto& record = into.records.back();
    record.fault = code;
    record.reason = kind().sentence(code);
    if (!options_.create_result_files) return;
    for (const auto cell : row_.cells) into.show(cell);
  }

  struct field_fault {
    std::string_view code, field, value;
  };

  import_options options_;
  import_plan plan_;
  std::optional<row_check> check_;
  std::vector<field_fault> faults_;
  std::string common_;
  identity_maker identities_;
  std::vector<std::size_t> key_;  ///< its columns
  std::uint64_t record_;
  std::vector<std::string> columns_;
  std::unique_ptr<table_rows> rows_;
  table_row row_;
  std::vector<std::string_view> cells_;  ///< of the key
};

}  // namespace

auto plan_for_file(const reading_order& order) -> result<import_plan> {
  const auto options = read_options(order.options);
  auto plan = plan_of(options, order.around);
  if (!plan || (options.key.empty() && plan->schema() == nullptr)) return plan;
  const auto columns = columns_of(order, options);
  if (columns.empty()) return plan;  // reading it will say so
  // Columns that are too many to be told were not known when the key was held against them.
  if (auto fine = key_fits(options, columns); !fine) return std::move(fine).why();
  if (plan->schema() == nullptr) return plan;
  const auto* const missing = plan->schema()->missing_in(columns);
  if (missing == nullptr) return plan;
  return {errc::key_column_missing, "The column '" + missing->name + "', which the schema of the type '" +
                                        options.type + "' wants, is not in the file; " +
                                        columns_in_words(columns)};
}

auto row_records(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                 const reading_order& order) -> std::unique_ptr<record_source> {
  auto options = read_options(order.options);
  auto opened = open_table(std::move(bytes), from, order, options);
  if (opened.rows == nullptr || !key_fits(options, opened.head.columns))
    return std::make_unique<broken_source>();
  auto plan = plan_of(options, order.around);  // what is wrong with it `worker` has told
  if (!plan) return std::make_unique<broken_source>();
  return std::make_unique<source>(std::move(opened), from.record, order, std::move(options),
                                  std::move(*plan));
}

}  // namespace waybill::rows
