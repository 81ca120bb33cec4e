// Addresses of result files that need no credentials: whoever has one may have the file, as long as who made
// it may, and until its time is over. All that it says stands in it, signed; nothing is stored.
#pragma once

#include <string>

#include "actors/engine.hpp"
#include "http/context.hpp"
#include "http/json_text.hpp"
#include "http/table_files.hpp"
#include "projections/import_row.hpp"

namespace waybill::http {

/// Which of the four files.
struct linked_file {
  bool failed = false;
  table_format format = table_format::csv;
};

struct result_link {
  std::string url;  ///< a path
  instant ends{};
};

/// It dies with the credential that `who` came by.
auto make_link(const context& asks, const caller& who, const import_row& of, const linked_file& which)
    -> result_link;
/// Inside an open object: `url`, `expires_at`.
void write_link(json_text& to, const result_link& link);

}  // namespace waybill::http
