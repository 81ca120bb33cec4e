#include "formats/links/netscape_parser.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "formats/links/html_input.hpp"
#include "formats/links/parts.hpp"
#include "formats/text.hpp"

namespace waybill::formats::links {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t deepest = 200;
constexpr std::size_t heading_bytes = 1'024;
/// All links of a folder repeat its path.
constexpr std::size_t path_bytes = 4'096;

auto is_one_of(std::string_view name, const auto& names) -> bool {
  return std::ranges::find(names, name) != names.end();
}

/// What programs say of a folder, and nobody of a heading in a text.
constexpr std::array of_folders{"add_date"sv, "last_modified"sv, "folded"sv, "personal_toolbar_folder"sv,
                                "unfiled_bookmarks_folder"sv};

/// Tags that shape a text; of all others in a text somebody wrote about them, and nobody escaped them.
constexpr std::array shaping{
    "b"sv,      "i"sv,          "u"sv,    "em"sv,  "strong"sv, "span"sv,    "font"sv, "small"sv, "big"sv,
    "sub"sv,    "sup"sv,        "code"sv, "tt"sv,  "s"sv,      "strike"sv,  "del"sv,  "ins"sv,   "mark"sv,
    "abbr"sv,   "cite"sv,       "q"sv,    "kbd"sv, "var"sv,    "div"sv,     "pre"sv,  "img"sv,   "wbr"sv,
    "center"sv, "blockquote"sv, "nobr"sv, "bdi"sv, "bdo"sv,    "acronym"sv, "a"sv,    "p"sv,     "br"sv,
    "dd"sv,     "dt"sv,         "dl"sv,   "ul"sv,  "ol"sv,     "li"sv,      "html"sv, "body"sv};

constexpr auto replacement = "\xEF\xBF\xBD"sv;

/// Signs alone, such as a bar between links, are no words, and neither is `&nbsp;`.
auto holds_words(std::string_view text) -> bool {
  constexpr auto no_break = "\xC2\xA0"sv;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.substr(at).starts_with(no_break))
      ++at;
    else if (text::is_digit(text[at]) || (text::lower(text[at]) >= 'a' && text::lower(text[at]) <= 'z') ||
             static_cast<unsigned char>(text[at]) >= 0x80)
      return true;
  }
  return false;
}

auto is_heading(std::string_view name) -> bool {
  return name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6';
}

}  // namespace

auto netscape_parser::next(link& into) -> bool {
  for (;;) {
    bool found = false;
    switch (tokens_.next()) {
      case html_tokens::token::more:
        return false;
      case html_tokens::token::text:
        if (capture_ != capture::nothing) take_text(tokens_.text());
        break;
      case html_tokens::token::open:
        found = open(into);
        break;
      case html_tokens::token::close:
        found = close(into);
        break;
    }
    if (found) return true;
  }
}

auto netscape_parser::finish(link& into) -> bool {
  do
    if (next(into)) return true;
  while (tokens_.end_quote());
  ends_in_title_ = ends_in_title_ || capture_ == capture::title;
  return flush(into);
}

auto netscape_parser::is_truncated() const -> bool {
  return tokens_.is_inside() || ends_in_title_ || !levels_.empty();
}

void netscape_parser::take_text(std::string_view piece) {
  const auto limit = capture_ == capture::heading ? heading_bytes : item_bytes_;
  const auto room = limit - std::min(limit, captured_.size());
  if (piece.size() > room && is_waiting_ && capture_ != capture::heading) waiting_.fault = "record_too_large";
  captured_.append(piece.substr(0, room));
}

auto netscape_parser::open(link& into) -> bool {
  const auto name = tokens_.name();
  bool found = false;
  if (name == "a") {
    if (capture_ != capture::nothing && tokens_.attributes().empty()) {
      keep_tag();
      return false;
    }
    found = flush(into);
    open_link();
  } else if (is_heading(name) && capture_ == capture::description && !is_of_folder()) {
    take_text("\n");
    inner_ = {captured_.size(), captured_.size()};
  } else if (is_heading(name)) {
    found = flush(into);
    open_heading();
  } else if (name == "li" && has_definitions_) {
    if (is_said_of_link()) take_text("\n");
  } else if (name == "dt" || name == "li") {
    is_said_of_folder_ = false;
    found = flush(into);
  } else if (name == "dd") {
    end_capture();
    is_said_of_folder_ = has_heading_ && !is_waiting_;
    if (is_waiting_ && takes_description_) begin_capture(capture::description);
  } else if (name == "dl" || name == "ul" || name == "ol") {
    if (name != "dl" && has_definitions_) return false;
    end_inner_heading();
    found = flush(into);
    open_list(name == "dl");
  } else if (name == "hr") {
    // A description may stand behind it.
    end_capture();
    ++left_out_;
  } else if (name == "br" || name == "p") {
    if (is_said_of_link()) take_text("\n");
    if (capture_ == capture::title) take_text(" ");
  } else if (name == "meta") {
    look_at_meta();
  } else {
    keep_tag();
  }
  return found;
}

