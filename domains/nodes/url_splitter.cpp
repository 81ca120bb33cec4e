#include "domains/nodes/url_splitter.hpp"

#include <algorithm>

#include "formats/text.hpp"

namespace waybill::nodes {
namespace {

constexpr std::string_view mark = "\xEF\xBB\xBF";

/// Signs that may stand in front of a URL.
constexpr std::string_view openers = "<\"'`";

auto begins(std::string_view whole, std::string_view part) -> bool {
  return part.size() <= whole.size() && text::equals_ignoring_case(part, whole.substr(0, part.size()));
}

class splitting_source final : public formats::byte_source {
 public:
  explicit splitting_source(std::unique_ptr<formats::byte_source> from) : from_(std::move(from)) {}

  auto read(char* into, std::size_t size) -> std::int64_t override {
    while (at_ == text_.size()) {
      if (at_end_) return 0;
      text_.clear();
      at_ = 0;
      const auto got = from_ ? from_->read(block_.data(), block_.size()) : -1;
      if (got < 0) return got;
      at_end_ = got == 0;
      if (at_end_)
        splitter_.finish(text_);
      else
        splitter_.take({block_.data(), static_cast<std::size_t>(got)}, text_);
    }
    const auto taken = std::string_view(text_).substr(at_, size);
    std::ranges::copy(taken, into);
    at_ += taken.size();
    return static_cast<std::int64_t>(taken.size());
  }

 private:
  std::unique_ptr<formats::byte_source> from_;
  url_splitter splitter_;
  std::string block_ = std::string(64 << 10, '\0');
  std::string text_;
  std::size_t at_ = 0;  ///< of `text_`, where the next byte is given
  bool at_end_ = false;
};

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
  return std::make_unique<splitting_source>(std::move(from));
}

}  // namespace waybill::nodes
