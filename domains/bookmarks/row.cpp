#include "domains/bookmarks/bookmark.hpp"
#include "domains/bookmarks/row_format.hpp"
#include "domains/bookmarks/row_merge.hpp"
#include "domains/bookmarks/url_identity.hpp"
#include "events/codec.hpp"

namespace waybill::bookmarks {
namespace {

using namespace row_format;

static_assert(version == identity_rule_version, "a new rule needs rows that say so: give them a new version");

void read_dates(byte_reader& from, unsigned flags, row_view& out) {
  const auto created = from.fixed64();
  std::uint64_t later = 0;
  if ((flags & row_same_dates) == 0) {
    later = static_cast<std::uint64_t>(from.zigzag());
    if (later == 0) from.fail();
  }
  out.created_at.us = static_cast<std::int64_t>(created);
  out.updated_at.us = static_cast<std::int64_t>(created + later);
}

void read_tags(byte_reader& from, row_view& out) {
  const auto count = from.varint();
  // Each tag takes a byte at least: a count beyond that is a lie, and costs nothing.
  if (count == 0 || count > from.left()) from.fail();
  for (std::uint64_t i = 0; i < count && from.ok(); ++i) out.tags.push_back(from.text());
}

}  // namespace

void encode_row(const row_view& from, std::string& out) {
  const parts<std::vector<std::string_view>> fields{from.url,  from.title, from.description, from.feed_url,
                                                    from.tags, from.extra, from.created_at,  from.updated_at};
  append(fields, out);
}
void encode_row(const bookmark& from, std::string& out) { encode_row(view_of(from), out); }

auto view_of(const bookmark& from) -> row_view {
  return {from.url,   from.title,      from.description, from.feed_url, {from.tags.begin(), from.tags.end()},
          from.extra, from.created_at, from.updated_at};
}

auto bookmark_of(const row_view& from) -> bookmark {
  bookmark made;
  made.url = from.url;
  made.title = from.title;
  if (from.description) made.description.emplace(*from.description);
  if (from.feed_url) made.feed_url.emplace(*from.feed_url);
  made.tags.assign(from.tags.begin(), from.tags.end());
  made.extra = from.extra;
  made.created_at = from.created_at;
  made.updated_at = from.updated_at;
  return made;
}

auto view_row(std::string_view row, row_view& out) -> bool {
  byte_reader from{row};
  if (from.byte() != version) return false;
  const unsigned flags = from.byte();
  if ((flags & ~static_cast<unsigned>(row_known_flags)) != 0) return false;
  read_dates(from, flags, out);
  out.url = from.text();
  out.title = from.text();
  out.description.reset();
  out.feed_url.reset();
  if ((flags & row_description) != 0) out.description = from.text();
  if ((flags & row_feed_url) != 0) out.feed_url = from.text();
  out.extra = {};
  if ((flags & row_extra) != 0) {
    out.extra = from.text();
    if (out.extra.empty()) from.fail();
  }
  out.tags.clear();
  if ((flags & row_tags) != 0) read_tags(from, out);
  return from.ok() && from.left() == 0;
}

auto decode_row(std::string_view row) -> result<bookmark> {
  row_view view;
  if (!view_row(row, view)) return {errc::corrupt, "A stored bookmark is not what was written."};
  return bookmark_of(view);
}

}  // namespace waybill::bookmarks
