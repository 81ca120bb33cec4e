// The verbs of rows alone: what became of an import, as files.
#pragma once

#include <string>

#include "cli/kinds/room.hpp"
#include "cli/verbs.hpp"

namespace waybill::cli {

struct results_options {
  target where;
  std::string id;
  std::string file;             ///< "": standard output
  bool failed = false;          ///< the rows that failed, instead of those that went in
  std::string format;           ///< "": as the file's name ends
  bool links = false;           ///< print addresses instead
  std::string language = "en";  ///< of the reasons
};
auto run(const results_options& options) -> result<int>;

struct types_options {
  target where;
  bool json = false;
};
auto run(const types_options& options) -> result<int>;

auto rows_room() -> kind_room;

}  // namespace waybill::cli
