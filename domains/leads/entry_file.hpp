// A file of entries, which are bytes of their own each, that can be read from any entry on. It can be dropped
// and made anew. Internal to this kind.
//
// Layout, numbers with the lowest byte first: entries (4: size; bytes), of which those of some 64 KiB make a
// block; an index of 28 bytes a block (8: how many entries stand before it; 8: where it begins; 4: its size;
// 8: XXH3 of its bytes); the head; a footer (8: magic; 8: where the index begins; 8: how many entries; 8:
// size of the head; 8: XXH3 of index and head).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "formats/placed_file.hpp"

namespace waybill::leads {

/// One thread at a time. What was not finished leaves nothing behind.
class entry_writer {
 public:
  /// Null: errno says why.
  static auto at(std::string path) -> std::unique_ptr<entry_writer>;
  /// Where the next entry is to be appended to; `added` says that it is there.
  auto begin() -> std::string&;
  /// False: the disk does not take it; errno says why.
  auto added() -> bool;
  /// The file stands at its path from now on. False as above.
  auto finish(std::string_view head) -> bool;
  [[nodiscard]] auto entries() const -> std::uint64_t { return entries_; }

 private:
  explicit entry_writer(std::unique_ptr<formats::placed_file> file) : file_(std::move(file)) {}
  auto end_block() -> bool;

  std::unique_ptr<formats::placed_file> file_;
  std::string held_;
  std::size_t begun_ = 0;  ///< where the entry begins that is being written
  std::string index_;
  std::uint64_t written_ = 0;
  std::uint64_t entries_ = 0;
  std::uint64_t entries_before_ = 0;  ///< the block that is held
};

/// One thread at a time; blocks on the disk.
class entry_reader {
 public:
  /// Null: there is none, or it is damaged.
  static auto at(const std::string& path) -> std::unique_ptr<entry_reader>;
  ~entry_reader();
  entry_reader(const entry_reader&) = delete;
  auto operator=(const entry_reader&) -> entry_reader& = delete;

  [[nodiscard]] auto head() const -> std::string_view { return head_; }
  [[nodiscard]] auto entries() const -> std::uint64_t { return entries_; }
  /// The next entry is this one, from 1, or there is none. False: it is damaged there.
  auto go_to(std::uint64_t entry) -> bool;
  /// False: there is no more, or it is damaged. Holds until the next call.
  auto next(std::string_view& out) -> bool;
  [[nodiscard]] auto failed() const -> bool { return failed_; }

 private:
  explicit entry_reader(int file) : file_(file) {}
  auto open() -> bool;
  auto load(std::size_t block) -> bool;
  [[nodiscard]] auto blocks() const -> std::size_t;
  auto fail() -> bool {
    failed_ = true;
    return false;
  }

  int file_;
  std::uint64_t entries_ = 0;
  std::string index_;
  std::string head_;
  std::string block_;
  std::size_t loaded_ = ~std::size_t{0};  ///< which block that is
  std::size_t next_block_ = 0;
  std::size_t at_ = 0;  ///< in the block
  bool failed_ = false;
};

}  // namespace waybill::leads
