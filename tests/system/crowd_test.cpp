// Many at once: the server answers others, says where its limits are, and gives back what the crowd took.
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>
#include <thread>

#include "tests/http/peer.hpp"
#include "tests/sanitizer.hpp"
#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"

using namespace waybill::system_test;
using waybill::http_test::peer;
using waybill::http_test::request_text;

namespace {

/// Without those of the database's own files, which become more with what is imported.
auto descriptors_of(pid_t pid) -> std::ptrdiff_t {
  std::ptrdiff_t count = 0;
  for (const auto& each : fs::directory_iterator("/proc/" + std::to_string(pid) + "/fd")) {
    std::error_code gone;
    const auto kind = fs::read_symlink(each.path(), gone).extension();
    if (kind != ".sst" && kind != ".blob" && kind != ".log") ++count;
  }
  return count;
}

auto resident_kib(pid_t pid) -> std::uint64_t {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) return std::stoull(line.substr(6));
  return 0;
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

/// An import that does not go on by itself.
auto held_import(const person& who) -> std::string {
  const auto id = who.import(good_document(1, waybill::tests::bulk(40'000)));
  REQUIRE(who.command(id, "pause").status == 202);
  who.wait_for_status(id, "paused");
  return id;
}

}  // namespace

TEST_CASE(
    "given a thousand streams, when they are opened and dropped, then memory and descriptors come back") {
  temp_directory data;
  const auto who = make_account(data.path(), "alice");
  server at(data.path(),
            {{"WAYBILL_HTTP_STREAMS_LIMIT", "300"}, {"WAYBILL_HTTP_STREAMS_PER_USER_LIMIT", "300"}});
  const person alice(at, who);
  const auto id = held_import(alice);
  const auto round = [&] {
    std::vector<peer> streams;
    for (int i = 0; i < 250; ++i) streams.push_back(follow(at, alice, id));
    for (auto& one : streams) CHECK(one.receive_until("\n\n").starts_with("HTTP/1.1 200"));
    CHECK(alice.get("/api/v1/imports").status == 200);
  };
  const auto quiet = descriptors_of(at.pid());
  const auto all_gone = [&] { return descriptors_of(at.pid()) <= quiet + 2; };
  round();
  REQUIRE(eventually(all_gone));
  const auto before = resident_kib(at.pid());
  for (int i = 0; i < 3; ++i) {
    round();
    CHECK(eventually(all_gone));
  }
  if (waybill::tests::memory_is_measured) CHECK(resident_kib(at.pid()) < before + 16 * 1'024);
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

TEST_CASE("given 500 connections that say nothing, when somebody calls, then the call is answered") {
  temp_directory data;
  const auto who = make_account(data.path(), "alice");
  server at(data.path(), {{"WAYBILL_HTTP_READ_TIMEOUT_S", "1"}});
  const person alice(at, who);
  const auto quiet = descriptors_of(at.pid());
  std::vector<peer> silent;
  for (int i = 0; i < 500; ++i) silent.emplace_back(port_of(at));
  CHECK(alice.get("/api/v1/imports").status == 200);
  for (auto& one : silent) CHECK(one.receive_rest().empty());
  CHECK(eventually([&] { return descriptors_of(at.pid()) <= quiet + 2; }));
}

TEST_CASE(
    "given a queue with an end, when more imports come, then 429 says when to come again; all others end "
    "well") {
  constexpr std::size_t places = 40;
  temp_directory data;
  const auto who = make_account(data.path(), "alice");
  const auto other = make_account(data.path(), "bob");
  server at(data.path(), {{"WAYBILL_IMPORTS_CONCURRENT", "1"},
                          {"WAYBILL_IMPORTS_WAITING_LIMIT", "60"},
                          {"WAYBILL_IMPORTS_WAITING_PER_USER_LIMIT", std::to_string(places)}});
  const person alice(at, who);
  const person bob(at, other);
  // Whoever is in the way of the others, until they are all there.
  std::vector<std::string> accepted{alice.import(good_document(1, waybill::tests::bulk(200'000)))};
  std::vector<answer> refused;
  for (std::uint64_t i = 0; refused.empty() && i < 3 * places; ++i) {
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
  CHECK(accepted.size() >= places);
  CHECK(alice.get("/api/v1/imports").status == 200);
  CHECK(bob.upload(good_document(1, 3)).status == 202);
  for (const auto& id : accepted) CHECK(alice.outcome_of(id).at("status") == "completed");
  CHECK(alice.upload(good_document(1, 3)).status == 202);
}
