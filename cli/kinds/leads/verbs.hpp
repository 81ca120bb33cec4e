// The verbs of leads alone: what an import would do, its commit, and a project's leads.
#pragma once

#include <cstdint>
#include <string>

#include "cli/kinds/room.hpp"
#include "cli/verbs.hpp"

namespace waybill::cli {

struct review_options {
  target where;
  std::string id;
  bool json = false;
};
auto run(const review_options& options) -> result<int>;

struct commit_options {
  target where;
  std::string id;
  bool accept_changed = false;
};
auto run(const commit_options& options) -> result<int>;

struct lead_list_options {
  target where;
  std::string project;  ///< name or id
  std::string text, status, assigned_to, import;
  std::uint64_t limit = 20;
  bool json = false;
};
auto run(const lead_list_options& options) -> result<int>;

auto leads_room() -> kind_room;

}  // namespace waybill::cli
