// The same bookmarks once more: after a kill at the worst moment, and many large ones changed at once.
#include <catch2/catch.hpp>
#include <fstream>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"

using namespace waybill::system_test;

namespace {

/// Finished files of the index are on their way in.
auto index_is_flushed(const fs::path& data) -> bool {
  std::error_code gone;
  for (const auto& entry : fs::directory_iterator(data / "projections", gone))
    if (entry.path().extension() == ".bulk") return true;
  return false;
}

auto peak_kib(pid_t pid) -> std::uint64_t {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::stoull(line.substr(6));
  return 0;
}

}  // namespace

TEST_CASE(
    "given an import, when the process is killed while its index is written, then the same file again "
    "creates "
    "nothing") {
  constexpr std::uint64_t records = waybill::tests::bulk(150'000);
  temp_directory data;
  const auto who = make_account(data.path(), "alice");
  const auto document = good_document(1, records);
  auto at = std::make_unique<server>(data.path());
  person alice(*at, who);
  const auto id = alice.import(document);
  for (int kill = 0; kill < 2; ++kill) {
    REQUIRE(eventually([&] { return index_is_flushed(data.path()) || alice.status_of(id) == "completed"; }));
    at->kill();
    at = std::make_unique<server>(data.path());
    alice.now_at(*at);
  }
  CHECK(alice.outcome_of(id).at("progress").at("created") == records);
  at->kill();
  at = std::make_unique<server>(data.path());
  alice.now_at(*at);
  const auto again = alice.outcome_of(alice.import(document)).at("progress");
  CHECK(again.at("created") == 0);
  CHECK(again.at("skipped") == records);
  CHECK(alice.exported_items().size() == records);
}

TEST_CASE(
    "given many large bookmarks, when all of them are overwritten, then memory stays within its bounds") {
  constexpr std::size_t count = waybill::tests::bulk(150);
  const auto document = [](char fill) {
    std::string items;
    for (std::size_t i = 0; i < count; ++i)
      items += (i == 0 ? "" : ",") + std::string(R"({"url":"https://a.example/)") + std::to_string(i) +
               R"(","name":"x","summary":")" + std::string(900'000, fill) + "\"}";
    return document_of(items);
  };
  temp_directory data;
  const auto who = make_account(data.path(), "alice");
  server at(data.path());
  const person alice(at, who);
  CHECK(alice.outcome_of(alice.import(document('a'))).at("progress").at("created") == count);
  const auto progress = alice.outcome_of(alice.import(document('b'), "overwrite")).at("progress");
  CHECK(progress.at("updated") == count);
  // Twice the documents' size, had it all been held.
  if (waybill::tests::memory_is_measured) CHECK(peak_kib(at.pid()) < 260 * 1'024);
}
