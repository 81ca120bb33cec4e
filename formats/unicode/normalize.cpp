#include "formats/unicode/normalize.hpp"

#include <algorithm>
#include <vector>

#include "formats/unicode/tables.hpp"

namespace waybill::unicode {
namespace {

struct placed {
  char32_t c;
  std::uint8_t combining_class;
};
using sequence = std::vector<placed>;

void append_decomposed(char32_t c, sequence& out) {
  const auto [first, second] = decomposition_of(c);
  if (first == 0) {
    out.push_back({c, traits_of(c).combining_class});
    return;
  }
  append_decomposed(first, out);
  if (second != 0) append_decomposed(second, out);
}

/// The Canonical Ordering Algorithm (The Unicode Standard, 3.11).
void order(sequence& text) {
  const auto is_starter = [](const placed& one) { return one.combining_class == 0; };
  for (auto at = text.begin(); at != text.end();) {
    at = std::find_if_not(at, text.end(), is_starter);
    const auto end = std::find_if(at, text.end(), is_starter);
    std::stable_sort(at, end,
                     [](const placed& a, const placed& b) { return a.combining_class < b.combining_class; });
    at = end;
  }
}

/// The Canonical Composition Algorithm (The Unicode Standard, 3.11), in place.
void compose(sequence& text) {
  constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
  std::size_t starter = nowhere;
  std::size_t written = 0;
  for (const auto one : text) {
    const bool adjacent = starter != nowhere && starter + 1 == written;
    const bool blocked =
        !adjacent && starter != nowhere && text[written - 1].combining_class >= one.combining_class;
    if (starter != nowhere && !blocked) {
      if (const auto both = composition_of(text[starter].c, one.c); both != 0) {
        text[starter].c = both;
        continue;
      }
    }
    if (one.combining_class == 0) starter = written;
    text[written++] = one;
  }
  text.resize(written);
}

}  // namespace

void to_nfc(std::u32string& text) {
  // Nothing below U+0300 decomposes into what is not itself again, or combines with what stands before it.
  if (std::all_of(text.begin(), text.end(), [](char32_t c) { return c < 0x300; })) return;
  sequence parts;
  parts.reserve(text.size() + text.size() / 2);
  for (const auto c : text) append_decomposed(c, parts);
  order(parts);
  compose(parts);
  text.clear();
  for (const auto& one : parts) text.push_back(one.c);
}

}  // namespace waybill::unicode
