#include "formats/links/url_lines.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "formats/links/parts.hpp"
#include "formats/links/url_marks.hpp"
#include "formats/links/url_words.hpp"
#include "formats/text.hpp"
#include "formats/unicode/blanks.hpp"

namespace waybill::formats::links {
namespace {

using namespace std::string_view_literals;

auto is_letter(char c) -> bool { return text::lower(c) >= 'a' && text::lower(c) <= 'z'; }

auto first_word(std::string_view line) -> std::string_view { return unicode::before_blank(line); }

/// `https://x`, `javascript:x`; no `localhost:8080`, no `C:\x`.
auto has_scheme(std::string_view word) -> bool {
  const auto colon = word.find(':');
  if (colon == std::string_view::npos || colon < 2 || colon + 1 == word.size() || !is_letter(word.front()))
    return false;
  if (text::is_digit(word[colon + 1])) return false;
  return std::ranges::all_of(word.substr(0, colon), [](char c) {
    return is_letter(c) || text::is_digit(c) || c == '+' || c == '-' || c == '.';
  });
}

/// The place of the next address of the web; npos: there is none.
auto find_web(std::string_view text) -> std::size_t {
  for (std::size_t at = 0; at < text.size(); ++at)
    if ((text[at] == 'h' || text[at] == 'H') && begins_with_web(text.substr(at))) return at;
  return std::string_view::npos;
}

/// Without the mark of an item in a list: `- `, `* `, `+ `, `1. `, and of a task `[ ] ` or `[x] `.
auto without_bullet(std::string_view line) -> std::string_view {
  auto rest = line;
  if (rest.starts_with('*')) {
    // Of Org mode a heading has several.
    rest.remove_prefix(std::min(rest.find_first_not_of('*'), rest.size()));
  } else if (rest.find_first_of("-+") == 0) {
    rest.remove_prefix(1);
  } else {
    const auto digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
    if (digits == 0 || digits == rest.size() || (rest[digits] != '.' && rest[digits] != ')')) return line;
    rest.remove_prefix(digits + 1);
  }
  if (rest.empty() || !text::is_blank(rest.front())) return line;
  rest = text::trimmed(rest);
  for (const std::string_view box : {"[ ] ", "[x] ", "[X] "})
    if (rest.starts_with(box)) rest = text::trimmed(rest.substr(box.size()));
  return rest;
}

/// Of a label, an address, and what stands behind it in brackets: what is longer is no link.
constexpr std::size_t longest_part = 16 << 10;

/// `](` and what closes it: an address may have pairs of brackets of its own.
auto end_of_target(std::string_view text) -> std::size_t {
  std::size_t open = 0;
  for (std::size_t at = 0; at < std::min(text.size(), longest_part); ++at) {
    if (unicode::blank_size(text.substr(at)) > 0) return at;
    if (text[at] == '(') ++open;
    if (text[at] == ')' && open-- == 0) return at;
  }
  return std::string_view::npos;
}

/// The label of a link at the front of `text`, up to `](`; a picture in it stands for what it shows. npos:
/// there is none.
auto end_of_label(std::string_view text, std::string& label) -> std::size_t {
  constexpr auto nowhere = std::string_view::npos;
  for (std::size_t at = 1;;) {
    const auto closed = text.substr(0, longest_part).find("](", at);
    if (closed == nowhere) return nowhere;
    const auto piece = text.substr(at, closed - at);
    const auto picture = piece.find("![");
    label.append(piece.substr(0, picture));
    if (picture == nowhere) return closed;
    label.append(piece.substr(picture + 2));
    const auto end = end_of_target(text.substr(closed + 2));
    const auto bracket = end == nowhere ? nowhere : text.substr(0, longest_part).find(')', closed + 2 + end);
    if (bracket == nowhere) return nowhere;
    at = bracket + 1;
  }
}

/// `[title](url "more")` at the front of `text`, which is taken off; false: there is none.
auto take_markdown(std::string_view& text, found_link& out) -> bool {
  if (!text.starts_with('[')) return false;
  std::string label;
  const auto closed = end_of_label(text, label);
  if (closed == std::string_view::npos) return false;
  auto target = text.substr(closed + 2);
  target.remove_prefix(std::min(target.find_first_not_of(" \t"), target.size()));
  const bool is_angled = target.starts_with('<');
  const auto near = target.substr(0, longest_part);
  const auto end = is_angled ? near.find('>') : end_of_target(near);
  if (end == std::string_view::npos) return false;
  const auto bracket = near.find(')', end);
  const auto url = target.substr(is_angled ? 1 : 0, end - (is_angled ? 1 : 0));
  if (bracket == std::string_view::npos || !has_scheme(url)) return false;
  out = {url, std::move(label), {}};
  text = target.substr(bracket + 1);
  return true;
}

/// An address in running text ends before the signs that end a sentence.
auto without_end_mark(std::string_view url) -> std::string_view {
  auto unopened = std::ranges::count(url, ')') - std::ranges::count(url, '(');
  while (!url.empty() && std::string_view(".,;:!?)]>\"'").find(url.back()) != std::string_view::npos) {
    if (url.back() == ')' && unopened-- <= 0) break;
    url.remove_suffix(1);
  }
  return url;
}

/// `https://a,https://b`: the size of the first of two addresses that only a sign parts; npos: it is one.
/// What stands behind `?` or `#` may hold anything. Nothing behind the sign is looked at.
auto end_of_first(std::string_view word) -> std::size_t {
  constexpr std::string_view signs = ",;?#";
  for (auto at = word.find_first_of(signs); at != std::string_view::npos;
       at = word.find_first_of(signs, at + 1)) {
    if (word[at] == '?' || word[at] == '#') break;
    if (begins_with_web(word.substr(at + 1))) return at;
  }
  return std::string_view::npos;
}

/// The address at the front of a text that goes on. It ends at a blank and at signs that are part of none;
/// `closing` is one more such sign. Nothing behind its end is looked at: the text may be as long as a file.
auto address_of(std::string_view text, std::string_view closing) -> std::string_view {
  bool is_plain = true;  // in front of `?` and `#`
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto c = text[at];
    const bool is_end = std::string_view("<>\"`").find(c) != std::string_view::npos ||
                        closing.find(c) != std::string_view::npos || unicode::blank_size(text.substr(at)) > 0;
    const bool is_two = is_plain && (c == ',' || c == ';') && begins_with_web(text.substr(at + 1));
    if (is_end || is_two) return text.substr(0, at);
    if (c == '?' || c == '#') is_plain = false;
  }
  return text;
}

/// Takes the links off a line of Markdown, or of any text. A line may be as long as a file and hold whatever
/// a person made up: so each byte is looked at a few times, and what looks like a link and is none costs
/// `most_in_vain` tries a line at most, of `longest_part` each.
class link_taker {
 public:
  explicit link_taker(std::string_view line) : rest_(line) {}

