// Files in three steps: announced, uploaded by a signed address, confirmed, and taken by an import.
#include <atomic>

#include "tests/http/file_steps.hpp"
#include "tests/http/moved_clock.hpp"
#include "tests/http/points.hpp"

using namespace waybill;
using namespace waybill::http_test;

TEST_CASE(
    "given a file that is announced, uploaded and confirmed, when an import is made of it, then it runs as "
    "any "
    "other, and the file is its own") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto text = document_of("a", 20);
  const auto announced = post(here, ann, "/api/v1/files/presign", marks_wish);
  REQUIRE(announced.status == 201);
  const auto granted = announced.parsed();
  CHECK(announced.header("Location") == path_of(granted));
  CHECK(granted["upload_url"].get<std::string>().starts_with("/api/v1/files/upload/"));
  CHECK(here.get(ann, path_of(granted)).parsed()["status"] == "waiting");
  CHECK(here.get(ann, path_of(granted)).parsed()["size_bytes"].is_null());
  CHECK(put(here, granted, text).status == 204);
  const auto first = confirm(here, ann, granted, text);
  REQUIRE(first.status == 200);
  const auto file = first.parsed()["confirmed"][0];
  CHECK(file["id"] == granted["file_id"]);
  CHECK(file["name"] == "marks.json");
  CHECK(file["size_bytes"] == text.size());
  CHECK(file["sha256"] == to_hex(sha256_of(text)));
  CHECK(file["purpose"] == "import");
  CHECK(confirm(here, ann, granted, text).body == first.body);
  here.restart();
  CHECK(confirm(here, ann, granted, text).body == first.body);
  const auto accepted = post(here, ann, "/api/v1/imports", import_of(granted));
  CAPTURE(accepted.body);
  REQUIRE(accepted.status == 202);
  const auto id = accepted.parsed()["id"].get<std::string>();
  CHECK(accepted.header("Location") == "/api/v1/imports/" + id);
  CHECK(accepted.parsed()["file"]["name"] == "marks.json");
  here.await(ann, id, import_status::completed);
  CHECK(here.get(ann, "/api/v1/imports/" + id).parsed()["progress"]["created"] == 20);
  CHECK(confirm(here, ann, granted, text).body == first.body);
  CHECK(here.get(ann, path_of(granted)).parsed()["import"] == id);
  for (const bool again : {false, true}) {
    if (again) here.restart();
    CHECK(post(here, ann, "/api/v1/imports", import_of(granted)).code() == "file_used");
    CHECK(here.call(ann, "DELETE", path_of(granted)).code() == "file_used");
  }
  CHECK(eventually([&] { return here.stored_files() == 0; }));
}

TEST_CASE(
    "given a confirmed file, when it is imported with a key, then the key gives the first answer again") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto granted = confirmed(here, ann, document_of("a", 3));
  const std::vector<std::string> key{"Idempotency-Key: one"};
  const auto first = post(here, ann, "/api/v1/imports", import_of(granted), key);
  REQUIRE(first.status == 202);
  const auto again = post(here, ann, "/api/v1/imports", import_of(granted), key);
  CHECK(again.status == 202);
  CHECK(again.header("Idempotency-Replayed") == "true");
  CHECK(again.parsed()["id"] == first.parsed()["id"]);
  here.restart();
  CHECK(post(here, ann, "/api/v1/imports", import_of(granted), key).parsed()["id"] == first.parsed()["id"]);
  auto other = import_of(granted);
  other["options"] = {{"on_duplicate", "overwrite"}};
  CHECK(post(here, ann, "/api/v1/imports", other, key).code() == "idempotency_mismatch");
  CHECK(post(here, ann, "/api/v1/imports", import_of(granted), {"Idempotency-Key: two"}).code() ==
        "file_used");
}

TEST_CASE("given a file whose checksum is another, when it is confirmed, then 409 and the file is gone") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto granted = presigned(here, ann);
  const auto text = document_of("a", 3);
  REQUIRE(put(here, granted, text).status == 204);
  SECTION("by its hash") {
    const auto refused = confirm(here, ann, granted, text + " ");
    CHECK(refused.code() == "checksum_mismatch");
    CHECK(refused.parsed()["reason"] == "checksum_differs");
  }
  SECTION("by its size") {
    const auto refused = post(here, ann, "/api/v1/files/confirm",
                              {{"files",
                                {{{"file_id", granted["file_id"]},
                                  {"checksum", to_hex(sha256_of(text))},
                                  {"size", text.size() + 1}}}}});
    CHECK(refused.code() == "checksum_mismatch");
    CHECK(refused.parsed()["reason"] == "size_differs");
  }
  CHECK(here.get(ann, path_of(granted)).status == 404);
  CHECK(confirm(here, ann, granted, text).status == 404);
  CHECK(put(here, granted, text).status == 404);
  CHECK(here.stored_files() == 0);
  CHECK(files_in(here, "files") == 0);
  CHECK(here.get(ann, "/api/v1/me").parsed()["usage"]["stored_bytes"] == 0);
}

