// Text in other encodings becomes UTF-8. Internal to this folder. Sources: Unicode mapping files for
// Windows-1252 (CP1252.TXT), ISO 8859-15 (8859-15.TXT) and Mac OS Roman (ROMAN.TXT); RFC 2781 for UTF-16.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "formats/csv/dialect.hpp"

namespace waybill::formats::csv {

constexpr auto is_utf_16(encoding one) -> bool {
  return one == encoding::utf_16le || one == encoding::utf_16be;
}
/// One byte a character; ASCII is itself.
constexpr auto is_single_byte(encoding one) -> bool { return one != encoding::utf_8 && !is_utf_16(one); }

/// UTF-8 for text of one byte a character; at most three times as long. False: there was a byte which the
/// encoding does not have, and U+FFFD stands for it.
auto append_decoded(std::string_view text, encoding from, std::string& out) -> bool;

/// A cell as a reader gives it that leaves cells encoded.
auto as_utf_8(std::string_view cell, encoding from) -> std::string;

/// UTF-16, split anywhere, to UTF-8. What is no character becomes one byte that no UTF-8 has.
class utf_16_decoder {
 public:
  explicit utf_16_decoder(bool big_endian) : big_endian_(big_endian) {}
  void append(std::string_view bytes, std::string& out);
  /// Half a character that is left at the end.
  void finish(std::string& out);
  /// So many bytes of UTF-16 this was.
  static auto source_bytes(std::string_view decoded) -> std::uint64_t;

 private:
  void take(unsigned unit, std::string& out);

  bool big_endian_;
  bool has_half_ = false;  ///< `half_` is the first byte of a unit
  unsigned char half_ = 0;
  unsigned surrogate_ = 0;  ///< a high one whose low one is to come; 0: none
};

/// UTF-32, split anywhere, to UTF-8. What is no character becomes one byte that no UTF-8 has.
class utf_32_decoder {
 public:
  explicit utf_32_decoder(bool big_endian) : big_endian_(big_endian) {}
  void append(std::string_view bytes, std::string& out);
  /// A part of a character that is left at the end.
  void finish(std::string& out);

 private:
  bool big_endian_;
  unsigned held_ = 0;  ///< bytes of the character that has begun
  std::uint32_t unit_ = 0;
};

/// How many bytes beyond ASCII there are, and how many of them belong to no character of UTF-8. Split
/// anywhere.
class utf_8_tally {
 public:
  void add(std::string_view bytes);
  [[nodiscard]] auto high() const -> std::uint64_t { return high_; }
  [[nodiscard]] auto broken() const -> std::uint64_t { return broken_; }
  /// The text ends inside a character, whose bytes are not counted.
  [[nodiscard]] auto is_cut() const -> bool { return !rest_.empty(); }

 private:
  void add_whole(std::string_view bytes);

  std::string rest_;  ///< of a character that may go on
  std::uint64_t high_ = 0;
  std::uint64_t broken_ = 0;
};

/// UTF-8 when all bytes beyond ASCII say so, or nine in ten, or all but a last character that is cut off;
/// else Windows-1252.
auto encoding_by(const utf_8_tally& tally, dialect& into) -> table_finding;

/// Whether all of it is UTF-8; made for text of which most is ASCII.
auto is_valid_utf_8(std::string_view text) -> bool;

}  // namespace waybill::formats::csv
