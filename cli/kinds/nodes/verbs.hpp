// The verbs of nodes alone: a project's tree of URLs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/kinds/room.hpp"
#include "cli/verbs.hpp"

namespace waybill::cli {

/// Every verb of nodes works in one project. A NODE is an id (`nod_...`) or a URL, however it is spelled.
struct node_place {
  target where;
  std::string project;  ///< name or id
};

struct node_list_options {
  node_place in;
  std::string text;    ///< looked for in title and path; "": all
  std::string parent;  ///< only the children of this node; "": all nodes
  std::uint64_t limit = 20;
  bool json = false;
};
auto run(const node_list_options& options) -> result<int>;

struct node_tree_options {
  node_place in;
  std::string node;                    ///< where it begins; "": at every root
  std::optional<std::uint64_t> depth;  ///< so many levels below; nothing: all
  bool json = false;
};
auto run(const node_tree_options& options) -> result<int>;

struct node_show_options {
  node_place in;
  std::string node;
  bool json = false;
};
auto run(const node_show_options& options) -> result<int>;

struct node_stats_options {
  node_place in;
  bool json = false;
};
auto run(const node_stats_options& options) -> result<int>;

struct node_export_options {
  node_place in;
  std::string file;  ///< "": standard output
  std::string format = "json";
  std::uint64_t part = 0;  ///< of the sitemaps of an index; 0: the index, or the only one
};
auto run(const node_export_options& options) -> result<int>;

struct node_set_options {
  node_place in;
  std::string node;
  std::string title;      ///< "": as it is
  bool no_title = false;  ///< that of the address again
  std::string metadata;   ///< JSON text; "": as it is
};
auto run(const node_set_options& options) -> result<int>;

struct node_delete_options {
  node_place in;
  std::string node;
};
auto run(const node_delete_options& options) -> result<int>;

auto nodes_room() -> kind_room;

}  // namespace waybill::cli
