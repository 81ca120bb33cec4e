#include "formats/xlsx/sheet_listener.hpp"

#include <algorithm>
#include <charconv>

#include "formats/text.hpp"

namespace waybill::formats::xlsx {
namespace {

// worksheet 1, sheetData 2, row 3, c 4, v and f and is 5, t and r 6, t 7.
constexpr std::uint32_t data_depth = 2;
constexpr std::uint32_t row_depth = 3;
constexpr std::uint32_t cell_depth = 4;

/// The column of `AB12`, from 0; negative when there is none.
auto column_of(std::string_view reference) -> std::int64_t {
  std::int64_t column = 0;
  for (const char c : reference) {
    const char letter = text::lower(c);
    if (letter < 'a' || letter > 'z') break;
    column = column * 26 + (letter - 'a' + 1);
    if (column > 1'000'000) break;
  }
  return column - 1;
}

/// Leaves `into` as it is unless all of the text is a number.
template <class number>
auto read_number(std::string_view text, number& into) -> bool {
  const auto* const end = text.data() + text.size();
  number found{};
  const auto read = std::from_chars(text.data(), end, found);
  if (read.ec != std::errc{} || read.ptr != end) return false;
  into = found;
  return true;
}

}  // namespace

void sheet_listener::on_start(std::string_view name, std::uint32_t depth, const attributes& with) {
  if (in_cell_) {
    if (depth == cell_depth + 1) begin_inside_cell(name);
    if (depth == cell_depth + 2) in_run_ = in_inline_ && name == "r";
    if (depth > cell_depth + 1)
      wants_text =
          in_inline_ && name == "t" && (depth == cell_depth + 2 || (depth == cell_depth + 3 && in_run_));
    return;
  }
  if (depth == data_depth) in_data_ = name == "sheetData";
  if (depth == row_depth && in_data_ && name == "row") begin_row(with);
  if (depth == cell_depth && in_row_ && name == "c") begin_cell(with);
}

void sheet_listener::on_end(std::string_view, std::uint32_t depth) {
  wants_text = false;
  if (depth == cell_depth + 1) in_inline_ = false;
  if (depth == cell_depth && in_cell_) end_cell();
  if (depth == row_depth && in_row_) end_row();
}

void sheet_listener::on_text(std::string_view more) {
  // An escape is seven times as long as what it stands for.
  const auto most = 8 * (limits_.cell_bytes + 1);
  value_.append(more.substr(0, most - std::min(most, value_.size())));
}

void sheet_listener::begin_row(const attributes& with) {
  in_row_ = true;
  std::uint64_t number = 0;
  // Rows rise, whatever they say of themselves; as when Excel repairs a sheet.
  if (!read_number(with.text("r"), number) || number <= last_row_ || number > UINT32_MAX)
    number = last_row_ + 1;
  last_row_ = number;
  open_ = {number, cells.size(), cells.size(), row_fault::none};
  open_text_ = text.size();
  next_column_ = 0;
}

void sheet_listener::end_row() {
  in_row_ = false;
  open_.last = cells.size();
  if (open_.first != open_.last || open_.fault != row_fault::none) rows.push_back(open_);
}

void sheet_listener::begin_cell(const attributes& with) {
  in_cell_ = true;
  has_formula_ = has_value_ = in_inline_ = in_run_ = false;
  type_ = cell_type::number;
  style_ = 0;
  value_.clear();
  std::int64_t column = -1;
  for (const auto& [name, says] : with) {
    if (name == "r")
      column = column_of(says);
    else if (name == "s")
      read_number(says, style_);
    else if (name == "t")
      type_ = says == "s"           ? cell_type::shared
              : says == "str"       ? cell_type::formula_text
              : says == "inlineStr" ? cell_type::inline_text
              : says == "b"         ? cell_type::boolean
              : says == "e"         ? cell_type::error
              : says == "d"         ? cell_type::date
                                    : cell_type::number;
  }
  column_ = column < 0 ? next_column_ : static_cast<std::uint32_t>(column);
  next_column_ = column_ + 1;
}

void sheet_listener::begin_inside_cell(std::string_view name) {
  if (name == "f") has_formula_ = true;
  in_inline_ = name == "is";
  // Some programs write a text that stands in its cell as if it were a value.
  wants_text = name == "v" && (type_ != cell_type::inline_text || !has_value_);
  has_value_ = has_value_ || wants_text || in_inline_;
}

void sheet_listener::end_cell() {
  in_cell_ = false;
  found_cell one{.column = column_, .at = text.size()};
  if (!append_value(one)) return;
  if (!one.is_shared) one.size = text.size() - one.at;
  if (column_ >= limits_.columns) return fail(row_fault::too_many_columns);
  if (one.size > limits_.cell_bytes) return fail(row_fault::cell_too_long);
  if (text.size() - open_text_ > limits_.row_bytes) return fail(row_fault::row_too_long);
  if (open_.fault == row_fault::none) keep(one);
}

/// False: there is nothing in it.
auto sheet_listener::append_value(found_cell& into) -> bool {
  const auto value = text::trimmed(value_);
  if (type_ == cell_type::formula_text || type_ == cell_type::inline_text) {
    append_unescaped(value_, text);
    return text.size() > into.at;
  }
  if (value.empty()) {
    into.notes = has_formula_ ? formula_without_value : 0U;
    return has_formula_;
  }
  if (type_ == cell_type::shared) {
    into.is_shared = read_number(value, into.at);
    if (!into.is_shared) into.notes = cell_error;
    return true;
  }
  append_numeric(into);
  return true;
}

void sheet_listener::append_numeric(found_cell& into) {
  const auto value = text::trimmed(value_);
  into.is_typed = type_ != cell_type::error;
  if (type_ == cell_type::boolean) {
    text += value == "1" ? "true" : value == "0" ? "false" : value;
  } else if (type_ == cell_type::error) {
    into.notes = cell_error;
    text += value;
  } else if (type_ == cell_type::date) {
    append_iso(value, text);
  } else if (const auto kind = of_.kind_of_style(style_); kind == number_kind::number) {
    append_number(value, text);
  } else if (!append_date(value, kind, of_.is_1904(), text)) {
    into.notes = no_such_date;
  }
}

/// A cell that stands twice: the last one counts.
void sheet_listener::keep(const found_cell& one) {
  if (cells.size() == open_.first || cells.back().column < one.column) {
    cells.push_back(one);
    return;
  }
  const auto first = cells.begin() + static_cast<std::ptrdiff_t>(open_.first);
  const auto place =
      std::lower_bound(first, cells.end(), one.column,
                       [](const found_cell& a, std::uint32_t column) { return a.column < column; });
  if (place->column == one.column)
    *place = one;
  else
    cells.insert(place, one);
}

void sheet_listener::fail(row_fault why) {
  if (open_.fault == row_fault::none) open_.fault = why;
  cells.resize(open_.first);
  text.resize(open_text_);
}

void sheet_listener::clear() {
  rows.clear();
  if (!in_row_) {
    cells.clear();
    text.clear();
    return;
  }
  cells.erase(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(open_.first));
  text.erase(0, open_text_);
  for (auto& one : cells)
    if (!one.is_shared) one.at -= open_text_;
  open_.first = open_text_ = 0;
}

}  // namespace waybill::formats::xlsx
