// What happened to one record of a collection, read out of the log: from its newest change back to its first.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "events/log/event_log.hpp"
#include "projections/collections/collection_reader.hpp"
#include "projections/row_change.hpp"
#include "projections/views.hpp"

namespace waybill {

/// One change of a record. Rows are the kind's own bytes, good until the next change is read.
struct record_change {
  position at = 0;
  instant time{};
  std::string by;
  std::string what;                     ///< created, updated, deleted
  std::optional<import_id> import;      ///< which import made it
  std::optional<std::uint64_t> record;  ///< which of its records
  std::optional<bulk_id> bulk;          ///< which bulk change made it
  std::string_view before;              ///< empty: there was none
  std::string_view after;               ///< empty: it was deleted
  std::string_view common{};            ///< what `after` has in common with the rows of its chunk
};

/// Keeps the last event at hand, since one file can change a record many times. One thread.
class change_reader {
 public:
  explicit change_reader(const event_log& log) : log_(log) {}

  /// The place of the change before the one at `at`; 0: there is none. Errors: corrupt.
  auto before(const record_place& at) -> result<record_place>;
  /// The change itself. Errors: corrupt, unavailable.
  auto change(const record_place& at) -> result<record_change>;

 private:
  auto turn_to(const record_place& at) -> result<done>;
  /// Null: the record there was not deleted.
  [[nodiscard]] auto deletion(const record_place& at) const -> const record_deleted*;

  const event_log& log_;
  stored_event event_;
  std::shared_ptr<const loaded_chunk> chunk_;
  record_deleted gone_;
};

/// One page of the changes of the record with this key, oldest first; `last` is where its last one stands.
/// Answers the cursor of the next page, empty when there is none. Memory is that of one page and one chunk.
/// Errors: bad_value (cursor), corrupt, those of `take`.
auto read_history(const event_log& log, const identity& key, const record_place& last, std::size_t limit,
                  const std::string& cursor, const std::function<result<done>(const record_change&)>& take)
    -> result<std::string>;

/// The same page with its rows decoded: `decode(bytes)` answers `result<Row>`. Errors: as above, those of
/// `decode`.
template <class Row, class Decode>
auto page_of_history(const event_log& log, const identity& key, const record_place& last, std::size_t limit,
                     const std::string& cursor, Decode decode) -> result<page<row_change<Row>>> {
  page<row_change<Row>> found;
  auto next = read_history(log, key, last, limit, cursor, [&](const record_change& each) -> result<done> {
    row_change<Row> change{each.at,     each.time, each.by, each.what, each.import,
                           each.record, each.bulk, {},      {}};
    for (auto [bytes, into] :
         {std::pair{each.before, &change.before}, std::pair{each.after, &change.after}}) {
      if (bytes.empty()) continue;
      auto row = decode(bytes);
      if (!row) return row.why();
      *into = std::move(*row);
    }
    found.items.push_back(std::move(change));
    return done{};
  });
  if (!next) return next.why();
  found.next_cursor = std::move(*next);
  return found;
}

}  // namespace waybill
