// Projects over the API: making, renaming, members and their roles, administrators, deletion, profiles.
#include <catch2/catch.hpp>

#include "tests/http/house.hpp"

using namespace waybill;
using namespace waybill::http_test;
using json = nlohmann::json;

namespace {

const std::string all = "/api/v1/projects";

auto administrator(const house& here, const std::string& name = "boss") -> inhabitant {
  auto account = here.core->accounts().add_user(name, "password of " + name, role::admin, "system");
  REQUIRE(account.ok());
  auto token = here.core->accounts().add_token(account->id, "test");
  REQUIRE(token.ok());
  return {account->id, name, token->text};
}

/// A new project's path.
auto project_of(const house& here, const inhabitant& who, const std::string& name) -> std::string {
  const auto made = here.call(who, "POST", all, json{{"name", name}}.dump());
  INFO(made.body);
  REQUIRE(made.status == 201);
  CHECK(made.header("Location") == all + "/" + made.parsed()["id"].get<std::string>());
  return made.header("Location");
}

auto put(const house& here, const inhabitant& by, const std::string& project, const std::string& username,
         const std::string& role) -> reply {
  return here.call(by, "PUT", project + "/members/" + username, json{{"role", role}}.dump());
}

auto names_of(const json& list) -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const auto& one : list["items"]) names.push_back(one["name"]);
  return names;
}

auto delete_named(const house& here, const inhabitant& by, const std::string& project,
                  const std::string& name) -> reply {
  return here.call(by, "DELETE", project, json{{"name", name}}.dump());
}

}  // namespace

TEST_CASE("given a user, when they make projects, then they manage them and see them by name") {
  house here;
  const auto ann = here.inhabit("ann");
  CHECK(here.get(ann, all).parsed()["items"].empty());
  const auto site = project_of(here, ann, "site");
  project_of(here, ann, " Élan ");
  project_of(here, ann, "Archive");
  CHECK(names_of(here.get(ann, all).parsed()) == std::vector<std::string>{"Archive", "site", "Élan"});
  SECTION("at once") {}
  SECTION("after a restart") { here.restart(); }
  const auto one = here.get(ann, site).parsed();
  CHECK(one["name"] == "site");
  CHECK(one["role"] == "manager");
  CHECK(one["created_by"] == json{{"id", ann.id.value}, {"username", "ann"}});
  CHECK(one["counts"] == json{{"members", 1}, {"imports", 0}, {"records", 0}});
  REQUIRE(one["members"].size() == 1);
  CHECK(one["members"][0]["user"]["username"] == "ann");
}

TEST_CASE(
    "given a project's name, when its maker gives it again in another case or spelling, then it is taken") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto bob = here.inhabit("bob");
  project_of(here, ann, "Café");
  for (const std::string same : {"Café", "CAFÉ", "cafe\xCC\x81", "  café "})
    CHECK(here.call(ann, "POST", all, json{{"name", same}}.dump()).code() == "name_taken");
  const auto other = project_of(here, ann, "Cafe");
  CHECK(here.call(ann, "PATCH", other, R"({"name": "cAFÉ"})").code() == "name_taken");
  // Another maker's names are another's; so two may be seen side by side.
  const auto his = project_of(here, bob, "café");
  CHECK(put(here, bob, his, "ann", "manager").status == 200);
  CHECK(names_of(here.get(ann, all).parsed()).size() == 3);
  // Whoever renames it: it is the maker's names that count.
  CHECK(here.call(ann, "PATCH", his, R"({"name": "Cafe"})").status == 200);
  // In one's own place another case is another name, not a taken one; and what was given up is free.
  CHECK(here.call(ann, "PATCH", other, R"({"name": "CAFE"})").parsed()["name"] == "CAFE");
  CHECK(here.call(ann, "PATCH", other, R"({"name": "Else"})").status == 200);
  project_of(here, ann, "cafe");
}

TEST_CASE("given bad names and bodies, when a project is made or renamed, then each has its clear refusal") {
  house here;
  const auto ann = here.inhabit("ann");
  for (const auto* body :
       {R"({"name": ""})", R"({"name": "  "})", R"({"name": "a\nb"})", R"({"name": 7})", "{}"})
    CHECK(here.call(ann, "POST", all, body).code() == "bad_value");
  CHECK(here.call(ann, "POST", all, json{{"name", std::string(101, 'x')}}.dump()).code() == "bad_value");
  CHECK(here.call(ann, "POST", all, R"({"name": "a", "members": []})").code() == "unknown_field");
  CHECK(here.call(ann, "POST", all, "no json").code() == "bad_request");
  CHECK(here.get(ann, all).parsed()["items"].empty());
}

