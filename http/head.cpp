#include "http/head.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "formats/text.hpp"

namespace waybill::http {
namespace {

auto is_token_char(char c) -> bool {
  if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return true;
  return c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

auto is_token(std::string_view text) -> bool {
  return !text.empty() && std::ranges::all_of(text, is_token_char);
}

auto is_value_char(char c) -> bool {
  const auto byte = static_cast<unsigned char>(c);
  return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
}

auto refusal(std::string why) -> error { return {errc::bad_request, std::move(why), {}}; }

/// Takes one CRLF-ended line off `rest`; nothing when the line ends otherwise.
auto take_line(std::string_view& rest) -> std::optional<std::string_view> {
  const auto end = rest.find('\n');
  if (end == std::string_view::npos || end == 0 || rest[end - 1] != '\r') return std::nullopt;
  const auto line = rest.substr(0, end - 1);
  rest.remove_prefix(end + 1);
  return line;
}

auto known_method(std::string_view method) -> bool {
  constexpr std::array<std::string_view, 9> known{"GET",    "HEAD",    "POST",    "PUT",  "PATCH",
                                                  "DELETE", "OPTIONS", "CONNECT", "TRACE"};
  return std::ranges::find(known, method) != known.end();
}

auto read_request_line(std::string_view line, request_head& head) -> result<done> {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last)
    return refusal("The request line has not three parts.");
  const auto method = line.substr(0, first);
  const auto target = line.substr(first + 1, last - first - 1);
  const auto version = line.substr(last + 1);
  if (!is_token(method)) return refusal("The request's method is no method.");
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return refusal("The server speaks HTTP/1.1.");
  if (target.empty() || std::ranges::any_of(target, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte <= 0x20 || byte == 0x7F || byte == '#';
      }))
    return refusal("The request's target holds what a target may not hold.");
  if (target.size() > target_limit_bytes)
    return error{errc::too_large, "The request's target is longer than 8000 bytes.", {}};
  if (!known_method(method))
    return error{errc::method_not_allowed, "The server does not know this method.", {}};
  head.method = method;
  head.target = target;
  head.old_version = version == "HTTP/1.0";
  return done{};
}

auto read_header_line(std::string_view line, request_head& head) -> result<done> {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
    return refusal("A header's name is no name.");
  const auto value = text::trimmed_of_spaces(line.substr(colon + 1));
  if (!std::ranges::all_of(value, is_value_char))
    return refusal("A header's value holds a control character.");
  if (head.headers.size() == header_count_limit)
    return error{errc::too_large, "There are more than 100 headers.", {}};
  head.headers.emplace_back(line.substr(0, colon), value);
  return done{};
}

auto read_content_length(std::string_view value, request_head& head) -> result<done> {
  std::uint64_t length = 0;
  const auto* end = value.data() + value.size();
  const auto [stop, failed] = std::from_chars(value.data(), end, length);
  if (value.empty() || failed != std::errc{} || stop != end) return refusal("Content-Length is no number.");
  if (head.content_length) return refusal("Content-Length stands more than once.");
  head.content_length = length;
  return done{};
}

auto read_connection(std::string_view value, request_head& head) -> void {
  while (!value.empty()) {
    const auto comma = std::min(value.find(','), value.size());
    if (same_name(text::trimmed_of_spaces(value.substr(0, comma)), "close")) head.keep_alive = false;
    value.remove_prefix(std::min(comma + 1, value.size()));
  }
}

/// `host[:port]` as browsers send it: RFC 9110, 7.2; RFC 3986, 3.2.2. Names as DNS has them (and `_`), IPv4,
/// or IPv6 in brackets.
auto is_host(std::string_view text) -> bool {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto in_name = [&](char c) {
    return digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_';
  };
  const auto in_address = [&](char c) { return text::hex_value(c) >= 0 || c == ':' || c == '.'; };
  constexpr std::size_t longest_host = 255;
  const bool bracket = text.starts_with('[');
  const auto end = std::min(bracket ? text.find(']') : text.find(':'), text.size());
  const auto host = text.substr(bracket ? 1 : 0, end - (bracket ? 1 : 0));
  if (host.empty() || host.size() > longest_host) return false;
  if (bracket && (end == text.size() || !std::ranges::all_of(host, in_address))) return false;
  if (!bracket && !std::ranges::all_of(host, in_name)) return false;
  auto port = text.substr(end + (bracket ? 1 : 0));
  if (port.empty()) return true;
  if (!port.starts_with(':')) return false;
  port.remove_prefix(1);
  unsigned number = 0;
  const auto [stop, failed] = std::from_chars(port.data(), port.data() + port.size(), number);
  return port.empty() || (failed == std::errc{} && stop == port.data() + port.size() && number <= 65'535);
}

/// What of the headers rules the framing.
auto read_framing(request_head& head) -> result<done> {
  std::size_t hosts = 0;
  for (const auto& [name, value] : head.headers) {
    if (same_name(name, "host") && (++hosts, !is_host(value)))
      return refusal("The header Host names no host.");
    if (same_name(name, "connection")) read_connection(value, head);
    if (same_name(name, "expect")) head.expects_continue = same_name(value, "100-continue");
    if (same_name(name, "content-length"))
      if (auto read = read_content_length(value, head); !read) return read;
    if (same_name(name, "transfer-encoding")) {
      if (head.chunked || head.old_version || !same_name(value, "chunked"))
        return refusal("Transfer-Encoding may only be chunked, once.");
      head.chunked = true;
    }
  }
  if (head.chunked && head.content_length)
    return refusal("Content-Length and Transfer-Encoding may not stand together.");
  if (hosts > 1 || (hosts == 0 && !head.old_version)) return refusal("A request has one Host header.");
  if (head.old_version) head.keep_alive = false;
  return done{};
}

auto decoded_word(std::string_view text, bool plus_is_space) -> result<std::string> {
  auto word = text::strictly_percent_decoded(text, plus_is_space);
  if (!word) return refusal("The target's percent-encoding is broken.");
  if (!text::is_utf8(*word)) return refusal("The target is not UTF-8.");
  if (word->find('\0') != std::string::npos) return refusal("The target holds a NUL.");
  return std::move(*word);
}

auto read_query(std::string_view text, query_list& query) -> result<done> {
  while (!text.empty()) {
    const auto piece = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(piece.size() + 1, text.size()));
    if (piece.empty()) continue;
    const auto equals = std::min(piece.find('='), piece.size());
    auto name = decoded_word(piece.substr(0, equals), true);
    if (!name) return std::move(name).why();
    auto value = decoded_word(piece.substr(std::min(equals + 1, piece.size())), true);
    if (!value) return std::move(value).why();
    query.emplace_back(std::move(*name), std::move(*value));
  }
  return done{};
}

}  // namespace

