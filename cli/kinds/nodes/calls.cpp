#include "cli/kinds/nodes/calls.hpp"

#include <algorithm>

#include "cli/project_name.hpp"
#include "formats/text.hpp"

namespace waybill::cli {
namespace {

constexpr std::uint64_t page_limit = 100;

}  // namespace

auto node_calls::path_of(const std::string& id) const -> std::string {
  return project + "/nodes/" + text::percent_encoded(id);
}

auto project_path(client& api, const std::string& name_or_id) -> result<std::string> {
  const auto id = project_id_of(api, name_or_id);
  if (!id) return id.why();
  return "/api/v1/projects/" + text::percent_encoded(*id);
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
      is_node_id(node) ? at.path_of(node) : at.project + "/nodes/by-url?url=" + text::percent_encoded(node));
  if (found || found.why().code != errc::bad_value) return found;
  return {errc::bad_value,
          "'" + printable(node) + "' is no node: give an id (nod_...) or a URL with http:// or https://."};
}

auto each_listed(client& api, const std::string& path, std::uint64_t most,
                 const std::function<bool(const json&)>& take) -> result<done> {
  std::string cursor;
  do {
    auto page_path = path + "&limit=" + std::to_string(std::min(most, page_limit));
    if (!cursor.empty()) page_path += "&cursor=" + text::percent_encoded(cursor);
    const auto page = api.get(page_path);
    if (!page) return page.why();
    for (const auto& one : member_at(*page, "items")) {
      if (!take(one)) return done{};
      if (--most == 0) return done{};
    }
    // A page of a search may be empty, and go on all the same.
    cursor = text_at(*page, "next_cursor");
  } while (!cursor.empty());
  return done{};
}

}  // namespace waybill::cli
