// How a table of separated values is written, found out from the file itself or told by a person.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/byte_source.hpp"
#include "formats/table.hpp"

namespace waybill::formats::csv {

enum class encoding : std::uint8_t { utf_8, utf_16le, utf_16be, windows_1252, iso_8859_15, macintosh };

/// "utf-8", "utf-16le", "utf-16be", "windows-1252", "iso-8859-15", "macintosh".
auto name_of(encoding one) -> std::string_view;
/// By that name, or another that is used for it ("UTF8", "latin1", "cp1252", "mac-roman"), in any letter
/// case.
auto encoding_named(std::string_view name) -> std::optional<encoding>;

/// Of an encoding with one byte a character (not UTF): what the bytes from 0x80 on are; 0: no character.
auto characters_beyond_ascii(encoding one) -> std::span<const char16_t, 128>;

/// No quote or no escape.
inline constexpr char none = '\0';
inline constexpr unsigned most_header_rows = 100;

/// All that a reader has to know.
struct dialect {
  char delimiter = ',';
  char quote = '"';            ///< or `none`
  std::size_t head_bytes = 0;  ///< a byte order mark and a line `sep=;` in front, which are no row
  char escape = none;          ///< takes the meaning off the character behind it
  encoding written_in = encoding::utf_8;
  unsigned header_rows = 1;           ///< empty lines do not count
  bool has_hint = false;              ///< a line `sep=;` stands in front
  bool one_column = false;            ///< nothing parts a row, `delimiter` neither
  bool quotes_behind_blanks = false;  ///< blanks in front of a quote that opens a cell are none of its text
  bool is_guarded = false;  ///< our writer wrote it: cells are to be read by `as_meant` (writer.hpp)

  friend auto operator==(const dialect&, const dialect&) -> bool = default;
};

/// For keeping: one short word of ASCII, and back. Nothing: it is none.
auto spelled(const dialect& one) -> std::string;
auto dialect_spelled(std::string_view text) -> std::optional<dialect>;

/// What a person said; the rest is found out.
struct wishes {
  std::optional<encoding> written_in{};
  std::optional<char> delimiter{};
  std::optional<char> quote{};  ///< `none`: quotes are ordinary characters
  char escape = none;
  std::optional<unsigned> header_rows{};  ///< 0 to `most_header_rows`
};

/// A delimiter, quote or escape may be any character of ASCII that is no letter, digit, line break or NUL,
/// and no two of them are the same. Empty: so it is; else the part that is not: "delimiter".
auto wrong_part(const wishes& asked) -> std::string_view;

/// So much of a file is looked at.
inline constexpr std::size_t dialect_bytes = 64 << 10;

struct found_dialect {
  dialect with;
  std::vector<table_finding> findings;
};

/// By the first `dialect_bytes` of a file, or all that it has. Of UTF-8 and Windows-1252 only `checker` can
/// tell which a file is, from all of its bytes. The findings and their reasons, beside "given":
/// - encoding: "byte_order_mark", "zero_bytes" (every other byte), "ascii", "valid_utf8", "mostly_utf8",
///   "not_utf8"; the last three count the bytes beyond ASCII which belong to characters of UTF-8;
/// - delimiter: "hint" (a line `sep=;`), "even_rows" (rows that have as many cells as most), "one_column";
/// - quote: "behind_blanks" (of some cells, which they open all the same), "seen" or "usual";
/// - line_end, which is "crlf", "lf", "cr", "mixed" or "none": "seen", with lines;
/// - header_row: "names_above_values" or "values_above_values" (with columns), "only_row", "usual".
auto find_dialect(std::string_view first, const wishes& asked = {}) -> found_dialect;

/// The header rows and names of columns, without findings. Reads from the beginning of a file as far as it
/// must.
auto read_head(byte_source& from, const dialect& with, const table_limits& limits = {}) -> table_head;

}  // namespace waybill::formats::csv
