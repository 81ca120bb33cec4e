#include "http/body.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "http/intake.hpp"

namespace waybill::http {
namespace {
constexpr std::size_t line_limit_bytes = 256;
constexpr std::size_t trailer_limit_bytes = 8'192;
}  // namespace

framed_body::framed_body(wire& from, const request_head& head)
    : from_(from), announced_(head.content_length), continue_owed_(head.expects_continue) {
  left_ = head.content_length.value_or(0);
  if (head.chunked)
    at_ = stage::size_line;
  else if (left_ > 0)
    at_ = stage::plain;
  if (!announced_ && !head.chunked) announced_ = 0;
}

auto framed_body::fault(const char* why) -> error {
  at_ = stage::broken;
  return {errc::bad_request, why, {}};
}

void framed_body::ask_for_body() {
  if (!continue_owed_) return;
  continue_owed_ = false;
  if (from_.buffered() > 0) return;
  from_.write("HTTP/1.1 100 Continue\r\n\r\n");
  from_.flush();
}

auto framed_body::read_plain(char* to, std::size_t size) -> result<std::size_t> {
  auto got = from_.read(to, static_cast<std::size_t>(std::min<std::uint64_t>(size, left_)));
  if (!got) {
    at_ = stage::broken;
    return got;
  }
  if (*got == 0) return fault("The connection ended before the body did.");
  left_ -= *got;
  return got;
}

auto framed_body::line() -> result<std::string> {
  std::string text;
  for (;;) {
    char c = 0;
    auto got = from_.read(&c, 1);
    if (!got) {
      at_ = stage::broken;
      return std::move(got).why();
    }
    if (*got == 0) return fault("The connection ended before the body did.");
    if (c == '\n') break;
    text.push_back(c);
    if (text.size() > line_limit_bytes) return fault("A line between the body's chunks is too long.");
  }
  if (text.empty() || text.back() != '\r')
    return fault("A line between the body's chunks does not end with CR LF.");
  text.pop_back();
  return text;
}

auto framed_body::next_chunk() -> result<done> {
  auto text = line();
  if (!text) return std::move(text).why();
  const auto digits = std::string_view(*text).substr(0, text->find(';'));
  const auto* end = digits.data() + digits.size();
  const auto [stop, failed] = std::from_chars(digits.data(), end, left_, 16);
  if (digits.empty() || failed != std::errc{} || stop != end || text->find('\r') != std::string::npos)
    return fault("A chunk's size is no number.");
  at_ = left_ == 0 ? stage::trailers : stage::chunk;
  return done{};
}

auto framed_body::end_chunk() -> result<done> {
  auto text = line();
  if (!text) return std::move(text).why();
  if (!text->empty()) return fault("A chunk is longer than it says.");
  at_ = stage::size_line;
  return done{};
}

auto framed_body::read_trailers() -> result<done> {
  auto text = line();
  if (!text) return std::move(text).why();
  trailer_bytes_ += text->size();
  if (trailer_bytes_ > trailer_limit_bytes) return fault("The body's trailers are too long.");
  if (text->empty()) at_ = stage::ended;
  return done{};
}

auto framed_body::read(char* to, std::size_t size) -> result<std::size_t> {
  ask_for_body();
  for (;;) {
    result<done> step = done{};
    switch (at_) {
      case stage::ended:
        return std::size_t{0};
      case stage::broken:
        return {errc::bad_request, "The body is broken."};
      case stage::plain: {
        auto got = read_plain(to, size);
        if (got && left_ == 0) at_ = stage::ended;
        return got;
      }
      case stage::chunk: {
        auto got = read_plain(to, size);
        if (got && left_ == 0) at_ = stage::after_chunk;
        return got;
      }
      case stage::size_line:
        step = next_chunk();
        break;
      case stage::after_chunk:
        step = end_chunk();
        break;
      case stage::trailers:
        step = read_trailers();
        break;
    }
    if (!step) return std::move(step).why();
  }
}

auto framed_body::is_here() const -> bool {
  if (at_ == stage::ended) return true;
  if (at_ == stage::plain) return left_ <= from_.buffered();
  chunk_walk walk;
  return at_ == stage::size_line && chunks_end(from_.ahead(), walk);
}

auto framed_body::skip_rest() -> bool {
  if (at_ == stage::plain && left_ <= from_.buffered()) {
    std::array<char, 4096> waste;
    while (at_ == stage::plain) {
      if (!read_plain(waste.data(), waste.size())) break;
      if (left_ == 0) at_ = stage::ended;
    }
  }
  return at_ == stage::ended;
}

}  // namespace waybill::http
