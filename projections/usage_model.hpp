// What each owner keeps on the disk, folded from the log: files of imports that are not done, the events
// of collections, and those of bulk changes. The log is never edited, so what an owner once brought in counts
// for good.
#pragma once

#include <memory>
#include <string_view>

#include "events/words.hpp"
#include "projections/read_model.hpp"

namespace waybill {

/// Of one owner.
struct usage_row {
  std::uint64_t file_bytes = 0;   ///< uploaded files that are still stored
  std::uint64_t event_bytes = 0;  ///< events of its collections and bulk changes in the log
  std::uint64_t records = 0;      ///< records in its collections now

  [[nodiscard]] auto stored_bytes() const -> std::uint64_t { return file_bytes + event_bytes; }
  auto operator+=(const usage_row& more) -> usage_row& {
    file_bytes += more.file_bytes;
    event_bytes += more.event_bytes;
    records += more.records;
    return *this;
  }
  friend auto operator==(const usage_row&, const usage_row&) -> bool = default;

  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("file_bytes", e.file_bytes, "uploaded files that are still stored");
    visit("event_bytes", e.event_bytes, "events of its collections and bulk changes in the log");
    visit("records", e.records, "records in its collections now");
  }
};

/// Bytes that an event with this payload takes in the log, its head and its seal included.
auto stored_event_bytes(const envelope& head, std::size_t payload_bytes) -> std::uint64_t;

auto make_usage_model(projection_store& store) -> std::unique_ptr<read_model>;

/// All zero for an owner who never brought anything. Errors: corrupt, unavailable.
auto load_usage(const projection_store& store, std::string_view owner) -> result<usage_row>;

}  // namespace waybill
