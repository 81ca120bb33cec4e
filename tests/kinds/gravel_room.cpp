#include "tests/kinds/gravel_room.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "actors/review_desk.hpp"
#include "http/openapi.hpp"
#include "http/resources/owned.hpp"
#include "http/resources/pages.hpp"

namespace waybill::http {
namespace {

using namespace route_lines;

auto review_of_gravel(context& asks, request& call) -> result<answer> {
  const auto import = import_of(asks, call, member_role::viewer);
  if (!import) return import.why();
  const auto seen = asks.core.reviews().look({call.who->user, import->owner}, import->id, false);
  if (!seen) return seen.why();
  const auto& plan = seen->plan->outcomes();
  return object_answer(200, [&](json_text& to) {
    to.field("version", seen->import.review_version).key("can_commit").raw(seen->why_not ? "false" : "true");
    to.field("create", plan.created).field("skip", plan.skipped).field("fail", plan.failed);
    to.field("excluded", seen->plan->counts().excluded);
  });
}

auto lines() -> std::vector<line> {
  return {get("/api/v1/imports/{id}/review", review_of_gravel, "getGravelReview", "GravelReview",
              "What would become of the gravel.")
              .may_answer({409})};
}

auto schemas() -> nlohmann::ordered_json {
  return nlohmann::ordered_json::parse(R"json({
"GravelReview": {"type": "object", "required": ["version", "can_commit", "create", "skip", "fail", "excluded"],
  "properties": {"version": {"type": "integer"}, "can_commit": {"type": "boolean"}, "create": {"type": "integer"},
  "skip": {"type": "integer"}, "fail": {"type": "integer"}, "excluded": {"type": "integer"}}}
})json");
}

}  // namespace

auto gravel_room() -> kind_room { return {"gravel", lines, schemas, {}, {}}; }

}  // namespace waybill::http