auto head_size(std::string_view bytes, std::size_t& scanned) -> std::optional<std::size_t> {
  auto from = scanned > 3 ? scanned - 3 : 0;
  for (auto at = bytes.find('\n', from); at != std::string_view::npos; at = bytes.find('\n', at + 1)) {
    if (at + 1 < bytes.size() && bytes[at + 1] == '\n') return at + 2;
    if (at + 2 < bytes.size() && bytes[at + 1] == '\r' && bytes[at + 2] == '\n') return at + 3;
  }
  scanned = bytes.size();
  return std::nullopt;
}

auto parse_head(std::string_view bytes) -> result<request_head> {
  request_head head;
  auto line = take_line(bytes);
  if (!line) return refusal("A line of the request's head does not end with CR LF.");
  if (auto read = read_request_line(*line, head); !read) return std::move(read).why();
  for (;;) {
    line = take_line(bytes);
    if (!line) return refusal("A line of the request's head does not end with CR LF.");
    if (line->empty()) break;
    if (auto read = read_header_line(*line, head); !read) return std::move(read).why();
  }
  if (auto read = read_framing(head); !read) return std::move(read).why();
  return head;
}

auto parse_target(std::string_view target) -> result<request_target> {
  // The absolute form of proxies: RFC 9112, 3.2.2.
  if (!target.starts_with('/')) {
    const auto scheme = target.find("://");
    const auto slash = scheme == std::string_view::npos ? scheme : target.find('/', scheme + 3);
    if (slash == std::string_view::npos) return refusal("The request's target has no path.");
    target.remove_prefix(slash);
  }
  request_target parts;
  const auto question = std::min(target.find('?'), target.size());
  if (auto read = read_query(target.substr(std::min(question + 1, target.size())), parts.query); !read)
    return std::move(read).why();
  auto path = target.substr(1, question - 1);
  for (;;) {
    const auto slash = path.find('/');
    auto segment = decoded_word(path.substr(0, slash), false);
    if (!segment) return std::move(segment).why();
    parts.segments.push_back(std::move(*segment));
    if (slash == std::string_view::npos) return parts;
    path.remove_prefix(slash + 1);
  }
}

}  // namespace waybill::http
