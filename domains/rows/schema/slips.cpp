#include "domains/rows/schema/slips.hpp"

#include <algorithm>
#include <string>

namespace waybill::rows {
namespace {

auto letters_of(std::string_view name) -> std::string {
  std::string letters;
  for (const char one : name)
    if (one != '_' && one != '-') letters += one >= 'A' && one <= 'Z' ? static_cast<char>(one + 32) : one;
  return letters;
}

auto is_slip(std::string_view a, std::string_view b) -> bool {
  while (!a.empty() && !b.empty() && a.front() == b.front()) {
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  while (!a.empty() && !b.empty() && a.back() == b.back()) {
    a.remove_suffix(1);
    b.remove_suffix(1);
  }
  const bool are_exchanged = a.size() == 2 && b.size() == 2 && a[0] == b[1] && a[1] == b[0];
  return (a.size() <= 1 && b.size() <= 1) || are_exchanged;
}

}  // namespace

auto meant_by(std::string_view written, std::span<const std::string_view> names) -> std::string_view {
  if (std::ranges::find(names, written) != names.end()) return {};
  const auto letters = letters_of(written);
  const auto found =
      std::ranges::find_if(names, [&](std::string_view name) { return is_slip(letters, letters_of(name)); });
  return found == names.end() ? std::string_view{} : *found;
}

}  // namespace waybill::rows
