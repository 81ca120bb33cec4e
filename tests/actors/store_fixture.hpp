// The parts of an engine, one by one: a log in memory, read models on disk, and a store between them.
#pragma once

#include "actors/collection_store.hpp"
#include "actors/projection_set.hpp"
#include "domains/bookmarks/bookmark.hpp"
#include "domains/bookmarks/url_identity.hpp"
#include "events/catalog.hpp"
#include "events/log/memory_log.hpp"
#include "tests/actors/engine_fixture.hpp"

namespace waybill::tests {

inline auto identity_of(const std::string& url) -> identity {
  std::string normalized;
  bookmarks::normalize_url(url, normalized);
  return bookmarks::identity_of_normalized(normalized);
}

inline auto url_of(std::uint64_t number) -> std::string {
  return "https://example.org/" + std::to_string(number);
}

/// The chunk of an import that brings the bookmarks of these numbers.
inline auto chunk_of(std::uint64_t number, const std::vector<std::uint64_t>& urls,
                     std::uint64_t first_record = 1, const std::string& title = "Title of ")
    -> std::shared_ptr<const candidate_chunk> {
  auto chunk = std::make_shared<candidate_chunk>();
  chunk->number = number;
  chunk->first_record = first_record;
  for (const auto each : urls) {
    bookmarks::bookmark one;
    one.url = url_of(each);
    one.title = title + one.url;
    auto& record = chunk->records.emplace_back();
    chunk->add_key(identity_of(one.url));
    const auto begin = chunk->bytes.size();
    bookmarks::encode_row(one, chunk->bytes);
    record.row = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(chunk->bytes.size() - begin)};
    record.end_offset = 100 * chunk->records.size();
  }
  return chunk;
}

struct store_world {
  explicit store_world(std::size_t most_generations = collection_store::usual_generations,
                       std::unique_ptr<event_log> to = open_memory_log())
      : log(std::move(to)) {
    journal::open("off", false);
    auto opened = projection_store::open({directory.path() + "/rows"});
    REQUIRE(opened);
    rows = std::move(*opened);
    auto both = open_projection_set(*log, *rows, {});
    REQUIRE(both);
    set = std::move(*both);
    store = std::make_unique<collection_store>(*log, *rows, 1 << 20, most_generations);
  }

  [[nodiscard]] auto order(const std::string& import, std::shared_ptr<const candidate_chunk> chunk,
                           const std::string& policy = "skip") const -> chunk_order {
    const auto* kind = kind_named("bookmarks");
    const std::shared_ptr<const record_decider> decider =
        kind->decider(R"({"on_duplicate":")" + policy + "\"}", {1});
    return {{import}, owner, "bookmarks", 1, decider, std::move(chunk), nullptr, false};
  }

  auto append(const std::string& stream, std::string_view tag, std::string payload) -> position {
    transaction what;
    what.by = owner.value;
    what.appends.push_back({stream, log->head(stream)->version, {}});
    what.appends.back().events.push_back({std::string(tag), std::move(payload)});
    const auto answer = log->commit({&what, 1}).front();
    REQUIRE(answer);
    return answer->last;
  }

  /// Decides, writes and remembers: what the store actor does.
  auto apply(const chunk_order& what) -> tally {
    auto decided = store->decide(what);
    INFO((decided ? "" : decided.why().message));
    REQUIRE(decided);
    const auto at =
        append(collection_stream("bookmarks", owner), chunk_applied_v2::tag, std::move(decided->payload));
    store->applied(what, *decided, at);
    return decided->head.counts;
  }

  /// The index takes in what the log has, and the store is told.
  void move_index() {
    REQUIRE(set.collections->catch_up());
    store->index_moved(set.collections->at());
  }

  temporary_directory directory;
  std::unique_ptr<event_log> log;
  std::unique_ptr<projection_store> rows;
  projection_set set;
  std::unique_ptr<collection_store> store;
  user_id owner{"usr_1"};
};

}  // namespace waybill::tests
