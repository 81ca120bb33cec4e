#include "projections/bookmarks/tag_lists.hpp"

#include <compare>
#include <map>

#include "events/codec.hpp"
#include "events/hash.hpp"
#include "projections/cursor.hpp"
#include "projections/keys.hpp"

namespace waybill {
namespace {

/// Tags may be long and cursors may not: of a tag a cursor holds at most so many bytes.
constexpr std::size_t longest_beginning = 160;

auto foreign_cursor() -> error { return {errc::bad_value, "The cursor was not given out by this list."}; }
auto damaged_count() -> error { return {errc::corrupt, "The count of a tag is damaged."}; }

/// How far a list by name was shown: the beginning of the last key, and how many keys that begin so were
/// passed already.
struct name_place {
  std::string key;
  std::uint64_t passed = 0;

  void pass(std::string_view next) {
    next = next.substr(0, longest_beginning);
    passed = next == key ? passed + 1 : 1;
    key = next;
  }
};

auto cursor_of(const name_place& at) -> std::string {
  std::string bytes = at.key;
  append_be(bytes, at.passed, 8);
  return make_cursor(bytes);
}
auto read_name_cursor(const std::string& cursor, const std::string& prefix) -> result<name_place> {
  if (cursor.empty()) return name_place{prefix, 0};
  auto bytes = read_cursor(cursor, prefix);
  if (!bytes) return bytes.why();
  if (bytes->size() < prefix.size() + 8) return foreign_cursor();
  const auto end = bytes->size() - 8;
  return name_place{bytes->substr(0, end), read_be(std::string_view(*bytes).substr(end))};
}

/// Where a tag stands in the list by count. Those that begin alike for very long stand in the order of their
/// hashes.
struct rank {
  std::uint64_t bookmarks = 0;
  std::string beginning;
  std::string hash;  ///< of the whole tag when it is longer than its beginning

  friend auto operator<=>(const rank& a, const rank& b) {
    if (const auto more = b.bookmarks <=> a.bookmarks; more != 0) return more;
    if (const auto by_name = a.beginning <=> b.beginning; by_name != 0) return by_name;
    return a.hash <=> b.hash;
  }
};

auto rank_of(std::string_view tag, std::uint64_t bookmarks) -> rank {
  rank made{bookmarks, std::string(tag.substr(0, longest_beginning)), {}};
  if (tag.size() > longest_beginning) {
    const auto hash = sha256_of(tag);
    made.hash.assign(hash.begin(), hash.end());
  }
  return made;
}

/// Not to be mistaken for one of the list by name, whose keys go on with a slash.
auto count_prefix(const owner_id& owner) -> std::string { return owner.value + "#"; }

auto cursor_of(const rank& last, const owner_id& owner) -> std::string {
  auto bytes = count_prefix(owner);
  append_be(bytes, last.bookmarks, 8);
  return make_cursor(bytes + last.beginning + last.hash);
}
auto read_count_cursor(const std::string& cursor, const owner_id& owner) -> result<std::optional<rank>> {
  if (cursor.empty()) return std::optional<rank>{};
  const auto prefix = count_prefix(owner);
  const auto bytes = read_cursor(cursor, prefix);
  if (!bytes) return bytes.why();
  const auto rest = std::string_view(*bytes).substr(prefix.size());
  if (rest.size() < 8) return foreign_cursor();
  const auto tag = rest.substr(8);
  if (tag.size() > longest_beginning && tag.size() != longest_beginning + sizeof(digest))
    return foreign_cursor();
  return std::optional{rank{read_be(rest.substr(0, 8)), std::string(tag.substr(0, longest_beginning)),
                            std::string(tag.substr(std::min(tag.size(), longest_beginning)))}};
}

/// The best that came by, as many as a page takes. What was once too many draws a line: nothing below it
/// comes in any more, so that no tag is left out between two of the page.
class best_tags {
 public:
  best_tags(std::size_t limit, std::optional<rank> after) : limit_(limit), after_(std::move(after)) {}

  void offer(std::string_view tag, std::uint64_t bookmarks) {
    if (line_ && bookmarks < line_->bookmarks) return;
    auto its = rank_of(tag, bookmarks);
    if ((after_ && its <= *after_) || (line_ && its >= *line_)) return;
    bytes_ += size_of(tag);
    best_.emplace(std::move(its), tag);
    while (best_.size() > limit_ || (best_.size() > 1 && bytes_ > page_limit_bytes)) {
      auto last = best_.extract(std::prev(best_.end()));
      bytes_ -= size_of(last.mapped());
      line_ = std::move(last.key());
    }
  }

  auto take(const owner_id& owner) -> page<tag_count> {
    page<tag_count> found;
    if (line_) found.next_cursor = cursor_of(best_.rbegin()->first, owner);
    for (auto& [its, tag] : best_) found.items.push_back({std::move(tag), its.bookmarks});
    return found;
  }

 private:
  static auto size_of(std::string_view tag) -> std::size_t { return sizeof(tag_count) + tag.size(); }

  std::size_t limit_;
  std::optional<rank> after_;
  std::optional<rank> line_;
  std::map<rank, std::string> best_;
  std::size_t bytes_ = 0;
};

}  // namespace

auto tags_by_name(const projection_store& rows, const owner_id& owner, std::size_t limit,
                  const std::string& cursor) -> result<page<tag_count>> {
  const auto prefix = owner.value + "/";
  auto from = read_name_cursor(cursor, prefix);
  if (!from) return from.why();
  page<tag_count> found;
  name_place at{{}, 0};
  std::size_t bytes = 0;
  bool damaged = false;
  const auto walked =
      rows.scan(family::tags, prefix, from->key, [&](std::string_view key, std::string_view value) {
        if (from->passed > 0 && key.substr(0, longest_beginning) == from->key) {
          --from->passed;
          at.pass(key);
          return true;
        }
        bytes += sizeof(tag_count) + key.size();
        if (found.size() == limit || (found.size() > 0 && bytes > page_limit_bytes)) {
          found.next_cursor = cursor_of(at);
          return false;
        }
        at.pass(key);
        auto& item = found.items.emplace_back();
        item.tag = key.substr(prefix.size());
        damaged = !decode(value, item.bookmarks);
        return !damaged;
      });
  if (!walked) return walked.why();
  if (damaged) return damaged_count();
  return found;
}

auto tags_by_count(const projection_store& rows, const owner_id& owner, std::size_t limit,
                   const std::string& cursor) -> result<page<tag_count>> {
  auto after = read_count_cursor(cursor, owner);
  if (!after) return after.why();
  best_tags best{limit, std::move(*after)};
  const auto prefix = owner.value + "/";
  bool damaged = false;
  const auto walked = rows.scan(family::tags, prefix, {}, [&](std::string_view key, std::string_view value) {
    std::uint64_t bookmarks = 0;
    damaged = !decode(value, bookmarks);
    if (!damaged) best.offer(key.substr(prefix.size()), bookmarks);
    return !damaged;
  });
  if (!walked) return walked.why();
  if (damaged) return damaged_count();
  return best.take(owner);
}

}  // namespace waybill
