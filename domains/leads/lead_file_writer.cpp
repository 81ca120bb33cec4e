// Makes the lead file of an upload.

#include <cerrno>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "domains/leads/entry_file.hpp"
#include "domains/leads/lead_file_parts.hpp"
#include "domains/rows/findings.hpp"
#include "domains/rows/option_values.hpp"
#include "events/codec.hpp"
#include "events/disk.hpp"
#include "events/hash.hpp"

namespace waybill::leads {
namespace {

/// The number of how files are made: another one, and all are made anew.
constexpr std::string_view making = "2";
constexpr std::size_t rows_between_questions = 1'024;
constexpr std::size_t most_assignees = 200;

auto disk_error(int number) -> error {
  if (is_disk_full(number))
    return {errc::storage_full, "There is no room left for what is made of the file.", {}};
  return {errc::unavailable, "What is made of the file cannot be written now.", {}};
}

auto changed_file() -> error {
  return {errc::file_changed, "The stored file is no longer what was checked.", {}};
}

/// Options in all that values depend on.
auto spelled(const import_options& from, std::string_view file_name) -> std::string {
  auto parts = nlohmann::json::object();
  rows::put_dialect(from.table, parts);
  std::string all = parts.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  const auto add = [&](std::string_view text) { all.append("\n").append(text); };
  add(from.default_region.value_or(""));
  add(from.default_status.value_or(""));
  add(from.source ? *from.source : source_of_file(file_name));
  add(from.name_case ? "case" : "");
  add(from.strict ? "strict" : "");
  add(settings_text(from.project));
  return all;
}

/// One walk over all rows of the table that are not blank.
class rows_walk {
 public:
  rows_walk(const reading_order& order, const import_options& options, std::optional<std::uint64_t> total,
            const std::function<bool()>& keep_on)
      : from_(rows::open_from_start(order, options.table)), keep_on_(keep_on), looked_(order.looked) {
    if (looked_) looked_->walk_records(total);
  }

  [[nodiscard]] auto is_open() const -> bool { return from_.rows != nullptr; }
  [[nodiscard]] auto was_stopped() const -> bool { return was_stopped_; }
  [[nodiscard]] auto is_broken() const -> bool { return is_broken_; }
  [[nodiscard]] auto blank() const -> std::uint64_t { return blank_; }
  [[nodiscard]] auto columns() const -> const std::vector<std::string>& { return from_.head.columns; }

  /// Null: there is no more, or see above.
  auto next() -> const rows::table_row* {
    for (;;) {
      if (++read_ % rows_between_questions == 0 && !goes_on()) {
        was_stopped_ = true;
        return nullptr;
      }
      const auto went = from_.rows->next(row_);
      is_broken_ = went == rows::table_rows::step::broken;
      if (went != rows::table_rows::step::row) return nullptr;
      if (!row_.fault.empty() || says_anything()) return &row_;
      ++blank_;
    }
  }

 private:
  [[nodiscard]] auto says_anything() const -> bool {
    for (const auto cell : row_.cells)
      if (!formats::trimmed_cell(cell).empty()) return true;
    return false;
  }

  [[nodiscard]] auto goes_on() const -> bool {
    if (looked_) looked_->went(read_);
    return !keep_on_ || keep_on_();
  }

  rows::opened_table from_;
  const std::function<bool()>& keep_on_;
  std::shared_ptr<look_progress> looked_;
  rows::table_row row_;
  std::uint64_t read_ = 0;
  std::uint64_t blank_ = 0;
  bool was_stopped_ = false;
  bool is_broken_ = false;
};

/// Counts what stands in the column of `assigned_to`.
class assignee_list {
 public:
  void add(const std::string& text) {
    if (text.empty()) return;
    if (last_ != nullptr && last_->text == text) {
      ++last_->records;
      return;
    }
    const auto known = numbers_.find(text);
    if (known == numbers_.end()) {
      if (all_.size() == most_assignees) return;
      numbers_.emplace(text, all_.size());
      all_.push_back({text, 0});
      last_ = &all_.back();
    } else {
      last_ = &all_[known->second];
    }
    ++last_->records;
  }
  auto take() -> std::vector<assignee_count> { return std::move(all_); }
  assignee_list() { all_.reserve(most_assignees); }

