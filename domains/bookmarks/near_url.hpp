// When are two bookmarks nearly the same? Their URLs are equal but for scheme (http, https), a leading
// `www.`, slashes at the path's end, and fragment. `docs/url_identity.md` says what is aside before that.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace waybill::bookmarks {

/// The beginning of a SHA-256 of what near duplicates have in common.
using near_key = std::array<char, 16>;

/// Appends what they have in common to `out`; `normalized` is what `normalize_url` made. False: it is no URL
/// of the web, and like no other; nothing is appended. Any thread.
auto append_near_form(std::string_view normalized, std::string& out) -> bool;

/// Holds memory: one thread at a time.
class near_maker {
 public:
  /// Of a URL as it is spelled. Nothing: it is like no other.
  auto key_of(std::string_view url) -> std::optional<near_key>;

 private:
  std::string normalized_;
  std::string form_;
};

}  // namespace waybill::bookmarks
