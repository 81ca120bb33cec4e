// How a row is laid out, for everybody in this folder who writes one. Private to this folder.
//
//   version   1 byte, 1: of this layout, and of the rule that made the record's identity (url_identity.hpp)
//   flags     1 byte, see row_flag
//   created   8 bytes, little endian, microseconds (two's complement)
//   updated   zigzag varint, microseconds after created; absent when row_same_dates
//   url, title, description?, feed_url?, extra?    each varint size, bytes
//   tags?     varint count (at least 1), then each varint size, bytes
//
// Varints are LEB128 in their shortest form. There is one way only to write a bookmark, so that equal
// bookmarks have equal rows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "events/pen.hpp"
#include "events/words.hpp"

namespace waybill::bookmarks::row_format {

inline constexpr std::uint8_t version = 1;

enum row_flag : std::uint8_t {
  row_description = 1,
  row_feed_url = 2,
  row_extra = 4,
  row_tags = 8,
  row_same_dates = 16,
  row_known_flags = 31
};

/// What is written; `tags` is any list of texts.
template <class Tags>
struct parts {
  std::string_view url, title;
  std::optional<std::string_view> description, feed_url;
  const Tags& tags;
  std::string_view extra;
  instant created_at{}, updated_at{};
};

template <class Tags>
auto flags_of(const parts<Tags>& from) -> std::uint8_t {
  unsigned flags = 0;
  if (from.description) flags |= row_description;
  if (from.feed_url) flags |= row_feed_url;
  if (!from.extra.empty()) flags |= row_extra;
  if (!from.tags.empty()) flags |= row_tags;
  if (from.updated_at == from.created_at) flags |= row_same_dates;
  return static_cast<std::uint8_t>(flags);
}

/// Enough for the row of these parts, and little more.
template <class Tags>
auto size_limit(const parts<Tags>& from) -> std::size_t {
  constexpr std::size_t text_fields = 5;
  constexpr std::size_t fixed = 2 + 8 + varint_limit_bytes * (text_fields + 2);
  std::size_t size = fixed + from.url.size() + from.title.size() + from.extra.size();
  size += from.description ? from.description->size() : 0;
  size += from.feed_url ? from.feed_url->size() : 0;
  for (const std::string_view tag : from.tags) size += varint_limit_bytes + tag.size();
  return size;
}

template <class Tags>
void append(const parts<Tags>& from, std::string& out) {
  const auto start = out.size();
  out.resize(start + size_limit(from));
  const auto flags = flags_of(from);
  pen write(out.data() + start);
  write.byte(version);
  write.byte(flags);
  write.fixed64(static_cast<std::uint64_t>(from.created_at.us));
  if ((flags & row_same_dates) == 0)
    write.varint(zigzag(static_cast<std::uint64_t>(from.updated_at.us) -
                        static_cast<std::uint64_t>(from.created_at.us)));
  write.text(from.url);
  write.text(from.title);
  if (from.description) write.text(*from.description);
  if (from.feed_url) write.text(*from.feed_url);
  if (!from.extra.empty()) write.text(from.extra);
  if (!from.tags.empty()) write.varint(from.tags.size());
  for (const std::string_view tag : from.tags) write.text(tag);
  out.resize(static_cast<std::size_t>(write.at() - out.data()));
}

}  // namespace waybill::bookmarks::row_format
