#include "formats/links/urls.hpp"

#include <algorithm>
#include <deque>

#include "formats/line_reader.hpp"
#include "formats/links/html_text.hpp"
#include "formats/links/parts.hpp"
#include "formats/links/text_input.hpp"
#include "formats/text.hpp"

namespace waybill::formats::links {
namespace {

auto is_letter(char c) -> bool { return text::lower(c) >= 'a' && text::lower(c) <= 'z'; }

auto first_word(std::string_view line) -> std::string_view {
  const auto* const end = std::find_if(line.begin(), line.end(), [](char c) { return text::is_blank(c); });
  return line.substr(0, static_cast<std::size_t>(end - line.begin()));
}

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

auto begins_with_web(std::string_view text) -> bool {
  return text::starts_ignoring_case(text, "http://") || text::starts_ignoring_case(text, "https://");
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
  if (rest.find_first_of("-*+") == 0) {
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

struct found_link {
  std::string_view url;
  std::string_view title;
};

/// `](` and what closes it: an address may have pairs of brackets of its own.
auto end_of_target(std::string_view text) -> std::size_t {
  std::size_t open = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text::is_blank(text[at])) return at;
    if (text[at] == '(') ++open;
    if (text[at] == ')' && open-- == 0) return at;
  }
  return std::string_view::npos;
}

/// `[title](url "more")` at the front of `text`, which is taken off; false: there is none.
auto take_markdown(std::string_view& text, found_link& out) -> bool {
  if (!text.starts_with('[')) return false;
  const auto closed = text.find("](");
  if (closed == std::string_view::npos) return false;
  const auto target = text.substr(closed + 2);
  const bool is_angled = target.starts_with('<');
  const auto end = is_angled ? target.find('>') : end_of_target(target);
  if (end == std::string_view::npos) return false;
  const auto bracket = target.find(')', end);
  const auto url = target.substr(is_angled ? 1 : 0, end - (is_angled ? 1 : 0));
  if (bracket == std::string_view::npos || !has_scheme(url)) return false;
  out = {url, text.substr(1, closed - 1)};
  text = target.substr(bracket + 1);
  return true;
}

/// An address in running text ends before the signs that end a sentence.
auto without_end_mark(std::string_view url) -> std::string_view {
  while (!url.empty() && std::string_view(".,;:!?)]>\"'").find(url.back()) != std::string_view::npos) {
    if (url.back() == ')' && url.find('(') != std::string_view::npos) break;
    url.remove_suffix(1);
  }
  return url;
}

/// The links of a line of Markdown, or of any text. Each byte is looked at a few times, whatever the line is:
/// of brackets in front of one `](` the first is tried, and after many that were in vain none.
auto take_next(std::string_view& rest, found_link& out) -> bool {
  constexpr auto nowhere = std::string_view::npos;
  constexpr int most_in_vain = 64;
  const auto web = find_web(rest);
  std::size_t from = 0;
  for (int in_vain = 0; in_vain < most_in_vain; ++in_vain) {
    const auto bracket = rest.find('[', from);
    const auto closed = bracket == nowhere ? nowhere : rest.find("](", bracket);
    if (closed == nowhere || web < bracket) break;
    auto link = rest.substr(bracket);
    if (take_markdown(link, out)) {
      rest = link;
      return true;
    }
    from = closed + 1;
  }
  if (web == nowhere) return false;
  rest.remove_prefix(web);
  const auto word = rest.substr(0, std::min(rest.find_first_of(" \t<>\""), rest.size()));
  out = {without_end_mark(word), {}};
  rest.remove_prefix(word.size());
  return true;
}

class reader final : public link_reader {
 public:
  explicit reader(link_input input)
      : lines_(std::make_unique<as_utf_8>(std::move(input.bytes), got_), 0, input.item_bytes) {}

  auto next(link& into) -> step override {
    while (waiting_.empty()) {
      line_reader::line line;
      if (!lines_.next(line)) return lines_.failed() ? step::broken : step::end;
      ++line_;
      read(line);
    }
    std::swap(into, waiting_.front());
    waiting_.pop_front();
    return step::link;
  }
  [[nodiscard]] auto why() const -> file_fault override { return fault_of_source(got_); }

