// What a file seems to be that is not JSON: told by its first bytes, so that whoever sent it hears at once
// what it was. Knows no kind of import.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "formats/byte_source.hpp"

namespace waybill::formats {

/// What is looked at of a file, at most.
inline constexpr std::size_t recognised_bytes = 64 << 10;

struct recognised {
  std::string name;         ///< "a CSV table"; empty: it may be JSON, or it is too little to tell
  std::string_view advice;  ///< a sentence: what to do about it; may be empty
};

/// The first bytes of a file that is read from its beginning: `recognised_bytes`, or all.
auto first_bytes_of(byte_source& from) -> std::string;

/// `first` are the first bytes of a file: all of them, when it has no more than `recognised_bytes`. A byte
/// order mark and blanks in front are passed over. What begins as JSON does is never anything else here. Any
/// thread.
auto recognise(std::string_view first) -> recognised;

/// `first` are the first bytes of the file at this path: and those of an old document of Office with its
/// directory behind them, which says what it holds. Blocks on the disk.
auto telling_bytes(const std::string& path, std::string first) -> std::string;

/// What a file is that cannot be a table of text: JSON, markup, and all that is no text. No name: it may be a
/// table, of one column at least; NUL and other control characters may stand in its cells. Any thread.
auto recognise_beside_tables(std::string_view first) -> recognised;

}  // namespace waybill::formats
