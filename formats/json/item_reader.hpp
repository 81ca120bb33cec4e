// Cuts a list of JSON values out of a file, one value after the other, without ever holding the file, or an
// item beyond the limit.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "formats/byte_source.hpp"

namespace waybill::formats::json {

/// One item's bytes as they stand in the file. `raw` and `head` are valid until the next call, and at least
/// 64 readable bytes follow `raw`.
struct raw_item {
  std::string_view raw;          ///< empty when `oversize`
  std::uint64_t offset = 0;      ///< of the item's first byte in the file
  std::uint64_t end_offset = 0;  ///< where the reader of the next item may start (just behind this item)
  bool oversize = false;         ///< longer than the limit: skipped without being held
  std::string_view head{};       ///< when `oversize`: its first bytes, cut anywhere
};

/// The items of a list, in a document that was checked before. Starts at the first byte of the list's value,
/// or behind any item (`end_offset`). One thread at a time.
class item_reader {
 public:
  /// So much is kept of an item that is not held: 120 characters, however long theirs are.
  static constexpr std::size_t head_bytes = 480;

  /// `from` must stand at byte `offset` of the file. `at_list_start` tells whether that is the list's first
  /// byte, or behind an item. `item_limit_bytes` bounds the memory.
  item_reader(std::unique_ptr<byte_source> from, std::uint64_t offset, bool at_list_start,
              std::size_t item_limit_bytes = 1 << 20);
  ~item_reader();
  item_reader(item_reader&&) noexcept;
  auto operator=(item_reader&&) noexcept -> item_reader&;

  /// The next item; nothing after the last one. A list that is ONE object or string gives that one.
  /// `broken` becomes true when the bytes are not what was checked (changed or cut file).
  auto next() -> std::optional<raw_item>;
  [[nodiscard]] auto broken() const -> bool;

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace waybill::formats::json
