// Writes a chunk record by record, in columns: what records have in common is found as they come.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "events/collection/chunk.hpp"

namespace waybill {

/// What becomes of a record, for the writer. Its views must live until the chunk is finished.
struct decided_record {
  outcome what = outcome::created;
  std::string_view code;     ///< why; empty when there is nothing to add
  std::string_view message;  ///< empty when the code says it: then the kind has the sentence
  std::uint32_t warnings = 0;
  std::uint64_t line = 0;  ///< higher than that of the record before, or that plus one is written
  digest_list keys;        ///< created, updated: the first is its identity; none: it is kept nowhere
  digest_list released;    ///< updated: keys that it no longer has
  position before_at = 0;  ///< the version that it changes or met, or that was deleted; 0: none
  std::uint32_t before_index = 0;
  std::string_view before;              ///< updated
  std::string_view after;               ///< created, updated
  std::vector<std::string_view> shown;  ///< to find it by; empty when its row says it
  std::vector<record_fault> faults;

  /// As new, with the memory of its lists.
  void clear();
};

/// Numbers texts by their first use. One thread.
class text_numbers {
 public:
  /// The number of a text, from 0, and whether it is a new one. A new one is kept in the arena.
  auto number_of(std::string_view text) -> std::pair<std::uint32_t, bool>;
  [[nodiscard]] auto at(std::uint32_t number) const -> std::string_view;
  /// All of them, one behind the other.
  [[nodiscard]] auto together() const -> std::string_view { return arena_; }
  [[nodiscard]] auto size() const -> std::uint32_t { return static_cast<std::uint32_t>(ends_.size()); }

 private:
  void grow();
  std::string arena_;
  std::vector<std::size_t> ends_;
  std::vector<std::uint32_t> slots_;  ///< number + 1; 0: free
};

/// One thread; one chunk.
class chunk_writer {
 public:
  explicit chunk_writer(std::size_t records) { columns_.changes.reserve(records); }

  /// The next record. Copies all but its rows and keys.
  void add(const decided_record& record);
  /// Appends the event's payload to `out`, and answers its tag. Once. `common`: what the rows have in common.
  auto finish(const chunk_header& head, std::string_view common, std::string& out) -> std::string_view;
  auto finish(const chunk_header& head, std::string& out) -> std::string_view {
    return finish(head, {}, out);
  }

 private:
  using columns = chunk_applied_v2;
  auto word(std::string_view text) -> std::uint32_t;
  [[nodiscard]] auto has_last_reason(const decided_record& record, bool meets) const -> bool;
  auto reason_of(const decided_record& record, bool meets) -> std::uint32_t;
  auto shape_of(const decided_record& record, std::uint32_t reason) -> std::uint32_t;
  void add_line(std::uint64_t line);
  void add_run(std::uint32_t shape, bool fresh);
  void add_change(const decided_record& record);
  void add_meeting(std::uint64_t event, std::uint32_t index);
  [[nodiscard]] auto keeps_nothing() const -> bool;

  chunk_applied_v3 columns_;
  text_numbers words_;
  text_numbers reasons_;  ///< as they are encoded
  text_numbers shapes_;   ///< as they are encoded
  std::uint32_t last_reason_ = 0;
  std::optional<std::uint32_t> last_plain_reason_;  ///< of the last record that its reason says all of
  std::uint32_t last_plain_shape_ = 0;
  std::string scratch_;
  std::uint32_t records_ = 0;
  std::uint64_t last_line_ = 0;
  std::uint32_t last_jump_ = 0;
  std::uint64_t met_event_ = 0;
  std::uint64_t met_index_ = 0;
};

}  // namespace waybill
