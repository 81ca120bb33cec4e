// Projects with nodes, for tests over HTTP.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/http/house.hpp"

namespace waybill::http_test {

/// A project of `who`: its id.
inline auto new_project(const house& here, const inhabitant& who, const std::string& name = "site")
    -> std::string {
  const auto made = here.call(who, "POST", "/api/v1/projects", nlohmann::json{{"name", name}}.dump());
  INFO(made.body);
  REQUIRE(made.status == 201);
  return made.parsed().at("id");
}

inline auto in_project(const std::string& id) -> std::string { return "/api/v1/projects/" + id; }

inline auto set_member(const house& here, const inhabitant& by, const std::string& project,
                       const inhabitant& whom, const std::string& role) -> int {
  return here
      .call(by, "PUT", in_project(project) + "/members/" + whom.name, nlohmann::json{{"role", role}}.dump())
      .status;
}

/// Hands a document in; the answer.
inline auto bring_nodes(const house& here, const inhabitant& who, const std::string& project,
                        const std::string& document, const std::string& options = "{}") -> reply {
  return here.upload(who, document, {{"kind", "nodes"}, {"project", project}, {"options", options}});
}

/// Imports a document, waits for its end, and answers the import.
inline auto plant(const house& here, const inhabitant& who, const std::string& project,
                  const std::string& document, const std::string& options = "{}") -> nlohmann::json {
  const auto accepted = bring_nodes(here, who, project, document, options);
  INFO(accepted.body);
  REQUIRE(accepted.status == 202);
  const std::string id = accepted.parsed().at("id");
  here.await(who, id, import_status::completed);
  return here.get(who, "/api/v1/imports/" + id).parsed();
}

inline auto batch_of(const nlohmann::json& urls) -> std::string {
  return nlohmann::json{{"urls", urls}}.dump();
}

/// The node with this URL.
inline auto node_with_url(const house& here, const inhabitant& who, const std::string& project,
                          const std::string& url) -> nlohmann::json {
  const auto found = here.get(who, in_project(project) + "/nodes/by-url?url=" + url);
  INFO(found.body);
  REQUIRE(found.status == 200);
  return found.parsed();
}

inline auto path_to(const std::string& project, const nlohmann::json& node) -> std::string {
  return in_project(project) + "/nodes/" + node.at("id").get<std::string>();
}

}  // namespace waybill::http_test
