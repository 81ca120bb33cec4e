// A file as lines, of which one at a time is held.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "formats/byte_source.hpp"

namespace waybill::formats {

/// Cuts a file into lines. A line ends with LF, CR LF, or the file; a byte order mark is no part of the
/// first. One thread at a time.
class line_reader {
 public:
  /// So many bytes can be read behind a line.
  static constexpr std::size_t padding_bytes = 64;
  static constexpr std::size_t head_bytes = 480;

  struct line {
    std::string_view text;         ///< without its end; of one beyond the limit its first `head_bytes`
    std::uint64_t end_offset = 0;  ///< behind its end: where the next one begins
    bool oversize = false;
  };

  /// `from` must stand at byte `offset`. `limit_bytes` bounds the memory: a longer line is never held whole.
  line_reader(std::unique_ptr<byte_source> from, std::uint64_t offset, std::size_t limit_bytes);
  /// The next line; false: there is none. Views hold until the next call.
  auto next(line& out) -> bool;
  /// The source failed.
  [[nodiscard]] auto failed() const -> bool { return failed_; }

 private:
  auto cut(line& out) -> bool;
  auto fill() -> bool;

  std::unique_ptr<byte_source> from_;
  std::size_t limit_;
  std::size_t capacity_;
  std::unique_ptr<char[]> bytes_;
  std::uint64_t base_;   ///< offset of the first byte held
  std::size_t at_ = 0;   ///< the next line begins here
  std::size_t end_ = 0;  ///< behind the last byte held
  std::string head_;     ///< of a line that was let go
  bool is_first_;        ///< nothing of the file was cut off yet
  bool at_end_ = false;
  bool failed_ = false;
};

}  // namespace waybill::formats
