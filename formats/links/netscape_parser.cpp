#include "formats/links/netscape_parser.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "formats/links/netscape_dates.hpp"
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

/// What others would take for a field of a bookmark.
constexpr std::array reserved{"url"sv,  "name"sv,   "published"sv, "updated"sv, "summary"sv, "tag"sv,
                              "type"sv, "object"sv, "folder"sv,    "id"sv,      "status"sv};
/// Tags that shape a text; of all others in a text somebody wrote about them, and nobody escaped them.
constexpr std::array shaping{
    "b"sv,      "i"sv,          "u"sv,    "em"sv,  "strong"sv, "span"sv,    "font"sv, "small"sv, "big"sv,
    "sub"sv,    "sup"sv,        "code"sv, "tt"sv,  "s"sv,      "strike"sv,  "del"sv,  "ins"sv,   "mark"sv,
    "abbr"sv,   "cite"sv,       "q"sv,    "kbd"sv, "var"sv,    "div"sv,     "pre"sv,  "img"sv,   "wbr"sv,
    "center"sv, "blockquote"sv, "nobr"sv, "bdi"sv, "bdo"sv,    "acronym"sv, "a"sv,    "p"sv,     "br"sv,
    "dd"sv,     "dt"sv,         "dl"sv,   "ul"sv,  "ol"sv,     "li"sv,      "html"sv, "body"sv};
constexpr std::array flags{"private"sv, "toread"sv, "shared"sv, "unread"sv};

auto is_heading(std::string_view name) -> bool {
  return name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6';
}

/// A quote that nobody closed: the next bookmark stands inside of this one's attribute.
auto swallows_links(std::string_view value) -> bool {
  constexpr auto entry = "<dt>"sv;
  for (auto at = value.find('<'); at != std::string_view::npos; at = value.find('<', at + 1)) {
    const auto rest = value.substr(at);
    if (!text::starts_ignoring_case(rest, entry)) continue;
    const auto* const next =
        std::find_if_not(rest.begin() + entry.size(), rest.end(), [](char c) { return text::is_blank(c); });
    if (text::starts_ignoring_case({next, rest.end()}, "<a ")) return true;
  }
  return false;
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
  } else if (is_heading(name)) {
    found = flush(into);
    open_heading();
  } else if (name == "li" && has_definitions_) {
    if (capture_ == capture::description) take_text("\n");
  } else if (name == "dt" || name == "li") {
    found = flush(into);
  } else if (name == "dd") {
    end_capture();
    if (is_waiting_ && takes_description_) begin_capture(capture::description);
  } else if (name == "dl" || name == "ul" || name == "ol") {
    if (name != "dl" && has_definitions_) return false;
    found = flush(into);
    open_list(name == "dl");
  } else if (name == "hr") {
    found = flush(into);
    ++left_out_;
  } else if (name == "br" || name == "p") {
    if (capture_ == capture::description) take_text("\n");
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
  if (name == "a" && capture_ == capture::title) end_capture();
  if (name == "dd" && capture_ == capture::description) end_capture();
  if (is_heading(name) && capture_ == capture::heading) end_capture();
  if (!is_heading(name)) keep_tag();
  const bool is_list = name == "dl" || ((name == "ul" || name == "ol") && !has_definitions_);
  if (!is_list) return false;
  const bool found = flush(into);
  close_list();
  return found;
}

void netscape_parser::begin_capture(capture what) {
  captured_.clear();
  capture_ = what;
  tokens_.expect_text(what != capture::nothing);
}

/// Of a text: a tag that is spoken of.
void netscape_parser::keep_tag() {
  if (capture_ == capture::nothing) return;
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
  if (said.empty()) return;
  waiting_.description.emplace(said);
  std::erase(*waiting_.description, '\r');
}

auto netscape_parser::plain_text(std::string& raw) -> std::string_view {
  if (!make_utf_8(raw, encoding_)) waiting_.bytes_invalid = true;
  if (raw.find('&') == std::string::npos) return raw;
  value_.clear();
  append_without_entities(raw, entity_place::text, value_);
  return value_;
}

