#include "domains/rows/schema/slips.hpp"

#include <algorithm>
#include <string>

#include "formats/slips.hpp"
#include "formats/text.hpp"

namespace waybill::rows {
namespace {

/// Of shorter names another word is one letter away.
constexpr std::size_t least_letters = 6;

auto letters_of(std::string_view name) -> std::string {
  std::string letters;
  for (const char one : name)
    if (one != '_' && one != '-') letters += text::lower(one);
  return letters;
}

}  // namespace

auto meant_by(std::string_view written, std::span<const std::string_view> names) -> std::string_view {
  const bool is_own = written.starts_with("x-") || written.starts_with("x_");
  if (is_own || std::ranges::find(names, written) != names.end()) return {};
  const auto letters = letters_of(written);
  const auto found = std::ranges::find_if(names, [&](std::string_view name) {
    const auto meant = letters_of(name);
    return letters == meant || (meant.size() >= least_letters && text::is_one_slip(letters, meant));
  });
  return found == names.end() ? std::string_view{} : *found;
}

}  // namespace waybill::rows
