// The views of bookmarks: listing, places and live say where, the log says what. Callable from any thread;
// they only read. Every call takes the owner.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domains/bookmarks/bookmark.hpp"
#include "events/log/event_log.hpp"
#include "projections/row_change.hpp"
#include "projections/store.hpp"
#include "projections/views.hpp"

namespace waybill {

struct bookmark_filter {
  std::string text;               ///< what is looked for (domains/bookmarks/search.hpp); "": all
  std::vector<std::string> tags;  ///< all must be there
  std::size_t limit = 20;
  std::string cursor;
};

/// Which of an owner's bookmarks; empty: all.
struct bookmark_selection {
  std::string text{};               ///< as in `bookmark_filter`
  std::vector<std::string> tags{};  ///< all must be there
  std::optional<instant> since{};   ///< created or updated since
};

struct bookmark_item {
  identity id{};
  bookmarks::bookmark what;
};

using bookmark_change = row_change<bookmarks::bookmark>;

struct tag_count {
  std::string tag;
  std::uint64_t bookmarks = 0;
};

enum class tag_order {
  name,  ///< byte order
  count  ///< those of the most bookmarks first; equal ones by name
};

class bookmark_views {
 public:
  virtual ~bookmark_views() = default;
  /// Newest (created_at) first. Errors: bad_value for a cursor.
  [[nodiscard]] virtual auto list(const owner_id& owner, const bookmark_filter& filter) const
      -> result<page<bookmark_item>> = 0;
  [[nodiscard]] virtual auto get(const owner_id& owner, const identity& id) const
      -> result<bookmark_item> = 0;
  /// Every change, oldest first; also of a deleted bookmark. Memory is that of one page and one chunk.
  /// Errors: not_found, bad_value (cursor), corrupt.
  [[nodiscard]] virtual auto history(const owner_id& owner, const identity& id, std::size_t limit = 20,
                                     const std::string& cursor = {}) const
      -> result<page<bookmark_change>> = 0;
  /// The owner's tags, each with the number of bookmarks that carry it. By count, a page reads all of them,
  /// in the memory of one page. Errors: bad_value for a cursor, also for one of the other order.
  [[nodiscard]] virtual auto tags(const owner_id& owner, std::size_t limit, const std::string& cursor,
                                  tag_order order = tag_order::name) const -> result<page<tag_count>> = 0;
  /// How many bookmarks the owner has.
  [[nodiscard]] virtual auto count(const owner_id& owner) const -> result<std::uint64_t> = 0;
  /// In the order in which they were written to the log, streamed in bounded memory; `take` answers false to
  /// stop.
  virtual auto each(const owner_id& owner, const bookmark_selection& which,
                    const std::function<bool(const bookmark_item&)>& take) const -> result<done> = 0;
};

auto make_bookmark_views(const projection_store& store, const event_log& log)
    -> std::unique_ptr<bookmark_views>;

}  // namespace waybill
