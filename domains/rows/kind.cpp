#include "domains/rows/kind.hpp"

#include <algorithm>
#include <array>

#include "domains/rows/findings.hpp"
#include "domains/rows/handled.hpp"
#include "domains/rows/options.hpp"
#include "domains/rows/row.hpp"
#include "domains/rows/sentences.hpp"
#include "domains/rows/table_source.hpp"
#include "domains/rows/types.hpp"

namespace waybill::rows {
namespace {

struct code_sentence {
  std::string_view code;
  std::string_view sentence;
};
constexpr std::array sentences{
    code_sentence{"duplicate", "A row with this key was there before."},
    code_sentence{"duplicate_in_file", "A row with the same key stands earlier in this file."},
    code_sentence{"unchanged", "The row is there already, and this one says nothing new."},
    code_sentence{"key_empty", "The row has nothing in the columns of the key."},
    code_sentence{"short_row", "The row has fewer cells than the header."},
    code_sentence{"long_row", "The row has more cells than the header."},
    code_sentence{"cell_too_long", "A cell of the row is larger than 1 MiB."},
    code_sentence{"cell_was_cut",
                  "A cell of the row was cut when the workbook was written, as the mark 'cut' behind the row "
                  "says: take the row from the CSV file, or correct the cell."},
    code_sentence{"row_too_long", "The row is larger than 8 MiB."},
    code_sentence{"too_many_columns", "The row has more than 16,384 cells."},
    code_sentence{"row_refused", "The handler did not take the row."},
    code_sentence{"bad_answer", "The handler's answer to the row is wrong."},
    code_sentence{"handler_timeout", "The handler gave no answer to the row in time."},
    code_sentence{"handler_died", "The handler ended over the row, twice."},
    code_sentence{"type_error", "The value does not have the type of its column."},
    code_sentence{"required", "The value is missing."},
    code_sentence{"unique", "An earlier row of the file has the same value."},
    code_sentence{"too_short", "The value is shorter than its column allows."},
    code_sentence{"too_long", "The value is longer than its column allows."},
    code_sentence{"below_minimum", "The value is smaller than its column allows."},
    code_sentence{"above_maximum", "The value is larger than its column allows."},
    code_sentence{"pattern_mismatch", "The value does not have the form of its column."},
    code_sentence{"not_allowed", "The value is none of those that its column allows."},
};

constexpr std::size_t most_batch_records = most_chunk_records;

class row_decider final : public record_decider {
 public:
  explicit row_decider(const import_options& options)
      : duplicates_(options.duplicates), keeps_cells_(options.create_result_files) {}

  [[nodiscard]] auto needs_rows() const -> bool override {
    return duplicates_ == on_duplicate::update || duplicates_ == on_duplicate::replace;
  }

  void decide(const candidate_chunk& chunk, const candidate_record& record,
              std::span<const known_record> known, std::string& scratch, decided_record& out) const override {
    out.warnings = record.warnings;
    if (!record.fault.empty()) return fail(kind(), chunk, record, out);
    const auto row = chunk.view(record.row);
    if (record.own_keys == 0) return take_outcome(chunk, record, row, out);
    const auto& existing = known.front();
    if (!existing) {
      out.what = outcome::created;
      out.after = row;
      return;
    }
    out.before_at = existing.at.at;
    out.before_index = existing.at.index;
    if (needs_rows()) return alter(chunk, row, existing, scratch, out);
    const auto code = existing.of_this_import ? "duplicate_in_file" : "duplicate";
    turn_away(duplicates_ == on_duplicate::error ? outcome::failed : outcome::skipped, code, row, out);
  }

 private:
  /// A handler took it: nothing of it is kept but what became of it.
  void take_outcome(const candidate_chunk& chunk, const candidate_record& record, std::string_view row,
                    decided_record& out) const {
    out.what = outcome_in(record.flags);
    if (!keeps_cells_) return;
    for (const auto& text : std::span(chunk.shown).subspan(record.first_shown, record.own_shown))
      out.shown.push_back(chunk.view(text));
    if (!out.shown.empty()) return;
    if (out.what == outcome::skipped)
      view_cells(row, out.shown);
    else
      out.after = row;
  }

  /// Changes the row that is there, and keeps what it was so that it can be read beside this chunk.
  void alter(const candidate_chunk& chunk, std::string_view row, const known_record& existing,
             std::string& scratch, decided_record& out) const {
    const auto* const incoming = incoming_.read(row, chunk.common);
    const auto* const earlier = earlier_.read(existing.row, existing.common);
    const bool keep_empty = duplicates_ == on_duplicate::update;
    // What comes in has what its chunk says, and no more.
    if (incoming == nullptr || earlier == nullptr ||
        change_row(*earlier, *incoming, incoming->head, keep_empty, scratch) == change::none)
      return turn_away(outcome::skipped, "unchanged", row, out);
    const auto size = scratch.size();
    encode_row(*earlier, incoming->head, scratch);
    out.what = outcome::updated;
    out.after = std::string_view(scratch).substr(0, size);
    out.before = std::string_view(scratch).substr(size);
    // What it was made of stands beside it: results give rows back as they came.
    if (!keeps_cells_) return;
    std::vector<std::string_view> cells;
    view_cells(out.after, cells);
    if (cells != incoming->cells) out.shown = incoming->cells;
  }

