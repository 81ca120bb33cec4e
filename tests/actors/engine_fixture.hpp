// A real engine on a data directory of its own, for tests: submits documents, waits for statuses, reads what
// came of them.
#pragma once

#include <catch2/catch.hpp>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "actors/engine.hpp"
#include "actors/journal.hpp"
#include "projections/bookmarks/bookmark_views.hpp"
#include "tests/sanitizer.hpp"
#include "tests/temporary_directory.hpp"

namespace waybill::tests {

class engine_fixture {
 public:
  engine_fixture() {
    journal::open("off", false);
    config.data_directory = directory.path() + "/data";
    start();
  }

  void start() {
    auto opened = open_engine(config, system_clock_source());
    INFO((opened ? "" : opened.why().message));
    REQUIRE(opened);
    core = std::move(*opened);
    watch_ = core->watch_imports([this](const import_row& row) {
      const std::scoped_lock lock{mutex_};
      statuses_[row.id.value] = row.status;
      changed_.notify_all();
    });
    if (owner.empty()) owner = make_user("anna");
  }
  void stop() {
    watch_.reset();
    core.reset();
  }
  void restart() {
    stop();
    start();
  }

  auto make_user(const std::string& name) -> user_id {
    const auto made = core->accounts().add_user(name, "correct horse", role::user, "system");
    REQUIRE(made);
    return made->id;
  }

  auto try_submit(const std::string& document, const std::string& on_duplicate = "skip",
                  std::optional<user_id> who = {}, const std::string& key = {}) -> result<submitted> {
    auto file = core->imports().begin_upload(who.value_or(owner));
    if (!file) return file.why();
    if (auto written = (*file)->write(document); !written) return written.why();
    auto info = (*file)->finish("test.json");
    if (!info) return info.why();
    submission what;
    what.options = R"({"on_duplicate":")" + on_duplicate + "\"}";
    what.idempotency_key = key;
    return core->imports().submit(who.value_or(owner), what, std::move(*file), *info);
  }

  auto submit(const std::string& document, const std::string& on_duplicate = "skip",
              std::optional<user_id> who = {}) -> import_id {
    const auto made = try_submit(document, on_duplicate, who);
    INFO((made ? "" : made.why().message));
    REQUIRE(made);
    return made->import.id;
  }

  /// Waits for a status (or any finished one) and answers the row.
  auto wait_for(const import_id& id, import_status wanted, std::optional<user_id> who = {}) -> import_row {
    std::unique_lock lock{mutex_};
    const bool came = changed_.wait_for(lock, patience_of(std::chrono::seconds{60}), [&] {
      const auto row = core->import_view().get(who.value_or(owner), id);
      return row && (row->status == wanted || (is_finished(row->status) && is_finished(wanted)));
    });
    lock.unlock();
    const auto row = core->import_view().get(who.value_or(owner), id);
    REQUIRE(row);
    INFO("status " << name_of(row->status) << (row->failure ? ": " + row->failure->message : ""));
    REQUIRE(came);
    return *row;
  }
  auto completed(const import_id& id, std::optional<user_id> who = {}) -> import_row {
    auto row = wait_for(id, import_status::completed, who);
    INFO((row.failure ? row.failure->message : ""));
    REQUIRE(row.status == import_status::completed);
    return row;
  }

  /// A file is deleted after its import is told to be completed: soon, not at once.
  static auto goes_away(const std::string& path) -> bool {
    const auto until = std::chrono::steady_clock::now() + patience_of(std::chrono::seconds{60});
    while (std::filesystem::exists(path) && std::chrono::steady_clock::now() < until)
      std::this_thread::yield();
    return !std::filesystem::exists(path);
  }

  /// All that happened to somebody's bookmarks so far is shown.
  auto bookmarks(std::optional<user_id> who = {}) -> std::unique_ptr<bookmark_views> {
    const auto shown = core->shown("bookmarks", who.value_or(owner));
    REQUIRE(shown);
    return make_bookmark_views(shown->rows, shown->log);
  }

  auto urls(std::optional<user_id> who = {}) -> std::vector<std::string> {
    std::vector<std::string> all;
    REQUIRE(bookmarks(who)->each(who.value_or(owner), {}, [&](const bookmark_item& item) {
      all.push_back(item.what.url);
      return true;
    }));
    return all;
  }

  temporary_directory directory;
  settings config;
  std::unique_ptr<engine> core;
  user_id owner;

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, import_status> statuses_;
  std::shared_ptr<void> watch_;
};

/// A collection of `items` (JSON texts).
inline auto document(const std::string& items) -> std::string {
  return R"({"@context": "https://www.w3.org/ns/activitystreams", "type": "Collection", "items": [)" + items +
         "]}";
}

/// `count` bookmarks with URLs of their own, beginning with number `first`.
inline auto many(std::size_t count, std::size_t first = 0) -> std::string {
  std::string items;
  for (std::size_t i = first; i < first + count; ++i) {
    const auto n = std::to_string(i);
    items += (i == first ? "" : ",") + std::string(R"({"type":"Link","url":"https://example.org/page/)") + n +
             R"(","name":"Page )" + n + R"(","tag":["t)" + std::to_string(i % 7) +
             R"("],"published":"2024-01-01T00:00:00Z"})";
  }
  return document(items);
}

}  // namespace waybill::tests
