// Imports of a project: who sees them, who may do what with them, and what becomes of them.
#include <set>
#include <thread>

#include "tests/kinds/project_house.hpp"

using namespace waybill;
using namespace waybill::http_test;
using json = nlohmann::json;

namespace {

auto ids_of(const reply& list) -> std::set<std::string> {
  std::set<std::string> ids;
  const auto parsed = list.parsed();
  for (const auto& one : parsed["items"]) ids.insert(one["id"].get<std::string>());
  return ids;
}

}  // namespace

TEST_CASE(
    "given a project, when a member imports into it, then members see it, and nobody's own list has it") {
  house in;
  const auto ann = in.inhabit("ann");
  const auto bob = in.inhabit("bob");
  const auto eve = in.inhabit("eve");
  const auto site = make_project(in, ann, "Site");
  REQUIRE(set_role(in, ann, site, bob, "editor").status == 200);
  const auto theirs = imported(in, bob, site, {"red\tr", "blue\tb", "!x"});
  const auto id = theirs["id"].get<std::string>();
  CHECK(theirs["project"] == site);
  CHECK(theirs["started_by"] == json{{"id", bob.id.value}, {"username", "bob"}});
  // The same stones of one's own are others.
  const auto own = in.upload(bob, pebbles::file_of({"red\tr"}), {{"kind", "pebbles"}});
  REQUIRE(own.status == 202);
  const auto own_id = own.parsed()["id"].get<std::string>();
  in.await(bob, own_id, import_status::completed);
  CHECK(in.get(bob, "/api/v1/imports/" + own_id).parsed()["progress"]["created"] == 1);
  SECTION("at once") {}
  SECTION("after a restart") { in.restart(); }
  CHECK(ids_of(in.get(bob, "/api/v1/imports")) == std::set{own_id});
  CHECK(ids_of(in.get(ann, "/api/v1/imports")).empty());
  for (const auto* who : {&ann, &bob}) {
    CHECK(ids_of(in.get(*who, path_of(site) + "/imports")) == std::set{id});
    CHECK(ids_of(in.get(*who, "/api/v1/imports?project=" + site)) == std::set{id});
    for (const auto* below : {"", "/records", "/records.csv", "/events", "/pace"})
      CHECK(in.get(*who, "/api/v1/imports/" + id + below).status == 200);
  }
  for (const auto* below : {"", "/records", "/records.csv", "/events", "/pace", "/progress"})
    CHECK(in.get(eve, "/api/v1/imports/" + id + below).status == 404);
  CHECK(in.get(eve, "/api/v1/imports/" + id).parsed()["detail"] == "There is no such import.");
  CHECK(in.get(ann, path_of(site)).parsed()["counts"] ==
        json{{"members", 2}, {"imports", 1}, {"records", 2}});
  CHECK(in.get(bob, "/api/v1/me").parsed()["usage"]["records"] == 1);
  CHECK(std::filesystem::exists(in.directory / "imports" / site));
}

TEST_CASE("given a role, when a member does what takes more, then it is 403 and names the role it takes") {
  house in;
  const auto ann = in.inhabit("ann");
  const auto bob = in.inhabit("bob");
  const auto eve = in.inhabit("eve");
  const auto site = make_project(in, ann, "Site");
  REQUIRE(set_role(in, ann, site, bob, "editor").status == 200);
  REQUIRE(set_role(in, ann, site, eve, "viewer").status == 200);
  const auto id = imported(in, ann, site, {"red\tr"})["id"].get<std::string>();
  // What is completed keeps no file, a moment later.
  REQUIRE(eventually([&] { return in.stored_files() == 0; }));
  const auto refused = bring(in, eve, site, {"blue\tb"});
  CHECK(refused.status == 403);
  CHECK(refused.parsed()["needs_role"] == "editor");
  CHECK(in.stored_files() == 0);
  for (const auto* verb : {"/pause", "/resume", "/cancel", "/retry"}) {
    CHECK(in.call(eve, "POST", "/api/v1/imports/" + id + verb).parsed()["needs_role"] == "editor");
    CHECK(in.call(bob, "POST", "/api/v1/imports/" + id + verb).code() == "wrong_status");
  }
  CHECK(in.call(bob, "DELETE", "/api/v1/imports/" + id).parsed()["needs_role"] == "manager");
  CHECK(in.call(ann, "DELETE", "/api/v1/imports/" + id).status == 204);
  CHECK(in.get(ann, "/api/v1/imports/" + id).status == 404);
}

TEST_CASE("given fields behind the file, when they name a project, then the import is the project's") {
  house in;
  const auto ann = in.inhabit("ann");
  const auto eve = in.inhabit("eve");
  const auto site = make_project(in, ann, "Site");
  const auto late = [&](const inhabitant& who) {
    std::string text = "--BOUNDARY\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n" +
                       pebbles::file_of({"red\tr"}) + "\r\n";
    for (const auto& [name, value] : {std::pair{"kind", std::string("pebbles")}, std::pair{"project", site}})
      text += std::string("--BOUNDARY\r\nContent-Disposition: form-data; name=\"") + name + "\"\r\n\r\n" +
              value + "\r\n";
    return ask(in.port(), request_text("POST", "/api/v1/imports", {who.authorization(), form_type},
                                       text + "--BOUNDARY--\r\n"));
  };
  CHECK(late(eve).status == 404);
  CHECK(in.stored_files() == 0);
  const auto accepted = late(ann);
  INFO(accepted.body);
  REQUIRE(accepted.status == 202);
  CHECK(accepted.parsed()["project"] == site);
  in.await(ann, accepted.parsed()["id"], import_status::completed);
}

