// A project with a tree of nodes, for the tests of its calls.
#pragma once

#include <string>
#include <vector>

#include "tests/http/trees.hpp"

namespace waybill::http_test {

using json = nlohmann::json;
using texts = std::vector<std::string>;

inline const json site = {"https://example.org/", "https://example.org/shop/bags/red",
                          "https://example.org/shop", "https://example.org/about/"};

/// A project of `who` in which these URLs were imported; its path.
auto project_with(const house& here, const inhabitant& who, const json& urls) -> std::string;
auto node_at(const house& here, const inhabitant& who, const std::string& project, const std::string& url)
    -> json;
/// The path of a node's calls.
auto path_of_node(const house& here, const inhabitant& who, const std::string& project,
                  const std::string& url) -> std::string;
auto paths_of(const json& list) -> texts;

}  // namespace waybill::http_test