TEST_CASE("given who is no member, when they ask for anything of a project, then there is nothing") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto eve = here.inhabit("eve");
  const auto site = project_of(here, ann, "Site");
  const auto missing = all + "/prj_0000000000000000000000000";
  for (const auto& path : {site, missing}) {
    const auto none = [&](const reply& answer) {
      CAPTURE(answer.body);
      CHECK(answer.status == 404);
      CHECK(answer.parsed()["detail"] == "There is no such project.");
    };
    none(here.get(eve, path));
    none(here.call(eve, "PATCH", path, R"({"name": "Mine"})"));
    none(here.call(eve, "PATCH", path, R"({"name": ""})"));
    none(delete_named(here, eve, path, "Site"));
    none(here.get(eve, path + "/members"));
    none(here.get(eve, path + "/imports"));
    none(here.get(eve, path + "/events"));
    none(put(here, eve, path, "eve", "manager"));
    none(put(here, eve, path, "nobody", "king"));
    none(here.call(eve, "DELETE", path + "/members/ann"));
    const auto id = path.substr(all.size() + 1);
    none(here.get(eve, "/api/v1/imports?project=" + id));
    none(here.get(eve, "/api/v1/imports/stream?project=" + id));
    none(here.upload(eve, document_of("a", 1), {{"project", id}}));
  }
  CHECK(here.stored_files() == 0);
}

TEST_CASE("given members of each role, when they change members or the project, then managers alone may") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto bob = here.inhabit("bob");
  const auto eve = here.inhabit("eve");
  const auto site = project_of(here, ann, "Site");
  const auto made = put(here, ann, site, "Bob", "editor");  // letter case is no matter
  CHECK(made.status == 200);
  CHECK(made.parsed()["user"]["username"] == "bob");
  CHECK(put(here, ann, site, "eve", "viewer").status == 200);
  for (const auto* who : {&bob, &eve}) {
    CHECK(here.get(*who, site).parsed()["role"] == (who == &bob ? "editor" : "viewer"));
    CHECK(here.get(*who, site + "/members").parsed()["items"].size() == 3);
    const auto refused = put(here, *who, site, "eve", "manager");
    CHECK(refused.status == 403);
    CHECK(refused.code() == "forbidden");
    CHECK(refused.parsed()["needs_role"] == "manager");
    CHECK(here.call(*who, "PATCH", site, R"({"name": "Mine"})").parsed()["needs_role"] == "manager");
    CHECK(delete_named(here, *who, site, "Site").parsed()["needs_role"] == "manager");
    CHECK(here.call(*who, "DELETE", site + "/members/ann").parsed()["needs_role"] == "manager");
    CHECK(here.call(*who, "DELETE", site + "/members/nobody").parsed()["needs_role"] == "manager");
  }
  CHECK(put(here, ann, site, "nobody", "viewer").status == 404);
  CHECK(put(here, ann, site, "nobody", "viewer").code() == "no_such_user");
  CHECK(put(here, ann, site, "eve", "king").code() == "bad_value");
  CHECK(here.call(ann, "DELETE", site + "/members/bob").status == 204);
  CHECK(here.call(ann, "DELETE", site + "/members/bob").code() == "not_found");
  CHECK(here.call(eve, "DELETE", site + "/members/eve").status == 204);
  CHECK(here.get(eve, site).status == 404);
  CHECK(here.get(ann, site).parsed()["counts"]["members"] == 1);
}

TEST_CASE("given a last manager, when they leave, then it is 409; a disabled one does not count as another") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto bob = here.inhabit("bob");
  const auto site = project_of(here, ann, "Site");
  CHECK(here.call(ann, "DELETE", site + "/members/ann").code() == "last_manager");
  const auto lessened = put(here, ann, site, "ann", "viewer");
  CHECK(lessened.status == 409);
  CHECK(lessened.code() == "last_manager");
  CHECK(put(here, ann, site, "bob", "manager").status == 200);
  REQUIRE(here.core->accounts().set_disabled(bob.id, true, "system").ok());
  CHECK(here.call(ann, "DELETE", site + "/members/ann").code() == "last_manager");
  CHECK(here.get(ann, site + "/members").parsed()["items"][1]["disabled"] == true);
  REQUIRE(here.core->accounts().set_disabled(bob.id, false, "system").ok());
  CHECK(here.call(ann, "DELETE", site + "/members/ann").status == 204);
  CHECK(here.get(ann, site).status == 404);
  CHECK(here.get(bob, site).parsed()["role"] == "manager");
}

