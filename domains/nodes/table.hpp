// Tables with a column of URLs. Internal to this folder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/csv/reader.hpp"

namespace waybill::nodes {

/// What a column holds.
enum class column : std::uint8_t { url, title, metadata, of_sitemap, derived, other };

struct table_head {
  formats::csv::dialect
      with;  ///< of UTF-8 and encodings of one byte a character only the whole file can tell
  std::vector<formats::table_finding> parts;  ///< what is found out about it; the first is its encoding
  std::vector<std::string> names;             ///< trimmed; of those with a meaning as JSON has them
  std::vector<column> columns;
  std::size_t url_at = 0;
  std::optional<std::size_t> id_at;  ///< of an export of ours
  std::uint64_t rows_at = 0;         ///< byte of the file behind the header
};

/// By the first bytes of a file. Nothing: no column of it is one of URLs by its name.
auto table_head_of(std::string_view first) -> std::optional<table_head>;
/// The same of a file that was checked, by what was found then (`dialect_in`).
auto table_head_of(std::string_view first, const std::optional<formats::csv::dialect>& found)
    -> std::optional<table_head>;

/// What stands in the first row of a table that has no such column.
auto table_names_of(std::string_view first) -> std::vector<std::string>;

}  // namespace waybill::nodes
