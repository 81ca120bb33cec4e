#include "formats/table.hpp"

#include <array>
#include <unordered_map>
#include <unordered_set>

namespace waybill::formats {
namespace {

/// White space of Unicode beyond ASCII (its property White_Space), and two characters that nobody sees.
constexpr std::array<std::string_view, 21> blanks{"\u0085", "\u00A0", "\u1680", "\u2000", "\u2001", "\u2002",
                                                  "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008",
                                                  "\u2009", "\u200A", "\u2028", "\u2029", "\u202F", "\u205F",
                                                  "\u3000", "\u200B", "\uFEFF"};

}  // namespace

auto trimmed_cell(std::string_view cell) -> std::string_view {
  const auto front = [&](std::string_view blank) {
    if (!cell.starts_with(blank)) return false;
    cell.remove_prefix(blank.size());
    return true;
  };
  const auto back = [&](std::string_view blank) {
    if (!cell.ends_with(blank)) return false;
    cell.remove_suffix(blank.size());
    return true;
  };
  do cell = text::trimmed(cell);
  while (std::any_of(blanks.begin(), blanks.end(), front) || std::any_of(blanks.begin(), blanks.end(), back));
  return cell;
}

auto name_of(row_note one) -> std::string_view {
  switch (one) {
    case quote_inside:
      return "quote_inside";
    case unterminated_quote:
      return "unterminated_quote";
    case undecodable_bytes:
      return "undecodable_bytes";
    case short_row:
      return "short_row";
    case long_row:
      return "long_row";
    case formula_without_value:
      return "formula_without_value";
    case cell_error:
      return "cell_error";
    case no_such_date:
      return "no_such_date";
  }
  return {};
}

auto name_of(row_fault one) -> std::string_view {
  switch (one) {
    case row_fault::none:
      return {};
    case row_fault::cell_too_long:
      return "cell_too_long";
    case row_fault::row_too_long:
      return "row_too_long";
    case row_fault::too_many_columns:
      return "too_many_columns";
  }
  return {};
}

auto column_names(std::span<const std::string_view> header) -> std::vector<std::string> {
  std::vector<std::string> names;
  names.reserve(header.size());
  // Names that stand there keep their spelling: one that is made gives way to them.
  std::unordered_set<std::string> written;
  for (const auto cell : header) written.emplace(trimmed_cell(cell));
  std::unordered_set<std::string> given;
  std::unordered_map<std::string, unsigned> last_number;
  for (const auto cell : header) {
    const auto trimmed = trimmed_cell(cell);
    auto name = trimmed.empty() ? "column_" + std::to_string(names.size() + 1) : std::string(trimmed);
    if (given.contains(name) || (trimmed.empty() && written.contains(name))) {
      auto& number = last_number.try_emplace(name, 1).first->second;
      const auto wanted = name + "_";
      do name = wanted + std::to_string(++number);
      while (written.contains(name) || given.contains(name));
    }
    given.insert(name);
    names.push_back(std::move(name));
  }
  return names;
}

}  // namespace waybill::formats