TEST_CASE(
    "given an administrator, when they look at projects, then they see members and sizes, and may join") {
  house here;
  const auto boss = administrator(here);
  const auto ann = here.inhabit("ann");
  const auto site = project_of(here, ann, "Site");
  project_of(here, ann, "Other");
  const auto page = here.get(boss, "/api/v1/administration/projects?limit=1").parsed();
  REQUIRE(page["items"].size() == 1);
  CHECK(page["items"][0]["name"] == "Site");
  CHECK(page["items"][0]["role"].is_null());
  CHECK(page["items"][0]["members"][0]["user"]["username"] == "ann");
  CHECK(page["items"][0]["has_manager"] == true);
  const auto rest =
      here.get(boss, "/api/v1/administration/projects?cursor=" + page["next_cursor"].get<std::string>());
  CHECK(names_of(rest.parsed()) == std::vector<std::string>{"Other"});
  CHECK(here.get(boss, site).status == 404);
  CHECK(here.get(boss, site + "/imports").status == 404);
  CHECK(put(here, boss, site, "ann", "viewer").status == 404);  // nobody but oneself

  REQUIRE(here.core->accounts().set_disabled(ann.id, true, "system").ok());
  CHECK(here.get(boss, "/api/v1/administration/projects").parsed()["items"][0]["has_manager"] == false);
  const auto joined = put(here, boss, site, "boss", "viewer");
  CHECK(joined.status == 200);
  CHECK(joined.parsed()["role"] == "viewer");
  CHECK(put(here, boss, site, "boss", "manager").status == 200);
  const auto story = here.get(boss, site + "/events").parsed()["items"];
  REQUIRE(story.size() == 4);
  CHECK(story[0]["type"] == "project.created.v1");
  CHECK(story[2]["type"] == "project.administrator_joined.v1");
  CHECK(story[2]["by"] == boss.id.value);
  CHECK(story[2]["summary"] == "The administrator boss joined as viewer.");
  const auto first = here.get(boss, site + "/events?limit=3").parsed();
  CHECK(first["items"].size() == 3);
  CHECK(here.get(boss, site + "/events?limit=3&cursor=" + first["next_cursor"].get<std::string>())
            .parsed()["items"]
            .size() == 1);
  CHECK(here.get(boss, site + "/events?cursor=x").code() == "bad_value");
}

TEST_CASE("given a project, when it is deleted by its name, then it is gone for all and its name is free") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto bob = here.inhabit("bob");
  const auto boss = administrator(here);
  const auto site = project_of(here, ann, "Site");
  CHECK(put(here, ann, site, "bob", "manager").status == 200);
  CHECK(here.call(ann, "DELETE", site).status == 400);
  CHECK(delete_named(here, ann, site, "site").code() == "bad_value");
  CHECK(here.get(bob, site).status == 200);
  CHECK(delete_named(here, bob, site, "Site").status == 204);
  SECTION("at once") {}
  SECTION("after a restart") { here.restart(); }
  CHECK(here.get(ann, site).status == 404);
  CHECK(delete_named(here, ann, site, "Site").status == 404);
  CHECK(put(here, boss, site, "boss", "manager").status == 404);
  CHECK(here.get(ann, all).parsed()["items"].empty());
  CHECK(here.get(boss, "/api/v1/administration/projects").parsed()["items"].empty());
  project_of(here, ann, "SITE");
}

TEST_CASE("given that administrators alone make projects, when a user makes one, then it is forbidden") {
  house here{[](settings& with) { with.projects_creation = "admins"; }};
  const auto ann = here.inhabit("ann");
  const auto boss = administrator(here);
  CHECK(here.call(ann, "POST", all, R"({"name": "Site"})").status == 403);
  const auto site = project_of(here, boss, "Site");
  CHECK(put(here, boss, site, "ann", "manager").status == 200);
  CHECK(here.call(ann, "PATCH", site, R"({"name": "Ours"})").status == 200);
}

