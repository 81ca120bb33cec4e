#include "tests/kinds/gravel_room.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "actors/review_desk.hpp"
#include "http/json_body.hpp"
#include "http/openapi.hpp"
#include "http/resources/owned.hpp"
#include "http/resources/pages.hpp"

namespace waybill::http {
namespace {

using namespace route_lines;

/// Who asks, for the owner of the import that the path names.
auto acting_on(const request& call, const import_row& import) -> acting {
  return {call.who->user, import.owner};
}

auto review_of_gravel(context& asks, request& call) -> result<answer> {
  const auto import = import_of(asks, call, member_role::viewer);
  if (!import) return import.why();
  const auto seen = asks.core.reviews().look(acting_on(call, *import), import->id, false);
  if (!seen) return seen.why();
  const auto& plan = seen->plan->outcomes();
  return object_answer(200, [&](json_text& to) {
    to.field("version", seen->import.review_version).key("can_commit").raw(seen->why_not ? "false" : "true");
    to.field("create", plan.created).field("skip", plan.skipped).field("fail", plan.failed);
    to.field("excluded", seen->plan->counts().excluded);
  });
}

auto leave_gravel_out(context& asks, request& call) -> result<answer> {
  const auto body = read_object(call, asks.config.http_json_body_limit_bytes, {"version", "record"});
  if (!body) return body.why();
  const auto import = import_of(asks, call, member_role::editor);
  if (!import) return import.why();
  const auto record = body->value("record", std::uint64_t{0});
  const auto now = asks.core.reviews().exclude(acting_on(call, *import), import->id,
                                               body->value("version", std::uint64_t{0}),
                                               {{{record, record}}, true, false});
  if (!now) return now.why();
  return object_answer(200, [&](json_text& to) { to.field("version", *now); });
}

auto commit_gravel(context& asks, request& call) -> result<answer> {
  const auto body = read_object(call, asks.config.http_json_body_limit_bytes, {"version"});
  if (!body) return body.why();
  const auto import = import_of(asks, call, member_role::editor);
  if (!import) return import.why();
  commit_wish wish;
  if (body->contains("version")) wish.version = body->value("version", std::uint64_t{0});
  const auto made = asks.core.reviews().commit(acting_on(call, *import), import->id, wish);
  if (!made) return made.why();
  return import_answer(asks, 202, *made, &call);
}

auto lines() -> std::vector<line> {
  return {
      get("/api/v1/imports/{id}/review", review_of_gravel, "getGravelReview", "GravelReview",
          "What would become of the gravel.")
          .may_answer({409}),
      post("/api/v1/imports/{id}/review/exclude", leave_gravel_out, "leaveGravelOut", 200, "GravelVersion",
           "Leave a record out.")
          .takes("GravelRecord")
          .may_answer({404, 409}),
      post("/api/v1/imports/{id}/commit", commit_gravel, "commitGravel", 202, "Import", "Take the gravel.")
          .takes("GravelVersion")
          .may_answer({404, 409})};
}

auto schemas() -> nlohmann::ordered_json {
  return nlohmann::ordered_json::parse(R"json({
"GravelVersion": {"type": "object", "properties": {"version": {"type": "integer"}}},
"GravelRecord": {"type": "object", "properties": {"version": {"type": "integer"}, "record": {"type": "integer"}}},
"GravelReview": {"type": "object", "required": ["version", "can_commit", "create", "skip", "fail", "excluded"],
  "properties": {"version": {"type": "integer"}, "can_commit": {"type": "boolean"}, "create": {"type": "integer"},
  "skip": {"type": "integer"}, "fail": {"type": "integer"}, "excluded": {"type": "integer"}}}
})json");
}

}  // namespace

auto gravel_room() -> kind_room { return {"gravel", lines, schemas, {}, {}}; }

}  // namespace waybill::http