  /// What is left of the line.
  [[nodiscard]] auto rest() const -> std::string_view { return rest_; }

  /// The next one, and `before`, what stands in front of it. Of brackets in front of one `](` the first is
  /// tried.
  auto take(found_link& out, std::string_view& before) -> bool {
    look_for_web();
    if (take_org_link(out, before) || take_markdown_link(out, before)) return true;
    if (web_ == nowhere) return false;
    before = rest_.substr(0, web_);
    rest_.remove_prefix(web_);
    // A bracket in front of it is closed behind it.
    const auto word = address_of(rest_, before.ends_with('[') ? "]" : "");
    if (in_vain_ < most_in_vain && may_be_marked(before, word)) {
      if (take_marked(before, rest_, longest_part, out)) return true;
      ++in_vain_;
    }
    out = {without_end_mark(word), {}, {}};
    rest_.remove_prefix(word.size());
    return true;
  }

 private:
  static constexpr auto nowhere = std::string_view::npos;
  static constexpr int most_in_vain = 1'000;

  /// The next address; what was found and is still ahead is not looked for again.
  void look_for_web() {
    if (!has_looked_ || (web_at_ != nullptr && web_at_ < rest_.data())) {
      const auto found = find_web(rest_);
      web_at_ = found == nowhere ? nullptr : rest_.data() + found;
      has_looked_ = true;
    }
    web_ = web_at_ == nullptr ? nowhere : static_cast<std::size_t>(web_at_ - rest_.data());
  }

  /// Around the next address.
  auto take_org_link(found_link& out, std::string_view& before) -> bool {
    if (in_vain_ >= most_in_vain || web_ == nowhere || web_ < 2) return false;
    const auto front = rest_.substr(0, web_ - 2);
    if (rest_.substr(front.size(), 2) != "[[" || front.find('[') != nowhere) return false;
    if (take_org(rest_.substr(web_), longest_part, out, rest_)) {
      before = front;
      return true;
    }
    ++in_vain_;
    return false;
  }

