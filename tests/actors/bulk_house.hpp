// An engine with small chunks, and bulk changes in it.
#pragma once

#include <string>
#include <vector>

#include "actors/bulks.hpp"
#include "events/hash.hpp"
#include "tests/actors/engine_fixture.hpp"

namespace waybill::tests {

/// Bookmarks of these URLs.
inline auto bulk_document_of(const std::vector<std::string>& urls) -> std::string {
  std::string items;
  for (const auto& url : urls)
    items += (items.empty() ? "" : ",") +
             (R"({"type":"Link","url":")" + url + R"(","name":"Title","tag":["old"]})");
  return R"({"@context": "https://www.w3.org/ns/activitystreams", "type": "Collection", "items": [)" + items +
         "]}";
}

inline auto numbered(int count, const std::string& name = "a") -> std::vector<std::string> {
  std::vector<std::string> urls;
  for (int i = 0; i < count; ++i) urls.push_back("https://example.org/" + name + std::to_string(i));
  return urls;
}

struct bulk_house : engine_fixture {
  bulk_house() {
    stop();
    config.imports_chunk_records = 10;
    start();
  }

  void import(const std::vector<std::string>& urls) { completed(submit(bulk_document_of(urls))); }

  auto try_begin(const std::string& wish, const bookmark_selection& which = {}, const std::string& key = {})
      -> result<begun_bulk> {
    const auto checked = core->bulks().check("bookmarks", wish);
    REQUIRE(checked);
    const std::shared_ptr<const bookmark_views> views = bookmarks();
    const bulk_selection found = [&](const identity_taker& take) {
      result<done> taken{done{}};
      auto walked = views->each(owner, which, [&](const bookmark_item& item) {
        taken = take(item.id);
        return taken.ok();
      });
      return taken ? walked : taken;
    };
    const bulk_request what{"bookmarks", *checked, {key, sha256_of(wish)}};
    return core->bulks().begin(owner, what, [&] { return result<bulk_choice>{bulk_choice{"{}", found}}; });
  }
  auto begin(const std::string& wish, const bookmark_selection& which = {}) -> bulk_id {
    const auto row = try_begin(wish, which);
    INFO((row ? "" : row.why().message));
    REQUIRE(row);
    return row->row.asked.bulk;
  }
  auto ended(const bulk_id& id) -> bulk_row {
    const auto until = std::chrono::steady_clock::now() + patience_of(std::chrono::seconds{60});
    for (;;) {
      auto row = core->bulks().get(owner, "bookmarks", id);
      REQUIRE(row);
      if (is_finished(row->status)) return *row;
      REQUIRE(std::chrono::steady_clock::now() < until);
      std::this_thread::yield();
    }
  }
  auto try_undo(const bulk_id& id, const std::string& key = {}) -> result<begun_bulk> {
    return core->bulks().undo(owner, "bookmarks", id, {key, sha256_of(id.value)});
  }
  auto undone(const bulk_id& id) -> bulk_row {
    const auto row = try_undo(id);
    INFO((row ? "" : row.why().message));
    REQUIRE(row);
    return ended(row->row.asked.bulk);
  }
  auto with_tag(const std::string& tag) -> std::size_t {
    std::size_t count = 0;
    REQUIRE(bookmarks()->each(owner, {{}, {tag}, {}}, [&](const bookmark_item&) { return ++count, true; }));
    return count;
  }
};

}  // namespace waybill::tests
