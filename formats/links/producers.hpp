// The formats of links that one producer or another writes: by what a file is known, and what reads it.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "formats/links/parts.hpp"

namespace waybill::formats::links {

struct producer {
  std::string_view name;  ///< of the format, as an import calls it
  /// Why a file that begins so is one, a sentence in static storage; "": it is none. `bytes` as they stand in
  /// the file; `text` without a byte order mark, and of UTF-16 with `?` for what is beyond ASCII. Any thread.
  std::string_view (*evidence)(std::string_view bytes, std::string_view text);
  std::unique_ptr<link_reader> (*open)(const link_file& file);
};

/// In the order in which they are asked: by magic numbers, by structure, by the names of columns.
inline constexpr std::size_t producer_count = 18;
auto producers() -> std::span<const producer, producer_count>;

/// Not by its beginning alone, but where somebody says that it is a table of links: `csv`.
auto table_by_columns(std::string_view bytes) -> bool;

}  // namespace waybill::formats::links
