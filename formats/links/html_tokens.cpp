#include "formats/links/html_tokens.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "formats/links/html_quotes.hpp"
#include "formats/text.hpp"

namespace waybill::formats::links {
namespace {

constexpr std::size_t longest_name = 40;
constexpr std::size_t most_attributes = 200;
constexpr std::size_t most_held_names = 2'000;

auto is_letter(char c) -> bool { return text::lower(c) >= 'a' && text::lower(c) <= 'z'; }
auto is_space(char c) -> bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }

/// Pictures of a bookmark: often most of the file, and nothing that is kept.
auto is_picture(std::string_view name) -> bool { return name == "icon"; }

}  // namespace

auto html_tokens::next() -> token {
  if (is_done_) return finish_tag();
  while (!rest_.empty() || go_on()) {
    switch (state_) {
      case state::text:
        if (rest_.front() != '<') return read_text();
        put(state::tag_open);
        break;
      case state::raw_text:
      case state::raw_end:
        if (const auto found = read_raw(); found != token::more) return found;
        break;
      case state::tag_open:
        if (is_letter(rest_.front()) && read_whole_tag()) return finish_tag();
        if (open_tag(rest_.front()) == token::text) return token::text;
        break;
      case state::comment:
        read_comment();
        break;
      case state::quoted:
        read_value();
        break;
      case state::after_quoted:
        end_value();
        break;
      case state::unquoted:
        read_unquoted();
        break;
      default:
        step(rest_.front());
    }
    if (is_done_) return finish_tag();
  }
  return token::more;
}

/// Most tags stand as a whole in what was fed: then their values need no copy. False: nothing was read, and
/// it goes on character by character.
auto html_tokens::read_whole_tag() -> bool {
  const char* at = rest_.data();
  const char* const end = at + rest_.size();
  begin_tag(false);
  for (; at != end && !is_space(*at) && *at != '/' && *at != '>'; ++at)
    if (name_.size() < longest_name) name_.push_back(text::lower(*at));
  held_.resize(most_held_names);  // names in small letters; it must not move any more
  names_ = values_ = 0;
  attributes_.clear();
  for (;;) {
    while (at != end && (is_space(*at) || *at == '/')) ++at;
    if (at == end) return false;
    if (*at == '>') break;
    if (attributes_.size() == most_attributes || !read_whole_attribute(at, end)) return false;
  }
  rest_.remove_prefix(static_cast<std::size_t>(at + 1 - rest_.data()));
  state_ = state::text;
  return is_whole_ = true;
}

/// `at` moves behind it. False: it does not end here, or is larger than is held.
auto html_tokens::read_whole_attribute(const char*& at, const char* end) -> bool {
  const auto name_at = names_;
  do {
    if (names_ == most_held_names) return false;
    held_[names_++] = text::lower(*at++);
  } while (at != end && *at != '=' && *at != '>' && *at != '/' && !is_space(*at));
  const std::string_view name(held_.data() + name_at, names_ - name_at);
  while (at != end && is_space(*at)) ++at;
  std::string_view value;
  if (at != end && *at == '=') {
    do ++at;
    while (at != end && is_space(*at));
    if (at == end) return false;
    const char quote = *at;
    if (quote == '"' || quote == '\'') {
      const auto* const begin = ++at;
      at = static_cast<const char*>(std::memchr(begin, quote, static_cast<std::size_t>(end - begin)));
      if (at == nullptr) return false;
      value = {begin, static_cast<std::size_t>(at++ - begin)};
      const auto border = value.find('>');
      if (border != std::string_view::npos) {
        if (at == end) return false;
        if (swallows(is_picture(name) || is_program(value), value.substr(border + 1), *at)) {
          is_unclosed_ = true;
          if (value.size() - border - 1 <= most_swallowed_bytes) at = begin + border;
          value = value.substr(0, border);
        }
      }
    } else {
      const auto* const begin = at;
      while (at != end && !is_space(*at) && *at != '>') ++at;
      value = {begin, static_cast<std::size_t>(at - begin)};
    }
  }
  if (at == end) return false;
  if (is_picture(name)) value = {};
  values_ += value.size();
  attributes_.push_back({name, value});
  return values_ + names_ <= limit_;
}

auto html_tokens::read_text() -> token {
  const auto* const found = static_cast<const char*>(std::memchr(rest_.data(), '<', rest_.size()));
  const auto size = found == nullptr ? rest_.size() : static_cast<std::size_t>(found - rest_.data());
  text_ = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return token::text;
}

/// Passes over a script, up to its own end tag.
auto html_tokens::read_raw() -> token {
  if (state_ == state::raw_text) {
    rest_.remove_prefix(std::min(rest_.find('<'), rest_.size()));
    if (rest_.empty()) return token::more;
    seen_.clear();
    put(state::raw_end);
    return token::more;
  }
  const char c = rest_.front();
  const bool is_next =
      seen_.empty() ? c == '/' : seen_.size() <= raw_.size() && text::lower(c) == raw_[seen_.size() - 1];
  if (seen_.size() == raw_.size() + 1 && (is_space(c) || c == '/' || c == '>')) {
    begin_tag(true);
    name_ = std::exchange(raw_, {});
    state_ = state::before_name;
    return token::more;
  }
  if (!is_next) {
    state_ = state::raw_text;
    return token::more;
  }
  seen_.push_back(c);
  rest_.remove_prefix(1);
  return token::more;
}

