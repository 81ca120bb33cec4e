// Many at once: the server answers others, says where its limits are, and gives back what the crowd took.
#include <sys/resource.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <future>

#include "tests/http/peer.hpp"
#include "tests/process_figures.hpp"
#include "tests/sanitizer.hpp"
#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"

using namespace waybill::system_test;
using waybill::http_test::peer;
using waybill::http_test::request_text;
using waybill::tests::descriptors_of;
using waybill::tests::resident_kib;

namespace {

// What may be left of a crowd: pages that the allocator keeps for the next one.
constexpr std::uint64_t streams_bound_kib = 24 * 1'024;
constexpr std::uint64_t silence_bound_kib = 8 * 1'024;
constexpr std::uint64_t uploads_bound_kib = 24 * 1'024;
constexpr std::uint64_t queue_bound_kib = 24 * 1'024;

/// The crowd's ends of the connections are ours.
void allow_descriptors(std::size_t count) {
  rlimit files{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &files) == 0);
  files.rlim_cur = std::max<rlim_t>(files.rlim_cur, count);
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &files) == 0);
}

auto port_of(const server& at) -> std::uint16_t { return static_cast<std::uint16_t>(at.port()); }

auto follow(const server& at, const person& who, const std::string& id) -> peer {
  peer one{port_of(at)};
  one.send(
      request_text("GET", "/api/v1/imports/" + id + "/progress", {"Authorization: Bearer " + who.token()}));
  return one;
}

auto follow_list(const server& at, const person& who) -> peer {
  peer one{port_of(at)};
  one.send(request_text("GET", "/api/v1/imports/stream", {"Authorization: Bearer " + who.token()}));
  return one;
}

