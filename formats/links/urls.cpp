#include "formats/links/urls.hpp"

#include <algorithm>
#include <deque>
#include <vector>

#include "formats/line_reader.hpp"
#include "formats/links/html_text.hpp"
#include "formats/links/parts.hpp"
#include "formats/links/text_input.hpp"
#include "formats/links/url_lines.hpp"
#include "formats/links/url_rows.hpp"
#include "formats/text.hpp"
#include "formats/unicode/blanks.hpp"

namespace waybill::formats::links {
namespace {

/// Of UTF-16 and UTF-32 the same text as UTF-8; a CR alone, which old Macs ended lines with, becomes a line
/// end.
class as_lines final : public byte_source {
 public:
  as_lines(std::unique_ptr<byte_source> from, std::int64_t& last) : from_(std::move(from)), last_(last) {}

  auto read(char* into, std::size_t size) -> std::int64_t override {
    if (const auto got = fill(); got <= 0 || size == 0) return std::min<std::int64_t>(got, 0);
    const auto taken = rest_.substr(0, size);
    std::ranges::copy(taken, into);
    rest_.remove_prefix(taken.size());
    for (std::size_t at = 0; at + 1 < taken.size(); ++at)
      if (into[at] == '\r' && into[at + 1] != '\n') into[at] = '\n';
    // Whether the last one is alone, what follows tells.
    if (into[taken.size() - 1] == '\r' && fill() >= 0 && !rest_.starts_with('\n'))
      into[taken.size() - 1] = '\n';
    return static_cast<std::int64_t>(taken.size());
  }

 private:
  /// 1: there is something in `rest_`; 0: the file is at its end; negative: it cannot be read.
  auto fill() -> std::int64_t {
    while (rest_.empty()) {
      if (at_end_) return 0;
      const auto got = from_ ? from_->read(block_.data(), block_.size()) : -1;
      last_ = got;
      if (got < 0) return got;
      at_end_ = got == 0;
      rest_ = at_end_ ? text_.finish() : text_.take({block_.data(), static_cast<std::size_t>(got)});
    }
    return 1;
  }

  std::unique_ptr<byte_source> from_;
  std::int64_t& last_;  ///< how much the last read gave, or why it could not
  std::string block_ = std::string(64 << 10, '\0');
  text_input text_;
  std::string_view rest_;
  bool at_end_ = false;
};

class reader final : public link_reader {
 public:
  explicit reader(link_input input)
      : lines_(std::make_unique<as_lines>(std::move(input.bytes), got_), 0, input.item_bytes) {}

  auto next(link& into) -> step override {
    if (!has_looked_) look_ahead();
    while (waiting_.empty()) {
      line_reader::line line;
      if (!next_line(line)) return lines_.failed() ? step::broken : step::end;
      ++line_;
      read(line);
    }
    std::swap(into, waiting_.front());
    waiting_.pop_front();
    return step::link;
  }
  [[nodiscard]] auto why() const -> file_fault override { return fault_of_source(got_); }
  [[nodiscard]] auto is_guessed() const -> bool override { return is_guessed_; }

 private:
  struct kept_line {
    std::string text;
    line_reader::line line;
  };

  /// How the lines are built is told by the first ones.
  void look_ahead() {
    constexpr std::size_t enough = 100;
    constexpr std::size_t enough_bytes = 64 << 10;
    has_looked_ = true;
    std::vector<std::string_view> all;
    std::size_t bytes = 0;
    for (line_reader::line line; all.size() < enough && bytes < enough_bytes && lines_.next(line);) {
      bytes += line.text.size();
      const auto& kept = ahead_.emplace_back(std::string(line.text), line);
      const auto trimmed = unicode::trimmed(kept.text);
      if (!trimmed.empty() && !trimmed.starts_with('#')) all.push_back(trimmed);
    }
    sign_ = sign_of_rows(all);
  }

  auto next_line(line_reader::line& line) -> bool {
    if (ahead_.empty()) return lines_.next(line);
    std::swap(now_, ahead_.front());
    ahead_.pop_front();
    line = now_.line;
    line.text = now_.text;
    return true;
  }

