#include "formats/links/url_marks.hpp"

#include <algorithm>

#include "formats/text.hpp"
#include "formats/unicode/blanks.hpp"

namespace waybill::formats::links {
namespace {

constexpr auto nowhere = std::string_view::npos;
constexpr std::string_view macro = "link:";

/// Where the label begins in `url[label]`; of a host in brackets the first one is none.
auto bracket_in(std::string_view word) -> std::size_t {
  const auto host = word.find("://");
  return host == nowhere ? nowhere : word.find('[', host + 4);
}

/// `url|label`, up to `close`.
auto take_labelled(std::string_view& rest, std::string_view near, std::string_view close, found_link& out)
    -> bool {
  const auto bar = unicode::before_blank(near).find('|');
  const auto end = near.find(close);
  if (bar == nowhere || end == nowhere || bar > end || near.substr(0, end).find('<') != nowhere) return false;
  out = {near.substr(0, bar), std::string(unicode::trimmed(near.substr(bar + 1, end - bar - 1))), {}};
  rest.remove_prefix(end + close.size());
  return true;
}

/// `url label]`.
auto take_of_wiki(std::string_view& rest, std::string_view near, found_link& out) -> bool {
  const auto url = unicode::before_blank(near);
  const auto end = near.find_first_of("[]");
  if (end == nowhere || near[end] != ']' || end <= url.size() || near.substr(end).starts_with("]("))
    return false;
  const auto label = unicode::trimmed(near.substr(url.size(), end - url.size()));
  if (label.empty()) return false;
  out = {url, std::string(label), {}};
  rest.remove_prefix(end + 1);
  return true;
}

/// `url[some label]`, or any label behind `link:`, with nothing but a blank, or signs of a sentence, behind
/// it. `file[1].pdf`, `?filter[status]` and `Foo_[disambiguation]` are addresses.
auto take_of_asciidoc(std::string_view& rest, std::string_view near, bool is_macro, found_link& out) -> bool {
  const auto word = unicode::before_blank(near);
  const auto begun = bracket_in(word);
  if (begun == nowhere || (!is_macro && word.substr(0, begun).find_first_of("?#") != nowhere)) return false;
  const auto end = near.find_first_of("[]", begun + 1);
  if (end == nowhere || near[end] != ']' || end == begun + 1) return false;
  auto behind = near.substr(end + 1);
  behind.remove_prefix(std::min(behind.find_first_not_of(".,;:!?)"), behind.size()));
  if (!behind.empty() && unicode::blank_size(behind) == 0) return false;
  auto label = unicode::trimmed(near.substr(begun + 1, end - begun - 1));
  if (!is_macro && unicode::before_blank(label).size() == label.size()) return false;
  if (label.ends_with('^')) label.remove_suffix(1);  // opens a window of its own
  out = {near.substr(0, begun), std::string(label), {}};
  rest.remove_prefix(end + 1);
  return true;
}

}  // namespace

auto may_be_marked(std::string_view before, std::string_view address) -> bool {
  return before.ends_with('<') || before.ends_with('[') || bracket_in(address) != nowhere;
}

auto take_marked(std::string_view& before, std::string_view& rest, std::size_t most, found_link& out)
    -> bool {
  const auto near = rest.substr(0, most);
  std::size_t signs = 0;
  if (before.ends_with("[[") && take_labelled(rest, near, "]]", out))
    signs = 2;
  else if ((before.ends_with('<') && take_labelled(rest, near, ">", out)) ||
           (before.ends_with('[') && take_of_wiki(rest, near, out)))
    signs = 1;
  else if (before.ends_with('[') || before.ends_with('<') ||
           !take_of_asciidoc(rest, near, before.ends_with(macro), out))
    return false;
  before.remove_suffix(signs);
  if (signs == 0 && before.ends_with(macro)) before.remove_suffix(macro.size());
  return true;
}

auto take_org(std::string_view inside, std::size_t most, found_link& out, std::string_view& rest) -> bool {
  const auto end = unicode::before_blank(inside.substr(0, most)).find(']');
  // Wikis write `[[url|label]]`.
  if (end == nowhere || inside.substr(0, end).find('|') != nowhere) return false;
  const auto behind = inside.substr(end);
  const bool has_title = behind.starts_with("][");
  const auto closed = behind.substr(0, most).find("]]");
  if (closed == nowhere || (!has_title && closed != 0) || behind.substr(closed).starts_with("]]("))
    return false;
  out = {
      inside.substr(0, end), std::string(has_title ? behind.substr(2, closed - 2) : std::string_view{}), {}};
  out.is_org = true;
  rest = behind.substr(closed + 2);
  return true;
}

}  // namespace waybill::formats::links
