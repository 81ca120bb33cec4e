#include "tests/http/node_site.hpp"

#include <catch2/catch.hpp>

namespace waybill::http_test {

auto project_with(const house& here, const inhabitant& who, const json& urls) -> std::string {
  const auto id = new_project(here, who);
  plant(here, who, id, batch_of(urls));
  return in_project(id);
}

auto node_at(const house& here, const inhabitant& who, const std::string& project, const std::string& url)
    -> json {
  const auto found = here.get(who, project + "/nodes/by-url?url=" + url);
  INFO(found.body);
  REQUIRE(found.status == 200);
  return found.parsed();
}

auto path_of_node(const house& here, const inhabitant& who, const std::string& project,
                  const std::string& url) -> std::string {
  return project + "/nodes/" + node_at(here, who, project, url).at("id").get<std::string>();
}

auto paths_of(const json& list) -> texts {
  texts paths;
  for (const auto& one : list.at("items")) paths.push_back(one.at("path"));
  return paths;
}

}  // namespace waybill::http_test
