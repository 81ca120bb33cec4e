// The verbs of bookmarks alone.
#pragma once

#include <string>
#include <vector>

#include "cli/kinds/room.hpp"
#include "cli/verbs.hpp"

namespace waybill::cli {

struct export_options {
  target where;
  std::string file;  ///< "": standard output
  std::vector<std::string> tags;
  std::string since;
  std::string format = "activitystreams";
  std::string text;   ///< that they hold; "": any
  std::string limit;  ///< so many of the newest; "": all
};
auto run(const export_options& options) -> result<int>;

struct identity_options {
  std::vector<std::string> urls;
  bool from_stdin = false;
};
auto run(const identity_options& options) -> result<int>;

auto bookmarks_room() -> kind_room;

}  // namespace waybill::cli