TEST_CASE("given a file that is confirmed, when it is confirmed with another checksum, then it stays") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto text = document_of("a", 3);
  const auto granted = confirmed(here, ann, text);
  const auto refused = confirm(here, ann, granted, text + " ");
  CHECK(refused.code() == "checksum_mismatch");
  CHECK(refused.parsed()["reason"] == "confirmed_before");
  CHECK(here.get(ann, path_of(granted)).parsed()["status"] == "confirmed");
}

TEST_CASE("given an address for an upload, when anything of it is another, then it opens nothing") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto granted = presigned(here, ann);
  const auto other = presigned(here, ann);
  const auto text = document_of("a", 3);
  const auto url = granted["upload_url"].get<std::string>();
  const auto changed = [&](const std::string& from, const std::string& to) {
    auto what = granted;
    auto at = url.find(from);
    REQUIRE(at != std::string::npos);
    what["upload_url"] = url.substr(0, at) + to + url.substr(at + from.size());
    return put(here, what, text);
  };
  const auto signature = url.substr(url.find("signature=") + 10);
  CHECK(changed(signature, std::string(signature.size(), 'A')).status == 401);
  CHECK(changed("&signature=" + signature, "").status == 401);
  CHECK(changed("expires=", "expires=9").status == 401);
  CHECK(changed(granted["file_token"], other["file_token"]).status == 401);
  CHECK(changed(granted["file_token"], "x" + granted["file_token"].get<std::string>()).status == 404);
  CHECK(put(here, granted, text, "text/csv").status == 401);
  CHECK(ask(here.port(), request_text("POST", url, {"Content-Type: application/json"}, text)).status == 405);
  CHECK(ask(here.port(), request_text("GET", url)).status == 405);
  CHECK(here.stored_files() == 0);
  CHECK(put(here, granted, text, "Application/JSON").status == 204);
  const auto again = put(here, granted, text);
  CHECK(again.status == 409);
  CHECK(again.code() == "wrong_status");
  CHECK(here.stored_files() == 1);
}

TEST_CASE("given an address for an upload, when an hour has gone, then it opens nothing") {
  const auto clock = std::make_shared<const moved_clock>();
  house here{{}, clock};
  const auto ann = here.inhabit("ann");
  const auto granted = presigned(here, ann);
  clock->advance(std::chrono::minutes{59});
  const auto later = presigned(here, ann);
  clock->advance(std::chrono::minutes{2});
  CHECK(put(here, granted, document_of("a", 3)).status == 401);
  CHECK(put(here, later, document_of("a", 3)).status == 204);
}

TEST_CASE("given addresses, when the right that granted them is gone, then they are dead") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto text = document_of("a", 300);
  const auto by = here.core->accounts().add_token(ann.id, "another");
  REQUIRE(by.ok());
  const inhabitant other{ann.id, ann.name, by->text};
  const auto granted = presigned(here, other);
  SECTION("a revoked token") {
    REQUIRE(here.core->accounts().revoke_token(ann.id, by->info.id).ok());
    CHECK(put(here, granted, text).status == 401);
  }
  SECTION("a disabled account") {
    REQUIRE(here.core->accounts().set_disabled(ann.id, true, "system").ok());
    CHECK(put(here, granted, text).status == 401);
  }
  SECTION("while the body comes") {
    auto body = begin_put(here, granted, text);
    REQUIRE(here.core->accounts().revoke_token(ann.id, by->info.id).ok());
    CHECK(body.receive().status == 401);
  }
  SECTION("as the file is deleted while the body comes") {
    auto body = begin_put(here, granted, text);
    CHECK(here.call(ann, "DELETE", path_of(granted)).status == 204);
    CHECK(body.receive().status == 404);
    CHECK(files_in(here, "files") == 0);
  }
  CHECK(eventually([&] { return here.stored_files() == 0; }));
}

TEST_CASE("given a body that is whole, when its right goes before it is safe, then it is not kept") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto granted = presigned(here, ann);
  std::atomic<bool> once{false};
  const at_points between{[&](std::string_view point) {
    if (point == "file.synced" && !once.exchange(true))
      CHECK(here.call(ann, "DELETE", path_of(granted)).status == 204);
    return false;
  }};
  CHECK(put(here, granted, document_of("a", 3)).status == 404);
  CHECK(once);
  CHECK(here.stored_files() == 0);
  CHECK(files_in(here, "files") == 0);
}

