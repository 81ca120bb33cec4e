// Read model of bulk changes: what people asked for many records at once, and how far it is.
//   bulks  r/<bulk>                 -> bulk_row
//          o/<owner>/<kind>/<bulk>  -> "" (ids sort by time: read backwards, newest first)
//          u/<bulk>                 -> "" (not finished: somebody has to work on it)
//          c/<bulk>/<chunk, 8 bytes> -> position of the chunk
//          k/<user>/<idempotency key> -> bulk_key_row
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "events/bulk/events.hpp"
#include "projections/read_model.hpp"
#include "projections/views.hpp"

namespace waybill {

/// Numbers stand in rows only.
enum class bulk_status : std::uint8_t {
  selecting,  ///< the records it is for are being written down; whoever asked waits
  running,
  completed,
  cancelled,
  failed
};
constexpr auto enum_end(bulk_status) -> std::uint64_t { return 5; }
constexpr auto name_of(bulk_status what) noexcept -> std::string_view {
  constexpr std::string_view names[] = {"selecting", "running", "completed", "cancelled", "failed"};
  return names[static_cast<std::size_t>(what)];
}
constexpr auto is_finished(bulk_status what) noexcept -> bool { return what > bulk_status::running; }

struct bulk_row {
  bulk_asked asked;
  user_id by;
  bulk_status status = bulk_status::selecting;
  bulk_id undone_by;             ///< the last one that took something back, or is at it; empty: none
  bulk_id undone_before;         ///< and the one before it
  bool is_being_undone = false;  ///< it is at it
  std::uint64_t taken_back = 0;  ///< records that are as they were before
  std::uint64_t total = 0;       ///< records that it is for
  std::uint64_t chunks = 0;      ///< that were applied
  bulk_tally counts;
  std::uint64_t version = 0;  ///< of its stream
  position asked_at = 0;
  position changed_at = 0;
  instant began_at{};
  std::optional<instant> finished_at{};
  std::string code{};  ///< of a failure
  std::string message{};

  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("asked", e.asked, "");
    visit("by", e.by, "");
    visit("status", e.status, "");
    visit("undone_by", e.undone_by, "");
    visit("undone_before", e.undone_before, "");
    visit("is_being_undone", e.is_being_undone, "");
    visit("taken_back", e.taken_back, "");
    visit("total", e.total, "");
    visit("chunks", e.chunks, "");
    visit("counts", e.counts, "");
    visit("version", e.version, "");
    visit("asked_at", e.asked_at, "");
    visit("changed_at", e.changed_at, "");
    visit("began_at", e.began_at, "");
    visit("finished_at", e.finished_at, "");
    visit("code", e.code, "");
    visit("message", e.message, "");
  }
};

/// What was begun with an idempotency key.
struct bulk_key_row {
  bulk_id bulk;
  digest wish{};
  instant at{};

  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("bulk", e.bulk, "");
    visit("wish", e.wish, "");
    visit("at", e.at, "");
  }
};

auto make_bulk_model(projection_store& store) -> std::unique_ptr<read_model>;

// Any thread.

/// Whoever's it is. Errors: not_found, corrupt, unavailable.
auto load_bulk(const projection_store& store, const bulk_id& id) -> result<bulk_row>;
/// The owner's, of a kind. Errors: also not_found for one that is another's.
auto bulk_of(const projection_store& store, const owner_id& owner, std::string_view kind, const bulk_id& id)
    -> result<bulk_row>;
/// Newest first. Errors: bad_value (cursor), corrupt, unavailable.
auto list_bulks(const projection_store& store, const owner_id& owner, std::string_view kind,
                std::size_t limit, const std::string& cursor) -> result<page<bulk_row>>;
/// Those that somebody has to work on, the oldest first. Errors: unavailable.
auto unfinished_bulks(const projection_store& store) -> result<std::vector<bulk_id>>;
/// Where its chunk with this number stands. Errors: corrupt, unavailable.
auto bulk_chunk_at(const projection_store& store, const bulk_id& id, std::uint64_t chunk) -> result<position>;

/// What that user began with it last; nothing: it is new. Errors: corrupt, unavailable.
auto bulk_with_key(const projection_store& store, const user_id& by, const std::string& key)
    -> result<std::optional<bulk_key_row>>;

}  // namespace waybill
