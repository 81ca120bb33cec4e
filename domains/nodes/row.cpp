// How a row is laid out.
//
//   version   1 byte, 1: of this layout, and of the rule that made the canonical text (identity.hpp)
//   flags     1 byte, see row_flag
//   created   8 bytes, little endian, microseconds (two's complement)
//   updated   zigzag varint, microseconds after created; absent when row_same_dates
//   url, canonical?, title, metadata?    each varint size, bytes
//
// Most canonical texts are the URL without its scheme, or without a slash at its end: those are not written a
// second time. There is one way only to write a node, so that equal nodes have equal rows.
#include "domains/nodes/identity.hpp"
#include "domains/nodes/node.hpp"
#include "events/codec.hpp"
#include "events/pen.hpp"

namespace waybill::nodes {
namespace {

constexpr std::uint8_t version = 1;
static_assert(version == identity_rule_version, "a new rule needs rows that say so: give them a new version");

enum row_flag : std::uint8_t {
  row_metadata = 1,
  row_same_dates = 2,
  row_linked = 4,
  row_titled = 8,
  // How the canonical text is found in the URL, of three ways the first that fits; with none it is written.
  row_without_scheme = 16,
  row_without_slash = 32,  ///< and without scheme
  row_is_url = 64,         ///< all of it
  row_known_flags = 127
};
constexpr unsigned canonical_flags = row_without_scheme | row_without_slash | row_is_url;

auto without_scheme(std::string_view url) -> std::string_view {
  if (url.starts_with("https://")) return url.substr(8);
  return url.starts_with("http://") ? url.substr(7) : std::string_view{};
}

auto without_slash(std::string_view url) -> std::string_view {
  const auto text = without_scheme(url);
  return text.ends_with('/') ? text.substr(0, text.size() - 1) : std::string_view{};
}

/// Which of the ways leads from the URL to the canonical text; 0: none.
auto way_to(std::string_view canonical, std::string_view url) -> unsigned {
  if (canonical.empty()) return 0;
  if (canonical == without_scheme(url)) return row_without_scheme;
  if (canonical == without_slash(url)) return row_without_slash;
  return canonical == url ? unsigned{row_is_url} : 0U;
}

/// What that way leads to; nothing: it leads nowhere from this URL.
auto by_way(unsigned way, std::string_view url) -> std::string_view {
  switch (way) {
    case row_without_scheme:
      return without_scheme(url);
    case row_without_slash:
      return without_slash(url);
    case row_is_url:
      return url;
    default:
      return {};
  }
}

auto flags_of(const row_view& from) -> unsigned {
  unsigned flags = way_to(from.canonical, from.url);
  if (!from.metadata.empty()) flags |= row_metadata;
  if (from.updated_at == from.created_at) flags |= row_same_dates;
  if (from.linked) flags |= row_linked;
  if (from.titled) flags |= row_titled;
  return flags;
}

auto size_limit(const row_view& from) -> std::size_t {
  constexpr std::size_t text_fields = 4;
  constexpr std::size_t fixed = 2 + 8 + varint_limit_bytes * (text_fields + 1);
  return fixed + from.url.size() + from.canonical.size() + from.title.size() + from.metadata.size();
}

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

/// One way only leads to it: the first that does.
void read_canonical(byte_reader& from, unsigned flags, row_view& out) {
  const auto way = flags & canonical_flags;
  out.canonical = way == 0 ? from.text() : by_way(way, out.url);
  if (way_to(out.canonical, out.url) != way) from.fail();
}

auto view_of(const node& from) -> row_view {
  return {from.url,    from.canonical, from.title,      from.titled,
          from.linked, from.metadata,  from.created_at, from.updated_at};
}

}  // namespace

void encode_row(const row_view& from, std::string& out) {
  const auto start = out.size();
  out.resize(start + size_limit(from));
  const auto flags = flags_of(from);
  pen write(out.data() + start);
  write.byte(version);
  write.byte(static_cast<std::uint8_t>(flags));
  write.fixed64(static_cast<std::uint64_t>(from.created_at.us));
  if ((flags & row_same_dates) == 0)
    write.varint(zigzag(static_cast<std::uint64_t>(from.updated_at.us) -
                        static_cast<std::uint64_t>(from.created_at.us)));
  write.text(from.url);
  if ((flags & canonical_flags) == 0) write.text(from.canonical);
  write.text(from.title);
  if (!from.metadata.empty()) write.text(from.metadata);
  out.resize(start + static_cast<std::size_t>(write.at() - (out.data() + start)));
}

void encode_row(const node& from, std::string& out) { encode_row(view_of(from), out); }

auto view_row(std::string_view row, row_view& out) -> bool {
  byte_reader from{row};
  if (from.byte() != version) return false;
  const unsigned flags = from.byte();
  if ((flags & ~static_cast<unsigned>(row_known_flags)) != 0) return false;
  read_dates(from, flags, out);
  out.url = from.text();
  read_canonical(from, flags, out);
  out.title = from.text();
  out.metadata = {};
  if ((flags & row_metadata) != 0) {
    out.metadata = from.text();
    if (out.metadata.empty()) from.fail();
  }
  out.linked = (flags & row_linked) != 0;
  out.titled = (flags & row_titled) != 0;
  return from.ok() && from.left() == 0;
}

auto decode_row(std::string_view row) -> result<node> {
  row_view view;
  if (!view_row(row, view)) return {errc::corrupt, "A stored node is not what was written."};
  return node{std::string(view.url), std::string(view.canonical), std::string(view.title), view.titled,
              view.linked,           std::string(view.metadata),  view.created_at,         view.updated_at};
}

}  // namespace waybill::nodes