  auto take_markdown_link(found_link& out, std::string_view& before) -> bool {
    for (std::size_t from = 0; in_vain_ < most_in_vain;) {
      const auto bracket = rest_.substr(0, web_).find('[', from);
      if (bracket == nowhere) return false;
      auto link = rest_.substr(bracket);
      if (take_markdown(link, out)) {
        before = rest_.substr(0, bracket);
        if (before.ends_with('!')) before.remove_suffix(1);  // a picture
        rest_ = link;
        return true;
      }
      ++in_vain_;
      const auto closed = link.substr(0, longest_part).find("](");
      if (closed == nowhere) return false;
      from = rest_.substr(bracket + 1).starts_with('!') ? bracket + 1 : bracket + closed + 1;
    }
    return false;
  }

  std::string_view rest_;
  const char* web_at_ = nullptr;  ///< null: there is none
  bool has_looked_ = false;
  std::size_t web_ = nowhere;  ///< from the front of `rest_`
  int in_vain_ = 0;
};

/// The addresses that a line begins with. Signs that end an item of a list are none of an address of the web.
void take_urls(std::string_view word, std::vector<found_link>& into) {
  const auto add = [&](std::string_view url) {
    while (begins_with_web(url) && (url.ends_with(',') || url.ends_with(';'))) url.remove_suffix(1);
    into.push_back({url, {}, {}});
  };
  while (begins_with_web(word)) {
    const auto end = end_of_first(word);
    if (end == std::string_view::npos) break;
    add(word.substr(0, end));
    word.remove_prefix(end + 1);
  }
  add(word);
}

/// `https://a/: how it works` is a title.
auto is_another(std::string_view word) -> bool { return begins_with_web(word) && !word.ends_with(':'); }

/// What begins with an address: others that follow it, and a title behind the last one.
void take_front(std::string_view line, std::vector<found_link>& into) {
  const auto word = first_word(line);
  take_urls(word, into);
  auto rest = unicode::trimmed(line.substr(word.size()));
  // A page without a name is called by its address.
  const bool is_title = rest == into.back().url;
  for (auto next = first_word(rest); !is_title && is_another(next); next = first_word(rest)) {
    take_urls(next, into);
    rest = unicode::trimmed(rest.substr(next.size()));
  }
  into.back().title = without_separator(rest);
}

/// `url[label]` at the front of a line; false: it is none.
auto take_labelled_front(std::string_view line, std::vector<found_link>& into) -> bool {
  constexpr std::string_view macro = "link:";
  std::string_view before;
  if (text::starts_ignoring_case(line, macro) && begins_with_web(line.substr(macro.size()))) {
    line.remove_prefix(macro.size());
    before = macro;
  }
  found_link one;
  if (!begins_with_web(line) || !may_be_marked(before, first_word(line.substr(0, longest_part))) ||
      !take_marked(before, line, longest_part, one))
    return false;
  into.push_back(std::move(one));
  into.back().said = words_of(line);
  return true;
}

/// `words` stand behind `one`.
void say(found_link& one, std::string_view words) {
  if (words.empty()) return;
  if (one.title.empty())
    one.title = words;
  else
    one.said.append(one.said.empty() ? "" : "\n").append(words);
}

}  // namespace

auto begins_with_web(std::string_view text) -> bool {
  return text::starts_ignoring_case(text, "http://") || text::starts_ignoring_case(text, "https://");
}

void find_links(std::string_view line, std::vector<found_link>& into) {
  into.clear();
  if (take_labelled_front(line, into)) return;
  if (has_scheme(first_word(line))) return take_front(line, into);
  link_taker taker{without_bullet(line)};
  std::string_view before;
  for (found_link one; taker.take(one, before);) {
    if (!into.empty()) before = without_comment(before, into.back());
    const auto words = words_of(before);
    const bool is_its_name = one.title.empty() && (into.empty() || text::trimmed(before).ends_with(':'));
    if (is_its_name)
      one.title = words;
    else if (!into.empty())
      say(into.back(), words);
    else if (!words.empty())
      one.said.insert(0, one.said.empty() ? "" : "\n").insert(0, words);
    into.push_back(std::exchange(one, {}));
  }
  if (into.empty()) return;
  auto& last = into.back();
  say(last, words_of(without_org_tags(without_comment(taker.rest(), last), last)));
}

auto kind_of_line(std::string_view line) -> line_kind {
  if (begins_with_web(line) || text::starts_ignoring_case(line, "ftp://") ||
      text::starts_ignoring_case(line, "www."))
    return line_kind::url;
  const auto rest = without_bullet(line);
  const bool is_item = rest.size() < line.size();
  const bool is_link = is_item || line.starts_with('[') ||
                       ((line.starts_with('<') || line.starts_with('`')) && begins_with_web(line.substr(1)));
  found_link one;
  std::string_view before;
  return is_link && link_taker(rest).take(one, before) ? line_kind::markdown : line_kind::other;
}

}  // namespace waybill::formats::links