auto html_tokens::open_tag(char c) -> token {
  if (is_letter(c)) {
    begin_tag(false);
    state_ = state::tag_name;
  } else if (c == '/') {
    put(state::end_open);
  } else if (c == '!' && !expects_text_) {
    put(state::declaration);
  } else if (c == '?' && !expects_text_) {
    put(state::bogus);
  } else {
    state_ = state::text;
    text_ = "<";
    return token::text;
  }
  return token::more;
}

void html_tokens::begin_tag(bool closes) {
  closes_ = closes;
  is_cut_ = false;
  is_unclosed_ = false;
  is_whole_ = false;
  name_.clear();
  held_.clear();
  spans_.clear();
}

void html_tokens::begin_attribute() {
  is_wanted_ = true;
  attribute_.clear();
  if (spans_.size() == most_attributes) {
    is_cut_ = true;
    spans_.pop_back();
  }
  spans_.push_back({held_.size(), 0, held_.size(), 0});
  state_ = state::attribute_name;
}

void html_tokens::begin_value(char c) {
  if (c != '"' && c != '\'') {
    state_ = state::unquoted;
    return;
  }
  quote_ = c;
  has_beyond_ = false;
  beyond_.clear();
  begun_.clear();
  put(state::quoted);
}

/// One character in one of the states between names and values.
void html_tokens::step(char c) {
  const bool ends = c == '>' && state_ != state::declaration && state_ != state::comment_open;
  if (ends && state_ != state::bogus && state_ != state::end_open) {
    put(state::text);
    is_done_ = true;
    return;
  }
  switch (state_) {
    case state::end_open:
      if (ends) return put(state::text);
      if (!is_letter(c)) return put(state::bogus);
      begin_tag(true);
      state_ = state::tag_name;
      return;
    case state::tag_name:
      if (is_space(c) || c == '/') return put(state::before_name);
      if (name_.size() < longest_name) name_.push_back(text::lower(c));
      return rest_.remove_prefix(1);
    case state::before_name:
      if (is_space(c) || c == '/') return rest_.remove_prefix(1);
      return begin_attribute();
    case state::attribute_name:
      return read_attribute_name(c);
    case state::after_name:
      if (is_space(c)) return rest_.remove_prefix(1);
      if (c == '/') return put(state::before_name);
      if (c == '=') return put(state::before_value);
      return begin_attribute();
    case state::before_value:
      if (is_space(c)) return rest_.remove_prefix(1);
      return begin_value(c);
    case state::declaration:
      if (c == '-') return put(state::comment_open);
      state_ = state::bogus;
      return;
    case state::comment_open:
      dashes_ = 0;
      if (c == '-') return put(state::comment);
      state_ = state::bogus;
      return;
    default:
      if (c == '>') return put(state::text);
      rest_.remove_prefix(std::min(rest_.find('>'), rest_.size()));
  }
}

void html_tokens::read_attribute_name(char c) {
  auto& now = spans_.back();
  const bool is_named = c == '=' && !attribute_.empty();
  if (is_named || is_space(c) || c == '/') {
    is_wanted_ = !is_picture(attribute_);
    now.value_at = held_.size();
    return put(is_named ? state::before_value : c == '/' ? state::before_name : state::after_name);
  }
  const auto before = held_.size();
  const char lowered = text::lower(c);
  if (attribute_.size() < longest_name) attribute_.push_back(lowered);
  keep({&lowered, 1});
  now.name_size += held_.size() - before;
  rest_.remove_prefix(1);
}

void html_tokens::read_comment() {
  const char c = rest_.front();
  if (c == '>' && dashes_ >= 2) return put(state::text);
  if (c == '-') {
    dashes_ = static_cast<std::uint8_t>(std::min(dashes_ + 1, 2));
    return rest_.remove_prefix(1);
  }
  dashes_ = 0;
  rest_.remove_prefix(std::min(rest_.find('-', 1), rest_.size()));
}

void html_tokens::read_unquoted() {
  const auto* const end =
      std::find_if(rest_.begin(), rest_.end(), [](char c) { return is_space(c) || c == '>'; });
  const auto size = static_cast<std::size_t>(end - rest_.begin());
  keep(rest_.substr(0, size));
  rest_.remove_prefix(size);
  if (!rest_.empty()) state_ = state::before_name;
}

/// For the attribute that is read.
void html_tokens::keep(std::string_view bytes) {
  if (!is_wanted_) return;
  const auto room = limit_ - std::min(limit_, held_.size());
  is_cut_ = is_cut_ || bytes.size() > room;
  bytes = bytes.substr(0, room);
  held_.append(bytes);
  if (state_ != state::attribute_name) spans_.back().value_size += bytes.size();
}

auto html_tokens::finish_tag() -> token {
  is_done_ = false;
  if (closes_) return token::close;
  if (!expects_text_ && (name_ == "script" || name_ == "style")) {
    raw_ = name_;
    state_ = state::raw_text;
  }
  return token::open;
}

auto html_tokens::attributes() -> const std::vector<attribute>& {
  if (is_whole_) return attributes_;
  attributes_.clear();
  const std::string_view held = held_;
  for (const auto& one : spans_)
    attributes_.push_back(
        {held.substr(one.name_at, one.name_size), held.substr(one.value_at, one.value_size)});
  return attributes_;
}

}  // namespace waybill::formats::links
