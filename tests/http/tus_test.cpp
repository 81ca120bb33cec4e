// Resumable uploads (tus 1.0.0), as bytes on the wire.
#include <sodium.h>

#include <catch2/catch.hpp>

#include "events/hash.hpp"
#include "events/sha1.hpp"
#include "tests/http/house.hpp"
#include "tests/http/moved_clock.hpp"
#include "tests/http/points.hpp"

using namespace waybill;
using namespace waybill::http_test;
using json = nlohmann::json;

namespace {

const std::string uploads = "/api/v1/uploads";
const std::string speaks = "Tus-Resumable: 1.0.0";
const std::string piece = "Content-Type: application/offset+octet-stream";

auto base64(std::string_view text) -> std::string {
  std::string out(sodium_base64_encoded_len(text.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  out.pop_back();
  return out;
}

auto say(const house& here, const inhabitant& who, std::string_view method, std::string_view target,
         std::vector<std::string> headers = {}, std::string_view body = {}) -> reply {
  headers.push_back(who.authorization());
  headers.push_back(speaks);
  const auto text = request_text(method, target, headers, body);
  if (method != "HEAD") return ask(here.port(), text);
  peer one{here.port()};
  one.send(text);
  return one.receive(true);
}

auto create(const house& here, const inhabitant& who, std::size_t length,
            std::vector<std::string> headers = {}) -> std::string {
  headers.push_back("Upload-Length: " + std::to_string(length));
  const auto made = say(here, who, "POST", uploads, headers);
  CAPTURE(made.body);
  REQUIRE(made.status == 201);
  return made.header("Location");
}

auto patch(const house& here, const inhabitant& who, const std::string& at, std::size_t offset,
           std::string_view bytes, std::vector<std::string> headers = {}) -> reply {
  headers.push_back(piece);
  headers.push_back("Upload-Offset: " + std::to_string(offset));
  return say(here, who, "PATCH", at, headers, bytes);
}

auto offset_of(const house& here, const inhabitant& who, const std::string& at) -> std::string {
  return say(here, who, "HEAD", at).header("Upload-Offset");
}

/// All but the last five bytes of a piece are sent, and on the disk.
auto begin_patch(const house& here, const inhabitant& who, const std::string& at, std::string_view bytes,
                 std::vector<std::string> headers = {}) -> peer {
  headers.insert(headers.end(), {who.authorization(), speaks, piece, "Upload-Offset: 0"});
  const auto whole = request_text("PATCH", at, headers, bytes);
  peer one{here.port()};
  one.send(whole.substr(0, whole.size() - 5));
  const auto stored = [&] {
    std::uint64_t all = 0;
    std::error_code none;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(here.directory / "imports", none))
      if (entry.is_regular_file(none)) all += entry.file_size(none);
    return all;
  };
  REQUIRE(eventually([&] { return stored() + 5 >= bytes.size(); }));
  return one;
}

}  // namespace

TEST_CASE(
    "given a file in three pieces, when the server is started anew between them, then it is whole, confirmed "
    "and "
    "imported") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto text = document_of("a", 50);
  const auto named = "Upload-Metadata: filename " + base64("my marks.json") + ",filetype " +
                     base64("application/json") + ",is_confidential";
  const auto at = create(here, ann, text.size(), {named});
  CHECK(at.starts_with(uploads + "/fil_"));
  const auto begun = say(here, ann, "HEAD", at);
  CHECK(begun.status == 200);
  CHECK(begun.header("Upload-Offset") == "0");
  CHECK(begun.header("Upload-Length") == std::to_string(text.size()));
  CHECK("Upload-Metadata: " + begun.header("Upload-Metadata") == named);
  CHECK(begun.header("Tus-Resumable") == "1.0.0");
  CHECK(begun.header("Cache-Control") == "no-store");
  CHECK(begun.header("Upload-Expires").ends_with(" GMT"));
  const auto first = patch(here, ann, at, 0, text.substr(0, 100));
  CHECK(first.status == 204);
  CHECK(first.header("Upload-Offset") == "100");
  here.restart();
  CHECK(offset_of(here, ann, at) == "100");
  CHECK(patch(here, ann, at, 100, text.substr(100, 1)).status == 204);
  here.restart();
  const auto last = patch(here, ann, at, 101, text.substr(101));
  CHECK(last.status == 204);
  const auto id = last.header("Upload-File-Id");
  CHECK(at == uploads + "/" + id);
  CHECK(here.get(ann, at).parsed()["file_id"] == id);
  CHECK(patch(here, ann, at, text.size(), "").status == 204);
  here.restart();
  const auto file = here.get(ann, "/api/v1/files/" + id).parsed();
  CHECK(file["status"] == "confirmed");
  CHECK(file["name"] == "my marks.json");
  CHECK(file["sha256"] == to_hex(sha256_of(text)));
  const auto accepted = here.call(ann, "POST", "/api/v1/imports", json{{"file_id", id}}.dump());
  CHECK(accepted.status == 400);  // it has to say that it is JSON
  const auto taken = say(here, ann, "POST", "/api/v1/imports", {"Content-Type: application/json"},
                         json{{"file_id", id}}.dump());
  REQUIRE(taken.status == 202);
  here.await(ann, taken.parsed()["id"], import_status::completed);
  CHECK(say(here, ann, "DELETE", at).code() == "file_used");
}

