// What somebody may say of an import of rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/result.hpp"
#include "formats/csv/dialect.hpp"

namespace waybill::rows {

/// What becomes of a row whose key is there already.
enum class on_duplicate : std::uint8_t { skip, update, replace, error, create };

struct import_options {
  std::string collection = "rows";
  std::vector<std::string> key;  ///< names of columns; none: every row is new
  on_duplicate duplicates = on_duplicate::skip;
  bool ragged_fails = false;  ///< rows with fewer or more cells than the header fail
  bool create_result_files = true;
  bool count_total_first = true;
  std::optional<std::size_t> header_rows;  ///< nothing: found
  std::optional<std::size_t> batch_size;   ///< nothing: as the server is set
  char delimiter = 0;                      ///< 0: found
  char quote = 0;                          ///< 0: found
  std::string output_format = "csv";
  std::string type;                    ///< name of an import type; there is none yet, so it is refused
  std::string mode;                    ///< chooses a handler of the type
  std::string handler_options = "{}";  ///< handed through: a JSON object
};

/// What of the dialect of a file is given.
auto wishes_of(const import_options& from) -> formats::csv::wishes;

/// From what a client sent. Errors: bad_value, unknown_field, handler_by_type, no_such_type.
auto parse_options(std::string_view json) -> result<import_options>;
/// In full, as they are stored.
auto options_text(const import_options& from) -> std::string;
/// As they were stored; what cannot be read is as usual.
auto read_options(std::string_view text) -> import_options;

}  // namespace waybill::rows
