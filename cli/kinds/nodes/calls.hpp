// What the verbs of nodes ask a server for. Internal to this folder.
#pragma once

#include <memory>
#include <string>

#include "cli/connection.hpp"
#include "cli/kinds/nodes/verbs.hpp"
#include "cli/listed.hpp"
#include "cli/project_name.hpp"
#include "cli/text.hpp"

namespace waybill::cli {

/// A project's nodes at a server, or in this process.
struct node_calls {
  std::unique_ptr<connection> to;
  std::string project;  ///< the path of its calls
  [[nodiscard]] auto api() const -> client& { return to->api(); }
  /// The path of one node, by its id.
  [[nodiscard]] auto path_of(const std::string& id) const -> std::string;
};

/// Errors: those of `connect` and `project_path`.
auto open_nodes(const node_place& in) -> result<node_calls>;

/// Is it the id of a node, and no URL?
auto is_node_id(std::string_view node) -> bool;

/// The node that is meant, as the API shows one alone. Errors: bad_value (neither id nor URL), not_found.
auto find_node(const node_calls& at, const std::string& node) -> result<json>;

}  // namespace waybill::cli
