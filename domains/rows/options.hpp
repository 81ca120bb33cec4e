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
  std::string collection = "rows";  ///< "": the handler keeps none of the rows
  std::vector<std::string> key;     ///< names of columns; none: every row is new
  on_duplicate duplicates = on_duplicate::skip;
  bool ragged_fails = false;  ///< rows with fewer or more cells than the header fail
  bool create_result_files = true;
  bool count_total_first = true;
  std::optional<std::size_t> header_rows;  ///< nothing: found
  std::optional<std::size_t> batch_size;   ///< nothing: as the server is set
  char delimiter = 0;                      ///< 0: found
  std::optional<char> quote;               ///< 0: quotes are ordinary characters; nothing: found
  char escape = 0;                         ///< 0: none
  std::string encoding;                    ///< its name; "": found
  std::string sheet;                       ///< of a workbook, by name or number; "": the first that is seen
  std::string output_format = "csv";
  std::string type;                         ///< name of an import type; "": none
  std::string mode;                         ///< chooses a handler of the type
  std::string handler;                      ///< who takes the rows, as the type said then; "": keep
  std::size_t batch_rows = 0;               ///< at most so many the handler takes at once; 0: no limit
  std::string handler_options = "{}";       ///< handed through: a JSON object
  std::vector<std::string> result_columns;  ///< names of what a handler answers, for the results
};

/// What of the dialect of a file is given.
auto wishes_of(const import_options& from) -> formats::csv::wishes;

/// From what a client sent, where there are no types. Errors: bad_value, unknown_field, handler_by_type,
/// no_such_type.
auto parse_options(std::string_view json) -> result<import_options>;
/// What is said goes before `usual`; that it fits together is not asked yet. The name of its type.
auto take_options(std::string_view json, import_options usual) -> result<import_options>;
auto check_together(const import_options& all) -> result<done>;
/// The type that they name; "": none, or nothing that can be one.
auto type_in(std::string_view json) -> std::string;
auto no_such_type(std::string_view name) -> error;
/// In full, as they are stored.
auto options_text(const import_options& from) -> std::string;
/// As they were stored; what cannot be read is as usual.
auto read_options(std::string_view text) -> import_options;

}  // namespace waybill::rows
