#include "formats/links/tables.hpp"

#include <algorithm>
#include <array>

#include "formats/csv/table.hpp"
#include "formats/csv/writer.hpp"
#include "formats/json/text_check.hpp"
#include "formats/links/json_item.hpp"
#include "formats/links/table_columns.hpp"
#include "formats/links/text_input.hpp"
#include "formats/text.hpp"

namespace waybill::formats::links {
namespace {

constexpr table_shape any_table{};

/// The text of a quoted element that `text` begins with, which is taken off. Python's quotes and escapes are
/// those of JSON, and `'` beside.
auto take_quoted(std::string_view& text) -> std::string {
  const char quote = text.front();
  std::size_t end = 1;
  while (end < text.size() && text[end] != quote) end += text[end] == '\\' ? 2 : 1;
  end = std::min(end, text.size());
  std::string inside;
  for (auto rest = text.substr(1, end - 1); !rest.empty(); rest.remove_prefix(1)) {
    if (rest.starts_with("\\'")) rest.remove_prefix(1);
    // What JSON does not escape stays as it is spelled.
    else if (rest.front() == '\\' && rest.size() > 1) {
      inside.push_back('\\');
      rest.remove_prefix(1);
    }
    inside.push_back(rest.front());
  }
  text.remove_prefix(std::min(end + 1, text.size()));
  return text::json_unescaped(inside);
}

/// The text in the next quotes, which is taken off with all before it; "": there is none.
auto take_text(std::string_view& formula) -> std::string {
  const auto begun = std::min(formula.find('"'), formula.size());
  formula.remove_prefix(begun);
  const auto end = formula.find('"', 1);
  if (formula.empty() || end == std::string_view::npos) return {};
  std::string text(formula.substr(1, end - 1));
  formula.remove_prefix(end + 1);
  return text;
}

/// Of a spreadsheet's `=HYPERLINK("https://a/","A")` what it leads to, and what it is called.
void take_formula(link& into) {
  if (!text::starts_ignoring_case(into.url, "=hyperlink(")) return;
  std::string_view formula = into.url;
  // The address may stand in another cell.
  if (!text::trimmed(formula.substr(formula.find('(') + 1)).starts_with('"')) return;
  auto address = take_text(formula);
  if (address.empty()) return;
  auto name = take_text(formula);
  if (text::is_blank(into.title)) into.title = std::move(name);
  into.url = std::move(address);
}

/// One table, row by row.
class reader final : public link_reader {
 public:
  explicit reader(link_file file)
      : file_{[open = std::move(file.open)] { return utf_32_as_utf_8(open()); }, file.item_bytes} {}

  auto next(link& into) -> step override {
    into.clear();
    if (!why_.code.empty() || (!rows_ && !begin())) return step::broken;
    const auto* const row = rows_->next();
    if (row == nullptr && rows_->failed()) {
      why_ = fault_of_source(bytes_error_);
      return step::broken;
    }
    if (row == nullptr) return step::end;
    into.end = row->end_offset;
    into.line = row->line;
    into.bytes_invalid = (row->notes & undecodable_bytes) != 0;
    if (row->fault == row_fault::none)
      fill(*row, into);
    else
      into.fault = "record_too_large";
    return step::link;
  }
  [[nodiscard]] auto why() const -> file_fault override { return why_; }
  [[nodiscard]] auto is_guessed() const -> bool override { return is_guessed_; }
  [[nodiscard]] auto left_out() const -> std::uint64_t override { return rows_ ? rows_->skipped_blank() : 0; }

 private:
  auto refuse(std::string_view code, std::string message) -> bool {
    why_ = {std::string(code), std::move(message)};
    return false;
  }

  /// Looks at the whole of the file: how it is written, and which columns it has.
  auto begin() -> bool {
    const auto bytes = file_.open();
    std::string piece(piece_bytes, '\0');
    csv::checker check({}, blank_rows::skip_cells);
    for (;;) {
      const auto got = bytes ? bytes->read(piece.data(), piece.size()) : -1;
      if (got < 0) {
        why_ = fault_of_source(got);
        return false;
      }
      if (got == 0) break;
      check.feed({piece.data(), static_cast<std::size_t>(got)});
    }
    auto found = check.finish();
    if (const auto* const fault = std::get_if<table_fault>(&found)) {
      if (fault->why == table_fault::reason::empty_file)
        return refuse("empty_file", "The file holds 0 bytes.");
      auto message = "The file is " + fault->what + ", which no import of bookmarks reads.";
      if (!fault->advice.empty()) message.append(" ").append(fault->advice);
      return refuse("unknown_format", std::move(message));
    }
    return open(std::get<csv::checked_table>(found));
  }

  auto open(const csv::checked_table& checked) -> bool {
    names_ = checked.found.head.names;
    is_guessed_ = csv::is_single_byte(checked.with.written_in);
    const auto* const known = known_table(names_);
    shape_ = known == nullptr ? &any_table : known;
    at_ = known == nullptr ? columns_by_name(names_) : columns_of(*known, names_);
    if (!at_.url)
      return refuse("unknown_format", "The table has no column `url`: its first line has to name one.");
    const auto& from = checked.found.head.rows_at;
    auto bytes = file_.open();
    if (!pass(*bytes, from.offset)) return refuse("file_changed", "The file is not what was checked.");
    rows_ = csv::open_table(std::move(bytes), checked.with, from, names_.size(), blank_rows::skip_cells,
                            {.cell_bytes = file_.item_bytes, .row_bytes = 8 * file_.item_bytes});
    return true;
  }