TEST_CASE("given bookmarks, when they are handed in for a project, then it is refused and nothing is left") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto id = project_of(here, ann, "Site").substr(all.size() + 1);
  const auto refused = here.upload(ann, document_of("a", 3), {{"project", id}});
  CHECK(refused.status == 400);
  CHECK(refused.code() == "bad_value");
  CHECK(refused.parsed()["reason"] == "kind_of_users");
  CHECK(here.stored_files() == 0);
  // What is no project's id names nobody's things, also not one's own.
  CHECK(here.upload(ann, document_of("a", 3), {{"project", ann.id.value}}).status == 404);
  CHECK(here.get(ann, "/api/v1/imports?project=" + ann.id.value).status == 404);
  CHECK(here.upload(ann, document_of("a", 3), {{"project", ""}}).status == 404);
}

TEST_CASE(
    "given one's own imports, when they are told, then they are in no project, and say who began them") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto id = here.import(ann, document_of("a", 3));
  const auto one = here.get(ann, "/api/v1/imports/" + id).parsed();
  CHECK(one["project"].is_null());
  CHECK(one["started_by"] == json{{"id", ann.id.value}, {"username", "ann"}});
}

TEST_CASE("given a profile, when it is changed, then parts that are not named stay, and null empties") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto boss = administrator(here);
  CHECK(here.get(ann, "/api/v1/me").parsed()["display_name"].is_null());
  const auto change = [&](const char* body) { return here.call(ann, "PATCH", "/api/v1/me", body); };
  const auto set = change(R"({"display_name": "Änn A.", "email": "ann@example.org"})").parsed();
  CHECK(set["display_name"] == "Änn A.");
  CHECK(set["email"] == "ann@example.org");
  CHECK(change(R"({"email": null})").parsed()["display_name"] == "Änn A.");
  for (const auto* bad : {R"({"email": "ann"})", R"({"email": "a b@c"})", R"({"email": "@c"})",
                          R"({"email": 3})", R"({"display_name": "\u202e"})", R"({"display_name": "   "})"})
    CHECK(change(bad).code() == "bad_value");
  CHECK(change(R"({"username": "anna"})").code() == "unknown_field");
  SECTION("at once") {}
  SECTION("after a restart") { here.restart(); }
  const auto me = here.get(ann, "/api/v1/me").parsed();
  CHECK(me["display_name"] == "Änn A.");
  CHECK(me["email"].is_null());
  const auto site = project_of(here, ann, "Site");
  const auto member = here.get(ann, site).parsed()["members"][0]["user"];
  CHECK(member["display_name"] == "Änn A.");
  CHECK_FALSE(member.contains("email"));
  const auto accounts = here.get(boss, "/api/v1/accounts").parsed()["items"];
  CHECK(std::ranges::any_of(accounts, [](const json& one) { return one["display_name"] == "Änn A."; }));
}

TEST_CASE("given imports of several users and days, when administrators ask, then user name and day choose") {
  house here;
  const auto boss = administrator(here);
  const auto ann = here.inhabit("ann");
  const auto bob = here.inhabit("bob");
  const auto first = here.import(ann, document_of("a", 1));
  here.import(bob, document_of("a", 1));
  const auto imports = [&](const std::string& query) {
    const auto answer = here.get(boss, "/api/v1/administration/imports?" + query);
    CAPTURE(answer.body);
    REQUIRE(answer.status == 200);
    return answer.parsed()["items"];
  };
  CHECK(imports("").size() == 2);
  REQUIRE(imports("username=ann").size() == 1);
  CHECK(imports("username=ANN")[0]["import"]["id"] == first);
  CHECK(imports("username=ann")[0]["owner"] ==
        json{{"id", ann.id.value}, {"username", "ann"}, {"project", nullptr}});
  const auto day = imports("")[0]["import"]["created_at"].get<std::string>().substr(0, 10);
  CHECK(imports("day=2020-02-29").empty());
  CHECK(imports("day=2999-12-31").empty());
  if (imports("")[1]["import"]["created_at"].get<std::string>().substr(0, 10) == day)
    CHECK(imports("day=" + day).size() == 2);
  CHECK(imports("day=" + day + "&username=bob").size() == 1);
  const auto refused = [&](const std::string& query) {
    return here.get(boss, "/api/v1/administration/imports?" + query).code();
  };
  CHECK(refused("username=nobody") == "no_such_user");
  for (const auto* bad : {"2026-02-30", "2026-2-3", "today", "2026-01-01T00", ""})
    CHECK(refused("day=" + std::string(bad)) == "bad_value");
  CHECK(refused("owner=a&project=b") == "bad_value");
  CHECK(imports("project=prj_1").empty());
}
