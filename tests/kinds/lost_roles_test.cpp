// Who loses a role, or a project that goes, in the middle of things.
#include <sys/socket.h>

#include <random>
#include <thread>

#include "tests/kinds/project_house.hpp"

using namespace waybill;
using namespace waybill::http_test;
using json = nlohmann::json;

namespace {

auto follow(const house& in, const inhabitant& who, const std::string& target) -> peer {
  peer one{in.port()};
  one.send(request_text("GET", target, {who.authorization()}));
  CHECK(one.receive_until("\r\n\r\n").starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(one.receive_until("\n\n").starts_with("id: "));
  return one;
}

/// All but the last bytes of an upload are here, and on the disk.
auto begin_upload(const house& in, const inhabitant& who, const std::string& project) -> peer {
  const auto files = in.stored_files();
  const auto form = form_text(pebbles::file_of(std::vector<std::string>(20'000, "grey")),
                              {{"kind", "pebbles"}, {"project", project}});
  peer one{in.port()};
  const auto whole = request_text("POST", "/api/v1/imports", {who.authorization(), form_type}, form);
  one.send(whole.substr(0, whole.size() - 20));
  REQUIRE(eventually([&] { return in.stored_files() == files + 1; }));
  return one;
}

auto pending_of(const house& in, const inhabitant& who, const std::string& project) -> std::string {
  const auto accepted = bring(in, who, project, {"red\tr"});
  REQUIRE(accepted.status == 202);
  return accepted.parsed()["id"];
}

auto status_of(const house& in, const std::string& import) -> std::string {
  const auto row = in.core->import_view().find({import});
  return row ? std::string(name_of(row->status)) : "none";
}

}  // namespace

TEST_CASE("given streams of a project, when a member is removed, then theirs end, and others' do not") {
  house in{[](settings& with) { with.imports_concurrent = 1; }};
  const auto ann = in.inhabit("ann");
  const auto bob = in.inhabit("bob");
  const auto site = make_project(in, ann, "Site");
  REQUIRE(set_role(in, ann, site, bob, "editor").status == 200);
  gate_at gate{"store.decided"};
  const auto accepted = bring(in, bob, site, {"red\tr"});
  REQUIRE(accepted.status == 202);
  const auto id = accepted.parsed()["id"].get<std::string>();
  gate.await_somebody();
  const auto progress = "/api/v1/imports/" + id + "/progress";
  const auto list = "/api/v1/imports/stream?project=" + site;
  auto his_progress = follow(in, bob, progress);
  auto his_list = follow(in, bob, list);
  auto his_own = follow(in, bob, "/api/v1/imports/stream");
  auto her_progress = follow(in, ann, progress);
  SECTION("by a manager") { CHECK(take_out(in, ann, site, bob).status == 204); }
  SECTION("by leaving") { CHECK(take_out(in, bob, site, bob).status == 204); }
  CHECK(his_progress.ends());
  CHECK(his_list.ends());
  CHECK(in.get(bob, "/api/v1/imports/" + id).status == 404);
  CHECK(in.call(bob, "POST", "/api/v1/imports/" + id + "/cancel").status == 404);
  gate.open();
  // It is the project's, whoever began it: it goes on.
  in.await(ann, id, import_status::completed);
  CHECK(her_progress.receive_until("event: finished").ends_with("event: finished"));
  CHECK(in.get(ann, "/api/v1/imports/" + id).parsed()["started_by"]["username"] == "bob");
  const auto own = in.upload(bob, pebbles::file_of({"a"}), {{"kind", "pebbles"}});
  his_own.receive_until(own.parsed()["id"].get<std::string>());
}

TEST_CASE(
    "given an upload into a project under way, when the role goes, then it is refused and nothing is left") {
  house in;
  const auto ann = in.inhabit("ann");
  const auto bob = in.inhabit("bob");
  const auto site = make_project(in, ann, "Site");
  REQUIRE(set_role(in, ann, site, bob, "editor").status == 200);
  auto upload = begin_upload(in, bob, site);
  int expected = 404;
  SECTION("as a member is removed") { CHECK(take_out(in, ann, site, bob).status == 204); }
  SECTION("as an editor becomes a viewer") {
    CHECK(set_role(in, ann, site, bob, "viewer").status == 200);
    expected = 403;
  }
  SECTION("as the project is deleted") { CHECK(destroy(in, ann, site, "Site").status == 204); }
  const auto answer = upload.receive();
  CAPTURE(answer.head, answer.body);
  CHECK(answer.status == expected);
  if (expected == 403) CHECK(answer.parsed()["needs_role"] == "editor");
  CHECK(eventually([&] { return in.stored_files() == 0; }));
  CHECK(in.core->import_view().list_all({})->items.empty());
}

TEST_CASE("given an upload that is whole, when the role goes before it is accepted, then it is not") {
  house in;
  const auto ann = in.inhabit("ann");
  const auto bob = in.inhabit("bob");
  const auto site = make_project(in, ann, "Site");
  REQUIRE(set_role(in, ann, site, bob, "editor").status == 200);
  std::atomic<bool> once{false};
  const at_points between{[&](std::string_view point) {
    if (point == "upload.folders_synced" && !once.exchange(true))
      CHECK(in.core->projects().remove_member(ann.id, {site}, bob.id).ok());
    return false;
  }};
  CHECK(bring(in, bob, site, {"red\tr"}).status == 404);
  CHECK(once);
  CHECK(in.stored_files() == 0);
}

TEST_CASE("given a download of a project's outcomes, when the member is removed, then it breaks off") {
  house in;
  const auto ann = in.inhabit("ann");
  const auto bob = in.inhabit("bob");
  const auto site = make_project(in, ann, "Site");
  REQUIRE(set_role(in, ann, site, bob, "viewer").status == 200);
  std::vector<std::string> lines;
  for (int i = 0; i < 400; ++i) lines.push_back("!" + std::string(60'000, static_cast<char>('a' + i % 26)));
  const auto id = imported(in, ann, site, lines)["id"].get<std::string>();
  peer slow{in.port()};
  slow.send(request_text("GET", "/api/v1/imports/" + id + "/records.csv", {bob.authorization()}));
  CHECK(slow.receive_until("\r\n\r\n").starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(take_out(in, ann, site, bob).status == 204);
  const auto rest = slow.receive_rest();
  CHECK(rest.size() < 24'000'000);
  CHECK_FALSE(rest.ends_with("0\r\n\r\n"));
}

TEST_CASE(
    "given a project with an import at work, when it is deleted, then it is busy; at rest, what waits ends") {
  house in{[](settings& with) { with.imports_concurrent = 1; }};
  const auto ann = in.inhabit("ann");
  const auto site = make_project(in, ann, "Site");
  const auto other = make_project(in, ann, "Other");
  gate_at gate{"store.decided"};
  const auto working = pending_of(in, ann, other);
  gate.await_somebody();
  const auto busy = destroy(in, ann, other, "Other");
  CHECK(busy.status == 409);
  CHECK(busy.code() == "busy");
  const auto waiting = pending_of(in, ann, site);
  const auto paused = pending_of(in, ann, site);
  REQUIRE(in.call(ann, "POST", "/api/v1/imports/" + paused + "/pause").status == 202);
  auto stream = follow(in, ann, "/api/v1/imports/stream?project=" + site);
  CHECK(destroy(in, ann, site, "Site").status == 204);
  CHECK(stream.ends());
  CHECK(in.get(ann, "/api/v1/imports/" + waiting).status == 404);
  in.await(ann, waiting, import_status::cancelled);
  in.await(ann, paused, import_status::cancelled);
  gate.open();
  in.await(ann, working, import_status::completed);
  // The files of what was cancelled go with the project.
  CHECK(eventually([&] { return in.stored_files() == 0; }));
  CHECK(destroy(in, ann, other, "Other").status == 204);
  in.restart();
  CHECK(status_of(in, waiting) == "cancelled");
  CHECK(in.get(ann, "/api/v1/imports/" + working).status == 404);
  CHECK(bring(in, ann, site, {"red\tr"}).status == 404);
}

TEST_CASE(
    "given members whose roles change by chance, when they act, then each answer is what their role gives") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random{seed};
  house in;
  const std::vector<inhabitant> people{in.inhabit("ann"), in.inhabit("bob"), in.inhabit("eve")};
  const auto site = make_project(in, people[0], "Site");
  constexpr int manager = 3, editor = 2, viewer = 1, none = 0;
  const std::vector<std::string> names{"", "viewer", "editor", "manager"};
  std::vector<int> roles{manager, none, none};
  std::vector<std::string> imports;
  const auto expected = [&](std::size_t who, int takes, int good) {
    return roles[who] == none ? 404 : roles[who] < takes ? 403 : good;
  };
  const auto is_last = [&](std::size_t who) {
    return roles[who] == manager && std::ranges::count(roles, manager) == 1;
  };
  for (int step = 0; step < 250; ++step) {
    const auto by = random() % people.size();
    const auto whom = random() % people.size();
    CAPTURE(step, roles, by, whom);
    switch (random() % 6) {
      case 0: {
        const int role = static_cast<int>(random() % 3) + 1;
        auto wanted = expected(by, manager, 200);
        if (wanted == 200 && role != manager && is_last(whom)) wanted = 409;
        REQUIRE(set_role(in, people[by], site, people[whom], names[static_cast<std::size_t>(role)]).status ==
                wanted);
        if (wanted == 200) roles[whom] = role;
        break;
      }
      case 1: {
        auto wanted = expected(by, by == whom ? viewer : manager, 204);
        if (wanted == 204 && roles[whom] == none) wanted = 404;
        if (wanted == 204 && is_last(whom)) wanted = 409;
        REQUIRE(take_out(in, people[by], site, people[whom]).status == wanted);
        if (wanted == 204) roles[whom] = none;
        break;
      }
      case 2: {
        const auto wanted = expected(by, editor, 202);
        const auto answer = bring(in, people[by], site, {"s" + std::to_string(step)});
        REQUIRE(answer.status == wanted);
        if (wanted != 202) break;
        imports.push_back(answer.parsed()["id"]);
        in.await(people[by], imports.back(), import_status::completed);
        break;
      }
      case 3: {
        const auto answer = in.get(people[by], "/api/v1/imports?limit=100&project=" + site);
        REQUIRE(answer.status == expected(by, viewer, 200));
        if (answer.status == 200) REQUIRE(answer.parsed()["items"].size() == imports.size());
        break;
      }
      case 4:
        if (imports.empty()) break;
        REQUIRE(in.call(people[by], "POST", "/api/v1/imports/" + imports.back() + "/pause").status ==
                expected(by, editor, 409));
        break;
      default:
        if (imports.empty()) break;
        const auto wanted = expected(by, manager, 204);
        REQUIRE(in.call(people[by], "DELETE", "/api/v1/imports/" + imports.back()).status == wanted);
        if (wanted == 204) imports.pop_back();
    }
  }
  // The janitor takes a file away after its import has told that it is at its end.
  CHECK(eventually([&] { return in.stored_files() == 0; }));
}