auto netscape_parser::flush(link& into) -> bool {
  end_capture();
  takes_description_ = false;
  if (!std::exchange(is_waiting_, false)) return false;
  std::swap(into, waiting_);
  into.end = fed_ - tokens_.left();
  return true;
}

void netscape_parser::open_link() {
  has_heading_ = false;
  waiting_.clear();
  is_waiting_ = true;
  seen_.clear();
  if (tokens_.is_cut()) waiting_.fault = "record_too_large";
  for (const auto& [name, spelled] : tokens_.attributes()) {
    if (is_one_of(name, seen_)) continue;
    seen_.push_back(name);
    if (swallows_links(spelled)) waiting_.fault = "url_invalid";
    take_attribute(name, value_of(spelled));
  }
  add_folder();
  begin_capture(capture::title);
}

/// Most values are ASCII without entities, and need no copy.
auto netscape_parser::value_of(std::string_view spelled) -> std::string_view {
  if (!is_utf_8(spelled, encoding_)) {
    raw_ = spelled;
    if (!make_utf_8(raw_, encoding_)) waiting_.bytes_invalid = true;
    spelled = raw_;
  }
  if (spelled.find('&') == std::string_view::npos) return spelled;
  value_.clear();
  append_without_entities(spelled, entity_place::attribute, value_);
  return value_;
}

void netscape_parser::take_attribute(std::string_view name, std::string_view value) {
  if (name == "href") {
    waiting_.url = text::trimmed(value);
  } else if (name == "add_date" || name == "time_added") {
    take_date(name, value, waiting_.created);
  } else if (name == "last_modified") {
    take_date(name, value, waiting_.updated);
  } else if (name == "tags") {
    take_tags(value);
  } else if (name == "feedurl") {
    if (!value.empty()) waiting_.feed_url = value;
  } else if (name == "description") {
    if (!text::is_blank(value)) waiting_.description = text::trimmed(value);
  } else if (name != "icon") {
    add_member(name, value);
  }
}

void netscape_parser::take_date(std::string_view name, std::string_view value, std::string& into) {
  value = text::trimmed(value);
  if (is_zero_date(value)) return;
  auto date = netscape_date(value);
  if (date.empty()) {
    waiting_.date_invalid = true;
    add_member(name, value);
  } else if (into.empty()) {
    into = std::move(date);
  }
}

void netscape_parser::take_tags(std::string_view list) {
  waiting_.has_tags = true;
  while (!list.empty()) {
    const auto tag = list.substr(0, list.find(','));
    list.remove_prefix(std::min(tag.size() + 1, list.size()));
    const auto trimmed = text::trimmed(tag);
    if (!trimmed.empty()) waiting_.tags.emplace_back(trimmed);
  }
  tidy_tags(waiting_.tags);
}

void netscape_parser::add_member(std::string_view name, std::string_view value) {
  auto& to = waiting_.extra;
  if (!to.empty()) to.push_back(',');
  std::string key;
  make_utf_8(key.append(is_one_of(name, reserved) ? "netscape:" : "").append(name), encoding_);
  text::append_json_string(key, to);
  to.push_back(':');
  if (value == "true" || value == "false") {
    to.append(value);
  } else if (is_one_of(name, flags) && (value == "1" || value == "0")) {
    to.append(value == "1" ? "true" : "false");
  } else {
    text::append_json_string(value, to);
  }
}

void netscape_parser::open_heading() {
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

/// `<META CHARSET=x>`, or `<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=x">`. A mark in front
/// of the file, which was undone before, says more.
void netscape_parser::look_at_meta() {
  if (is_marked_) return;
  for (const auto& [name, value] : tokens_.attributes()) {
    if (name == "charset") encoding_ = html_encoding_named(text::trimmed(value));
    constexpr auto word = "charset="sv;
    std::string lowered(value);
    std::ranges::transform(lowered, lowered.begin(), text::lower);
    const auto at = name == "content" ? lowered.find(word) : std::string::npos;
    if (at == std::string::npos) continue;
    const auto said = std::string_view(lowered).substr(at + word.size());
    encoding_ = html_encoding_named(text::trimmed(said.substr(0, said.find_first_of("; \"'"))));
  }
}

}  // namespace waybill::formats::links
