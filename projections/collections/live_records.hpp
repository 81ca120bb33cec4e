// Which records of which chunks are the last word on what they brought.
//   live  owner key (16) | position (8) -> a bit a record, record 0 first; no zero bytes at the end, never
//   empty
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "events/result.hpp"
#include "events/words.hpp"
#include "projections/store.hpp"

namespace waybill {

/// A bit a record of a chunk.
class record_bits {
 public:
  record_bits() = default;
  explicit record_bits(std::string bytes) : bytes_(std::move(bytes)) {}

  void set(std::uint32_t record);
  [[nodiscard]] auto test(std::uint32_t record) const -> bool {
    return record / 8 < bytes_.size() &&
           (static_cast<unsigned char>(bytes_[record / 8]) >> record % 8 & 1) != 0;
  }
  [[nodiscard]] auto any() const -> bool { return !bytes_.empty(); }
  void take_away(const record_bits& gone);
  /// Without zeros at its end: equal sets are equal bytes.
  [[nodiscard]] auto bytes() const -> const std::string& { return bytes_; }

 private:
  void trim();
  std::string bytes_;
};

/// Changes of these rows that were folded and are not written yet. One thread.
class live_changes {
 public:
  /// `owner` is the collection's digest.
  void stands(const digest& owner, const record_place& place);
  /// What came later took the place of the record there. False: no record can stand there.
  [[nodiscard]] auto superseded(const digest& owner, const record_place& place) -> bool;
  /// Writes the rows, and empties the list. Errors: those of reading the rows as they are.
  auto write(const projection_store& store, row_changes& changes) -> result<done>;

 private:
  struct change {
    digest owner{};
    record_bits standing;  ///< of a chunk that was folded since: it has no row yet
    record_bits gone;
  };
  auto at(const digest& owner, position chunk) -> change&;

  std::unordered_map<position, change> changes_;
  position last_ = 0;
  change* last_change_ = nullptr;  ///< of `last_`: records come in the order of chunks, mostly
};

/// Which records of a chunk are a last word. Any thread. Errors: those of the store.
auto live_of(const projection_store& store, const digest& owner, position chunk) -> result<record_bits>;

/// The chunks of a collection from `from` on that hold a last word, in log order; `take` answers false to
/// stop. Any thread. Errors: those of the store.
auto scan_live(const projection_store& store, const digest& owner, position from,
               const std::function<bool(position chunk, record_bits live)>& take) -> result<done>;

}  // namespace waybill