 private:
  void read(const line_reader::line& line) {
    std::string said(line.text);
    const bool all = make_utf_8(said, html_encoding::utf_8);
    const auto trimmed = text::trimmed(said);
    if (trimmed.empty() || trimmed.starts_with('#')) return;
    const auto before = waiting_.size();
    if (line.oversize)
      add({{}, text::cut_to_characters(trimmed, 120)}, "record_too_large");
    else
      find_links(trimmed);
    for (auto i = before; i < waiting_.size(); ++i) {
      waiting_[i].bytes_invalid = !all;
      waiting_[i].line = line_;
      // Of several in one line, each ends behind the one before it.
      waiting_[i].end = line.end_offset - (waiting_.size() - 1 - i);
    }
  }

  void find_links(std::string_view line) {
    const auto word = first_word(line);
    if (has_scheme(word)) return add({word, text::trimmed(line.substr(word.size()))});
    auto rest = without_bullet(line);
    bool found = false;
    for (found_link one; take_next(rest, one); found = true) add(one);
    if (!found) add({{}, text::cut_to_characters(line, 120)}, "url_invalid");
  }

  void add(const found_link& found, std::string_view fault = {}) {
    auto& made = waiting_.emplace_back();
    made.url = found.url;
    made.title = found.title;
    collapse_blanks(made.title);
    made.fault = fault;
  }

  /// Of UTF-16 the same text.
  class as_utf_8 final : public byte_source {
   public:
    as_utf_8(std::unique_ptr<byte_source> from, std::int64_t& last) : from_(std::move(from)), last_(last) {}
    auto read(char* into, std::size_t size) -> std::int64_t override {
      while (rest_.empty()) {
        if (at_end_) return 0;
        const auto got = from_ ? from_->read(block_.data(), block_.size()) : -1;
        last_ = got;
        if (got < 0) return got;
        at_end_ = got == 0;
        rest_ = at_end_ ? text_.finish() : text_.take({block_.data(), static_cast<std::size_t>(got)});
      }
      const auto taken = rest_.substr(0, size);
      std::ranges::copy(taken, into);
      rest_.remove_prefix(taken.size());
      return static_cast<std::int64_t>(taken.size());
    }

   private:
    std::unique_ptr<byte_source> from_;
    std::int64_t& last_;  ///< how much the last read gave, or why it could not
    std::string block_ = std::string(64 << 10, '\0');
    text_input text_;
    std::string_view rest_;
    bool at_end_ = false;
  };

  std::int64_t got_ = 0;
  line_reader lines_;
  std::uint64_t line_ = 0;
  std::deque<link> waiting_;
};

}  // namespace

auto urls_evidence(std::string_view text) -> std::string_view {
  std::size_t urls = 0;
  std::size_t markdown = 0;
  std::size_t others = 0;
  for (std::size_t looked_at = 0; !text.empty() && looked_at < 100; ++looked_at) {
    const auto line = text::trimmed(text.substr(0, text.find('\n')));
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    if (line.empty() || line.starts_with('#')) continue;
    auto rest = without_bullet(line);
    const bool is_item = rest.size() < line.size();
    found_link one;
    const bool is_link =
        is_item || line.starts_with('[') || (line.starts_with('<') && begins_with_web(line.substr(1)));
    if (begins_with_web(line) || text::starts_ignoring_case(line, "ftp://") ||
        text::starts_ignoring_case(line, "www."))
      ++urls;
    else if (is_link && take_next(rest, one))
      ++markdown;
    else
      ++others;
  }
  if (urls > 0 && urls + markdown >= 3 * others) return "Its lines begin with URLs.";
  if (markdown > 0 && markdown >= 3 * others) return "Its lines are links as Markdown writes them.";
  return {};
}

auto urls_reader(link_input input) -> std::unique_ptr<link_reader> {
  return std::make_unique<reader>(std::move(input));
}

}  // namespace waybill::formats::links
