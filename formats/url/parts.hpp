// The parts of http and https URLs, and what normalization makes of each, for every kind that recognises a
// record by its URL. The steps are those of docs/url_identity.md. All pure; any thread. Sources: RFC 3986,
// UTS #46.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace waybill::url {

/// Step 1: without blanks at both ends, and without tab, LF and CR anywhere. The view is into `text`, or into
/// memory that lives until the thread's next call.
auto without_blanks(std::string_view text) -> std::string_view;

/// Where the parts of a URL stand. Nothing is decoded.
struct http_parts {
  bool secure = false;         ///< https
  std::string_view authority;  ///< host and port, without user and password
  std::string_view path;
  std::string_view query;     ///< without `?`
  std::string_view fragment;  ///< with `#`
};
/// Nothing: it does not begin with `http://` or `https://`, in any case.
auto parts_of(std::string_view text) -> std::optional<http_parts>;

/// The ports that are not written.
enum class default_port : std::uint8_t { http, https, either };

/// Steps 4 and 5: appends host and port; false is a fault, and `out` is left in any state.
auto append_authority(std::string_view authority, default_port without, std::string& out) -> bool;
/// Step 6.
void append_path(std::string_view raw, std::string& out);
/// Step 7: `?` and the pairs that are left, or nothing.
void append_query(std::string_view raw, std::string& out);

}  // namespace waybill::url