/// An import that does not go on by itself. With one record a chunk it runs until it is paused.
auto held_import(const person& who) -> std::string {
  const auto id = who.import(good_document(1, waybill::tests::bulk(40'000)));
  REQUIRE(who.command(id, "pause").status == 202);
  who.wait_for_status(id, "paused");
  return id;
}

auto files_below(const fs::path& folder) -> std::size_t {
  std::size_t files = 0;
  std::error_code gone;
  for (fs::recursive_directory_iterator it{folder, gone}, end; !gone && it != end; it.increment(gone))
    files += it->is_regular_file(gone) ? 1 : 0;
  return files;
}

auto upload_text(const person& who, const std::string& document) -> std::string {
  return request_text(
      "POST", "/api/v1/imports",
      {"Authorization: Bearer " + who.token(), "Content-Type: multipart/form-data; boundary=B"},
      "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f.json\"\r\n\r\n" + document +
          "\r\n--B--\r\n");
}

auto half_upload(const person& who, const std::string& document) -> std::string {
  auto text = upload_text(who, document);
  text.resize(text.size() / 2);
  return text;
}

/// So many small imports on four connections; how many of them were accepted.
auto queue_imports(const server& at, const person& who, std::size_t count) -> std::size_t {
  constexpr std::size_t lines = 4;
  std::vector<std::future<std::size_t>> all;
  for (std::size_t line = 0; line < lines; ++line)
    all.push_back(std::async(std::launch::async, [&, line] {
      peer one{port_of(at)};
      std::size_t accepted = 0;
      for (auto i = line; i < count; i += lines) {
        one.send(upload_text(who, good_document(1 + i, 1)));
        accepted += one.receive().status == 202 ? 1 : 0;
      }
      return accepted;
    }));
  std::size_t accepted = 0;
  for (auto& one : all) accepted += one.get();
  return accepted;
}

auto number_at(const person& asks, const std::string& name) -> std::size_t {
  const auto numbers = asks.get("/metrics").body;
  return std::stoul(numbers.substr(numbers.find("\n" + name + " ") + name.size() + 2));
}

/// A wrong password, as a proxy passes it on.
auto sign_in_text(std::size_t number) -> std::string {
  const auto address = "100.64." + std::to_string(number / 256) + "." + std::to_string(number % 256);
  return request_text(
      "POST", "/api/v1/session", {"X-Forwarded-For: " + address},
      json{{"username", "nobody" + std::to_string(number)}, {"password", "wrong wrong"}}.dump());
}

}  // namespace

TEST_CASE(
    "given a thousand streams open at once, when somebody calls, then the call is answered; when they are "
    "dropped, then memory and descriptors come back") {
  const auto crowd = waybill::tests::bulk(1'000);
  allow_descriptors(crowd + 200);
  temp_directory data;
  const auto who = make_account(data.path(), "alice");
  server at(data.path(), {{"WAYBILL_IMPORTS_CHUNK_RECORDS", "1"},
                          {"WAYBILL_HTTP_STREAMS_LIMIT", std::to_string(2 * crowd)},
                          {"WAYBILL_HTTP_STREAMS_PER_USER_LIMIT", std::to_string(crowd)}});
  const person alice(at, who);
  const auto id = held_import(alice);
  const auto quiet = descriptors_of(at.pid());
  const auto before = resident_kib(at.pid());
  const auto round = [&] {
    std::vector<peer> streams;
    for (std::size_t i = 0; i < crowd; ++i) streams.push_back(follow(at, alice, id));
    std::size_t heard = 0;
    for (auto& one : streams) heard += one.receive_until("\n\n").starts_with("HTTP/1.1 200") ? 1 : 0;
    CHECK(heard == crowd);
    CHECK(descriptors_of(at.pid()) >= static_cast<std::ptrdiff_t>(crowd));
    CHECK(alice.get("/api/v1/imports").status == 200);
    CHECK(follow(at, alice, id).receive().status == 429);
  };
  for (int i = 0; i < 3; ++i) {
    round();
    CHECK(eventually([&] { return descriptors_of(at.pid()) <= quiet + 2; }));
    if (waybill::tests::memory_is_measured) CHECK(resident_kib(at.pid()) < before + streams_bound_kib);
  }
}

TEST_CASE(
    "given 200 open lists of ten people, when their imports run, then each hears of its own, calls are "
    "answered, and memory and descriptors come back") {
  constexpr int people = 10;
  constexpr int lists_each = 20;
  temp_directory data;
  std::vector<account> accounts;
  for (int i = 0; i < people; ++i) accounts.push_back(make_account(data.path(), "p" + std::to_string(i)));
  server at(data.path(), {{"WAYBILL_IMPORTS_CHUNK_RECORDS", "50"}});
  std::vector<person> all;
  for (const auto& who : accounts) all.emplace_back(at, who);
  const auto round = [&](std::uint64_t number) {
    std::vector<std::pair<std::size_t, peer>> lists;
    for (std::size_t i = 0; i < std::size_t{people} * lists_each; ++i)
      lists.emplace_back(i % people, follow_list(at, all[i % people]));
    for (auto& [whose, list] : lists) CHECK(list.receive_until("event: list").starts_with("HTTP/1.1 200"));
    std::vector<std::string> ids;
    for (const auto& who : all) ids.push_back(who.import(good_document(1 + 1'000 * number, 1'000)));
    for (std::size_t i = 0; i < people; ++i) CHECK(all[i].outcome_of(ids[i]).at("status") == "completed");
    CHECK(all[0].get("/api/v1/imports").status == 200);
    for (auto& [whose, list] : lists) {
      const auto heard = list.receive_until("\"status\":\"completed\"");
      CHECK(heard.find(ids[whose]) != std::string::npos);
      for (std::size_t other = 0; other < people; ++other)
        if (other != whose) CHECK(heard.find(ids[other]) == std::string::npos);
    }
    return resident_kib(at.pid());
  };
  const auto quiet = descriptors_of(at.pid());
  const auto all_gone = [&] { return descriptors_of(at.pid()) <= quiet + 2; };
  round(0);
  REQUIRE(eventually(all_gone));
  const auto before = resident_kib(at.pid());
  // A sanitizer keeps what was given back.
  const bool memory_tells = waybill::tests::slowness == 1;
  for (std::uint64_t i = 1; i < 3; ++i) {
    const auto during = round(i);
    if (memory_tells) CHECK(during < before + 32 * 1'024);
    CHECK(eventually(all_gone));
  }
  if (memory_tells) CHECK(resident_kib(at.pid()) < before + 16 * 1'024);
}

TEST_CASE(
    "given 500 connections that say nothing, when somebody calls, then the call is answered; they cost next "
    "to "
    "no memory") {
  temp_directory data;
  const auto who = make_account(data.path(), "alice");
  server at(data.path(), {{"WAYBILL_HTTP_READ_TIMEOUT_S", "1"}});
  const person alice(at, who);
  CHECK(alice.get("/api/v1/imports").status == 200);
  const auto quiet = descriptors_of(at.pid());
  const auto before = resident_kib(at.pid());
  std::vector<peer> silent;
  for (int i = 0; i < 500; ++i) silent.emplace_back(port_of(at));
  CHECK(alice.get("/api/v1/imports").status == 200);
  if (waybill::tests::memory_is_measured) CHECK(resident_kib(at.pid()) < before + silence_bound_kib);
  for (auto& one : silent) CHECK(one.receive_rest().empty());
  CHECK(eventually([&] { return descriptors_of(at.pid()) <= quiet + 2; }));
  if (waybill::tests::memory_is_measured) CHECK(resident_kib(at.pid()) < before + silence_bound_kib);
}

TEST_CASE(
    "given 300 uploads that stop half-way, when their clients go away, then others were answered, nothing is "
    "left on disk, and memory and descriptors come back") {
  const auto crowd = waybill::tests::bulk(300);
  temp_directory data;
  const auto who = make_account(data.path(), "alice");
  const auto other = make_account(data.path(), "bob");
  server at(data.path(), {{"WAYBILL_HTTP_BODY_READERS_LIMIT", std::to_string(2 * crowd)},
                          {"WAYBILL_HTTP_THREADS_LIMIT", std::to_string(2 * crowd + 16)}});
  const person alice(at, who);
  const person bob(at, other);
  const auto text = half_upload(alice, good_document(1, 1'000));
  const auto quiet = descriptors_of(at.pid());
  std::uint64_t first = 0;
  for (int i = 0; i < 3; ++i) {
    {
      std::vector<peer> cut;
      for (std::size_t k = 0; k < crowd; ++k) CHECK(cut.emplace_back(port_of(at)).send(text));
      CHECK(eventually([&] { return files_below(data / "imports") == crowd; }));
      CHECK(bob.get("/api/v1/imports").status == 200);
    }
    CHECK(eventually([&] { return files_below(data / "imports") == 0; }));
    CHECK(eventually([&] { return descriptors_of(at.pid()) <= quiet + 2; }));
    CHECK(alice.get("/api/v1/imports").parsed().at("items").empty());
    if (i == 0) first = resident_kib(at.pid());
    // The allocator gives back what is unused with what is asked for next.
    const auto came_back = [&] {
      return alice.get("/api/v1/imports").status == 200 && resident_kib(at.pid()) < first + uploads_bound_kib;
    };
    if (waybill::tests::memory_is_measured) CHECK(eventually(came_back));
  }
  CHECK(alice.outcome_of(alice.import(good_document(1, 9))).at("status") == "completed");
}

TEST_CASE(
    "given ten thousand imports behind others, when somebody calls, then the call is answered; when they are "
    "through, then memory and descriptors come back, and the next as many cost nothing more") {
  const auto crowd = waybill::tests::bulk(10'000);
  temp_directory data;
  const auto who = make_account(data.path(), "alice");
  const auto other = make_account(data.path(), "bob");
  // One record a chunk: so the first stand in the way for as long as they have to.
  const auto small = std::to_string(2 << 20);
  constexpr std::size_t at_once = 4;
  server at(data.path(), {{"WAYBILL_IMPORTS_CONCURRENT", std::to_string(at_once)},
                          {"WAYBILL_IMPORTS_CHUNK_RECORDS", "1"},
                          // Buffers and caches that fill little by little would be most of what is measured.
                          {"WAYBILL_STORAGE_LOG_CACHE_BYTES", small},
                          {"WAYBILL_STORAGE_LOG_WRITE_BUFFER_BYTES", small},
                          {"WAYBILL_STORAGE_PROJECTION_CACHE_BYTES", small}});
  const person alice(at, who);
  const person bob(at, other);
  const auto quiet = descriptors_of(at.pid());
  const auto round = [&](std::uint64_t number) {
    std::vector<std::string> blockers;
    while (blockers.size() < at_once)
      blockers.push_back(bob.import(good_document(1, waybill::tests::bulk(60'000))));
    CHECK(queue_imports(at, alice, crowd) == crowd);
    CHECK(number_at(bob, "waybill_imports_waiting") == crowd);
    CHECK(bob.get("/api/v1/imports").status == 200);
    for (const auto& id : blockers) CHECK(bob.command(id, "cancel").status == 202);
    const auto own = bob.import(good_document(number, 3));
    // It does not wait for the crowd of another user. What that user brings now comes last.
    CHECK(bob.outcome_of(own).at("status") == "completed");
    CHECK(alice.outcome_of(alice.import(good_document(number, 3))).at("status") == "completed");
    CHECK(number_at(bob, "waybill_imports_waiting") == 0);
    CHECK(eventually([&] { return descriptors_of(at.pid()) <= quiet + 2; }));
    return resident_kib(at.pid());
  };
  const auto first = round(1);
  auto second = round(2);
  // The allocator gives back what is unused with what is asked for next.
  const auto came_back = [&] {
    second = resident_kib(at.pid());
    return bob.get("/api/v1/imports").status == 200 && second < first + queue_bound_kib;
  };
  const bool is_back = !waybill::tests::memory_is_measured || eventually(came_back);
  CAPTURE(first, second);
  CHECK(is_back);
}

TEST_CASE(
    "given a queue with an end, when more imports come, then 429 says when to come again; all others end "
    "well") {
  constexpr std::size_t seats = 40;
  temp_directory data;
  const auto who = make_account(data.path(), "alice");
  const auto other = make_account(data.path(), "bob");
  server at(data.path(), {{"WAYBILL_IMPORTS_CONCURRENT", "1"},
                          {"WAYBILL_IMPORTS_WAITING_LIMIT", "60"},
                          {"WAYBILL_IMPORTS_WAITING_PER_USER_LIMIT", std::to_string(seats)}});
  const person alice(at, who);
  const person bob(at, other);
  // Whoever is in the way of the others, until they are all there.
  std::vector<std::string> accepted{alice.import(good_document(1, waybill::tests::bulk(200'000)))};
  std::vector<answer> refused;
  for (std::uint64_t i = 0; refused.empty() && i < 3 * seats; ++i) {
    auto told = alice.upload(good_document(i + 1, 3));
    if (told.status == 202) {
      accepted.push_back(told.parsed().at("id"));
    } else {
      refused.push_back(std::move(told));
    }
  }
  REQUIRE(refused.size() == 1);
  CHECK(refused[0].status == 429);
  CHECK(refused[0].headers.contains("retry-after"));
  CHECK(accepted.size() >= seats);
  CHECK(alice.get("/api/v1/imports").status == 200);
  CHECK(bob.upload(good_document(1, 3)).status == 202);
  for (const auto& id : accepted) CHECK(alice.outcome_of(id).at("status") == "completed");
  CHECK(alice.upload(good_document(1, 3)).status == 202);
}

TEST_CASE(
    "given four threads and a thousand sign-ins at once from as many addresses, when somebody calls, then "
    "the "
    "call is answered; each sign-in is refused or asked to come again, and memory comes back") {
  const auto crowd = waybill::tests::bulk(1'000);
  allow_descriptors(crowd + 200);
  temp_directory data;
  const auto who = make_account(data.path(), "alice");
  // If a sign-in that waits for its hash held a thread, nobody else would be answered.
  server at(data.path(), {{"WAYBILL_HTTP_TRUSTED_PROXY", "true"},
                          {"WAYBILL_HTTP_THREADS_LIMIT", "4"},
                          {"WAYBILL_HTTP_BODY_READERS_LIMIT", "2"}});
  const person alice(at, who);
  CHECK(alice.get("/api/v1/imports").status == 200);
  const auto quiet = descriptors_of(at.pid());
  const auto round = [&] {
    std::vector<peer> crowded;
    for (std::size_t i = 0; i < crowd; ++i) crowded.emplace_back(port_of(at));
    for (std::size_t i = 0; i < crowd; ++i) crowded[i].send(sign_in_text(i));
    for (int i = 0; i < 20; ++i) {
      CHECK(alice.get("/healthz").status == 200);
      CHECK(alice.get("/api/v1/imports").status == 200);
    }
    std::size_t looked_at = 0;
    for (auto& one : crowded) {
      const auto told = one.receive();
      looked_at += told.status == 401 ? 1 : 0;
      if (told.status != 401) {
        CHECK(told.status == 429);
        CHECK(std::stoi(told.header("Retry-After")) >= 1);
      }
    }
    CHECK(looked_at > 0);
    return resident_kib(at.pid());
  };
  const auto first = round();
  const auto second = round();
  CHECK(eventually([&] { return descriptors_of(at.pid()) <= quiet + 2; }));
  if (waybill::tests::memory_is_measured) CHECK(second < first + streams_bound_kib);
}
