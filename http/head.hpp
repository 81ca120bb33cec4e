// The head of a request, read strictly. The HTTP library takes much that RFC 9112 forbids, and what two
// programs read differently is how requests are smuggled: so every head passes here first. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/result.hpp"
#include "http/exchange.hpp"

namespace waybill::http {

inline constexpr std::size_t target_limit_bytes = 8'000;
inline constexpr std::size_t header_count_limit = 100;

struct request_head {
  std::string method;
  std::string target;
  header_list headers;
  bool keep_alive = true;
  bool old_version = false;  ///< HTTP/1.0: knows no chunks
  bool chunked = false;
  std::optional<std::uint64_t> content_length;
  bool expects_continue = false;
};

/// How many bytes the head takes including its empty line; nothing while it is not complete. Lines may end
/// with a bare LF here, so that a wrong head is refused instead of waited for. `scanned` remembers how far
/// earlier calls looked.
auto head_size(std::string_view bytes, std::size_t& scanned) -> std::optional<std::size_t>;

/// Source: RFC 9112 (2, 3, 5, 6.1, 6.3), RFC 9110 (5.5, 5.6.2). Errors: bad_request with a sentence;
/// method_not_allowed for a method nobody knows; too_large for a target or a list of headers beyond the
/// limits.
auto parse_head(std::string_view bytes) -> result<request_head>;

struct request_target {
  std::vector<std::string> segments;
  query_list query;
};
/// Splits and decodes. Errors: bad_request (no path, broken percent-encoding, not UTF-8, control characters).
auto parse_target(std::string_view target) -> result<request_target>;

}  // namespace waybill::http
