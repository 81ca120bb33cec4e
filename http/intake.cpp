#include "http/intake.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <charconv>

#include "http/gate.hpp"

namespace waybill::http {
namespace {

constexpr std::size_t line_limit_bytes = 256;
// Sizes of chunks and trailers may take as much as the body, and this.
constexpr std::size_t framing_limit_bytes = 16'384;

/// Where the line at `from` ends, behind its LF; 0: not here yet.
auto line_end(std::string_view bytes, std::size_t from) -> std::size_t {
  const auto at = bytes.find('\n', from);
  return at == std::string_view::npos ? 0 : at + 1;
}

}  // namespace

auto chunks_end(std::string_view bytes, chunk_walk& walk) -> bool {
  for (;;) {
    const auto end = line_end(bytes, walk.at);
    if (end == 0) return bytes.size() - walk.at > line_limit_bytes;
    if (walk.trailers) {
      if (end - walk.at <= 2) return true;
      walk.at = end;
      continue;
    }
    std::size_t size = 0;
    const auto [stop, failed] = std::from_chars(bytes.data() + walk.at, bytes.data() + end, size, 16);
    if (failed != std::errc{} || size > bytes.max_size() / 2) return true;
    const auto next = size == 0 ? end : end + size + 2;
    if (next > bytes.size()) return false;
    walk.trailers = size == 0;
    walk.at = next;
    if (walk.at == bytes.size()) return false;
  }
}

auto intake::wanted(const request_head& head, bool& may_wait) const -> bool {
  if (!head.chunked && head.content_length.value_or(0) == 0) return false;
  if (head.content_length.value_or(0) > limits_.body_bytes) return false;
  const auto target = parse_target(head.target);
  if (!target) return false;
  const auto route = match(head.method, target->segments, where_, split_).found;
  if (route == nullptr || (route->body != body_kind::json && route->body != body_kind::maybe_json))
    return false;
  may_wait = route->who == access::anybody;
  return may_wait || carries_credentials(head.headers);
}

auto intake::whole(connection& of) const -> bool {
  auto& body = *of.body;
  const auto here = std::string_view(of.in).substr(body.begin);
  if (!body.chunked) return here.size() >= body.length;
  return chunks_end(here, body.chunks) || here.size() > 2 * limits_.body_bytes + framing_limit_bytes;
}

auto intake::ready(connection& of) const -> bool {
  if (of.body) return whole(of);
  of.may_wait = false;
  const auto size = head_size(of.in, of.scanned);
  if (!size) return of.in.size() > limits_.header_bytes;
  // Most calls have no body, and need not be read twice.
  if (*size > limits_.header_bytes || of.in.starts_with("GET ")) return true;
  const auto head = parse_head(std::string_view(of.in).substr(0, *size));
  if (!head || !wanted(*head, of.may_wait)) return true;
  of.body = awaited_body{*size, head->content_length.value_or(0), head->chunked, {}};
  if (whole(of)) return true;
  constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
  if (head->expects_continue && of.in.size() == *size)
    static_cast<void>(::send(of.fd, go_on.data(), go_on.size(), MSG_NOSIGNAL));
  return false;
}

}  // namespace waybill::http
