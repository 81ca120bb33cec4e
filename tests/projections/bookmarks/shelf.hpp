// Bookmarks of some owners as they are in a log, and beside it what a plain map knows of them.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "domains/bookmarks/bookmark.hpp"
#include "events/log/event_log.hpp"
#include "projections/bookmarks/bookmark_views.hpp"
#include "projections/read_model.hpp"
#include "tests/temporary_directory.hpp"

namespace waybill::tests {

/// A log in memory with read models on disk: the collections', which are folded at once, and that of search.
class shelf {
 public:
  shelf();

  /// One chunk: what is not there is created, the rest is updated.
  void import(const std::string& owner, const std::vector<bookmarks::bookmark>& what);
  void remove(const std::string& owner, const std::string& url);
  /// So many bytes of events at most; all of them.
  void index_some(std::size_t bytes);
  void index();
  /// Folds all events and writes their rows, then loses the checkpoint, as a crash does.
  void crash();
  void restart();
  /// Drops the index.
  void drop_index();

  [[nodiscard]] auto urls(const std::string& owner) const -> std::vector<std::string>;
  /// What the views find, page by page.
  [[nodiscard]] auto found(const std::string& owner, const bookmark_filter& filter) const
      -> std::vector<std::string>;
  /// What is to be found: looked for one by one.
  [[nodiscard]] auto expected(const std::string& owner, const bookmark_filter& filter) const
      -> std::vector<std::string>;
  [[nodiscard]] auto store() const -> projection_store& { return *store_; }
  /// How many segments the owner's index has.
  [[nodiscard]] auto segments(const std::string& owner) const -> std::size_t;
  [[nodiscard]] auto indexed_to() const -> position { return search_->at(); }

 private:
  struct kept {
    bookmarks::bookmark what;
    record_place at;
  };
  struct collection {
    std::map<std::string, kept> all;  ///< by URL
    std::uint64_t version = 0;
  };
  void open();
  auto append(const std::string& to, std::string_view tag, std::string payload) -> position;

  temporary_directory folder_;
  std::unique_ptr<event_log> log_;
  std::unique_ptr<projection_store> store_;
  std::unique_ptr<projection_runner> collections_, search_;
  std::map<std::string, collection> owners_;
};

}  // namespace waybill::tests
