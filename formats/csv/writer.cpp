#include "formats/csv/writer.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "formats/text.hpp"

namespace waybill::formats::csv {
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
      begins = begins && (text::is_control(character) || holds(unseen, character));
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

auto as_meant(std::string_view cell) -> std::string_view {
  if (!cell.starts_with('\'')) return cell;
  const auto harmless = made_harmless(cell.substr(1));
  // Signs behind borders inside the cell stay as they were made: only a person can tell them apart.
  return harmless && *harmless == cell ? cell.substr(1) : cell;
}

}  // namespace waybill::formats::csv
