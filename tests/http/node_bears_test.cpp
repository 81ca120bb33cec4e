// What a project's tree has to bear: many clients at once, members who go, known cases, very much of a thing.
#include <sys/socket.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <future>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "domains/nodes/identity.hpp"
#include "tests/http/points.hpp"
#include "tests/http/trees.hpp"

using namespace waybill;
using namespace waybill::http_test;
using json = nlohmann::json;

namespace {

/// All pages of a list. `path` has a query.
auto all_of(const house& here, const inhabitant& who, const std::string& path) -> std::vector<json> {
  std::vector<json> all;
  for (std::string cursor;;) {
    const auto answer = here.get(who, path + (cursor.empty() ? "" : "&cursor=" + cursor));
    INFO(answer.body.substr(0, 1'000));
    REQUIRE(answer.status == 200);
    const auto page = answer.parsed();
    for (const auto& one : page.at("items")) all.push_back(one);
    if (page.at("next_cursor").is_null()) return all;
    cursor = page.at("next_cursor");
  }
}

auto canonical(const std::string& url) -> std::string {
  std::string text;
  return nodes::canonical_text(url, {}, text) == nodes::url_fault::none ? text : std::string{};
}

/// Parents, depths, positions and counts by looking at everything.
class seen_nodes {
 public:
  explicit seen_nodes(const std::vector<json>& shown) {
    for (const auto& one : shown) all_.emplace(canonical(one.at("url")), one);
    twice_ = all_.size() != shown.size();
    for (const auto& each : all_) {
      const auto parent = parent_of(each.first);
      ++children_[parent];
      for (auto at = each.first; !at.empty(); at = parent_of(at)) ++subtree_[at];
    }
  }
  /// What is wrong; empty: nothing.
  [[nodiscard]] auto wrong() const -> std::string {
    if (twice_) return "a node stands there twice";
    for (const auto& [text, one] : all_) {
      const auto parent = parent_of(text);
      const json wanted = parent.empty() ? json(nullptr) : all_.at(parent).at("id");
      std::uint64_t depth = 0;
      for (auto at = parent; !at.empty(); at = parent_of(at)) ++depth;
      const auto children = children_.find(text);
      if (one.at("parent") != wanted || one.at("depth") != depth ||
          one.at("children_count") != (children == children_.end() ? 0 : children->second) ||
          one.at("subtree_count") != subtree_.at(text))
        return one.dump();
    }
    return {};
  }
  [[nodiscard]] auto size() const -> std::size_t { return all_.size(); }

 private:
  [[nodiscard]] auto parent_of(const std::string& text) const -> std::string {
    auto above = nodes::place_above(text);
    while (!above.empty() && !all_.contains(std::string(above))) above = nodes::place_above(above);
    return std::string(above);
  }

  std::map<std::string, json> all_;
  std::map<std::string, std::uint64_t> children_;  ///< of "": the roots
  std::map<std::string, std::uint64_t> subtree_;
  bool twice_ = false;
};

/// A site of so many pages on several levels, its homepage among them.
auto pages_of_site(int count) -> std::vector<std::string> {
  std::vector<std::string> urls{"https://busy.example/"};
  for (int i = 1; i < count; ++i) {
    std::string url = "https://busy.example";
    for (auto left = i; left > 0; left /= 5) url += "/" + std::to_string(left % 5);
    urls.push_back(url);
  }
  return urls;
}

auto shuffled(std::vector<std::string> urls, std::mt19937_64& random) -> std::vector<std::string> {
  std::shuffle(urls.begin(), urls.end(), random);
  return urls;
}

auto case_files() -> std::vector<std::filesystem::path> {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator("tests/domains/nodes/data"))
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  return files;
}

/// Against the case: all that it says of a node.
void check_place(const house& here, const inhabitant& who, const std::string& project, const json& expected) {
  CAPTURE(expected.dump());
  const auto found =
      here.call(who, "GET",
                in_project(project) + "/nodes/" +
                    nodes::node_id(project, nodes::identity_of(canonical(expected.at("url")))));
  REQUIRE(found.status == 200);
  const auto one = found.parsed();
  CHECK(one.at("depth") == expected.at("depth"));
  CHECK(one.at("position") == expected.at("position"));
  CHECK(one.at("parent") ==
        (expected.at("parent").is_null()
             ? json(nullptr)
             : json(nodes::node_id(project, nodes::identity_of(canonical(expected.at("parent")))))));
}

}  // namespace

TEST_CASE(
    "given ten clients, when all import into one project at once, then the tree is right and each record is "
    "there once") {
  const auto seed = Catch::rngSeed() == 0 ? std::random_device{}() : Catch::rngSeed();
  CAPTURE(seed);
  std::mt19937_64 random{seed};
  house here{[](settings& with) { with.imports_concurrent = 6; }};
  const auto ann = here.inhabit("ann");
  const auto project = new_project(here, ann);
  const auto pages = pages_of_site(400);
  constexpr int clients = 10;
  std::vector<inhabitant> people;
  std::vector<std::string> documents;
  for (int i = 0; i < clients; ++i) {
    people.push_back(here.inhabit("client" + std::to_string(i)));
    REQUIRE(set_member(here, ann, project, people.back(), "editor") == 200);
    documents.push_back(
        json{{"urls", shuffled(pages, random)}, {"project", project}, {"options", {{"chunk_size", 10}}}}
            .dump());
  }
  std::vector<reply> answers(clients);
  {
    std::vector<std::jthread> at_once;
    for (std::size_t i = 0; i < clients; ++i)
      at_once.emplace_back([&, i] {
        answers[i] = i % 2 == 0 ? here.call(people[i], "POST", "/api/v1/imports/batch", documents[i])
                                : bring_nodes(here, people[i], project,
                                              batch_of(json::parse(documents[i]).at("urls")));
      });
  }
  std::uint64_t created = 0;
  for (std::size_t i = 0; i < clients; ++i) {
    CAPTURE(answers[i].body);
    REQUIRE(answers[i].status == 202);
    const auto told = answers[i].parsed();
    const std::string id = i % 2 == 0 ? told.at("import").at("id") : told.at("id");
    here.await(ann, id, import_status::completed);
    const auto counts = here.get(ann, "/api/v1/imports/" + id).parsed().at("progress");
    created += counts.at("created").get<std::uint64_t>();
    CHECK(counts.at("created").get<std::uint64_t>() + counts.at("skipped").get<std::uint64_t>() ==
          pages.size());
  }
  CHECK(created == pages.size());
  SECTION("at once") {}
  SECTION("after a restart") { here.restart(); }
  const seen_nodes tree{all_of(here, ann, in_project(project) + "/nodes?limit=100")};
  CHECK(tree.size() == pages.size());
  CHECK(tree.wrong() == "");
  CHECK(here.get(ann, in_project(project) + "/tree/stats").parsed().at("nodes") == pages.size());
}

TEST_CASE(
    "given an import of nodes by a member, when they are removed in the middle of it, then it goes on to its "
    "end, and what they had open ends") {
  house here{[](settings& with) { with.imports_concurrent = 1; }};
  const auto ann = here.inhabit("ann");
  const auto bob = here.inhabit("bob");
  const auto project = new_project(here, ann);
  REQUIRE(set_member(here, ann, project, bob, "editor") == 200);
  std::promise<void> reached, opened;
  std::atomic<int> chunks{0};
  const at_points gate{[&, open = opened.get_future().share()](std::string_view point) {
    if (point != "store.decided" || ++chunks != 3) return false;
    reached.set_value();
    open.wait();
    return false;
  }};
  const auto pages = pages_of_site(120);
  const auto accepted = bring_nodes(here, bob, project, batch_of(pages), R"({"chunk_size":10})");
  REQUIRE(accepted.status == 202);
  const std::string id = accepted.parsed().at("id");
  reached.get_future().wait();
  std::vector<peer> his;
  for (const auto& path :
       {"/api/v1/imports/" + id + "/progress", "/api/v1/imports/stream?project=" + project}) {
    auto& one = his.emplace_back(here.port());
    one.send(request_text("GET", path, {bob.authorization()}));
    CHECK(one.receive_until("\n\n").starts_with("HTTP/1.1 200 OK\r\n"));
  }
  SECTION("as a member is removed") {
    CHECK(here.call(ann, "DELETE", in_project(project) + "/members/bob").status == 204);
    for (auto& one : his) CHECK(one.ends());
    CHECK(here.get(bob, in_project(project) + "/nodes").status == 404);
    CHECK(here.call(bob, "POST", "/api/v1/imports/" + id + "/cancel").status == 404);
  }
  SECTION("as an editor becomes a viewer") {
    REQUIRE(set_member(here, ann, project, bob, "viewer") == 200);
    CHECK(here.get(bob, in_project(project) + "/nodes").status == 200);
    CHECK(here.call(bob, "POST", "/api/v1/imports/" + id + "/cancel").status == 403);
  }
  opened.set_value();
  here.await(ann, id, import_status::completed);
  const auto import = here.get(ann, "/api/v1/imports/" + id).parsed();
  CHECK(import.at("progress").at("created") == pages.size());
  CHECK(import.at("started_by").at("username") == "bob");
  CHECK(seen_nodes{all_of(here, ann, in_project(project) + "/nodes?limit=100")}.wrong() == "");
}

TEST_CASE("given the cases of trees, when they are imported, then the API shows what each case says") {
  house here;
  const auto ann = here.inhabit("ann");
  std::size_t cases = 0;
  for (const auto& path : case_files()) {
    CAPTURE(path);
    std::ifstream file(path);
    const auto one = json::parse(file);
    const auto project = new_project(here, ann, path.stem());
    if (one.contains("existing")) plant(here, ann, project, batch_of(one.at("existing")));
    const auto import = plant(here, ann, project, batch_of(one.at("urls")));
    const auto records =
        all_of(here, ann, "/api/v1/imports/" + import.at("id").get<std::string>() + "/records?limit=100");
    REQUIRE(records.size() == one.at("items").size());
    for (std::size_t i = 0; i < records.size(); ++i) {
      const auto& item = one.at("items")[i];
      CAPTURE(item.dump(), records[i].dump());
      const auto& status = item.at("status");
      CHECK(records[i].at("outcome") == (status == "duplicate" ? json("skipped") : status));
      if (status == "failed") CHECK(records[i].at("code") == item.at("code"));
      if (status == "created") check_place(here, ann, project, item);
    }
    for (const auto& item : one.value("existing_after", json::array())) check_place(here, ann, project, item);
    ++cases;
  }
  CHECK(cases == 19);
}

TEST_CASE(
    "given 10,001 URLs, when they come as a batch, then the answer names the limit and nothing is left; as a "
    "file they are taken") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto project = new_project(here, ann);
  auto urls = json::array();
  for (int i = 0; i < 10'001; ++i) urls.push_back("https://many.example/" + std::to_string(i));
  const auto refused =
      here.call(ann, "POST", "/api/v1/imports/batch", json{{"project", project}, {"urls", urls}}.dump());
  CHECK(refused.status == 413);
  CHECK(refused.parsed().at("detail").get<std::string>().find("10000") != std::string::npos);
  CHECK(here.stored_files() == 0);
  CHECK(here.get(ann, in_project(project) + "/imports").parsed().at("items").empty());
  CHECK(plant(here, ann, project, batch_of(urls)).at("progress").at("created") == 10'001);
  urls.erase(0);
  const auto taken =
      here.call(ann, "POST", "/api/v1/imports/batch", json{{"project", project}, {"urls", urls}}.dump());
  CHECK(taken.status == 202);
}

TEST_CASE("given one URL with 64 MiB of metadata, when it comes in a batch, then it fails alone") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto project = new_project(here, ann);
  const auto body = R"({"project":")" + project + R"(","urls":["https://fat.example/",)" +
                    R"({"url":"https://fat.example/x","metadata":{"text":")" + std::string(64 << 20, 'm') +
                    R"("}},"https://fat.example/y"]})";
  const auto answer = here.call(ann, "POST", "/api/v1/imports/batch", body);
  REQUIRE(answer.status == 202);
  const std::string id = answer.parsed().at("import").at("id");
  here.await(ann, id, import_status::completed);
  const auto records = all_of(here, ann, "/api/v1/imports/" + id + "/records?limit=100");
  REQUIRE(records.size() == 3);
  CHECK(records[1].at("code") == "metadata_too_large");
  CHECK(here.get(ann, in_project(project) + "/tree/stats").parsed().at("nodes") == 2);
}

