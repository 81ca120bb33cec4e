#include "formats/json/grammar.hpp"

#include <array>
#include <cstdio>

#include "formats/json/bytes.hpp"
#include "formats/json/utf8.hpp"

namespace waybill::formats::json {
namespace {

/// Longer than any key or value of the root that matters, each character spelled \uXXXX.
constexpr std::size_t capture_limit = 256;

constexpr auto is_hex(char c) -> bool {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

auto spelled(char c) -> std::string {
  if (c > ' ' && c < 0x7f) return std::string("'") + c + "'";
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "the byte 0x%02X", byte_of(c));
  return text.data();
}

}  // namespace

auto grammar::feed(std::string_view block) -> bool {
  block_ = block;
  const char* at = block.data();
  const char* const end = at + block.size();
  if (capturing_) capture_from_ = at;
  while (at != end) {
    at = step(at);
    if (at == nullptr) return false;
  }
  if (capturing_) keep(end);
  base_ += block.size();
  lines_.place_of(block, base_ - block.size(), base_);
  return true;
}

auto grammar::finish() -> bool {
  number_done();
  if (state_ == state::nothing) return true;
  const auto at = lines_.place_of({}, base_, base_);
  if (depth_ == 0 && (state_ == state::value || state_ == state::start) && literal_left_.empty()) {
    set_fault(at, "The document is empty.");
  } else if (state_ == state::string || state_ == state::escape || state_ == state::hex ||
             state_ == state::continuation) {
    set_fault(at, "The document ends inside a string.");
  } else if (depth_ > 0) {
    set_fault(at, in_object_ ? "The document ends inside an object." : "The document ends inside an array.");
  } else {
    set_fault(at, "The document ends inside a value.");
  }
  return false;
}

inline auto grammar::step(const char* at) -> const char* {
  switch (state_) {
    case state::string:
      return string(at);
    case state::escape:
      return escape(at);
    case state::hex:
      return hex(at);
    case state::continuation:
      return continuation(at);
    case state::literal:
      return literal(at);
    case state::start:
      return start(at);
    case state::number_minus:
    case state::number_zero:
    case state::number_integer:
    case state::number_dot:
    case state::number_fraction:
    case state::number_e:
    case state::number_e_sign:
    case state::number_exponent:
      return number(at);
    default:
      return structure(at);
  }
}

inline auto grammar::structure(const char* at) -> const char* {
  const char* const end = block_.data() + block_.size();
  at = skip_space(at, end);
  if (at == end) return at;
  switch (state_) {
    case state::value:
      return value(at);
    case state::value_or_end:
      return *at == ']' ? close(at) : value(at);
    case state::key:
      return key(at);
    case state::key_or_end:
      return *at == '}' ? close(at) : key(at);
    case state::colon:
      if (*at != ':') return unexpected(at, "':' was expected behind a key");
      state_ = state::value;
      return at + 1;
    case state::comma_or_end:
      return comma_or_end(at);
    default:
      return unexpected(at, "the document has ended");
  }
}

/// The mark may be cut by a block's end: what is left of it is waited for like a literal.
auto grammar::start(const char* at) -> const char* {
  state_ = state::value;
  if (*at != '\xef') return at;
  state_ = state::literal;
  literal_left_ = "\xef\xbb\xbf";
  return at;
}

inline auto grammar::value(const char* at) -> const char* {
  if (depth_ <= root_.interest()) tell_root(at);
  switch (*at) {
    case '"':
      begin_string(at, false);
      return at + 1;
    case '{':
      return open(at, true);
    case '[':
      return open(at, false);
    case 't':
    case 'f':
    case 'n':
      return begin_literal(at);
    case '-':
      state_ = state::number_minus;
      return at + 1;
    case '0':
      state_ = state::number_zero;
      return at + 1;
    default:
      if (!is_digit(*at)) return unexpected(at, "a value was expected");
      state_ = state::number_integer;
      return at + 1;
  }
}

inline auto grammar::key(const char* at) -> const char* {
  if (*at != '"') return unexpected(at, "a key in double quotes was expected");
  begin_string(at, true);
  return at + 1;
}

inline auto grammar::comma_or_end(const char* at) -> const char* {
  if (*at == ',') {
    state_ = in_object_ ? state::key : state::value;
    return at + 1;
  }
  if (*at == (in_object_ ? '}' : ']')) return close(at);
  return unexpected(at, in_object_ ? "',' or '}' was expected" : "',' or ']' was expected");
}

inline auto grammar::open(const char* at, bool object) -> const char* {
  if (depth_ == depth_limit) return refuse(at, "The document is nested deeper than 1,000.");
  objects_[++depth_] = object;
  in_object_ = object;
  state_ = object ? state::key_or_end : state::value_or_end;
  return at + 1;
}

inline auto grammar::close(const char* at) -> const char* {
  in_object_ = objects_[--depth_];
  value_done();
  return at + 1;
}

inline void grammar::begin_string(const char* at, bool is_key) {
  state_ = state::string;
  is_key_ = is_key;
  if (depth_ > root_.interest() || depth_ == 0) return;
  capturing_ = is_key ? root_.wants_key(depth_) : root_.wants_text(depth_, in_object_);
  captured_.clear();
  captured_whole_ = true;
  capture_from_ = at + 1;
}

inline auto grammar::string(const char* at) -> const char* {
  const char* const end = block_.data() + block_.size();
  for (;;) {
    at = skip_plain(at, end);
    if (at == end) return at;
    if (*at == '"') return string_end(at);
    if (*at == '\\') {
      state_ = state::escape;
      return at + 1;
    }
    if (byte_of(*at) < 0x20) return refuse(at, "A control character inside a string must be escaped.");
    const char* const behind = skip_common_characters(at, end);
    if (behind == at) return lead(at);
    at = behind;
  }
}

inline auto grammar::string_end(const char* at) -> const char* {
  if (capturing_) {
    keep(at);
    capturing_ = false;
    if (is_key_) {
      root_.key(depth_, captured_, captured_whole_);
    } else {
      root_.text(captured_, captured_whole_);
    }
  }
  if (is_key_) {
    state_ = state::colon;
  } else {
    value_done();
  }
  return at + 1;
}

auto grammar::escape(const char* at) -> const char* {
  constexpr std::string_view simple = "\"\\/bfnrt";
  if (*at == 'u') {
    state_ = state::hex;
    hex_left_ = 4;
  } else if (simple.find(*at) != std::string_view::npos) {
    state_ = state::string;
  } else {
    return unexpected(at, "an escape was expected behind '\\'");
  }
  return at + 1;
}

auto grammar::hex(const char* at) -> const char* {
  if (!is_hex(*at)) return unexpected(at, "four hexadecimal digits were expected behind '\\u'");
  if (--hex_left_ == 0) state_ = state::string;
  return at + 1;
}

auto grammar::lead(const char* at) -> const char* {
  character_at_ = base_ + static_cast<std::uint64_t>(at - block_.data());
  const auto next = character_of(byte_of(*at));
  if (next.bytes_left == 0) return refuse_utf8();
  bytes_left_ = next.bytes_left;
  least_ = next.least;
  greatest_ = next.greatest;
  state_ = state::continuation;
  return at + 1;
}

auto grammar::continuation(const char* at) -> const char* {
  const auto byte = byte_of(*at);
  if (byte < least_ || byte > greatest_) return refuse_utf8();
  least_ = 0x80;
  greatest_ = 0xbf;
  if (--bytes_left_ == 0) state_ = state::string;
  return at + 1;
}

auto grammar::begin_literal(const char* at) -> const char* {
  literal_left_ = *at == 't' ? "true" : *at == 'f' ? "false" : "null";
  state_ = state::literal;
  return literal(at);
}

auto grammar::literal(const char* at) -> const char* {
  const char* const end = block_.data() + block_.size();
  for (; at != end && !literal_left_.empty(); ++at) {
    if (*at != literal_left_.front()) {
      return unexpected(at, literal_left_.front() < 0 ? "a byte order mark or a value was expected"
                                                      : "true, false or null was expected");
    }
    const bool of_mark = *at < 0;
    literal_left_.remove_prefix(1);
    if (!literal_left_.empty()) continue;
    if (of_mark) {
      state_ = state::value;
    } else {
      value_done();
    }
  }
  return at;
}

auto grammar::number(const char* at) -> const char* {
  const char* const end = block_.data() + block_.size();
  const bool digits =
      state_ == state::number_integer || state_ == state::number_fraction || state_ == state::number_exponent;
  if (digits) {
    while (at != end && is_digit(*at)) ++at;
    if (at == end) return at;
  }
  const char c = *at;
  if (c == '.' && (state_ == state::number_zero || state_ == state::number_integer)) {
    state_ = state::number_dot;
    return at + 1;
  }
  if ((c == 'e' || c == 'E') && (digits || state_ == state::number_zero) &&
      state_ != state::number_exponent) {
    state_ = state::number_e;
    return at + 1;
  }
  if (number_done()) return at;
  if (state_ == state::number_e && (c == '+' || c == '-')) {
    state_ = state::number_e_sign;
    return at + 1;
  }
  if (!is_digit(c)) return unexpected(at, "a digit was expected");
  if (state_ == state::number_minus) {
    state_ = c == '0' ? state::number_zero : state::number_integer;
  } else {
    state_ = state_ == state::number_dot ? state::number_fraction : state::number_exponent;
  }
  return at + 1;
}

/// A number has no end of its own: whatever cannot go on with it ends it, where it may end.
auto grammar::number_done() noexcept -> bool {
  if (state_ != state::number_zero && state_ != state::number_integer && state_ != state::number_fraction &&
      state_ != state::number_exponent) {
    return false;
  }
  value_done();
  return true;
}

void grammar::tell_root(const char* at) {
  if (depth_ == 0) {
    root_.root(*at, place_of(at));
  } else if (root_.is_member(depth_)) {
    root_.value(depth_, *at, place_of(at));
  } else {
    root_.element(depth_);
  }
}

void grammar::keep(const char* to) {
  const auto length = static_cast<std::size_t>(to - capture_from_);
  const auto room = capture_limit - captured_.size();
  captured_.append(capture_from_, length < room ? length : room);
  captured_whole_ = captured_whole_ && length <= room;
}

auto grammar::place_of(const char* at) -> place {
  return lines_.place_of(block_, base_, base_ + static_cast<std::uint64_t>(at - block_.data()));
}

auto grammar::refuse(const char* at, std::string_view why) -> const char* {
  set_fault(place_of(at), std::string(why));
  return nullptr;
}

auto grammar::unexpected(const char* at, std::string_view wanted) -> const char* {
  set_fault(place_of(at), "Unexpected " + spelled(*at) + ": " + std::string(wanted) + ".");
  return nullptr;
}

auto grammar::refuse_utf8() -> const char* {
  set_fault(lines_.place_of(block_, base_, character_at_), "The text is not UTF-8.");
  return nullptr;
}

void grammar::set_fault(place at, std::string message) { fault_ = {std::move(message), at}; }

}  // namespace waybill::formats::json