TEST_CASE("given a whole file in the call that makes the upload, when it comes, then it is whole at once") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto text = document_of("a", 5);
  const auto made =
      say(here, ann, "POST", uploads, {piece, "Upload-Length: " + std::to_string(text.size())}, text);
  CHECK(made.status == 201);
  CHECK(made.header("Upload-Offset") == std::to_string(text.size()));
  CHECK_FALSE(made.header("Upload-File-Id").empty());
  const auto half = say(here, ann, "POST", uploads, {piece, "Upload-Length: 100"}, text.substr(0, 40));
  CHECK(half.status == 201);
  CHECK(half.header("Upload-Offset") == "40");
  CHECK_FALSE(half.header("Upload-Expires").empty());
  const auto long_one = say(here, ann, "POST", uploads, {piece, "Upload-Length: 10"}, text);
  CHECK(long_one.code() == "too_large");
  CHECK(here.stored_files() == 2);
}

TEST_CASE("given what the protocol knows, when it is asked for, then it is told, to anybody") {
  house here{[](settings& with) { with.imports_file_limit_bytes = 12'345; }};
  for (const auto& target : {uploads, uploads + "/fil_any"}) {
    const auto told = ask(here.port(), request_text("OPTIONS", target));
    CHECK(told.status == 204);
    CHECK(told.header("Tus-Version") == "1.0.0");
    CHECK(told.header("Tus-Max-Size") == "12345");
    CHECK(told.header("Tus-Checksum-Algorithm") == "sha1,sha256");
    CHECK(told.header("Tus-Extension") == "creation,creation-with-upload,checksum,expiration,termination");
  }
}

TEST_CASE("given bad words about an upload, when they come, then each is refused for what it is") {
  house here{[](settings& with) {
    with.imports_file_limit_bytes = 10'000;
    with.quota_stored_limit_bytes = 15'000;
  }};
  const auto ann = here.inhabit("ann");
  const auto bob = here.inhabit("bob");
  const auto made = [&](const std::vector<std::string>& headers) {
    return say(here, ann, "POST", uploads, headers);
  };
  CHECK(made({}).code() == "bad_value");
  for (const auto* length : {"-1", "x", "1.5", "99999999999999999999", ""})
    CHECK(made({std::string("Upload-Length: ") + length}).code() == "bad_value");
  CHECK(made({"Upload-Length: 0"}).code() == "empty_file");
  CHECK(made({"Upload-Length: 10001"}).code() == "too_large");
  CHECK(made({"Upload-Defer-Length: 1"}).code() == "bad_value");
  CHECK(made({"Upload-Length: 9", "Upload-Concat: partial"}).code() == "bad_value");
  for (const auto* metadata : {"filename !", ",", "a YQ==,a YQ==", "filename YQ"})
    CHECK(made({"Upload-Length: 9", std::string("Upload-Metadata: ") + metadata}).code() == "bad_value");
  const auto at = create(here, ann, 10'000);
  const auto over = made({"Upload-Length: 5001"});
  CHECK(over.status == 507);
  CHECK(over.code() == "quota_exceeded");
  CHECK(patch(here, ann, at, 1, "x").code() == "wrong_offset");
  CHECK(patch(here, ann, at, 1, "x").status == 409);
  CHECK(patch(here, ann, at, 0, std::string(10'001, 'x')).code() == "too_large");
  CHECK(say(here, ann, "PATCH", at, {piece}, "x").code() == "bad_value");
  const auto other_type = say(here, ann, "PATCH", at, {"Upload-Offset: 0", "Content-Type: text/csv"}, "x");
  CHECK(other_type.status == 415);
  CHECK(other_type.header("Tus-Resumable") == "1.0.0");
  CHECK(patch(here, bob, at, 0, "x").status == 404);
  CHECK(say(here, bob, "HEAD", at).status == 404);
  CHECK(say(here, bob, "DELETE", at).status == 404);
  CHECK(patch(here, ann, uploads + "/fil_nobody", 0, "x").status == 404);
  for (const auto* method : {"POST", "PATCH", "HEAD", "DELETE"}) {
    if (std::string_view(method) == "HEAD") continue;
    const auto old =
        ask(here.port(), request_text(method, std::string_view(method) == "POST" ? uploads : at,
                                      {ann.authorization(), "Tus-Resumable: 0.2.2", "Upload-Length: 1"}));
    CHECK(old.status == 412);
    CHECK(old.code() == "unsupported_version");
    CHECK(old.header("Tus-Version") == "1.0.0");
  }
  CHECK(ask(here.port(), request_text("POST", uploads, {speaks, "Upload-Length: 1"})).status == 401);
  CHECK(offset_of(here, ann, at) == "0");
  CHECK(say(here, ann, "DELETE", at).status == 204);
  CHECK(say(here, ann, "HEAD", at).status == 404);
  CHECK(here.stored_files() == 0);
}

TEST_CASE("given a piece of unknown length, when it is longer than the rest, then nothing of it is kept") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto at = create(here, ann, 6);
  const auto head = request_text(
      "PATCH", at, {ann.authorization(), speaks, piece, "Upload-Offset: 0", "Transfer-Encoding: chunked"});
  const auto refused = ask(here.port(), head + "8\r\n12345678\r\n0\r\n\r\n");
  CHECK(refused.status == 413);
  CHECK(offset_of(here, ann, at) == "0");
  CHECK(patch(here, ann, at, 0, "a\n1\n2\n").status == 204);
}

TEST_CASE("given pieces with checksums, when one does not fit, then 460, and nothing of it is kept") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto at = create(here, ann, 20);
  const auto sum = [](std::string_view text) {
    sha1 hash;
    hash.update(text);
    return "Upload-Checksum: sha1 " + base64(hash.finish());
  };
  CHECK(patch(here, ann, at, 0, "0123456789", {sum("0123456789")}).status == 204);
  const auto wrong = patch(here, ann, at, 10, "abcde", {sum("abcdX")});
  CHECK(wrong.status == 460);
  CHECK(wrong.code() == "checksum_mismatch");
  CHECK(offset_of(here, ann, at) == "10");
  const auto digest_of = sha256_of("abcdefghij");
  const std::string_view raw(reinterpret_cast<const char*>(digest_of.data()), digest_of.size());
  CHECK(
      patch(here, ann, at, 10, "abcdefghij", {"Upload-Checksum: md5 " + base64("0123456789abcdef")}).code() ==
      "bad_value");
  CHECK(patch(here, ann, at, 10, "abcdefghij", {"Upload-Checksum: sha1 x"}).code() == "bad_value");
  CHECK(patch(here, ann, at, 10, "abcdefghij", {"Upload-Checksum: sha256 " + base64(raw)}).status == 204);
  const auto file = here.get(ann, at).parsed()["file_id"].get<std::string>();
  CHECK(here.get(ann, "/api/v1/files/" + file).parsed()["sha256"] ==
        to_hex(sha256_of("0123456789abcdefghij")));
}

TEST_CASE(
    "given a piece under way, when another comes, then 423; and when it breaks off, what came is kept") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto text = document_of("a", 300);
  const auto at = create(here, ann, text.size());
  const bool checked = GENERATE(false, true);
  std::vector<std::string> sum;
  if (checked) sum.push_back("Upload-Checksum: sha1 " + base64(std::string(20, 'x')));
  {
    auto slow = begin_patch(here, ann, at, text, sum);
    const auto second = patch(here, ann, at, 0, text);
    CHECK(second.status == 423);
    CHECK(second.code() == "upload_locked");
    CHECK(offset_of(here, ann, at) == "0");
  }
  const auto kept = checked ? std::string("0") : std::to_string(text.size() - 5);
  CHECK(eventually(
      [&] { return patch(here, ann, at, 1, "x").status == 409 && offset_of(here, ann, at) == kept; }));
  const auto from = std::stoul(kept);
  CHECK(patch(here, ann, at, from, text.substr(from)).status == 204);
  const auto file = here.get(ann, at).parsed()["file_id"].get<std::string>();
  CHECK(here.get(ann, "/api/v1/files/" + file).parsed()["sha256"] == to_hex(sha256_of(text)));
}

TEST_CASE("given a piece under way, when its right or its upload goes, then it ends") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto text = document_of("a", 300);
  const auto at = create(here, ann, text.size());
  SECTION("the upload") {
    auto slow = begin_patch(here, ann, at, text);
    CHECK(say(here, ann, "DELETE", at).status == 204);
    CHECK(slow.receive().status == 404);
    CHECK(eventually([&] { return here.stored_files() == 0; }));
  }
  SECTION("the token") {
    const auto token = here.core->accounts().add_token(ann.id, "another");
    REQUIRE(token.ok());
    auto slow = begin_patch(here, {ann.id, "ann", token->text}, at, text);
    REQUIRE(here.core->accounts().revoke_token(ann.id, token->info.id).ok());
    CHECK(slow.receive().status == 401);
    CHECK(eventually([&] { return offset_of(here, ann, at) == std::to_string(text.size() - 5); }));
  }
}

TEST_CASE("given a client that cannot say PATCH, when it says so by a header, then it is understood") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto at = create(here, ann, 10);
  CHECK(say(here, ann, "POST", at, {piece, "Upload-Offset: 0", "X-HTTP-Method-Override: PATCH"}, "01234")
            .status == 204);
  CHECK(offset_of(here, ann, at) == "5");
  CHECK(say(here, ann, "POST", at).code() == "bad_value");
  CHECK(say(here, ann, "POST", at, {"X-HTTP-Method-Override: DELETE"}).status == 204);
  CHECK(say(here, ann, "HEAD", at).status == 404);
}

TEST_CASE(
    "given an upload that stands still, when its time is over, then it is gone; each piece begins it anew") {
  const auto clock = std::make_shared<const moved_clock>();
  house here{[](settings& with) { with.files_unconfirmed_hours = 2; }, clock};
  const auto ann = here.inhabit("ann");
  const auto at = create(here, ann, 10);
  clock->advance(std::chrono::minutes{119});
  CHECK(patch(here, ann, at, 0, "01234").status == 204);
  clock->advance(std::chrono::minutes{119});
  CHECK(offset_of(here, ann, at) == "5");
  clock->advance(std::chrono::minutes{2});
  CHECK(say(here, ann, "HEAD", at).status == 404);
  CHECK(here.stored_files() == 0);
  CHECK(here.get(ann, "/api/v1/me").parsed()["usage"]["stored_bytes"] == 0);
}

TEST_CASE("given bytes behind what was promised, when the server starts, then they do not count") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto at = create(here, ann, 20);
  CHECK(patch(here, ann, at, 0, "0123456789").status == 204);
  here.restart([&](const settings&) {
    for (const auto& one : std::filesystem::recursive_directory_iterator(here.directory / "imports"))
      if (one.is_regular_file()) std::filesystem::resize_file(one.path(), 15);
  });
  CHECK(offset_of(here, ann, at) == "10");
  CHECK(patch(here, ann, at, 10, "abcdefghij").status == 204);
  const auto file = here.get(ann, at).parsed()["file_id"].get<std::string>();
  CHECK(here.get(ann, "/api/v1/files/" + file).parsed()["sha256"] ==
        to_hex(sha256_of("0123456789abcdefghij")));
}

TEST_CASE("given a session, when an upload is changed without its token against forgery, then it is not") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto signed_in =
      ask(here.port(), request_text("POST", "/api/v1/session", {},
                                    json{{"username", "ann"}, {"password", "password of ann"}}.dump()));
  REQUIRE(signed_in.status == 200);
  const auto set = signed_in.header("Set-Cookie");
  const auto cookie = "Cookie: " + set.substr(0, set.find(';'));
  const auto csrf = "X-CSRF-Token: " + signed_in.parsed()["csrf_token"].get<std::string>();
  CHECK(ask(here.port(), request_text("POST", uploads, {cookie, speaks, "Upload-Length: 5"})).status == 403);
  const auto made =
      ask(here.port(), request_text("POST", uploads, {cookie, csrf, speaks, "Upload-Length: 5"}));
  CHECK(made.status == 201);
  const auto at = made.header("Location");
  CHECK(ask(here.port(), request_text("PATCH", at, {cookie, speaks, piece, "Upload-Offset: 0"}, "01234"))
            .status == 403);
  CHECK(
      ask(here.port(), request_text("PATCH", at, {cookie, csrf, speaks, piece, "Upload-Offset: 0"}, "01234"))
          .status == 204);
}