  static auto pass(byte_source& bytes, std::uint64_t count) -> bool {
    std::array<char, 4'096> passed{};
    while (count > 0) {
      const auto got = bytes.read(passed.data(), std::min<std::uint64_t>(count, passed.size()));
      if (got <= 0) return false;
      count -= static_cast<std::uint64_t>(got);
    }
    return true;
  }

  auto cell(const table_row& row, std::size_t at) -> std::string_view {
    if (at >= row.cells.size()) return {};
    return shape_->is_ours ? csv::as_meant(row.cells[at], room_) : row.cells[at];
  }
  auto cell(const table_row& row, const std::optional<std::size_t>& at) -> std::string_view {
    return at ? cell(row, *at) : std::string_view{};
  }

  void fill(const table_row& row, link& into) {
    into.url = trimmed_cell(cell(row, at_.url));
    into.title = cell(row, at_.title);
    take_formula(into);
    if (const auto text = cell(row, at_.description); !text.empty()) into.description = text;
    if (const auto feed = cell(row, at_.feed_url); !feed.empty()) into.feed_url = feed;
    into.has_tags = at_.tags.has_value();
    add_cell_tags(cell(row, at_.tags), shape_->tag_borders, into.tags);
    into.created = date_of(trimmed_cell(cell(row, at_.created)));
    into.updated = date_of(trimmed_cell(cell(row, at_.updated)));
    fill_folder(trimmed_cell(cell(row, at_.folder)), into);
    const std::array taken{at_.url,     at_.title,   at_.description, at_.tags,
                           at_.created, at_.updated, at_.folder,      at_.feed_url};
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      if (std::ranges::find(taken, std::optional(i)) != taken.end()) continue;
      const auto text = cell(row, i);
      if (text.empty() || (shape_->is_ours && name_of_column(i) == "extra" && take_extra(text, into)))
        continue;
      add_extra_text(name_of_column(i), text, into.extra);
    }
    if (into.extra.size() > file_.item_bytes) {
      into.extra.clear();
      into.fault = "record_too_large";
    }
    if (text::is_blank(into.url)) into.fault = "url_missing";
  }

  /// A cell beyond the header has the name that a column without one gets.
  [[nodiscard]] auto name_of_column(std::size_t at) const -> std::string {
    return at < names_.size() ? names_[at] : "column_" + std::to_string(at + 1);
  }

  /// What our export keeps as JSON. The folder is where it was: tags were made of it when it came, or not.
  auto take_extra(std::string_view text, link& into) -> bool {
    json::no_listener nobody;
    json::text_check check(nobody);
    if (!check.feed(text) || check.finish()) return false;
    raw_ = text;
    raw_.reserve(raw_.size() + 64);
    if (!item_.read(raw_)) return false;
    if (item_.take_texts("folder", into.folder)) into.own_folders = into.folder.size();
    item_.tell_rest(into.extra, true);
    return true;
  }

  [[nodiscard]] auto date_of(std::string_view cell) const -> std::string {
    if (cell == "0") return {};
    if (auto day = date_of_day_number(cell); !day.empty()) return day;
    return shape_->day_first ? date_day_first(cell) : std::string(cell);
  }

  void fill_folder(std::string_view cell, link& into) {
    if (cell.empty()) return;
    const bool is_state = shape_->has_states && (cell == "Unread" || cell == "Archive" || cell == "Starred");
    if (is_state) return add_extra_text(names_[*at_.folder], cell, into.extra);
    folder_path path;
    const auto borders = shape_->folder_borders;
    while (!borders.empty() && cell.find_first_of(borders) != std::string_view::npos) {
      path.push(text::trimmed(cell.substr(0, cell.find_first_of(borders))));
      cell.remove_prefix(cell.find_first_of(borders) + 1);
    }
    path.push(text::trimmed(cell));
    path.copy_to(into);
    if (!into.folder.empty() && into.folder.front() == shape_->own_folder) into.own_folders = 1;
  }

  static constexpr std::size_t piece_bytes = 64 << 10;

  link_file file_;
  std::vector<std::string> names_;
  const table_shape* shape_ = nullptr;
  table_columns at_;
  std::unique_ptr<table_source> rows_;
  std::int64_t bytes_error_ = -1;
  bool is_guessed_ = false;
  file_fault why_;
  std::string room_;
  std::string raw_;
  json_item item_;
};

}  // namespace

void add_cell_tags(std::string_view cell, std::string_view borders, std::vector<std::string>& tags) {
  auto rest = text::trimmed(cell);
  if (!rest.starts_with('[') || !rest.ends_with(']')) {
    add_tags(rest, borders, tags);
    return tidy_tags(tags);
  }
  rest = rest.substr(1, rest.size() - 2);
  while (!rest.empty()) {
    if (rest.front() == '"' || rest.front() == '\'') {
      tags.push_back(take_quoted(rest));
      continue;
    }
    const auto end = std::min(rest.find_first_of(",\"'"), rest.size());
    if (const auto one = text::trimmed(rest.substr(0, end)); !one.empty()) tags.emplace_back(one);
    rest.remove_prefix(end < rest.size() && rest[end] == ',' ? end + 1 : end);
  }
  tidy_tags(tags);
}

auto table_reader(const link_file& file) -> std::unique_ptr<link_reader> {
  return std::make_unique<reader>(file);
}

}  // namespace waybill::formats::links
