#include "formats/csv/writer.hpp"

#include <algorithm>
#include <array>

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
auto begins_with_one_of(std::string_view text, const List& list) -> bool {
  return std::any_of(list.begin(), list.end(), [&](std::string_view one) { return text.starts_with(one); });
}

/// Where some spreadsheet may begin a cell of its own: many take `;` or TAB for the border, and do not honour
/// quotes that stand in the middle of what they think is a cell.
auto is_border(char c) -> bool { return c == ';' || c == '\t' || c == '\r' || c == '\n'; }

auto passed_digits(std::string_view& text) -> std::size_t {
  std::size_t count = 0;
  for (; !text.empty() && text::is_digit(text.front()); ++count) text.remove_prefix(1);
  return count;
}

auto pass_one_of(std::string_view& text, std::span<const std::string_view> list) -> bool {
  for (const auto one : list)
    if (text.starts_with(one)) {
      text.remove_prefix(one.size());
      return true;
    }
  return false;
}

/// A sign, digits with what parts their groups and decimals, and perhaps an exponent, per cent or a currency.
auto is_number(std::string_view text) -> bool {
  constexpr std::array<std::string_view, 3> signs{"-", "+", "\u2212"};
  constexpr std::array<std::string_view, 5> parts{".", ",", " ", "\u00A0", "\u202F"};
  constexpr std::array<std::string_view, 4> units{"%", "\u20AC", "$", "\u00A3"};
  constexpr std::array<std::string_view, 2> exponents{"e", "E"};
  if (!pass_one_of(text, signs) || passed_digits(text) == 0) return false;
  while (pass_one_of(text, parts))
    if (passed_digits(text) == 0) return pass_one_of(text, units) && text.empty();
  if (pass_one_of(text, exponents)) {
    pass_one_of(text, signs);
    if (passed_digits(text) == 0) return false;
  }
  pass_one_of(text, units);
  return text.empty();
}

/// `+` and 7 to 15 digits, with what people put between them (E.164; the zero in parentheses is no part).
auto is_telephone_number(std::string_view text) -> bool {
  if (text.size() < 2 || text.front() != '+' || !text::is_digit(text[1]) || !text::is_digit(text.back()))
    return false;
  text.remove_prefix(1);
  const auto digits = std::count_if(text.begin(), text.end(), text::is_digit);
  return digits >= 7 && digits <= 16 && text.find_first_not_of("0123456789 .-()") == std::string_view::npos;
}

/// What a cell is from some place on: `'` as often as there are, and behind them a sign.
auto is_sign(std::string_view text) -> bool {
  const auto part = text.substr(0, std::min(text.find_first_of(";\t\r\n"), text.size()));
  if (is_number(part) || is_telephone_number(part)) return false;
  return begins_with_one_of(text.substr(std::min(text.find_first_not_of('\''), text.size())), formula_signs);
}

/// Walks over the places at which a spreadsheet may begin a cell with a formula: `at_sign` is called with
/// each, and everything else is appended. Answers whether there was one, or the cell begins with white space
/// that does the same.
template <class AtSign>
auto walk(std::string_view cell, std::string& out, AtSign at_sign) -> bool {
  const auto text_at = cell.find_first_not_of('\'');
  bool found = text_at != std::string_view::npos && is_border(cell[text_at]) && cell[text_at] != ';';
  bool first = true;
  bool begins = true;
  bool is_front = true;  // nothing but apostrophes so far
  while (!cell.empty()) {
    if (begins && is_sign(cell)) {
      found = true;
      at_sign(first, cell);
      begins = false;
    }
    if (cell.empty()) break;
    const auto character = cell.substr(0, std::max<std::size_t>(text::character_size(cell), 1));
    if (is_border(character.front())) {
      first = is_front = false;
      begins = true;
    } else {
      is_front = is_front && character == "'";
      begins = begins && (is_front || text::is_control(character) || begins_with_one_of(character, unseen));
    }
    out.append(character);
    cell.remove_prefix(character.size());
  }
  return found;
}

/// Appends the text with an apostrophe before every sign that would begin a formula, and before the whole of
/// it. False, and nothing: there is no such sign.
auto append_harmless(std::string_view cell, std::string& out) -> bool {
  const auto before = out.size();
  out.push_back('\'');
  const bool found = walk(cell, out, [&](bool first, std::string_view) {
    if (!first) out.push_back('\'');
  });
  if (!found) out.resize(before);
  return found;
}

/// Most cells hold no sign at all.
auto may_be_formula(std::string_view cell) -> bool {
  return !cell.empty() && (cell.find_first_of("=+-@;\t\r\n") != std::string_view::npos ||
                           std::any_of(cell.begin(), cell.end(),
                                       [](char c) { return static_cast<unsigned char>(c) >= 0xE0; }));
}

auto needs_quotes(std::string_view cell) -> bool {
  return cell.find_first_of(",;\"\t\r\n") != std::string_view::npos || cell.starts_with(' ') ||
         cell.ends_with(' ') || text::starts_ignoring_case(cell, "sep=");
}

}  // namespace

void append_cell(std::string_view cell, std::string& out) {
  std::string harmless;
  const bool quoted = needs_quotes(cell);
  if (may_be_formula(cell) && append_harmless(cell, harmless)) cell = harmless;
  if (!quoted) {
    out.append(cell);
    return;
  }
  out.push_back('"');
  for (auto at = cell.find('"'); at != std::string_view::npos; at = cell.find('"')) {
    out.append(cell.substr(0, at + 1)).push_back('"');
    cell.remove_prefix(at + 1);
  }
  out.append(cell).push_back('"');
}

void append_row(std::span<const std::string_view> cells, std::string& out) {
  if (cells.size() == 1 && cells.front().empty()) out.append("\"\"");
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out.push_back(',');
    append_cell(cells[i], out);
  }
  out.append("\r\n");
}

auto as_meant(std::string_view cell, std::string& room) -> std::string_view {
  if (!cell.starts_with('\'')) return cell;
  std::string original;
  walk(cell.substr(1), original, [](bool first, std::string_view& rest) {
    if (!first && rest.starts_with('\'')) rest.remove_prefix(1);
  });
  std::string written;
  if (!append_harmless(original, written) || written != cell) return cell;
  room = std::move(original);
  return room;
}

}  // namespace waybill::formats::csv
