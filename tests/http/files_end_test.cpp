// Files in three steps: what is refused, what passes a limit, what time takes, and what a crash leaves.
#include <fstream>

#include "tests/http/file_steps.hpp"
#include "tests/http/moved_clock.hpp"

using namespace waybill;
using namespace waybill::http_test;

TEST_CASE("given files, when their time is over, then they are gone, and used ones are forgotten") {
  const auto clock = std::make_shared<const moved_clock>();
  house here{[](settings& with) {
               with.files_unconfirmed_hours = 2;
               with.files_unused_days = 1;
             },
             clock};
  const auto ann = here.inhabit("ann");
  const auto text = document_of("a", 3);
  const auto uploaded = presigned(here, ann);
  REQUIRE(put(here, uploaded, text).status == 204);
  const auto kept = confirmed(here, ann, text);
  const auto used = confirmed(here, ann, text);
  const auto accepted = post(here, ann, "/api/v1/imports", import_of(used));
  REQUIRE(accepted.status == 202);
  here.await(ann, accepted.parsed()["id"], import_status::completed);
  REQUIRE(eventually([&] { return here.stored_files() == 2; }));
  clock->advance(std::chrono::minutes{119});
  CHECK(here.get(ann, path_of(uploaded)).status == 200);
  clock->advance(std::chrono::minutes{2});
  SECTION("as somebody asks for them") { CHECK(here.get(ann, path_of(uploaded)).status == 404); }
  SECTION("as somebody announces another") { presigned(here, here.inhabit("bob")); }
  SECTION("as somebody would confirm them") { CHECK(confirm(here, ann, uploaded, text).status == 404); }
  CHECK(here.stored_files() == 1);
  clock->advance(std::chrono::hours{24});
  CHECK(here.get(ann, path_of(kept)).status == 404);
  CHECK(here.get(ann, path_of(used)).status == 404);
  CHECK(here.stored_files() == 0);
}

TEST_CASE("given bad words about files, when they come, then each is refused for what it is") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto presign_code = [&](const json& changed) {
    auto wish = marks_wish;
    wish.update(changed);
    return post(here, ann, "/api/v1/files/presign", wish).code();
  };
  CHECK(presign_code({{"purpose", ""}}) == "bad_value");
  CHECK(presign_code({{"purpose", std::string(101, 'x')}}) == "bad_value");
  CHECK(presign_code({{"purpose", "two\nlines"}}) == "bad_value");
  CHECK(presign_code({{"purpose", 7}}) == "bad_value");
  CHECK(presign_code({{"file_type", "csv"}}) == "bad_value");
  CHECK(presign_code({{"file_type", "text/csv\r\nX: y"}}) == "bad_value");
  CHECK(presign_code({{"file_name", nullptr}}) == "bad_value");
  CHECK(presign_code({{"kind", "bookmarks"}}) == "unknown_field");
  CHECK(post(here, ann, "/api/v1/files/presign", {{"file_name", "a"}}).code() == "bad_value");
  const auto granted = presigned(here, ann);
  const auto confirm_code = [&](const json& files) {
    return post(here, ann, "/api/v1/files/confirm", {{"files", files}}).code();
  };
  const auto sum = to_hex(sha256_of("x"));
  CHECK(confirm_code(json::array()) == "bad_value");
  CHECK(confirm_code("x") == "bad_value");
  CHECK(confirm_code({1}) == "bad_value");
  CHECK(confirm_code({{{"checksum", sum}}}) == "bad_value");
  CHECK(confirm_code({{{"file_id", "a"}, {"file_token", "b"}, {"checksum", sum}}}) == "bad_value");
  CHECK(confirm_code({{{"file_id", granted["file_id"]}}}) == "bad_value");
  CHECK(confirm_code({{{"file_id", granted["file_id"]}, {"checksum", "abc"}}}) == "bad_value");
  CHECK(confirm_code({{{"file_id", granted["file_id"]}, {"checksum", sum}, {"size", -1}}}) == "bad_value");
  CHECK(confirm_code({{{"file_id", granted["file_id"]}, {"checksum", sum}, {"more", 1}}}) == "unknown_field");
  CHECK(confirm_code({{{"file_id", "fil_nobody"}, {"checksum", sum}}}) == "not_found");
  CHECK(confirm_code({{{"file_id", granted["file_id"]}, {"checksum", sum}}}) == "wrong_status");
  const auto import_code = [&](const json& body) { return post(here, ann, "/api/v1/imports", body).code(); };
  CHECK(import_code({{"kind", "bookmarks"}}) == "missing_file");
  CHECK(import_code({{"file_id", 1}}) == "bad_value");
  CHECK(import_code({{"file_id", "fil_nobody"}}) == "not_found");
  CHECK(import_code({{"file_id", granted["file_id"]}, {"more", 1}}) == "unknown_field");
  CHECK(import_code({{"file_id", granted["file_id"]}, {"options", "{}"}}) == "bad_value");
  CHECK(import_code(import_of(granted)) == "wrong_status");
  CHECK(put(here, granted, "").code() == "empty_file");
  CHECK(put(here, granted, "%PDF-1.4\n1 0 obj\n").status == 204);
  CHECK(confirm(here, ann, granted, "%PDF-1.4\n1 0 obj\n").status == 200);
  CHECK(import_code(import_of(granted)) == "unknown_format");
  auto other = import_of(granted);
  other["project"] = "prj_nobody";
  CHECK(import_code(other) == "not_found");
  other = import_of(granted);
  other["kind"] = "nobody";
  CHECK(import_code(other) == "bad_value");
  CHECK(here.get(ann, path_of(granted)).parsed()["status"] == "confirmed");
}

