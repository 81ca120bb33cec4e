#include "domains/rows/kind.hpp"

#include <algorithm>
#include <array>

#include "domains/rows/options.hpp"
#include "domains/rows/row.hpp"
#include "domains/rows/sentences.hpp"
#include "domains/rows/table_source.hpp"
#include "formats/recognise.hpp"

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
    code_sentence{"key_missing", "The row has nothing in the columns of the key."},
    code_sentence{"short_row", "The row has fewer cells than the header."},
    code_sentence{"long_row", "The row has more cells than the header."},
    code_sentence{"cell_too_long", "A cell of the row is larger than 1 MiB."},
    code_sentence{"row_too_long", "The row is larger than 8 MiB."},
    code_sentence{"too_many_columns", "The row has more than 16,384 cells."},
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
  /// Changes the row that is there, and keeps what it was so that it can be read beside this chunk.
  void alter(const candidate_chunk& chunk, std::string_view row, const known_record& existing,
             std::string& scratch, decided_record& out) const {
    row_view earlier;
    row_view incoming;
    common_view common;
    const bool sound = view_common(chunk.common, common) && view_row(row, chunk.common, incoming) &&
                       view_row(existing.row, existing.common, earlier);
    const bool keep_empty = duplicates_ == on_duplicate::update;
    if (!sound || change_row(earlier, incoming, common, keep_empty, scratch) == change::none)
      return turn_away(outcome::skipped, "unchanged", row, out);
    const auto size = scratch.size();
    encode_row(earlier, common, scratch);
    out.what = outcome::updated;
    out.after = std::string_view(scratch).substr(0, size);
    out.before = std::string_view(scratch).substr(size);
    // What it was made of stands beside it: results give rows back as they came.
    if (!keeps_cells_) return;
    std::vector<std::string_view> cells;
    view_cells(out.after, cells);
    if (cells != incoming.cells) out.shown = incoming.cells;
  }

  void turn_away(outcome what, std::string_view code, std::string_view row, decided_record& out) const {
    out.what = what;
    out.code = code;
    if (keeps_cells_) view_cells(row, out.shown);
  }

  on_duplicate duplicates_;
  bool keeps_cells_;
};

class rows_kind final : public kind_module {
 public:
  [[nodiscard]] auto name() const -> std::string_view override { return "rows"; }
  [[nodiscard]] auto home() const -> kind_home override { return kind_home::either; }

  [[nodiscard]] auto recognise(std::string_view format, std::string_view first) const
      -> result<done> override {
    return recognise_table(format, first);
  }

  [[nodiscard]] auto check_options(const std::string& text) const -> result<std::string> override {
    const auto given = parse_options(text);
    if (!given) return given.why();
    return options_text(*given);
  }

  [[nodiscard]] auto fits(const std::string& options, std::string_view first) const -> result<done> override {
    const auto given = read_options(options);
    const auto head = head_of(first, first.size() < formats::recognised_bytes, given);
    return head ? key_fits(given, *head) : result<done>{done{}};
  }

  [[nodiscard]] auto decider(const std::string& options, instant) const
      -> std::unique_ptr<record_decider> override {
    return std::make_unique<row_decider>(read_options(options));
  }

  [[nodiscard]] auto checker() const -> std::unique_ptr<file_check> override { return table_checker({}); }
  [[nodiscard]] auto checker_with(const std::string& options) const -> std::unique_ptr<file_check> override {
    return table_checker(read_options(options));
  }
  /// The key is in the header that was seen, or else beyond the first bytes: then it is looked for.
  [[nodiscard]] auto is_checked_without(const std::string& options) const -> bool override {
    const auto given = read_options(options);
    return !given.header_rows && given.delimiter == 0 && given.quote == 0;
  }

  [[nodiscard]] auto source(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                            const reading_order& order) const -> std::unique_ptr<record_source> override {
    return row_records(std::move(bytes), from, order);
  }

  [[nodiscard]] auto chunk_records(const std::string& options, std::size_t usual) const
      -> std::size_t override {
    return std::min(read_options(options).batch_size.value_or(usual), most_batch_records);
  }

  [[nodiscard]] auto shown_names() const -> std::span<const std::string_view> override { return {}; }
  void show(std::string_view row, std::vector<std::string_view>& out) const override { view_cells(row, out); }
  void name_shown(std::string_view common, std::vector<std::string>& out) const override {
    common_view all;
    if (view_common(common, all)) out.assign(all.columns.begin(), all.columns.end());
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