TEST_CASE(
    "given 64 MiB of metadata of many URLs, when they are imported, then all is kept, and pages stay small") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto project = new_project(here, ann);
  constexpr std::size_t each = 64'000;
  constexpr std::size_t pages = (64 << 20) / each + 1;
  std::string body = R"({"project":")" + project + R"(","urls":["https://fat.example/")";
  for (std::size_t i = 0; i < pages; ++i)
    body += R"(,{"url":"https://fat.example/)" + std::to_string(i) + R"(","metadata":{"text":")" +
            std::string(each, 'm') + "\"}}";
  const auto answer = here.call(ann, "POST", "/api/v1/imports/batch", body + "]}");
  REQUIRE(answer.status == 202);
  here.await(ann, answer.parsed().at("import").at("id"), import_status::completed);
  const auto page = here.get(ann, in_project(project) + "/nodes?limit=100");
  CHECK(page.status == 200);
  CHECK(page.body.size() < 4 << 20);
  CHECK_FALSE(page.parsed().at("next_cursor").is_null());
  const auto home = node_with_url(here, ann, project, "https://fat.example/");
  CHECK(home.at("children_count") == pages);
  peer one{here.port()};
  one.send(
      request_text("GET", path_to(project, home) + "/subtree", {ann.authorization(), "Connection: close"}));
  const auto all = one.receive_rest();
  CHECK(all.size() > pages * each);
  CHECK(all.ends_with("0\r\n\r\n"));
}

TEST_CASE("given a batch whose body is cut off anywhere, when the client is gone, then nothing is left") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto project = new_project(here, ann);
  const auto body = json{{"urls", pages_of_site(5'000)}, {"project", project}}.dump();
  const auto whole = request_text("POST", "/api/v1/imports/batch",
                                  {ann.authorization(), "Content-Type: application/json"}, body);
  const auto head = whole.size() - body.size();
  for (const auto bytes : {std::size_t{0}, std::size_t{1}, body.size() / 2, body.size() - 1}) {
    CAPTURE(bytes);
    peer one{here.port()};
    one.send(whole.substr(0, head + bytes));
    one.end_sending();
    CHECK(one.receive_rest().find(" 202 ") == std::string::npos);
    CHECK(eventually([&] { return here.stored_files() == 0; }));
  }
  CHECK(here.get(ann, in_project(project) + "/imports").parsed().at("items").empty());
  CHECK(ask(here.port(), whole).status == 202);
}
