#include "formats/unicode/labels.hpp"

#include <algorithm>

#include "formats/unicode/tables.hpp"

namespace waybill::unicode {
namespace {

constexpr char32_t zero_width_non_joiner = 0x200C;
constexpr char32_t zero_width_joiner = 0x200D;
constexpr std::uint8_t virama_class = 9;

/// The first joining type from `step` on in its direction that is not transparent; none at the end.
template <class Range>
auto joining_beside(const Range& there) -> joining_type {
  for (const auto c : there)
    if (const auto joining = traits_of(c).joining; joining != joining_type::transparent) return joining;
  return joining_type::none;
}

auto joiner_fits(std::u32string_view label, std::size_t at) -> bool {
  if (at > 0 && traits_of(label[at - 1]).combining_class == virama_class) return true;
  if (label[at] == zero_width_joiner) return false;
  const std::u32string before(label.rbegin() + static_cast<std::ptrdiff_t>(label.size() - at), label.rend());
  const auto left = joining_beside(before);
  const auto right = joining_beside(label.substr(at + 1));
  return (left == joining_type::left || left == joining_type::dual) &&
         (right == joining_type::right || right == joining_type::dual);
}

auto is_written_to_the_left(bidi_class c) -> bool {
  return c == bidi_class::right || c == bidi_class::arabic_letter;
}

auto is_bidi_name(const std::vector<std::u32string>& labels) -> bool {
  return std::any_of(labels.begin(), labels.end(), [](const auto& label) {
    return std::any_of(label.begin(), label.end(), [](char32_t c) {
      const auto bidi = traits_of(c).bidi;
      return is_written_to_the_left(bidi) || bidi == bidi_class::arabic_number;
    });
  });
}

/// What a label holds, as far as the rule asks.
struct bidi_figures {
  bidi_class first = bidi_class::other;
  bidi_class last = bidi_class::other;  ///< but for marks
  bool left = false, to_the_left = false, arabic_number = false, european_number = false, other = false;
};

auto figures_of(std::u32string_view label) -> bidi_figures {
  bidi_figures found;
  found.first = traits_of(label.front()).bidi;
  for (const auto c : label) {
    const auto bidi = traits_of(c).bidi;
    found.left |= bidi == bidi_class::left;
    found.to_the_left |= is_written_to_the_left(bidi);
    found.arabic_number |= bidi == bidi_class::arabic_number;
    found.european_number |= bidi == bidi_class::european_number;
    found.other |= bidi == bidi_class::other;
    if (bidi != bidi_class::mark) found.last = bidi;
  }
  return found;
}

auto follows_rule(std::u32string_view label) -> bool {
  if (label.empty()) return true;
  const auto has = figures_of(label);
  if (has.other) return false;
  if (is_written_to_the_left(has.first)) {  // rules 1 to 4
    return !has.left && !(has.arabic_number && has.european_number) &&
           (is_written_to_the_left(has.last) || has.last == bidi_class::european_number ||
            has.last == bidi_class::arabic_number);
  }
  return has.first == bidi_class::left && !has.to_the_left && !has.arabic_number &&  // rules 1, 5, 6
         (has.last == bidi_class::left || has.last == bidi_class::european_number);
}

}  // namespace

auto is_valid_label(std::u32string_view label) -> bool {
  if (!label.empty() && traits_of(label.front()).mark) return false;
  for (std::size_t at = 0; at < label.size(); ++at) {
    const auto c = label[at];
    if (mapping_of(c).kind != mapping_kind::valid) return false;
    if ((c == zero_width_joiner || c == zero_width_non_joiner) && !joiner_fits(label, at)) return false;
  }
  return true;
}

auto follows_bidi_rule(const std::vector<std::u32string>& labels) -> bool {
  return !is_bidi_name(labels) ||
         std::all_of(labels.begin(), labels.end(), [](const auto& label) { return follows_rule(label); });
}

}  // namespace waybill::unicode
