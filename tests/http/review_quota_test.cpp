// What people change of a review stays in the log: it counts in the quota of the project.
#include <catch2/catch.hpp>

#include "tests/http/sales.hpp"

using namespace waybill;
using namespace waybill::http_test;

TEST_CASE(
    "given a project's quota, when a cell of a review is edited again and again, then it is refused before "
    "the log outgrows it, and the review goes on") {
  constexpr std::uint64_t limit = 100'000;
  sales here([](settings& config) { config.quota_stored_limit_bytes = limit; });
  const auto import = here.ready();
  reply last;
  int edits = 0;
  for (; edits < 20; ++edits) {
    const json wish{{"version", edits},
                    {"cells", {{"1", std::string(20'000, static_cast<char>('a' + edits))}}}};
    last = here.in.call(here.ann, "PATCH", import + "/review/rows/1", wish.dump());
    if (last.status != 200) break;
  }
  CHECK(edits == 4);
  CHECK(last.status == 507);
  CHECK(last.code() == "quota_exceeded");
  const auto usage = here.in.get(here.ann, here.path).parsed().at("usage");
  CHECK(usage.at("stored_bytes") > 80'000);
  CHECK(usage.at("stored_bytes") <= limit);
  CHECK(here.rows(import).size() == 4);
}

TEST_CASE(
    "given a project's quota, when its settings are changed again and again, then it is refused before the "
    "log "
    "outgrows it") {
  constexpr std::uint64_t limit = 100'000;
  sales here([](settings& config) { config.quota_stored_limit_bytes = limit; });
  reply last;
  int changes = 0;
  for (; changes < 20; ++changes) {
    json statuses = json::array();
    for (int i = 0; i < 100; ++i)
      statuses.push_back({{"code", "s" + std::to_string(i)},
                          {"en", std::string(90, static_cast<char>('a' + changes))},
                          {"fr", std::string(90, 'f')}});
    const json wish{{"leads", {{"statuses", statuses}, {"default_status", "s0"}}}};
    last = here.in.call(here.ann, "PATCH", here.path, wish.dump());
    if (last.status != 200) break;
  }
  CHECK(changes == 4);
  CHECK(last.status == 507);
  CHECK(last.code() == "quota_exceeded");
  const auto usage = here.in.get(here.ann, here.path).parsed().at("usage");
  CHECK(usage.at("stored_bytes") > 80'000);
  CHECK(usage.at("stored_bytes") <= limit);
  CHECK(here.in.call(here.ann, "PATCH", here.path, R"({"name":"Other"})").status == 200);
}
