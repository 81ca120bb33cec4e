// Ctrl-C while `waybill import` watches: the import is not lost, and the person is told where to look.
#include <catch2/catch.hpp>
#include <csignal>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"

using namespace waybill::system_test;

namespace {

const variables slow{{"WAYBILL_IMPORTS_CHUNK_RECORDS", "1"}};
constexpr std::uint64_t many = waybill::tests::bulk(20'000);

auto holds(const std::string& text, std::string_view what) -> bool {
  return text.find(what) != std::string::npos;
}

/// The id in "imp_...: accepted".
auto id_in(const std::string& text) -> std::string {
  const auto at = text.find("imp_");
  return at == std::string::npos ? "" : text.substr(at, 30);
}

}  // namespace

TEST_CASE(
    "given an import at a server, when its watcher is interrupted, then it goes on and the watcher says "
    "where") {
  temp_directory here;
  const auto who = make_account(here / "data", "alice");
  server at(here / "data", slow);
  const person alice(at, who);
  write_file(here / "file.json", good_document(1, many));
  process watching(
      {WAYBILL_BINARY, "import", (here / "file.json").string(), "--server", at.url(), "--token", who.token},
      {}, "");
  REQUIRE(eventually([&] { return holds(watching.errors(), "processing"); }));
  watching.signal(SIGINT);
  const auto end = watching.wait();
  const auto id = id_in(end.err);
  CAPTURE(end.err);
  CHECK(end.status == 130);
  CHECK(holds(end.err, "goes on at the server"));
  CHECK(holds(end.err, "waybill show " + id + " --server " + at.url()));
  const auto import = alice.outcome_of(id);
  CHECK(import.at("status") == "completed");
  CHECK(import.at("progress").at("created") == many);
}

TEST_CASE(
    "given an offline import, when it is interrupted, then the next start on the directory brings it to its "
    "end") {
  temp_directory here;
  const auto data = (here / "data").string();
  write_file(here / "file.json", good_document(1, many));
  process importing({WAYBILL_BINARY, "import", (here / "file.json").string(), "--data", data}, slow, "");
  REQUIRE(eventually([&] { return holds(importing.errors(), "processing"); }));
  importing.signal(SIGINT);
  const auto end = importing.wait();
  const auto id = id_in(end.err);
  CAPTURE(end.err);
  CHECK(end.status == 130);
  CHECK(holds(end.err, "goes on by itself"));
  const auto token = run_waybill({"token", "add", "test", "--user", "admin", "--data", data}).out;
  server at(here / "data");
  const person admin(at, {"admin", token.substr(token.find("wbt_"), token.size() - token.find("wbt_") - 1)});
  const auto import = admin.outcome_of(id);
  CHECK(import.at("status") == "completed");
  CHECK(import.at("progress").at("created") == many);
  CHECK(admin.exported_items().size() == many);
}

TEST_CASE("given a process that stops, when a second signal comes, then it ends at once") {
  temp_directory here;
  server at(here / "data");
  at.signal(SIGTERM);
  at.signal(SIGTERM);
  at.signal(SIGINT);
  const auto status = at.wait().status;
  // It may have been quicker than the second signal.
  CHECK((status == 0 || status == 128 + SIGTERM || status == 128 + SIGINT));
}
