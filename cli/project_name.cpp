#include "cli/project_name.hpp"

#include <vector>

#include "actors/project_book.hpp"
#include "cli/text.hpp"
#include "formats/text.hpp"

namespace waybill::cli {

auto project_id_of(client& api, const std::string& name_or_id) -> result<std::string> {
  const auto projects = api.get("/api/v1/projects", "items");
  if (!projects) return projects.why();
  const auto folded = folded_project_name(name_or_id);
  std::vector<std::string> found;
  for (const auto& one : member_at(*projects, "items")) {
    const auto id = text_at(one, "id");
    if (id == name_or_id) return id;
    // No name is nearer than another: anybody may make a project of exactly this name, and its members of us.
    if (folded_project_name(text_at(one, "name")) == folded) found.push_back(id);
  }
  if (found.size() == 1) return found.front();
  const auto shown = "'" + printable(name_or_id) + "'";
  if (found.empty()) return {errc::not_found, "You are in no project " + shown + "."};
  std::string ids;
  for (const auto& id : found) ids += (ids.empty() ? "" : ", ") + printable(id);
  return {errc::bad_value, "Several projects are called " + shown + "; say which by its id: " + ids + "."};
}

auto project_path(client& api, const std::string& name_or_id) -> result<std::string> {
  const auto id = project_id_of(api, name_or_id);
  if (!id) return id.why();
  return "/api/v1/projects/" + text::percent_encoded(*id);
}

}  // namespace waybill::cli
