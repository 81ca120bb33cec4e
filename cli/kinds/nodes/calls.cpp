#include "cli/kinds/nodes/calls.hpp"

#include <algorithm>

#include "cli/project_name.hpp"
#include "formats/text.hpp"

namespace waybill::cli {

auto node_calls::path_of(const std::string& id) const -> std::string {
  return project + "/nodes/" + text::percent_encoded(id);
}

auto open_nodes(const node_place& in) -> result<node_calls> {
  auto to = connect(in.where);
  if (!to) return std::move(to).why();
  auto project = project_path((*to)->api(), in.project);
  if (!project) return std::move(project).why();
  return node_calls{*std::move(to), *std::move(project)};
}

auto is_node_id(std::string_view node) -> bool { return node.starts_with("nod_"); }

auto find_node(const node_calls& at, const std::string& node) -> result<json> {
  auto found = at.api().get(
      is_node_id(node) ? at.path_of(node) : at.project + "/nodes/by-url?url=" + text::percent_encoded(node),
      "id");
  if (found || found.why().code != errc::bad_value) return found;
  return {errc::bad_value,
          "'" + printable(node) + "' is no node: give an id (nod_...) or a URL with http:// or https://."};
}

}  // namespace waybill::cli