auto netscape_parser::close(link& into) -> bool {
  const auto name = tokens_.name();
  if (name == "a" && capture_ == capture::title) {
    end_capture();
    begin_capture(capture::behind);
  }
  if (name == "dd" && capture_ == capture::description) end_capture();
  if (is_heading(name) && capture_ == capture::heading) end_capture();
  if (is_heading(name) && capture_ == capture::description) {
    if (inner_) inner_->end = captured_.size();
    take_text("\n");
  }
  if (!is_heading(name)) keep_tag();
  const bool is_list = name == "dl" || ((name == "ul" || name == "ol") && !has_definitions_);
  if (!is_list) return false;
  const bool found = flush(into);
  close_list();
  return found;
}

void netscape_parser::begin_capture(capture what) {
  captured_.clear();
  inner_.reset();
  capture_ = what;
  tokens_.expect_text(what != capture::nothing && what != capture::behind);
}

/// Of a text: a tag that is spoken of.
void netscape_parser::keep_tag() {
  if (capture_ == capture::nothing || capture_ == capture::behind) return;
  const bool is_link = tokens_.name() == "a" && !tokens_.is_closing() && tokens_.attributes().empty();
  if (is_one_of(tokens_.name(), shaping) && !is_link) return;
  take_text(tokens_.is_closing() ? "</" : "<");
  take_text(tokens_.name());
  if (!tokens_.is_closing())
    for (const auto& [name, value] : tokens_.attributes()) {
      take_text(" ");
      take_text(name);
      if (value.empty()) continue;
      take_text("=\"");
      take_text(value);
      take_text("\"");
    }
  take_text(">");
}

/// What was captured becomes what it was captured for.
void netscape_parser::end_capture() {
  const auto what = std::exchange(capture_, capture::nothing);
  tokens_.expect_text(false);
  if (what == capture::nothing) return;
  if (what == capture::heading) {
    heading_.name = plain_text(captured_);
    collapse_blanks(heading_.name);
    return;
  }
  if (what == capture::title) {
    waiting_.title = plain_text(captured_);
    collapse_blanks(waiting_.title);
    takes_description_ = true;
    return;
  }
  const auto said = text::trimmed(plain_text(captured_));
  if (what == capture::description || holds_words(said)) add_description(said);
}

/// There may be several: what an attribute says, what stands behind the link, and each `<DD>`.
void netscape_parser::add_description(std::string_view said) {
  auto& all = waiting_.description;
  std::string made(said);
  std::erase(made, '\r');
  if (made.empty() || all == made) return;
  if (!all) all.emplace();
  if (all->size() + made.size() > item_bytes_) {
    waiting_.fault = "record_too_large";
    return;
  }
  all->append(all->empty() ? "" : "\n").append(made);
}

/// Of the heading that opens.
auto netscape_parser::is_of_folder() -> bool {
  return std::ranges::any_of(tokens_.attributes(),
                             [](const auto& one) { return is_one_of(one.name, of_folders); });
}

/// A list begins: a heading right in front of it was that of a folder, and not of a text.
void netscape_parser::end_inner_heading() {
  if (capture_ != capture::description || !inner_ || inner_->end == inner_->begin) return;
  if (!text::is_blank(std::string_view(captured_).substr(inner_->end))) return;
  auto name = captured_.substr(inner_->begin, std::min(inner_->end - inner_->begin, heading_bytes));
  captured_.resize(inner_->begin);
  heading_ = {};
  has_heading_ = true;
  heading_.name = plain_text(name);
  collapse_blanks(heading_.name);
}

/// False: some of it is no text.
auto netscape_parser::as_utf_8(std::string& raw) -> bool {
  const bool was_text = spelling_ != spelling::converted || raw.find(replacement) == std::string::npos;
  return make_utf_8(raw, encoding_) && was_text;
}

auto netscape_parser::plain_text(std::string& raw) -> std::string_view {
  if (!as_utf_8(raw)) waiting_.bytes_invalid = true;
  if (raw.find('&') == std::string::npos) return raw;
  value_.clear();
  append_without_entities(raw, entity_place::text, value_);
  return value_;
}

