#include "domains/leads/values/place_line.hpp"

#include <algorithm>
#include <vector>

#include "formats/text.hpp"

namespace waybill::leads {
namespace {

/// Codes are written in up to three words, `F - 75001`; a hyphen may also stand between code and city.
constexpr std::string_view borders = " ,;/|()-";
/// "8", "2e": of a district, not of a country's post.
constexpr std::size_t shortest_code = 3;
/// So many borders lie inside of the longest code or beside it.
constexpr std::size_t most_borders = 5;

auto is_border(char c) -> bool { return borders.find(c) != std::string_view::npos; }

auto without_borders(std::string_view text) -> std::string_view {
  while (!text.empty() && (is_border(text.front()) || text.front() == ':')) text.remove_prefix(1);
  while (!text.empty() && is_border(text.back())) text.remove_suffix(1);
  return text;
}

auto has_digit(std::string_view text) -> bool {
  return std::any_of(text.begin(), text.end(), text::is_digit);
}

auto is_code(std::string_view text, const country& of) -> bool {
  return has_digit(text) && !read_postal_code(text, &of).value.empty();
}

/// By how the country writes its codes; the longest text that is one. No code: nothing is.
auto by_country(std::string_view text, const country& of) -> place_line {
  std::vector<std::size_t> ends;
  for (std::size_t at = 1; at < text.size() && ends.size() < most_borders; ++at)
    if (is_border(text[at]) && !is_border(text[at - 1])) ends.push_back(at);
  ends.insert(ends.begin(), text.size());
  std::sort(ends.rbegin(), ends.rend());
  for (const auto end : ends)
    if (const auto code = text.substr(0, end); is_code(code, of))
      return {code, without_borders(text.substr(end))};
  std::vector<std::size_t> begins;
  for (auto at = text.size() - 1; at > 0 && begins.size() < most_borders; --at)
    if (is_border(text[at - 1]) && !is_border(text[at])) begins.push_back(at);
  std::sort(begins.begin(), begins.end());
  for (const auto begin : begins)
    if (const auto code = text.substr(begin); is_code(code, of))
      return {code, without_borders(text.substr(0, begin))};
  return {};
}

/// Words that hold a digit, from the front.
auto digits_in_front(std::string_view text) -> std::string_view {
  std::size_t end = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto next = std::min(text.find(' ', at), text.size());
    if (!has_digit(text.substr(at, next - at))) break;
    end = next;
    at = next + 1;
  }
  return without_borders(text.substr(0, end));
}

auto digits_behind(std::string_view text) -> std::string_view {
  auto begin = text.size();
  for (auto end = text.size(); end > 0;) {
    const auto space = text.rfind(' ', end - 1);
    const auto at = space == std::string_view::npos ? 0 : space + 1;
    if (!has_digit(text.substr(at, end - at))) break;
    begin = at;
    end = at == 0 ? 0 : at - 1;
  }
  return without_borders(text.substr(begin));
}

auto by_digits(std::string_view text) -> place_line {
  if (const auto code = digits_in_front(text); code.size() >= shortest_code)
    return {code, without_borders(text.substr(static_cast<std::size_t>(code.end() - text.begin())))};
  if (const auto code = digits_behind(text); code.size() >= shortest_code)
    return {code, without_borders(text.substr(0, static_cast<std::size_t>(code.begin() - text.begin())))};
  return {{}, text};
}

}  // namespace

auto split_place(std::string_view clean, const country* of) -> place_line {
  const auto text = without_borders(clean);
  if (text.empty()) return {};
  if (of != nullptr && !of->postal_codes.empty())
    if (const auto found = by_country(text, *of); !found.postal_code.empty()) return found;
  return by_digits(text);
}

}  // namespace waybill::leads