 private:
  std::vector<assignee_count> all_;
  std::unordered_map<std::string, std::size_t> numbers_;
  assignee_count* last_ = nullptr;
};

/// What whole columns say; nothing: it was stopped, or the file is another.
auto look_at_columns(const reading_order& order, file_plan& plan, std::optional<std::uint64_t> total,
                     const std::function<bool()>& keep_on) -> std::optional<result<lead_columns>> {
  lead_columns found;
  if (!plan.layout.has(lead_field::created) && !plan.layout.has(lead_field::amount)) return found;
  rows_walk rows(order, plan.options, total, keep_on);
  if (!rows.is_open()) return changed_file();
  while (const auto* const row = rows.next())
    if (row->fault.empty()) found.look_at(plan.layout.fields_of(row->cells));
  if (rows.was_stopped()) return std::nullopt;
  if (rows.is_broken()) return changed_file();
  return found;
}

auto head_of(const file_plan& plan, const lead_columns& evidence) -> lead_file_head {
  return {plan.made_of,          evidence.created.day_first, evidence.created.month_first,
          evidence.created.open, evidence.amount.commas,     evidence.amount.points};
}

}  // namespace

auto evidence_in(const lead_file_head& head) -> lead_columns {
  lead_columns made;
  made.created.day_first = head.day_first;
  made.created.month_first = head.month_first;
  made.created.open = head.open_days;
  made.amount.commas = head.commas;
  made.amount.points = head.points;
  return made;
}

auto plan_of(const reading_order& order, std::span<const std::string> columns) -> file_plan {
  file_plan made;
  made.options = read_options(order.options);
  made.layout = cell_layout::in(order.findings, columns, made.options.keep_extra,
                                country_of_code(made.options.project.default_country));
  const auto dialect = dialect_in(order.findings);
  std::string all(making);
  all.append(" ").append(std::to_string(formats::size_of_file(order.path))).append(" ");
  all.append(std::to_string(order.limits.item_bytes)).append("\n");
  if (dialect) all.append(formats::csv::spelled(*dialect));
  all.append("\n").append(made.layout.spelled()).append("\n");
  all.append(spelled(made.options, order.file_name));
  made.made_of = to_hex(sha256_of(all));
  return made;
}

auto make_lead_file(const reading_order& order, std::optional<std::uint64_t> total,
                    const std::function<bool()>& keep_on) -> std::optional<result<made_lead_file>> {
  rows_walk rows(order, read_options(order.options), total, keep_on);
  if (!rows.is_open()) return changed_file();
  auto plan = plan_of(order, rows.columns());
  const auto evidence = look_at_columns(order, plan, total, keep_on);
  if (!evidence) return std::nullopt;
  if (!*evidence) return evidence->why();
  const auto to = entry_writer::at(order.path + std::string(lead_file_end));
  if (to == nullptr) return disk_error(errno);
  lead_maker maker(plan.options, order.file_name, plan.layout, **evidence, order.import_time);
  assignee_list assignees;
  while (const auto* const row = rows.next()) {
    if (row->fault.empty()) maker.make(row->cells);
    put_entry(*row, maker, to->begin());
    if (!to->added()) return disk_error(errno);
    if (row->fault.empty()) assignees.add(maker.made().value(lead_field::assigned_to));
    if (to->entries() % (4 * rows_between_questions) == 0 && order.has_room && !order.has_room())
      return disk_error(ENOSPC);
  }
  if (rows.was_stopped()) return std::nullopt;
  if (rows.is_broken()) return changed_file();
  if (!to->finish(encode(head_of(plan, **evidence)))) return disk_error(errno);
  return made_lead_file{to->entries(), rows.blank(), assignees.take()};
}

}  // namespace waybill::leads
