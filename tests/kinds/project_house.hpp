// A house with projects, and pebbles to bring into them.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/http/house.hpp"
#include "tests/http/points.hpp"
#include "tests/kinds/pebbles.hpp"

namespace waybill::http_test {

/// A project somebody made: its id.
inline auto make_project(const house& in, const inhabitant& who, const std::string& name) -> std::string {
  const auto made = in.call(who, "POST", "/api/v1/projects", nlohmann::json{{"name", name}}.dump());
  INFO(made.body);
  REQUIRE(made.status == 201);
  return made.parsed().at("id");
}

inline auto path_of(const std::string& project) -> std::string { return "/api/v1/projects/" + project; }

inline auto set_role(const house& in, const inhabitant& by, const std::string& project,
                     const inhabitant& whom, const std::string& role) -> reply {
  return in.call(by, "PUT", path_of(project) + "/members/" + whom.name,
                 nlohmann::json{{"role", role}}.dump());
}

inline auto take_out(const house& in, const inhabitant& by, const std::string& project,
                     const inhabitant& whom) -> reply {
  return in.call(by, "DELETE", path_of(project) + "/members/" + whom.name);
}

inline auto destroy(const house& in, const inhabitant& by, const std::string& project,
                    const std::string& name) -> reply {
  return in.call(by, "DELETE", path_of(project), nlohmann::json{{"name", name}}.dump());
}

inline auto bring(const house& in, const inhabitant& who, const std::string& project,
                  const std::vector<std::string>& lines) -> reply {
  return in.upload(who, pebbles::file_of(lines), {{"kind", "pebbles"}, {"project", project}});
}

/// Imports into the project, and answers the import as it ended.
inline auto imported(const house& in, const inhabitant& who, const std::string& project,
                     const std::vector<std::string>& lines) -> nlohmann::json {
  const auto accepted = bring(in, who, project, lines);
  INFO(accepted.body);
  REQUIRE(accepted.status == 202);
  const std::string id = accepted.parsed().at("id");
  in.await(who, id, import_status::completed);
  return in.get(who, "/api/v1/imports/" + id).parsed();
}

}  // namespace waybill::http_test
