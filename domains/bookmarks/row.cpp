#include "domains/bookmarks/bookmark.hpp"
#include "domains/bookmarks/row_format.hpp"
#include "domains/bookmarks/url_identity.hpp"

namespace waybill::bookmarks {
namespace {

using namespace row_format;

static_assert(version == identity_rule_version, "a new rule needs rows that say so: give them a new version");

/// Reads what `pen` writes. After the first thing that does not fit, everything is empty and `sound` is
/// false.
class reader {
 public:
  explicit reader(std::string_view from) : rest_(from) {}

  auto byte() -> std::uint8_t {
    if (rest_.empty()) return fail();
    const auto value = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return value;
  }
  auto varint() -> std::uint64_t {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::uint64_t group = byte();
      if (shift == 63 && group > 1) return fail();
      value |= (group & 0x7F) << shift;
      if ((group & 0x80) != 0) continue;
      if (group == 0 && shift > 0) return fail();  // not the shortest form
      return value;
    }
    return fail();
  }
  auto fixed64() -> std::uint64_t {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 8) value |= std::uint64_t{byte()} << shift;
    return value;
  }
  auto text() -> std::string_view {
    const auto size = varint();
    if (size > rest_.size()) {
      fail();
      return {};
    }
    const auto value = rest_.substr(0, static_cast<std::size_t>(size));
    rest_.remove_prefix(value.size());
    return value;
  }
  [[nodiscard]] auto left() const -> std::size_t { return rest_.size(); }
  [[nodiscard]] auto sound() const -> bool { return sound_; }
  auto fail() -> std::uint8_t {
    sound_ = false;
    rest_ = {};
    return 0;
  }

 private:
  std::string_view rest_;
  bool sound_ = true;
};

void read_dates(reader& from, unsigned flags, row_view& out) {
  const auto created = from.fixed64();
  std::uint64_t later = 0;
  if ((flags & row_same_dates) == 0) {
    later = unzigzag(from.varint());
    if (later == 0) from.fail();
  }
  out.created_at.us = static_cast<std::int64_t>(created);
  out.updated_at.us = static_cast<std::int64_t>(created + later);
}

void read_tags(reader& from, row_view& out) {
  const auto count = from.varint();
  // Each tag takes a byte at least: a count beyond that is a lie, and costs nothing.
  if (count == 0 || count > from.left()) from.fail();
  for (std::uint64_t i = 0; i < count && from.sound(); ++i) out.tags.push_back(from.text());
}

}  // namespace

void encode_row(const bookmark& from, std::string& out) {
  const parts<std::vector<std::string>> fields{from.url,  from.title, from.description, from.feed_url,
                                               from.tags, from.extra, from.created_at,  from.updated_at};
  append(fields, out);
}

auto view_row(std::string_view row, row_view& out) -> bool {
  reader from(row);
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
  return from.sound() && from.left() == 0;
}

auto decode_row(std::string_view row) -> result<bookmark> {
  row_view view;
  if (!view_row(row, view)) return {errc::corrupt, "A stored bookmark is not what was written."};
  bookmark made;
  made.url = view.url;
  made.title = view.title;
  if (view.description) made.description.emplace(*view.description);
  if (view.feed_url) made.feed_url.emplace(*view.feed_url);
  made.tags.assign(view.tags.begin(), view.tags.end());
  made.extra = view.extra;
  made.created_at = view.created_at;
  made.updated_at = view.updated_at;
  return made;
}

}  // namespace waybill::bookmarks