  void turn_away(outcome what, std::string_view code, std::string_view row, decided_record& out) const {
    out.what = what;
    out.code = code;
    if (keeps_cells_) view_cells(row, out.shown);
  }

  on_duplicate duplicates_;
  bool keeps_cells_;
  mutable row_reader incoming_;
  mutable row_reader earlier_;
};

class rows_kind final : public kind_module {
 public:
  [[nodiscard]] auto name() const -> std::string_view override { return "rows"; }
  [[nodiscard]] auto home() const -> kind_home override { return kind_home::either; }

  [[nodiscard]] auto groups() const -> std::span<const group_type> override { return type_groups(); }
  [[nodiscard]] auto check_groups(const kind_surroundings& around) const -> result<done> override {
    return check_types(around);
  }
  [[nodiscard]] auto missing(const kind_surroundings& around) const -> std::vector<std::string> override {
    return missing_programs(around);
  }

  [[nodiscard]] auto recognise(std::string_view format, std::string_view first) const
      -> result<done> override {
    return recognise_table(format, first);
  }

  [[nodiscard]] auto check_options(const std::string& text) const -> result<std::string> override {
    const auto given = parse_options(text);
    if (!given) return given.why();
    return options_text(*given);
  }

  [[nodiscard]] auto check_options_for(const std::string& text, const options_asker& who) const
      -> result<std::string> override {
    const auto given = parse_options_for(text, who);
    if (!given) return given.why();
    return options_text(*given);
  }

  [[nodiscard]] auto may_go_on(const std::string& options, const options_asker& who) const
      -> result<done> override {
    return may_use_still(read_options(options), who);
  }
  [[nodiscard]] auto waits_outside(const std::string& options,
                                   const std::shared_ptr<const kind_surroundings>& around) const
      -> bool override {
    const auto plan = plan_of(read_options(options), around);
    return plan && works_outside(plan->handler->what);
  }

  [[nodiscard]] auto fits(const std::string& options, std::string_view findings) const
      -> result<done> override {
    const auto given = read_options(options);
    if (given.key.empty()) return done{};
    const auto columns = columns_in(findings);
    return columns ? key_fits(given, *columns) : result<done>{done{}};
  }

  [[nodiscard]] auto decider(const std::string& options, instant) const
      -> std::unique_ptr<record_decider> override {
    return std::make_unique<row_decider>(read_options(options));
  }

  [[nodiscard]] auto checker() const -> std::unique_ptr<file_check> override { return table_checker({}, {}); }
  [[nodiscard]] auto checker_with(const reading_order& order) const -> std::unique_ptr<file_check> override {
    return table_checker(read_options(order.options), order);
  }
  [[nodiscard]] auto is_checked_without(const std::string& options) const -> bool override {
    const auto given = read_options(options);
    return !given.header_rows && given.delimiter == 0 && !given.quote && given.escape == 0 &&
           given.encoding.empty();
  }

  [[nodiscard]] auto source(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                            const reading_order& order) const -> std::unique_ptr<record_source> override {
    return row_records(std::move(bytes), from, order);
  }
  [[nodiscard]] auto worker(const reading_order& order, const reading_start& from) const
      -> result<std::unique_ptr<record_worker>> override {
    const auto plan = plan_for_file(order);
    if (!plan) return plan.why();
    return row_worker(order, from, *plan);
  }

  [[nodiscard]] auto chunk_records(const std::string& options, const reading_limits& usual) const
      -> std::size_t override {
    const auto given = read_options(options);
    const auto wanted = std::min(given.batch_size.value_or(usual.batch_rows), most_batch_records);
    const auto most = std::min(wanted, most_handled_rows(given.result_columns.size()));
    return given.batch_rows == 0 ? most : std::min(most, given.batch_rows);
  }

  [[nodiscard]] auto shown_names() const -> std::span<const std::string_view> override { return {}; }
  void show(std::string_view row, std::vector<std::string_view>& out) const override { view_cells(row, out); }
  void name_shown(std::string_view common, std::vector<std::string>& out) const override {
    common_view all;
    if (view_common(common, all)) rows::name_shown(all, out);
  }
  [[nodiscard]] auto whole_row(std::string_view row, std::string_view common, std::string& scratch) const
      -> std::string_view override {
    row_view view;
    if (!view_row(row, common, view)) return row;
    scratch.clear();
    encode_whole_row(view, scratch);
    return scratch;
  }
  [[nodiscard]] auto names_fields() const -> bool override { return true; }

  [[nodiscard]] auto warning_names(std::uint32_t bits) const -> std::vector<std::string_view> override {
    return rows::warning_names(bits);
  }

  [[nodiscard]] auto sentence(std::string_view code) const -> std::string_view override {
    return sentence_of_code(code);
  }
};

}  // namespace

auto sentence_of_code(std::string_view code) -> std::string_view {
  for (const auto& [name, text] : sentences)
    if (name == code) return text;
  return {};
}

auto kind() -> const kind_module& {
  static const rows_kind the_kind;
  return the_kind;
}

}  // namespace waybill::rows
