// The URL rule: its form is settled after one pass (two where an end was doubled), and letter case of the
// scheme does not matter.
#include <algorithm>
#include <cctype>
#include <string>

#include "domains/bookmarks/url_identity.hpp"
#include "tests/fuzz/target.hpp"

using namespace waybill;
using waybill::fuzz::must;

namespace {

auto normalized(std::string_view url) -> std::string {
  std::string out = "left from before";
  bookmarks::normalize_url(url, out);
  return out;
}

/// Whether `less` is `form` without one or two of its slashes and dots.
auto lost_an_end(std::string_view form, std::string_view less) -> bool {
  std::size_t lost = 0;
  for (const char c : form) {
    if (!less.empty() && less.front() == c) {
      less.remove_prefix(1);
    } else if ((c != '/' && c != '.') || ++lost > 2) {
      return false;
    }
  }
  return less.empty() && lost > 0;
}

/// With each pass a doubled slash or dot at an end loses one more (docs/decisions/0012): only that may
/// change.
auto settles(std::string form) -> bool {
  for (;;) {
    auto next = normalized(form);
    if (next == form) return true;
    if (!lost_an_end(form, next)) return false;
    form = std::move(next);
  }
}

/// All before the first colon passed through `change`.
auto with_scheme(std::string_view url, int (*change)(int)) -> std::string {
  std::string text{url};
  const auto colon = static_cast<std::ptrdiff_t>(std::min(text.find(':'), text.size()));
  std::transform(text.begin(), text.begin() + colon, text.begin(),
                 [change](unsigned char c) { return static_cast<char>(change(c)); });
  return text;
}

/// What is no http(s) URL, or has a fault, is kept as it is spelled.
auto same_but_for_scheme(std::string_view a, std::string_view b) -> bool {
  const auto lower = [](int c) { return std::tolower(c); };
  return with_scheme(a, lower) == with_scheme(b, lower);
}

}  // namespace

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  const auto url = fuzz::text_of(data, size);
  const auto form = normalized(url);
  must(settles(form), "the normalized form settles");
  must(bookmarks::identity_of_normalized(form) == bookmarks::identity_of_normalized(normalized(url)),
       "one URL has one identity");
  must(same_but_for_scheme(normalized(with_scheme(url, [](int c) { return std::toupper(c); })), form),
       "the scheme's letter case does not matter");
  return 0;
}
