#include "http/resources/csv.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "formats/text.hpp"
#include "http/head.hpp"

namespace waybill::http {
namespace {

// With their small and full-width forms, and the minus sign: spreadsheets read them alike.
constexpr std::array<std::string_view, 13> formula_signs{"=",      "+",      "-",      "@",      "\uFF1D",
                                                         "\uFF0B", "\uFF0D", "\uFF20", "\uFE66", "\uFE62",
                                                         "\uFE63", "\uFE6B", "\u2212"};

// Spaces, byte order mark, joiners and marks that nobody sees.
constexpr std::array<std::string_view, 12> unseen{" ",      "\u00A0", "\u00AD", "\u2000", "\u2007", "\u200B",
                                                  "\u200C", "\u200D", "\u200E", "\u200F", "\u3000", "\uFEFF"};

template <class List>
auto holds(const List& list, std::string_view character) -> bool {
  return std::ranges::find(list, character) != list.end();
}

/// Where some spreadsheet may begin a cell of its own: many take `;` or TAB for the border, and do not honour
/// quotes that stand in the middle of what they think is a cell.
auto is_border(char c) -> bool { return c == ';' || c == '\t' || c == '\r' || c == '\n'; }

/// The text with an apostrophe before every sign that would begin a formula, and before the whole of it.
/// Nothing when there is no such sign.
auto made_harmless(std::string_view cell) -> std::optional<std::string> {
  std::string text = "'";
  bool first = true;
  bool begins = true;
  bool formula = !cell.empty() && is_border(cell.front()) && cell.front() != ';';
  while (!cell.empty()) {
    const auto character = cell.substr(0, std::max<std::size_t>(text::character_size(cell), 1));
    const bool sign = begins && holds(formula_signs, character);
    if (sign && !first) text.push_back('\'');
    formula = formula || sign;
    if (is_border(character.front())) {
      first = false;
      begins = true;
    } else {
      begins = begins && (is_control(character) || holds(unseen, character));
    }
    text.append(character);
    cell.remove_prefix(character.size());
  }
  if (!formula) return std::nullopt;
  return text;
}

}  // namespace

void append_cell(std::string_view cell, std::string& out) {
  const auto harmless = made_harmless(cell);
  const bool quoted = cell.find_first_of(",;\"\t\r\n") != std::string_view::npos || cell.starts_with(' ') ||
                      cell.ends_with(' ');
  if (quoted) out.push_back('"');
  for (const char c : harmless ? std::string_view(*harmless) : cell) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  if (quoted) out.push_back('"');
}

auto csv_header(const shown_columns& columns) -> std::string {
  std::string line = columns.fields ? "record,row,outcome,code,field,message,warnings"
                                    : "record,outcome,code,message,warnings";
  for (const auto name : columns.names) line.append(",").append(name);
  return line + "\r\n";
}

void append_csv(const record_outcome& one, const shown_columns& columns, std::string& out) {
  const auto add = [&out](std::string_view cell) {
    out.push_back(',');
    append_cell(cell, out);
  };
  out.append(std::to_string(one.record));
  if (columns.fields) out.append(",").append(std::to_string(one.line));
  out.append(",").append(name_of(one.what));
  add(one.code);
  if (columns.fields) add(one.faults.empty() ? std::string_view{} : one.faults.front().field);
  add(one.message);
  std::string warnings;
  for (const auto& name : one.warnings) warnings.append(warnings.empty() ? "" : " ").append(name);
  add(warnings);
  for (std::size_t i = 0; i < columns.names.size(); ++i)
    add(i < one.shown.size() ? std::string_view(one.shown[i]) : std::string_view{});
  out.append("\r\n");
}

}  // namespace waybill::http
