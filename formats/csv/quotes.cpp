// Whether cells are quoted behind blanks: `1, "a, b"`, as people and some programs write lists.
#include <algorithm>
#include <map>

#include "formats/csv/reader.hpp"
#include "formats/csv/sample.hpp"

namespace waybill::formats::csv {
namespace {

/// A blank that stands before a quote where a cell begins.
auto has_such_cell(std::string_view text, const dialect& with) -> bool {
  for (auto at = text.find(with.quote); at != std::string_view::npos; at = text.find(with.quote, at + 1)) {
    const auto before = text.substr(0, at).find_last_not_of(with.delimiter == '\t' ? " " : " \t");
    const bool is_behind_blank = at > 0 && before != at - 1;
    const bool is_at_front = before == std::string_view::npos || text[before] == '\n' || text[before] == '\r';
    if (is_behind_blank && (is_at_front || text[before] == with.delimiter)) return true;
  }
  return false;
}

struct tidiness {
  std::size_t even = 0;  ///< rows as wide as most
  std::size_t width = 0;
  std::size_t odd = 0;  ///< rows with a quote that does not end its cell
};

auto tidiness_of(std::string_view text, const dialect& with, bool is_whole) -> tidiness {
  std::map<std::size_t, std::size_t> widths;
  tidiness found;
  for_sampled_rows(text, with, is_whole, [&](const row& one) {
    const auto alike = ++widths[one.cells.size()];
    if (alike > found.even) found.width = one.cells.size();
    found.even = std::max(found.even, alike);
    found.odd += (one.notes & (quote_inside | unterminated_quote)) != 0 ? 1 : 0;
  });
  return found;
}

}  // namespace

auto quotes_behind_blanks(std::string_view text, const dialect& with, bool is_whole) -> bool {
  if (with.quote == none || !has_such_cell(text, with)) return false;
  auto tried = with;
  tried.quotes_behind_blanks = false;
  const auto as_text = tidiness_of(text, tried, is_whole);
  tried.quotes_behind_blanks = true;
  const auto as_quotes = tidiness_of(text, tried, is_whole);
  // Where both are as even, the quotes must part nothing else: RFC 4180 calls them text.
  const bool is_evener = as_quotes.even > as_text.even;
  const bool is_alike = as_quotes.even == as_text.even && as_quotes.width == as_text.width;
  return (is_evener || is_alike) && as_quotes.odd <= as_text.odd;
}

}  // namespace waybill::formats::csv
