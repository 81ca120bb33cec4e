// Two imports that begin one new table at the same moment.
#include <atomic>
#include <catch2/catch.hpp>
#include <optional>

#include "tests/http/house.hpp"
#include "tests/http/points.hpp"

using namespace waybill;
using namespace waybill::http_test;

namespace {

auto handed_in(const inhabitant& who, const std::string& key, const std::string& document) -> std::string {
  return request_text(
      "POST", "/api/v1/imports", {who.authorization(), form_type},
      form_text(document,
                {{"kind", "rows"}, {"options", R"({"collection": "new", "key": [")" + key + "\"]}"}}));
}

}  // namespace

TEST_CASE("given an import that is being accepted, when another begins its table by another key, then 409") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto orders = handed_in(ada, "order", "order,customer\n1,Ann\n2,Bob\n");
  const auto invoices = handed_in(ada, "invoice", "invoice,total\n1,10\n2,20\n");
  // It waits for its turn, or it was let in: then it is told so while the first one stands here.
  std::optional<peer> second;
  std::atomic<bool> first{true};
  const at_points between{[&](std::string_view point) {
    if (point != "submit.file_is_safe" || !first.exchange(false)) return false;
    second.emplace(in.port());
    second->send(invoices);
    static_cast<void>(second->hears_within(std::chrono::seconds{1}));
    return false;
  }};
  const auto accepted = ask(in.port(), orders);
  REQUIRE(accepted.status == 202);
  REQUIRE(second);
  const auto refused = second->receive();
  CHECK(refused.status == 409);
  CHECK(refused.code() == "key_mismatch");
  in.await(ada, accepted.parsed().at("id"), import_status::completed);
  const auto rows = in.get(ada, "/api/v1/tables/new/records").parsed().at("items");
  REQUIRE(rows.size() == 2);
  for (const auto& one : rows) CHECK(one.at("row").contains("order"));
  CHECK(in.get(ada, "/api/v1/imports").parsed().at("items").size() == 1);
}
