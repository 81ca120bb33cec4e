// The two files of an import's rows: what went in, and what did not, with the reason.
#pragma once

#include <string>

#include "http/context.hpp"
#include "http/exchange.hpp"
#include "http/kinds/rows/result_words.hpp"
#include "http/table_files.hpp"
#include "projections/import_row.hpp"

namespace waybill::http {

struct result_wish {
  bool failed = false;
  table_format format = table_format::csv;
  language in = language::english;
};

/// `people_failed.csv` of `people.csv`
auto result_name(std::string_view uploaded, bool failed, table_format format) -> std::string;
/// Does the import keep result files, as far as it and the server are set?
auto keeps_results(const import_row& of, const settings& config) -> bool;
/// May they be asked for now? Errors: not_found, no_results, wrong_status.
auto may_have_results(const import_row& of, const settings& config) -> result<done>;
/// As `format` of the options says.
auto usual_format(const import_row& of) -> table_format;
/// Of an import that may have them. Errors: those of `table_answer`.
auto result_answer(const context& asks, const request& call, const import_row& of, const result_wish& wish)
    -> result<answer>;

}  // namespace waybill::http