TEST_CASE(
    "given a body that breaks off, when it comes again, then it is taken, and nothing of the first is left") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto granted = presigned(here, ann);
  const auto text = document_of("a", 300);
  {
    auto body = begin_put(here, granted, text);
    CHECK(put(here, granted, text).code() == "busy");
  }
  CHECK(eventually([&] { return here.stored_files() == 0; }));
  CHECK(put(here, granted, text).status == 204);
  CHECK(confirm(here, ann, granted, text).status == 200);
}

TEST_CASE("given files of others, when somebody asks for them, then there are none") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto bob = here.inhabit("bob");
  const auto text = document_of("a", 3);
  const auto granted = confirmed(here, ann, text);
  CHECK(here.get(bob, path_of(granted)).status == 404);
  CHECK(here.call(bob, "DELETE", path_of(granted)).status == 404);
  CHECK(confirm(here, bob, granted, text).status == 404);
  CHECK(post(here, bob, "/api/v1/imports", import_of(granted)).status == 404);
  CHECK(ask(here.port(), request_text("GET", path_of(granted))).status == 401);
  CHECK(here.get(ann, path_of(granted)).status == 200);
}

TEST_CASE(
    "given a stored file, when a project imports it, then it lies with the project's, and else with its "
    "maker's") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto made = post(here, ann, "/api/v1/projects", {{"name", "Site"}});
  const std::string project = made.parsed().at("id");
  const auto files_of = [&](const std::string& owner) {
    std::error_code none;
    const auto folder = std::filesystem::path(here.config.data_directory) / "imports" / owner;
    return std::distance(std::filesystem::directory_iterator(folder, none), {});
  };
  const auto granted = confirmed(here, ann, "a,b\n1,2\n");
  CHECK(files_of(ann.id.value) == 1);
  json body{{"file_id", granted.at("file_id")}, {"kind", "rows"}, {"project", project}};
  std::vector<std::ptrdiff_t> seen;
  const at_points look{[&](std::string_view point) {
    if (point == "file.taken") seen = {files_of(ann.id.value), files_of(project)};
    return false;
  }};
  const std::vector<std::string> key{"Idempotency-Key: one"};
  const auto accepted = post(here, ann, "/api/v1/imports", body, key);
  REQUIRE(accepted.status == 202);
  CHECK(seen == std::vector<std::ptrdiff_t>{0, 1});
  here.await(ann, accepted.parsed().at("id"), import_status::completed);
  // Another file with that key is taken by nobody.
  body["file_id"] = confirmed(here, ann, "a,b\n1,2\n").at("file_id");
  CHECK(post(here, ann, "/api/v1/imports", body, key).parsed().at("id") == accepted.parsed().at("id"));
  CHECK(files_of(ann.id.value) == 1);
}

TEST_CASE(
    "given a file on its way to a project's folder, when the process ends there, then it is found again") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto made = post(here, ann, "/api/v1/projects", {{"name", "Site"}});
  const std::string project = made.parsed().at("id");
  const auto granted = confirmed(here, ann, "a,b\n1,2\n");
  here.restart([&](const settings& at) {
    const auto imports = std::filesystem::path(at.data_directory) / "imports";
    const auto file = std::filesystem::directory_iterator(imports / ann.id.value)->path();
    std::filesystem::create_directories(imports / project);
    std::filesystem::rename(file, imports / project / file.filename());
  });
  CHECK(here.get(ann, path_of(granted)).parsed().at("status") == "confirmed");
  const auto accepted =
      post(here, ann, "/api/v1/imports", {{"file_id", granted.at("file_id")}, {"kind", "rows"}});
  REQUIRE(accepted.status == 202);
  here.await(ann, accepted.parsed().at("id"), import_status::completed);
}

TEST_CASE(
    "given an address for a project's file, when the role there is gone, then nothing can be uploaded by "
    "it") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto bob = here.inhabit("bob");
  const auto made = post(here, ann, "/api/v1/projects", {{"name", "Site"}});
  const std::string project = made.parsed().at("id");
  auto wish = marks_wish;
  wish["project"] = project;
  CHECK(post(here, bob, "/api/v1/files/presign", wish).status == 404);
  const auto member = "/api/v1/projects/" + project + "/members/bob";
  REQUIRE(here.call(ann, "PUT", member, R"({"role":"editor"})").status / 100 == 2);
  const auto granted = post(here, bob, "/api/v1/files/presign", wish).parsed();
  const auto other = post(here, bob, "/api/v1/files/presign", wish).parsed();
  CHECK(put(here, granted, "[]").status == 204);
  auto changed = other;
  std::string url = other.at("upload_url");
  changed["upload_url"] = url.substr(0, url.find("&project="));
  CHECK(put(here, changed, "[]").status == 401);
  REQUIRE(here.call(ann, "PUT", member, R"({"role":"viewer"})").status / 100 == 2);
  CHECK(put(here, other, "[]").status == 403);
}