TEST_CASE(
    "given a key that was used, when it comes again with another project, then it is another import's") {
  house in;
  const auto ann = in.inhabit("ann");
  const auto bob = in.inhabit("bob");
  const auto site = make_project(in, ann, "Site");
  const auto other = make_project(in, ann, "Other");
  REQUIRE(set_role(in, ann, site, bob, "editor").status == 200);
  const auto send = [&](const inhabitant& who, const std::string& project) {
    return in.upload(who, pebbles::file_of({"red\tr"}), {{"kind", "pebbles"}, {"project", project}},
                     {"Idempotency-Key: one"});
  };
  const auto first = send(ann, site);
  REQUIRE(first.status == 202);
  CHECK(send(ann, site).parsed()["id"] == first.parsed()["id"]);
  CHECK(send(ann, other).code() == "idempotency_mismatch");
  // A key is one user's.
  CHECK(send(bob, site).parsed()["id"] != first.parsed()["id"]);
  in.restart();
  CHECK(send(ann, site).parsed()["id"] == first.parsed()["id"]);
  CHECK(send(ann, other).code() == "idempotency_mismatch");
}

TEST_CASE("given a quota, when a project's is full, then its members' own is not, nor the other way round") {
  house in{[](settings& with) { with.quota_records_limit = 3; }};
  const auto ann = in.inhabit("ann");
  const auto site = make_project(in, ann, "Site");
  imported(in, ann, site, {"a\ta", "b\tb", "c\tc"});
  const auto over = bring(in, ann, site, {"d\td"});
  REQUIRE(over.status == 202);
  in.await(ann, over.parsed()["id"], import_status::failed);
  const auto own = in.upload(ann, pebbles::file_of({"a\ta", "b\tb"}), {{"kind", "pebbles"}});
  REQUIRE(own.status == 202);
  in.await(ann, own.parsed()["id"], import_status::completed);
  CHECK(in.get(ann, path_of(site)).parsed()["usage"]["records"] == 3);
  CHECK(in.get(ann, path_of(site)).parsed()["usage"]["records_limit"] == 3);
  CHECK(in.get(ann, "/api/v1/me").parsed()["usage"]["records"] == 2);
}

TEST_CASE("given ten clients, when they import into one project at once, then each stone is there once") {
  house in;
  const auto ann = in.inhabit("ann");
  const auto site = make_project(in, ann, "Site");
  constexpr int clients = 10;
  constexpr int lines_each = 300;
  std::vector<inhabitant> people;
  for (int i = 0; i < clients; ++i) {
    people.push_back(in.inhabit("client" + std::to_string(i)));
    REQUIRE(set_role(in, ann, site, people.back(), "editor").status == 200);
  }
  std::vector<reply> answers(clients);
  std::vector<std::thread> threads;
  for (int i = 0; i < clients; ++i)
    threads.emplace_back([&, i] {
      std::vector<std::string> lines;
      // Half of each client's stones are also the next one's.
      for (int k = 0; k < lines_each; ++k) {
        const auto key = "k" + std::to_string((i * lines_each / 2 + k) % (clients * lines_each / 2));
        lines.push_back(key + "\t" + key);
      }
      answers[static_cast<std::size_t>(i)] = bring(in, people[static_cast<std::size_t>(i)], site, lines);
    });
  for (auto& one : threads) one.join();
  std::uint64_t created = 0, skipped = 0;
  std::set<std::string> starters;
  for (const auto& answer : answers) {
    INFO(answer.body);
    REQUIRE(answer.status == 202);
    const auto id = answer.parsed()["id"].get<std::string>();
    in.await(ann, id, import_status::completed);
    const auto one = in.get(ann, "/api/v1/imports/" + id).parsed();
    created += one["progress"]["created"].get<std::uint64_t>();
    skipped += one["progress"]["skipped"].get<std::uint64_t>();
    starters.insert(one["started_by"]["username"]);
  }
  CHECK(created == clients * lines_each / 2);
  CHECK(skipped == clients * lines_each / 2);
  CHECK(starters.size() == clients);
  CHECK(in.get(ann, path_of(site)).parsed()["counts"]["records"] == created);
}

TEST_CASE(
    "given administrators, when they list all imports, then a project's show it, and can be asked for") {
  house in;
  const auto ann = in.inhabit("ann");
  const auto site = make_project(in, ann, "Site");
  const auto id = imported(in, ann, site, {"red\tr"})["id"].get<std::string>();
  auto account = in.core->accounts().add_user("boss", "password of boss", role::admin, "system");
  auto token = in.core->accounts().add_token(account->id, "test");
  const inhabitant boss{account->id, "boss", token->text};
  const std::string all = "/api/v1/administration/imports";
  const auto by_project = in.get(boss, all + "?project=" + site).parsed()["items"];
  REQUIRE(by_project.size() == 1);
  CHECK(by_project[0]["owner"] == json{{"id", site}, {"username", nullptr}, {"project", "Site"}});
  CHECK(in.get(boss, all + "?username=ann").parsed()["items"].size() == 1);
  CHECK(in.get(boss, all + "?owner=" + ann.id.value).parsed()["items"].empty());
  // Its records are the members' alone.
  CHECK(in.get(boss, "/api/v1/imports/" + id + "/records").status == 404);
}
