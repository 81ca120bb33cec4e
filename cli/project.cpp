// Projects and their members, at a server or on a data directory.
#include <iostream>

#include "cli/connection.hpp"
#include "cli/project_name.hpp"
#include "cli/text.hpp"
#include "cli/verbs.hpp"
#include "formats/text.hpp"

namespace waybill::cli {
namespace {

using verb = project_options::what;

auto add(client& api, const project_options& options) -> result<int> {
  const auto made = api.post("/api/v1/projects", json{{"name", options.project}}, "id");
  if (!made) return made.why();
  std::cout << printable(text_at(*made, "id")) << "  " << printable(text_at(*made, "name")) << "\n";
  return exit_good;
}

auto list(client& api, const project_options& options) -> result<int> {
  const auto projects = api.get("/api/v1/projects", "items");
  if (!projects) return projects.why();
  for (const auto& one : member_at(*projects, "items")) {
    if (options.json) {
      std::cout << json_line(one) << "\n";
      continue;
    }
    const auto& counts = member_at(one, "counts");
    std::cout << printable(text_at(one, "id")) << "  " << printable(text_at(one, "role")) << "  "
              << counted(number_at(counts, "members"), "member") << ", "
              << counted(number_at(counts, "imports"), "import") << ", "
              << counted(number_at(counts, "records"), "record") << "  " << printable(text_at(one, "name"))
              << "\n";
  }
  return exit_good;
}

auto list_members(client& api, const project_options& options, const std::string& path) -> result<int> {
  const auto members = api.get(path, "items");
  if (!members) return members.why();
  for (const auto& one : member_at(*members, "items")) {
    const auto& user = member_at(one, "user");
    if (options.json) {
      std::cout << json_line(one) << "\n";
      continue;
    }
    std::cout << printable(text_at(user, "id")) << "  " << printable(text_at(one, "role")) << "  "
              << printable(text_at(one, "since")) << "  " << printable(text_at(user, "username")) << "\n";
  }
  return exit_good;
}

auto set(client& api, const project_options& options, const std::string& path) -> result<int> {
  const auto settings = json::parse(options.settings, nullptr, false);
  if (!settings.is_object()) return {errc::bad_value, "Settings are a JSON object, like {\"NAME\":true}."};
  const auto after = api.patch(path, json{{options.kind, settings}}, "id");
  if (!after) return after.why();
  std::cout << printable(options.kind) << ": " << printable(json_line(member_at(*after, options.kind)))
            << "\n";
  return exit_good;
}

auto of_project(client& api, const project_options& options) -> result<int> {
  const auto id = project_id_of(api, options.project);
  if (!id) return id.why();
  const auto path = "/api/v1/projects/" + text::percent_encoded(*id);
  if (options.verb == verb::set) return set(api, options, path);
  const auto members = path + "/members";
  if (options.verb == verb::members) return list_members(api, options, members);
  const auto member = members + "/" + text::percent_encoded(options.user);
  if (options.verb == verb::revoke) {
    if (const auto gone = api.remove(member); !gone) return gone.why();
    std::cout << printable(options.user) << ": no member any more\n";
    return exit_good;
  }
  const auto given = api.put(member, json{{"role", options.role}}, "user");
  if (!given) return given.why();
  std::cout << printable(text_at(member_at(*given, "user"), "username")) << ": "
            << printable(text_at(*given, "role")) << "\n";
  return exit_good;
}

}  // namespace

auto run(const project_options& options) -> result<int> {
  const auto to = connect(options.where);
  if (!to) return to.why();
  auto& api = (*to)->api();
  auto status = options.verb == verb::add    ? add(api, options)
                : options.verb == verb::list ? list(api, options)
                                             : of_project(api, options);
  std::cout << std::flush;
  return status;
}

}  // namespace waybill::cli
