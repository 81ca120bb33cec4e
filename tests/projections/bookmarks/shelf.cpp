#include "tests/projections/bookmarks/shelf.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>

#include "domains/bookmarks/search.hpp"
#include "events/codec.hpp"
#include "events/collection/chunk_writer.hpp"
#include "events/hash.hpp"
#include "events/log/memory_log.hpp"
#include "projections/bookmarks/listing_model.hpp"
#include "projections/collections/collections_model.hpp"
#include "projections/search/search_model.hpp"
#include "projections/search/segment_reader.hpp"

namespace waybill::tests {
namespace {

constexpr std::size_t all_bytes = std::size_t{1} << 30;

auto id_of(const std::string& url) -> identity { return sha256_of(url); }

auto row_of(const bookmarks::bookmark& what) -> std::string {
  std::string row;
  bookmarks::encode_row(what, row);
  return row;
}

auto has_tags(const bookmarks::bookmark& what, const std::vector<std::string>& wanted) -> bool {
  return std::ranges::all_of(
      wanted, [&](const auto& tag) { return std::ranges::find(what.tags, tag) != what.tags.end(); });
}

}  // namespace

shelf::shelf() : log_(open_memory_log()) { open(); }

void shelf::open() {
  auto opened = projection_store::open({folder_.path() + "/rows"});
  REQUIRE(opened);
  store_ = std::move(*opened);
  auto collections = projection_runner::open("collections", *log_, *store_, [] {
    std::vector<std::unique_ptr<read_model>> made;
    made.push_back(make_collections_model());
    return made;
  });
  auto search = projection_runner::open("search", *log_, *store_, [this] {
    std::vector<std::unique_ptr<read_model>> made;
    made.push_back(make_search_model(*store_));
    return made;
  });
  REQUIRE(collections);
  REQUIRE(search);
  collections_ = std::move(*collections);
  search_ = std::move(*search);
}

auto shelf::append(const std::string& to, std::string_view tag, std::string payload) -> position {
  transaction what;
  what.by = "usr_x";
  auto& mine = owners_[to];
  what.appends.push_back(
      {"collection/bookmarks/" + to, mine.version, {{std::string(tag), std::move(payload)}}});
  REQUIRE(log_->commit({&what, 1}).front());
  ++mine.version;
  REQUIRE(collections_->catch_up());
  return log_->tail();
}

void shelf::import(const std::string& owner, const std::vector<bookmarks::bookmark>& what) {
  auto& mine = owners_[owner];
  const auto at = log_->tail() + 1;
  std::vector<std::string> rows(2 * what.size());
  std::vector<identity> keys(what.size());
  chunk_writer writer{what.size()};
  chunk_header head{{"imp_" + std::to_string(at)}, 1, 1, 0, {}};
  for (std::uint32_t i = 0; i < what.size(); ++i) {
    const auto found = mine.all.find(what[i].url);
    decided_record out;
    out.line = i + 1;
    keys[i] = id_of(what[i].url);
    out.keys = {&keys[i], 1};
    out.after = rows[2 * i] = row_of(what[i]);
    out.what = found == mine.all.end() ? outcome::created : outcome::updated;
    if (found != mine.all.end()) {
      out.before = rows[2 * i + 1] = row_of(found->second.what);
      out.before_at = found->second.at.at == at ? same_event : found->second.at.at;
      out.before_index = found->second.at.index;
    }
    ++(out.what == outcome::created ? head.counts.created : head.counts.updated);
    mine.all[what[i].url] = {what[i], {at, i}};
    writer.add(out);
  }
  std::string payload;
  writer.finish(head, payload);
  REQUIRE(append(owner, chunk_applied_v2::tag, std::move(payload)) == at);
}

void shelf::remove(const std::string& owner, const std::string& url) {
  auto& mine = owners_[owner];
  const auto found = mine.all.find(url);
  REQUIRE(found != mine.all.end());
  const auto before = row_of(found->second.what);
  record_deleted gone;
  gone.id = id_of(url);
  gone.before_at = found->second.at.at;
  gone.before_index = found->second.at.index;
  gone.before = before;
  append(owner, record_deleted::tag, encode(gone));
  mine.all.erase(found);
}

void shelf::index_some(std::size_t bytes) { REQUIRE(search_->step(bytes, 1, true)); }
void shelf::index() { REQUIRE(search_->catch_up()); }

void shelf::crash() {
  auto model = make_search_model(*store_);
  const auto all = log_->read_all(search_->at() + 1, 1'000'000, all_bytes);
  REQUIRE(all);
  for (const auto& event : *all) REQUIRE(model->fold(event));
  row_changes lost;
  REQUIRE(model->flush(*store_, lost));
  restart();
}

void shelf::restart() {
  collections_.reset();
  search_.reset();
  store_.reset();
  open();
}

void shelf::drop_index() {
  constexpr std::array families{family::words};
  REQUIRE(search_->begin_again(families));
}

auto shelf::urls(const std::string& owner) const -> std::vector<std::string> {
  std::vector<std::string> all;
  for (const auto& [url, one] : owners_.at(owner).all) all.push_back(url);
  return all;
}

auto shelf::found(const std::string& owner, const bookmark_filter& filter) const -> std::vector<std::string> {
  const auto views = make_bookmark_views(*store_, *log_);
  std::vector<std::string> all;
  auto wanted = filter;
  for (;;) {
    const auto page = views->list(owner_id{owner}, wanted);
    REQUIRE(page);
    for (const auto& one : page->items) all.push_back(one.what.url);
    if (page->next_cursor.empty()) return all;
    wanted.cursor = page->next_cursor;
  }
}

auto shelf::expected(const std::string& owner, const bookmark_filter& filter) const
    -> std::vector<std::string> {
  bookmarks::search_match match{bookmarks::read_query(filter.text)};
  std::map<std::string, std::string> sorted;
  for (const auto& [url, one] : owners_.at(owner).all) {
    const auto row = row_of(one.what);
    bookmarks::row_view view;
    REQUIRE(bookmarks::view_row(row, view));
    const auto id = id_of(url);
    const auto key = listing_key(owner_digest(owner), one.what.created_at,
                                 {reinterpret_cast<const char*>(id.data()), id.size()});
    if (has_tags(one.what, filter.tags) && match(view))
      sorted.emplace(std::string(key.begin(), key.end()), url);
  }
  std::vector<std::string> all;
  for (const auto& [key, url] : sorted) all.push_back(url);
  return all;
}

auto shelf::segments(const std::string& owner) const -> std::size_t {
  const auto rows = store_->walk(family::words, collection_prefix(owner_digest(owner)));
  REQUIRE(rows);
  return search::heads_of(**rows, collection_prefix(owner_digest(owner))).size();
}

}  // namespace waybill::tests
