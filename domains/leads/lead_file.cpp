#include "domains/leads/lead_file.hpp"

#include "domains/leads/entry_file.hpp"
#include "domains/leads/lead_file_parts.hpp"
#include "events/codec.hpp"

namespace waybill::leads {
namespace {

class file_reader final : public lead_reader {
 public:
  file_reader(const reading_order& order, file_plan plan, bool marks)
      : order_(order), plan_(std::move(plan)), marks_(marks) {}

  /// The file as it must be; made anew where it is not. Errors: those of making it.
  auto open() -> result<done> {
    if (is_there()) return done{};
    return make_anew();
  }

  [[nodiscard]] auto records() const -> std::uint64_t override { return from_->entries(); }
  [[nodiscard]] auto failed() const -> bool override { return is_damaged_ || from_->failed(); }

  auto read(std::uint64_t record, file_record& out) -> bool override {
    if (record == 0 || record > from_->entries()) return false;
    if (record != record_) {
      record_ = record;
      if (!from_->go_to(record) && !take_up_again()) return false;
    }
    return next(out);
  }

  auto next(file_record& out) -> bool override {
    std::string_view entry;
    bool is_read = from_->next(entry);
    if (!is_read && from_->failed()) is_read = take_up_again() && from_->next(entry);
    is_damaged_ = is_read && !read_entry(entry, out);
    if (!is_read || is_damaged_) return false;
    out.record = record_++;
    settle(out);
    return true;
  }

 private:
  [[nodiscard]] auto path() const -> std::string { return order_.path + std::string(lead_file_end); }

  auto is_there() -> bool {
    from_ = entry_reader::at(path());
    return from_ != nullptr && decode(from_->head(), head_) && head_.made_of == plan_.made_of;
  }

  auto make_anew() -> result<done> {
    was_made_ = true;
    auto made = make_lead_file(order_, std::nullopt, order_.is_wanted);
    if (!made) return {errc::unavailable, "It was stopped."};
    if (!*made) return std::move(*made).why();
    if (!is_there()) return {errc::unavailable, "What was made of the file cannot be read now."};
    return done{};
  }

  /// Once: what is damaged is made anew.
  auto take_up_again() -> bool { return !was_made_ && make_anew() && from_->go_to(record_); }

  void settle(file_record& out) {
    const auto* const changes = order_.changes.get();
    if (changes != nullptr && !changes->excluded.empty()) out.excluded = changes->excluded.has(out.record);
    const auto* const edit = changes == nullptr ? nullptr : edit_of(*changes, out.record);
    if (marks_ || edit != nullptr) out.mark = mark_of_cells(out.cells);
    if (edit == nullptr) return;
    if (edit->was != out.mark || !out.table_fault.empty())
      out.edit_left = true;
    else
      apply(*edit, out);
  }

  static auto edit_of(const review_changes& changes, std::uint64_t record) -> const edited_record* {
    if (changes.records.empty()) return nullptr;
    const auto found = changes.records.find(record);
    return found == changes.records.end() || found->second.cells.empty() ? nullptr : &found->second;
  }

  void apply(const edited_record& edit, file_record& out) {
    constexpr std::uint64_t most_columns = 16'384;
    for (const auto& [column, text] : edit.cells) {
      if (column >= most_columns) continue;
      if (column >= out.cells.size()) out.cells.resize(static_cast<std::size_t>(column) + 1);
      out.cells[static_cast<std::size_t>(column)] = text;
    }
    if (!maker_)
      maker_.emplace(plan_.options, order_.file_name, plan_.layout, evidence_in(head_), order_.import_time);
    maker_->make(out.cells);
    lead_.clear();
    maker_->put_row(lead_);
    const auto& made = maker_->made();
    out.lead = lead_;
    out.assignee = made.value(lead_field::assigned_to);
    out.valid = made.valid;
    out.faults = made.faults;
    out.warnings = made.warnings;
    out.flags = maker_->flags();
    out.edited = true;
  }

  reading_order order_;
  file_plan plan_;
  bool marks_;
  bool was_made_ = false;
  bool is_damaged_ = false;
  std::unique_ptr<entry_reader> from_;
  lead_file_head head_;
  std::optional<lead_maker> maker_;  ///< of edited records
  std::string lead_;
  std::uint64_t record_ = 1;
};

}  // namespace

auto open_lead_file(const reading_order& order, bool marks) -> result<std::unique_ptr<lead_reader>> {
  auto options = read_options(order.options);
  auto columns = rows::columns_of(order, options.table);
  auto made = std::make_unique<file_reader>(order, plan_of(order, columns), marks);
  if (auto fine = made->open(); !fine) return std::move(fine).why();
  return std::unique_ptr<lead_reader>(std::move(made));
}

}  // namespace waybill::leads