  void read(const line_reader::line& line) {
    std::string said(line.text);
    is_guessed_ = is_guessed_ || !is_utf_8(said, html_encoding::utf_8);
    const bool all = make_utf_8(said, html_encoding::utf_8);
    const auto trimmed = unicode::trimmed(said);
    if (trimmed.empty() || trimmed.starts_with('#')) return;
    const auto before = waiting_.size();
    if (line.oversize)
      add({{}, std::string(text::cut_to_characters(trimmed, 120)), {}}, "record_too_large");
    else if (sign_ == 0 || !read_row(trimmed))
      read_links(trimmed);
    for (auto i = before; i < waiting_.size(); ++i) {
      waiting_[i].bytes_invalid = !all;
      waiting_[i].line = line_;
      // Of several in one line, each ends behind the one before it.
      waiting_[i].end = line.end_offset - (waiting_.size() - 1 - i);
    }
  }

  /// A URL, its title, and what else is said of it; false: the line is no row.
  auto read_row(std::string_view line) -> bool {
    if (!is_row(line, sign_)) return false;
    const auto cells = cells_of_row(line, sign_);
    found_link one{cells[0], cells[1], {}};
    for (std::size_t i = 2; i < cells.size(); ++i)
      if (!cells[i].empty()) one.said.append(one.said.empty() ? "" : "\n").append(cells[i]);
    add(one);
    return true;
  }

  void read_links(std::string_view line) {
    find_links(line, found_);
    for (const auto& one : found_) add(one);
    if (found_.empty()) add({{}, std::string(text::cut_to_characters(line, 120)), {}}, "url_invalid");
  }

  void add(const found_link& found, std::string_view fault = {}) {
    auto& made = waiting_.emplace_back();
    made.url = found.url;
    made.title = found.title;
    collapse_blanks(made.title);
    if (!found.said.empty()) made.description = found.said;
    made.tags = found.tags;
    made.has_tags = !made.tags.empty();
    tidy_tags(made.tags);
    made.fault = fault;
  }

  std::int64_t got_ = 0;
  line_reader lines_;
  bool is_guessed_ = false;
  bool has_looked_ = false;
  std::deque<kept_line> ahead_;  ///< lines that were looked at, and are still to be read
  kept_line now_;
  char sign_ = 0;  ///< between the cells of rows; 0: the lines are none
  std::uint64_t line_ = 0;
  std::vector<found_link> found_;  ///< of one line
  std::deque<link> waiting_;
};

}  // namespace

auto urls_evidence(std::string_view text) -> std::string_view {
  std::size_t urls = 0;
  std::size_t markdown = 0;
  std::size_t others = 0;
  for (std::size_t looked_at = 0; !text.empty() && looked_at < 100;) {
    const auto end = std::min(text.find_first_of("\r\n"), text.size() - 1);
    const auto line = unicode::trimmed(text.substr(0, end + 1));
    text.remove_prefix(end + 1);
    if (!line.empty()) ++looked_at;
    if (line.empty() || line.starts_with('#')) continue;
    switch (kind_of_line(line)) {
      case line_kind::url:
        ++urls;
        break;
      case line_kind::markdown:
        ++markdown;
        break;
      case line_kind::other:
        ++others;
    }
  }
  if (urls > 0 && urls + markdown >= 3 * others) return "Its lines begin with URLs.";
  if (markdown > 0 && markdown >= 3 * others) return "Its lines are links as Markdown writes them.";
  return {};
}

auto holds_link(std::string_view text) -> bool {
  std::vector<found_link> found;
  const auto is_of_web = [](const found_link& one) { return begins_with_web(one.url); };
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of("\r\n"), text.size());
    const auto line = unicode::trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with('#')) continue;
    find_links(line, found);
    if (std::ranges::any_of(found, is_of_web)) return true;
  }
  return false;
}

auto urls_reader(link_input input) -> std::unique_ptr<link_reader> {
  return std::make_unique<reader>(std::move(input));
}

}  // namespace waybill::formats::links