TEST_CASE("given limits, when a file passes them, then it is refused and nothing is left") {
  house here{[](settings& with) {
    with.imports_file_limit_bytes = 200'000;
    with.quota_stored_limit_bytes = 300'000;
  }};
  const auto ann = here.inhabit("ann");
  const auto used = [&] { return here.get(ann, "/api/v1/me").parsed()["usage"]["stored_bytes"]; };
  const auto granted = presigned(here, ann);
  CHECK(put(here, granted, std::string(200'001, ' ')).code() == "too_large");
  CHECK(used() == 0);
  CHECK(put(here, granted, std::string(200'000, ' ')).status == 204);
  CHECK(used() == 200'000);
  const auto more = presigned(here, ann);
  const auto refused = put(here, more, std::string(100'001, ' '));
  CHECK(refused.code() == "quota_exceeded");
  CHECK(refused.parsed()["limit"] == 300'000);
  CHECK(here.stored_files() == 1);
  here.restart();
  CHECK(used() == 200'000);
  CHECK(put(here, more, std::string(100'000, ' ')).status == 204);
  CHECK(here.call(ann, "DELETE", path_of(granted)).status == 204);
  CHECK(used() == 100'000);
}

TEST_CASE("given a quota that a file fills, when it is imported, then its bytes count once") {
  const auto text = document_of("a", 3);
  house here{[&](settings& with) { with.quota_stored_limit_bytes = text.size() + 20'000; }};
  const auto ann = here.inhabit("ann");
  const auto big = text + std::string(20'000, ' ');
  const auto granted = confirmed(here, ann, big);
  CHECK(post(here, ann, "/api/v1/imports", import_of(granted)).status == 202);
}

TEST_CASE(
    "given an import that the log took as the process ended, when it starts again, then the file is used") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto text = document_of("a", 3);
  const auto granted = confirmed(here, ann, text);
  const auto state = here.directory / "files" / granted["file_id"].get<std::string>();
  const auto kept = here.directory / "state";
  std::filesystem::copy_file(state, kept);
  const auto accepted = post(here, ann, "/api/v1/imports", import_of(granted));
  REQUIRE(accepted.status == 202);
  here.await(ann, accepted.parsed()["id"], import_status::completed);
  here.restart([&](const settings&) {
    std::filesystem::copy_file(kept, state, std::filesystem::copy_options::overwrite_existing);
  });
  CHECK(here.get(ann, path_of(granted)).parsed()["import"] == accepted.parsed()["id"]);
  CHECK(post(here, ann, "/api/v1/imports", import_of(granted)).code() == "file_used");
}

TEST_CASE("given what a crash may leave of a file, when the server starts, then it is whole or gone") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto text = document_of("a", 3);
  const auto granted = presigned(here, ann);
  const auto folder = here.directory / "imports" / ann.id.value;
  const auto stored = [&] { return std::filesystem::directory_iterator(folder)->path(); };
  SECTION("its state says that it is whole, and its bytes have the name of before") {
    REQUIRE(put(here, granted, text).status == 204);
    here.restart([&](const settings&) {
      auto part = stored();
      std::filesystem::rename(stored(), part.replace_extension("part"));
    });
    CHECK(confirm(here, ann, granted, text).status == 200);
    CHECK(stored().extension() == ".json");
  }
  SECTION("its state says that it is whole, and its bytes are gone: the upload was not acknowledged") {
    REQUIRE(put(here, granted, text).status == 204);
    here.restart([&](const settings&) { std::filesystem::remove(stored()); });
    CHECK(here.get(ann, path_of(granted)).parsed()["status"] == "waiting");
    CHECK(put(here, granted, text).status == 204);
  }
  SECTION("its bytes are removed, and its state is not") {
    REQUIRE(put(here, granted, text).status == 204);
    REQUIRE(confirm(here, ann, granted, text).status == 200);
    here.restart([&](const settings&) { std::filesystem::remove(stored()); });
    CHECK(here.get(ann, path_of(granted)).status == 404);
    CHECK(files_in(here, "files") == 0);
  }
  SECTION("a state was half written") {
    here.restart([&](const settings&) {
      std::ofstream(here.directory / "files" / (granted["file_id"].get<std::string>() + ".new")) << "half";
    });
    CHECK(files_in(here, "files") == 1);
    CHECK(put(here, granted, text).status == 204);
  }
  SECTION("what is no state of ours lies there") {
    here.restart([&](const settings&) { std::ofstream(here.directory / "files" / "notes.txt") << "mine"; });
    CHECK(files_in(here, "files") == 2);
  }
}
