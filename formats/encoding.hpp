// Text of two or four bytes a character, told by how it begins. Sources: The Unicode Standard 23.8 (byte
// order marks); RFC 4627, 3 (a text that begins with two characters of ASCII gives itself away without a
// mark).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace waybill::formats {

struct wide_encoding {
  std::string_view name;       ///< "UTF-16 (little-endian)"; empty: it is none of these
  std::size_t unit_bytes = 0;  ///< 2 or 4
  bool big_endian = false;
  std::size_t mark_bytes = 0;  ///< of the byte order mark
};
/// So many bytes are enough to tell.
inline constexpr std::size_t encoding_bytes = 4;

/// `first` are the first bytes of a file.
auto wide_encoding_of(std::string_view first) -> wide_encoding;

/// The same by more of it, for text that does not begin with ASCII: of its letters, digits and delimiters
/// every other byte is zero, and hardly any of those between them. UTF-16 only, without a mark.
auto wide_by_zero_bytes(std::string_view first) -> wide_encoding;

/// The same text with one byte a character: those of ASCII are themselves, all others are `?`.
auto narrowed(std::string_view text, const wide_encoding& from) -> std::string;

}  // namespace waybill::formats
