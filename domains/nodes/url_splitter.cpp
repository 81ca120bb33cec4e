#include "domains/nodes/url_splitter.hpp"

#include "formats/changed_bytes.hpp"
#include "formats/text.hpp"

namespace waybill::nodes {
namespace {

constexpr std::string_view mark = "\xEF\xBB\xBF";

/// Signs that may stand in front of a URL.
constexpr std::string_view openers = "<\"'`";

auto begins(std::string_view whole, std::string_view part) -> bool {
  return part.size() <= whole.size() && text::equals_ignoring_case(part, whole.substr(0, part.size()));
}

}  // namespace

void url_splitter::release(std::string& out) {
  out += held_;
  held_.clear();
}

/// Whether the word may still be, or is, one that begins as URLs do.
auto url_splitter::match(char c) -> bool {
  word_.push_back(c);
  return begins("http://", word_) || begins("https://", word_);
}

void url_splitter::begin_word(place where, char c, std::string& out) {
  word_.clear();
  place_ = where;
  if (openers.find(c) != std::string_view::npos || match(c)) return;
  release(out);
  place_ = place::title;
}

void url_splitter::in_word(char c, std::string& out) {
  const bool is_next = place_ == place::next_scheme;
  if (!match(c)) {
    release(out);
    place_ = place::title;
  } else if (word_.ends_with("//")) {
    if (is_next) held_.front() = '\n';
    release(out);
    place_ = place::url;
  }
}

void url_splitter::take(std::string_view bytes, std::string& out) {
  for (const char c : bytes) {
    if (c == '\n') {
      release(out);
      out.push_back(c);
      place_ = place::front;
      continue;
    }
    const bool is_blank = text::is_blank(c);
    if (place_ == place::gap) {
      if (is_blank) release(out);
      held_.push_back(c);
      if (!is_blank) begin_word(place::next_scheme, c, out);
    } else if (place_ == place::url && is_blank) {
      held_.push_back(c);
      place_ = place::gap;
    } else if (place_ == place::scheme || place_ == place::next_scheme) {
      held_.push_back(c);
      in_word(c, out);
    } else if (place_ == place::front && !is_blank && mark.find(c) == std::string_view::npos) {
      held_.push_back(c);
      begin_word(place::scheme, c, out);
    } else {
      out.push_back(c);
    }
  }
}

auto one_url_a_line(std::unique_ptr<formats::byte_source> from) -> std::unique_ptr<formats::byte_source> {
  return std::make_unique<formats::changed_bytes<url_splitter>>(std::move(from));
}

}  // namespace waybill::nodes
