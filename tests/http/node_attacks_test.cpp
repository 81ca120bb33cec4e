// What somebody could try with a project's nodes who means no good.
#include <algorithm>
#include <catch2/catch.hpp>

#include "domains/nodes/identity.hpp"
#include "projections/collections/places.hpp"
#include "tests/http/trees.hpp"

using namespace waybill;
using namespace waybill::http_test;
using json = nlohmann::json;

namespace {

const json site = {"https://example.org/", "https://example.org/shop"};

/// All that can be asked of one node.
auto asked_of(const std::string& node) -> std::vector<std::string> {
  return {node, node + "/children", node + "/ancestors", node + "/subtree", node + "/history"};
}

}  // namespace

TEST_CASE(
    "given the id of another project's node, when a stranger asks for it in a project of their own, then "
    "there is no such node") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto eve = here.inhabit("eve");
  const auto hers = new_project(here, ann);
  plant(here, ann, hers, batch_of(site));
  const auto secret = node_with_url(here, ann, hers, "https://example.org/shop");
  const auto own = new_project(here, eve, "mine");
  SECTION("where the same page stands") { plant(here, eve, own, batch_of(site)); }
  SECTION("where nothing stands") {}
  SECTION("that was deleted") {
    CHECK(here.call(ann, "DELETE", path_to(hers, secret)).status == 204);
    plant(here, eve, own, batch_of(site));
  }
  const auto stolen = path_to(own, secret);
  for (const auto& path : asked_of(stolen)) {
    CAPTURE(path);
    CHECK(here.get(eve, path).status == 404);
  }
  const auto list = in_project(own) + "/nodes?parent=" + secret.at("id").get<std::string>();
  CHECK(here.get(eve, list).status == 404);
  CHECK(here.call(eve, "DELETE", stolen).status == 404);
  CHECK(here.get(eve, in_project(own) + "/nodes").status == 200);
}

TEST_CASE(
    "given an id made of a bookmark's place, when it is asked for as a node, then there is no such node, and "
    "nothing is said to be damaged") {
  house here;
  const auto ann = here.inhabit("ann");
  here.import(ann, document_of("a", 1));
  const auto bookmarks = here.get(ann, "/api/v1/bookmarks").parsed().at("items");
  REQUIRE(bookmarks.size() == 1);
  const auto path = "/api/v1/bookmarks/" + bookmarks[0].at("identity").get<std::string>();
  SECTION("that is there") {}
  SECTION("that was deleted") { REQUIRE(here.call(ann, "DELETE", path).status == 204); }
  identity id{};
  const auto hex = bookmarks[0].at("identity").get<std::string>();
  REQUIRE(from_hex(hex, id));
  const auto place = scoped(id, collection_digest("bookmarks", ann.id.value));
  std::array<std::uint8_t, 16> half{};
  std::copy_n(place.begin(), half.size(), half.begin());
  const auto node = in_project(new_project(here, ann)) + "/nodes/" + nodes::spell_node_id(half);
  for (const auto& each : asked_of(node)) {
    CAPTURE(each);
    CHECK(here.get(ann, each).status == 404);
  }
  CHECK(here.call(ann, "DELETE", node).status == 404);
}

TEST_CASE("given a subtree on its way to a member, when the member is removed, then it breaks off") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto bob = here.inhabit("bob");
  const auto project = new_project(here, ann);
  REQUIRE(set_member(here, ann, project, bob, "viewer") == 200);
  json urls = {"https://example.org/"};
  for (int i = 0; i < 400; ++i)
    urls.push_back({{"url", "https://example.org/" + std::to_string(i)},
                    {"metadata", {{"text", std::string(60'000, static_cast<char>('a' + i % 26))}}}});
  plant(here, ann, project, batch_of(urls));
  const auto home = node_with_url(here, ann, project, "https://example.org/");
  peer slow{here.port()};
  slow.send(request_text("GET", path_to(project, home) + "/subtree", {bob.authorization()}));
  CHECK(slow.receive_until("\r\n\r\n").starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(here.call(ann, "DELETE", in_project(project) + "/members/bob").status == 204);
  const auto rest = slow.receive_rest();
  CHECK(rest.size() < 24'000'000);
  CHECK_FALSE(rest.ends_with("0\r\n\r\n"));
}
