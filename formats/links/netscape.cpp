#include "formats/links/netscape.hpp"

#include <algorithm>

#include "formats/links/html_input.hpp"
#include "formats/links/netscape_parser.hpp"
#include "formats/links/parts.hpp"
#include "formats/text.hpp"

namespace waybill::formats::links {
namespace {

constexpr std::size_t block_bytes = 128 << 10;

auto spelling_of(const html_input& text) -> netscape_parser::spelling {
  if (text.is_converted()) return netscape_parser::spelling::converted;
  return text.is_utf_8() ? netscape_parser::spelling::utf_8 : netscape_parser::spelling::as_it_says;
}

class reader final : public link_reader {
 public:
  explicit reader(link_input input) : input_(std::move(input)), block_(block_bytes, '\0') {}

  auto next(link& into) -> step override {
    for (;;) {
      if (parser_ && parser_->next(into)) return step::link;
      if (got_ < 0) return step::broken;
      if (at_end_) return parser_ && parser_->finish(into) ? step::link : step::end;
      fill();
    }
  }
  [[nodiscard]] auto why() const -> file_fault override { return fault_of_source(got_); }
  [[nodiscard]] auto left_out() const -> std::uint64_t override { return parser_ ? parser_->left_out() : 0; }
  [[nodiscard]] auto truncated() const -> bool override { return parser_ && parser_->is_truncated(); }

 private:
  void fill() {
    got_ = input_.bytes ? input_.bytes->read(block_.data(), block_.size()) : -1;
    at_end_ = got_ == 0;
    const std::string_view read(block_.data(), static_cast<std::size_t>(std::max<std::int64_t>(got_, 0)));
    const auto text = at_end_ ? text_.finish() : text_.take(read);
    if (!text_.is_begun()) return;
    if (!parser_) parser_ = std::make_unique<netscape_parser>(input_.item_bytes, spelling_of(text_));
    parser_->feed(text);
  }

  link_input input_;
  std::string block_;
  html_input text_;
  std::unique_ptr<netscape_parser> parser_;
  bool at_end_ = false;
  std::int64_t got_ = 0;  ///< by the last read
};

class count final : public link_count {
 public:
  void feed(std::string_view bytes) override { read(text_.take(bytes)); }
  void finish() override {
    read(text_.finish());
    while (parser_ && parser_->finish(one_)) ++links_;
  }
  [[nodiscard]] auto links() const -> std::uint64_t override { return links_; }
  [[nodiscard]] auto left_out() const -> std::uint64_t override { return parser_ ? parser_->left_out() : 0; }
  [[nodiscard]] auto truncated() const -> bool override { return parser_ && parser_->is_truncated(); }

 private:
  void read(std::string_view text) {
    if (!text_.is_begun()) return;
    if (!parser_) parser_ = std::make_unique<netscape_parser>(link_input{}.item_bytes, spelling_of(text_));
    parser_->feed(text);
    while (parser_->next(one_)) ++links_;
  }

  html_input text_;
  std::unique_ptr<netscape_parser> parser_;
  link one_;
  std::uint64_t links_ = 0;
};

/// Without blanks and comments in front.
auto without_comments(std::string_view text) -> std::string_view {
  for (;;) {
    text = text::trimmed(text);
    const auto end = text.starts_with("<!--") ? text.find("-->") : std::string_view::npos;
    if (end == std::string_view::npos) return text;
    text.remove_prefix(end + 3);
  }
}

/// A part of a page, cut out of a list perhaps; in small letters.
auto begins_with_link(std::string_view small) -> bool {
  for (bool is_open = true; is_open;) {
    is_open = false;
    for (const std::string_view tag : {"<dl>", "<ul>", "<ol>", "<li>", "<dt>", "<p>"}) {
      if (!small.starts_with(tag)) continue;
      small = without_comments(small.substr(tag.size()));
      is_open = true;
    }
  }
  constexpr std::string_view link = "<a";
  const auto inside = small.substr(0, small.find('>'));
  return small.starts_with(link) && small.size() > link.size() && text::is_blank(small[link.size()]) &&
         inside.find("href") != std::string_view::npos;
}

}  // namespace

auto netscape_evidence(std::string_view text) -> std::string_view {
  const auto begun = without_comments(text);
  if (!begun.starts_with('<')) return {};
  const auto small = lowered(begun);
  const auto has = [&](std::string_view part) { return small.find(part) != std::string::npos; };
  if (small.starts_with("<!doctype netscape-bookmark-file"))
    return "It begins as files of bookmarks do: <!DOCTYPE NETSCAPE-Bookmark-file-1>.";
  if (has("<title>pocket export")) return "It is a page with the title Pocket Export.";
  if (has("<title>instapaper: export")) return "It is a page with the title Instapaper: Export.";
  if (has("<dl") && has("<dt>") && has("<a ") && (has("add_date=") || has("<dt><a ")))
    return "It is a page with a list <DL> whose entries <DT> are links.";
  if (begins_with_link(small)) return "It begins with a link of HTML, and not as a page.";
  return {};
}

auto netscape_count() -> std::unique_ptr<link_count> { return std::make_unique<count>(); }

auto netscape_reader(link_input input) -> std::unique_ptr<link_reader> {
  return std::make_unique<reader>(std::move(input));
}

}  // namespace waybill::formats::links
