#include "formats/links/url_rows.hpp"

#include <algorithm>
#include <array>

#include "formats/links/url_lines.hpp"
#include "formats/text.hpp"
#include "formats/unicode/blanks.hpp"

namespace waybill::formats::links {
namespace {

/// Takes the first cell off; a quote in a cell in quotes is written twice.
auto take_cell(std::string_view& rest, char sign) -> std::string {
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  std::string cell;
  if (rest.starts_with('"') && rest.find('"', 1) != std::string_view::npos) {
    rest.remove_prefix(1);
    while (!rest.empty() && (!rest.starts_with('"') || rest.starts_with("\"\""))) {
      const std::size_t size = rest.front() == '"' ? 2 : 1;
      cell.push_back(rest.front());
      rest.remove_prefix(std::min(size, rest.size()));
    }
    rest.remove_prefix(std::min<std::size_t>(1, rest.size()));
  }
  const auto end = std::min(rest.find(sign), rest.size());
  cell.append(rest.substr(0, end));
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return std::string(unicode::trimmed(cell));
}

enum class vote { none, row, sure_row };

/// Whether what stands behind the first sign is a cell, and no part of the URL: it is in quotes, or another
/// cell follows it. Words in it make that sure: `/Paris,France,Europe` may be an address.
auto vote_of(std::string_view line, char sign) -> vote {
  const auto word = unicode::before_blank(line);
  const auto at = word.substr(0, word.find_first_of("?#")).find(sign);
  if (!begins_with_web(line) || at == std::string_view::npos) return vote::none;
  auto rest = line.substr(at + 1);
  if (rest.starts_with('"')) return vote::sure_row;
  // `https://a/, Title, and more`: an address, and a title.
  if (rest.empty() || unicode::blank_size(rest) > 0) return vote::none;
  const auto cell = take_cell(rest, sign);
  const auto first = unicode::before_blank(cell);
  const auto is_letter = [](char c) {
    return (text::lower(c) >= 'a' && text::lower(c) <= 'z') || static_cast<unsigned char>(c) >= 0x80;
  };
  if (first.empty() || !is_letter(first.front())) return vote::none;
  if (first.find_first_of("./?=&%#_@:") != std::string_view::npos) return vote::none;
  // Commas stand in many addresses.
  if (sign == ',' && rest.empty()) return vote::none;
  const auto is_of_words = [](char c) {
    return (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
  };
  const bool is_sure = first.size() < cell.size() || (sign != ',' && std::ranges::any_of(cell, is_of_words));
  return is_sure ? vote::sure_row : vote::row;
}

}  // namespace

auto is_row(std::string_view line, char sign) -> bool { return vote_of(line, sign) != vote::none; }

auto sign_of_rows(std::span<const std::string_view> lines) -> char {
  constexpr std::size_t least_rows = 2;
  for (const char sign : {',', ';', '|'}) {
    std::array<std::size_t, 3> votes{};
    for (const auto& line : lines) ++votes.at(static_cast<std::size_t>(vote_of(line, sign)));
    const auto [none, rows, sure] = votes;
    if (rows + sure >= least_rows && rows + sure >= 3 * none && sure >= rows) return sign;
  }
  return 0;
}

auto cells_of_row(std::string_view line, char sign) -> std::vector<std::string> {
  std::vector<std::string> cells;
  while (!line.empty()) cells.push_back(take_cell(line, sign));
  return cells;
}

}  // namespace waybill::formats::links
