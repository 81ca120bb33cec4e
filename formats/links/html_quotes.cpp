#include "formats/links/html_quotes.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "formats/links/html_tokens.hpp"
#include "formats/text.hpp"

namespace waybill::formats::links {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t longest_scheme = "javascript:"sv.size();

/// Tags that no value holds, unless it is a program or a picture.
auto holds_entries(std::string_view text) -> bool {
  constexpr std::array entries{"<dt"sv, "<dd"sv, "<dl"sv, "</dl"sv};
  for (auto at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1))
    for (const auto one : entries)
      if (text::starts_ignoring_case(text.substr(at), one)) return true;
  return false;
}

}  // namespace

auto swallows(bool may_hold_entries, std::string_view beyond, char next) -> bool {
  if (!text::is_blank(next) && next != '/' && next != '>') return true;
  const auto last = beyond.find_last_not_of(" \t\r\n\f");
  const bool is_before_value = last != std::string_view::npos && beyond[last] == '=';
  if (is_before_value && beyond.find('<') != std::string_view::npos) return true;
  return !may_hold_entries && holds_entries(beyond);
}

auto is_program(std::string_view value) -> bool {
  return text::starts_ignoring_case(value, "javascript:") || text::starts_ignoring_case(value, "data:");
}

void html_tokens::read_value() {
  const auto* const found = static_cast<const char*>(std::memchr(rest_.data(), quote_, rest_.size()));
  auto piece =
      rest_.substr(0, found == nullptr ? rest_.size() : static_cast<std::size_t>(found - rest_.data()));
  keep(piece);
  if (begun_.size() < longest_scheme) begun_.append(piece.substr(0, longest_scheme - begun_.size()));
  rest_.remove_prefix(piece.size());
  if (!has_beyond_ && piece.find('>') != std::string_view::npos) {
    has_beyond_ = true;
    piece.remove_prefix(piece.find('>') + 1);
  }
  if (has_beyond_) beyond_.append(piece.substr(0, most_swallowed_bytes + 1 - beyond_.size()));
  if (found != nullptr) put(state::after_quoted);
}

void html_tokens::end_value() {
  state_ = state::before_name;
  if (has_beyond_ && swallows(!is_wanted_ || is_program(begun_), beyond_, rest_.front()))
    read_again({&quote_, 1});
}

auto html_tokens::end_quote() -> bool {
  if (state_ != state::quoted || !has_beyond_ || beyond_.find('<') == std::string::npos) return false;
  read_again({});
  return is_done_;
}

/// The tag ends in front of what its quote swallowed, and `end` behind it.
void html_tokens::read_again(std::string_view end) {
  is_unclosed_ = true;
  if (is_wanted_) {
    auto& now = spans_.back();
    now.value_size = std::min(now.value_size, held_.find('>', now.value_at) - now.value_at);
  }
  if (beyond_.size() > most_swallowed_bytes) return;
  is_done_ = true;
  state_ = state::text;
  const auto size = beyond_.size() + end.size();
  if (is_again_ && static_cast<std::size_t>(rest_.data() - again_.data()) >= size) {
    rest_ = {rest_.data() - size, rest_.size() + size};
    return;
  }
  beyond_.append(end);
  if (is_again_)
    beyond_.append(rest_);
  else
    later_ = rest_;
  again_.swap(beyond_);
  rest_ = again_;
  is_again_ = true;
}

/// From what was read again to what was fed behind it.
auto html_tokens::go_on() -> bool {
  if (!is_again_) return false;
  is_again_ = false;
  rest_ = std::exchange(later_, {});
  return !rest_.empty();
}

}  // namespace waybill::formats::links
