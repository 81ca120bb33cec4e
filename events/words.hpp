// The small words of the system: ids, instants, digests, positions. Plain values, no I/O.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace waybill {

/// An opaque id. The tag keeps one kind of id from standing where another is meant.
template <class Tag>
struct id_of {
  std::string value;
  friend auto operator<=>(const id_of&, const id_of&) = default;
  [[nodiscard]] auto empty() const noexcept -> bool { return value.empty(); }
};

using import_id = id_of<struct import_tag>;    ///< `imp_` + 26 characters that sort by time
using user_id = id_of<struct user_tag>;        ///< `usr_` + 26 characters
using token_id = id_of<struct token_tag>;      ///< `tok_` + 26 characters
using session_id = id_of<struct session_tag>;  ///< `ses_` + 26 characters
using project_id = id_of<struct project_tag>;  ///< `prj_` + 26 characters
using file_id = id_of<struct file_tag>;        ///< `fil_` + 26 characters

/// Whose imports and collections they are: a user or a project. Its text is that one's id, so an event that
/// names an owner reads the same whichever it is.
template <>
struct id_of<struct owner_tag> {
  std::string value;
  id_of() = default;
  explicit id_of(std::string text) : value(std::move(text)) {}
  id_of(const user_id& user) : value(user.value) {}           // NOLINT: a user is an owner
  id_of(const project_id& project) : value(project.value) {}  // NOLINT: and so is a project
  [[nodiscard]] auto project() const -> std::optional<project_id> {
    return value.starts_with("prj_") ? std::optional(project_id{value}) : std::nullopt;
  }
  [[nodiscard]] auto empty() const noexcept -> bool { return value.empty(); }
  friend auto operator<=>(const id_of&, const id_of&) = default;
};
using owner_id = id_of<struct owner_tag>;

/// Who does something, and whose things it is done to: one's own, unless a project is named.
struct acting {
  user_id by;
  owner_id owner;
  acting() = default;
  acting(user_id who) : by(std::move(who)), owner(by) {}  // NOLINT: with one's own
  acting(user_id who, owner_id whose) : by(std::move(who)), owner(std::move(whose)) {}
};

/// A moment: microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
struct instant {
  std::int64_t us = 0;
  friend auto operator<=>(const instant&, const instant&) = default;
};

/// Place of an event in the log. The first event stands at 1; 0 means "before the first".
using position = std::uint64_t;

/// A SHA-256.
using digest = std::array<std::uint8_t, 32>;

/// The hash by which a record is recognised in its collection.
using identity = digest;

/// Where a record stands in the log: the event of its chunk, and its index in that event (from 0).
struct record_place {
  position at = 0;
  std::uint32_t index = 0;
  friend auto operator<=>(const record_place&, const record_place&) = default;
};

/// Lower-case hex of bytes, and back (false when `text` is not exactly 2 * size hex digits).
auto to_hex(const std::uint8_t* bytes, std::size_t size) -> std::string;
inline auto to_hex(const digest& d) -> std::string { return to_hex(d.data(), d.size()); }
auto from_hex(std::string_view text, digest& out) noexcept -> bool;

/// RFC 3339 UTC with milliseconds, as the API speaks: `2026-01-31T08:15:30.123Z`.
auto to_rfc3339_ms(instant at) -> std::string;

/// 26 characters (Crockford base 32, lower case) that sort as the bytes do.
auto id_characters(const std::array<std::uint8_t, 16>& bytes) -> std::string;
/// And back; false when `text` is not what `id_characters` makes of any bytes.
auto read_id_characters(std::string_view text, std::array<std::uint8_t, 16>& out) noexcept -> bool;
/// The same of a moment and chance: they sort by `at` first, then by `random`: a ULID.
auto sortable_id(instant at, const std::array<std::uint8_t, 10>& random) -> std::string;

}  // namespace waybill

template <class Tag>
struct std::hash<waybill::id_of<Tag>> {
  auto operator()(const waybill::id_of<Tag>& id) const noexcept -> std::size_t {
    return std::hash<std::string>{}(id.value);
  }
};