auto netscape_parser::flush(link& into) -> bool {
  end_capture();
  takes_description_ = false;
  if (!std::exchange(is_waiting_, false)) return false;
  if (is_placeholder(waiting_.url)) {
    ++left_out_;
    return false;
  }
  std::swap(into, waiting_);
  into.end = fed_ - tokens_.left();
  return true;
}

void netscape_parser::open_link() {
  // In the description of a folder it does not end the folder's heading.
  if (!is_said_of_folder_) has_heading_ = false;
  waiting_.clear();
  is_waiting_ = true;
  seen_.clear();
  if (tokens_.is_cut()) waiting_.fault = "record_too_large";
  bool is_torn = false;
  for (const auto& [name, spelled] : tokens_.attributes()) {
    if (is_one_of(name, seen_)) continue;
    seen_.push_back(name);
    is_torn = is_torn || name.find_first_of("\"<") != std::string_view::npos;
    take_attribute(name, value_of(spelled));
  }
  // The quotes of a tag are closed by those of others: what is its address cannot be said.
  is_torn = is_torn && (waiting_.url.ends_with('=') || waiting_.url.find('>') != std::string::npos);
  if (is_torn || tokens_.is_unclosed()) waiting_.fault = "url_invalid";
  add_folder();
  begin_capture(capture::title);
}

/// Most values are ASCII without entities, and need no copy.
auto netscape_parser::value_of(std::string_view spelled) -> std::string_view {
  if (!is_utf_8(spelled, encoding_) || spelling_ == spelling::converted) {
    raw_ = spelled;
    if (!as_utf_8(raw_)) waiting_.bytes_invalid = true;
    spelled = raw_;
  }
  if (spelled.find('&') == std::string_view::npos) return spelled;
  value_.clear();
  append_without_entities(spelled, entity_place::attribute, value_);
  return value_;
}

void netscape_parser::open_heading() {
  is_said_of_folder_ = false;
  heading_ = {};
  has_heading_ = true;
  heading_.is_of_page = tokens_.name() == "h1";
  for (const auto& [name, value] : tokens_.attributes()) {
    const bool is_reading_list = name == "id" && value == "com.apple.ReadingList";
    heading_.is_own = heading_.is_own || is_reading_list || name == "personal_toolbar_folder" ||
                      name == "unfiled_bookmarks_folder";
    if (is_reading_list) heading_.says = R"("toread":true)";
  }
  begin_capture(capture::heading);
}

/// Of Pocket and Instapaper two names are no folders.
auto netscape_parser::level_of_listing() const -> level {
  if (heading_.name == "Unread") return {.says = R"("status":"unread")"};
  if (heading_.name == "Archive" || heading_.name == "Read Archive") return {.says = R"("status":"archive")"};
  return heading_;
}

void netscape_parser::open_list(bool is_definitions) {
  has_definitions_ = has_definitions_ || is_definitions;
  is_said_of_folder_ = false;
  level made;
  if (std::exchange(has_heading_, false) && !(is_definitions && heading_.is_of_page))
    made = is_definitions ? heading_ : level_of_listing();
  if (levels_.size() == deepest)
    ++levels_beyond_;
  else
    levels_.push_back(std::move(made));
}

void netscape_parser::close_list() {
  has_heading_ = false;
  if (levels_beyond_ > 0)
    --levels_beyond_;
  else if (!levels_.empty())
    levels_.pop_back();
}

/// Where the link that begins stands.
void netscape_parser::add_folder() {
  std::size_t bytes = 0;
  bool is_cut = false;
  for (const auto& one : levels_) {
    if (!one.says.empty() && !is_one_of(one.key(), seen_))
      waiting_.extra.append(waiting_.extra.empty() ? "" : ",").append(one.says);
    if (one.name.empty()) continue;
    bytes += one.name.size();
    is_cut = is_cut || bytes > path_bytes;
    if (is_cut) continue;
    if (one.is_own && waiting_.own_folders == waiting_.folder.size()) ++waiting_.own_folders;
    waiting_.folder.push_back(one.name);
  }
  if (is_cut || levels_beyond_ > 0)
    waiting_.extra.append(waiting_.extra.empty() ? "" : ",").append(R"("folder_cut":true)");
}

/// A mark in front of the file, which was undone before, says more.
void netscape_parser::look_at_meta() {
  if (spelling_ != spelling::as_it_says) return;
  if (const auto said = charset_of_meta(tokens_.attributes()); !said.empty())
    encoding_ = html_encoding_named(said);
}

}  // namespace waybill::formats::links
