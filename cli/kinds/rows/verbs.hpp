// The verbs of rows alone: what became of an import, as files.
#pragma once

#include <string>

#include "cli/kinds/room.hpp"
#include "cli/verbs.hpp"

namespace waybill::cli {

struct results_options {
  target where;
  std::string id;
  std::string file;     ///< "": standard output
  bool failed = false;  ///< the rows that failed, instead of those that went in
};
auto run(const results_options& options) -> result<int>;

auto rows_room() -> kind_room;

}  // namespace waybill::cli
