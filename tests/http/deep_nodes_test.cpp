// One host of 5,000 levels, as deep as a URL can say: whoever asks gets an answer, and no stack and no memory
// grows with it.
#include <catch2/catch.hpp>

#include "domains/nodes/identity.hpp"
#include "tests/http/trees.hpp"

using namespace waybill;
using namespace waybill::http_test;
using json = nlohmann::json;

namespace {

constexpr int levels = 5'000;

auto text_at(int level) -> std::string {
  std::string text = "deep.example";
  for (int i = 0; i < level; ++i) text += "/a";
  return level == 0 ? text + "/" : text;
}

/// The deepest first, so that each comes above what is there.
auto all_levels() -> std::string {
  std::string urls;
  for (int level = levels; level >= 0; --level)
    urls.append(urls.empty() ? "\"https://" : ",\"https://").append(text_at(level)).append("\"");
  return "{\"urls\":[" + urls + "]}";
}

class deep_host {
 public:
  deep_host() { plant(here, ann, project, all_levels()); }

  [[nodiscard]] auto path(int level) const -> std::string {
    return in_project(project) + "/nodes/" + nodes::node_id(project, nodes::identity_of(text_at(level)));
  }
  [[nodiscard]] auto depth_of(int level) const -> int {
    return here.get(ann, path(level)).parsed().at("depth");
  }
  /// How many nodes a long answer holds; it is whole.
  [[nodiscard]] auto streamed(const std::string& target) const -> std::size_t {
    peer one{here.port()};
    one.send(request_text("GET", target, {ann.authorization(), "Connection: close"}));
    const auto all = one.receive_rest();
    CHECK(all.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(all.ends_with("0\r\n\r\n"));
    std::size_t nodes = 0;
    for (auto at = all.find("nod_"); at != std::string::npos; at = all.find("nod_", at + 1)) ++nodes;
    return nodes;
  }
  [[nodiscard]] auto json_of(const std::string& target) const -> json {
    const auto answer = here.get(ann, target);
    REQUIRE(answer.status == 200);
    return answer.parsed();
  }

  house here;
  inhabitant ann = here.inhabit("ann");
  std::string project = new_project(here, ann);
};

}  // namespace

TEST_CASE("given a host of 5,000 levels, when it is read in every way, then all of it is there") {
  const deep_host deep;
  const auto top = in_project(deep.project);
  const auto stats = deep.json_of(top + "/tree/stats");
  CHECK(stats.at("nodes") == levels + 1);
  CHECK(stats.at("max_depth") == levels);
  const auto deepest = deep.json_of(deep.path(levels));
  CHECK(deepest.at("depth") == levels);
  CHECK(deepest.at("breadcrumb").size() == levels);
  CHECK(deep.json_of(deep.path(levels / 2) + "/children").at("items").at(0).at("subtree_count") ==
        levels - levels / 2);
  CHECK(deep.json_of(top + "/nodes?limit=100").at("items").size() == 100);
  CHECK(deep.json_of(top + "/nodes/roots").at("items").size() == 1);
  CHECK(deep.json_of(deep.path(0) + "/subtree?depth=3").at("items").size() == 4);
  // Each but the first names its parent too.
  CHECK(deep.streamed(deep.path(levels) + "/ancestors") == 2 * levels - 1);
  CHECK(deep.streamed(deep.path(0) + "/subtree") == 2 * levels + 1);
  for (const auto* format : {"json", "json-nested", "csv"})
    CHECK(deep.streamed(top + "/nodes/export?format=" + format) > 0);
}

TEST_CASE(
    "given a host of 5,000 levels, when one in the middle and the homepage go and come, then all below "
    "move") {
  const deep_host deep;
  REQUIRE(deep.here.call(deep.ann, "DELETE", deep.path(levels / 2)).status == 204);
  CHECK(deep.depth_of(levels) == levels - 1);
  CHECK(deep.depth_of(levels / 2 - 1) == levels / 2 - 1);
  REQUIRE(deep.here.call(deep.ann, "DELETE", deep.path(0)).status == 204);
  CHECK(deep.depth_of(levels) == levels - 2);
  CHECK(deep.depth_of(1) == 0);
  plant(deep.here, deep.ann, deep.project,
        batch_of({"https://" + text_at(0), "https://" + text_at(levels / 2)}));
  CHECK(deep.depth_of(levels) == levels);
  CHECK(deep.json_of(in_project(deep.project) + "/tree/stats").at("max_depth") == levels);
}
