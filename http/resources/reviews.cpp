#include "http/resources/reviews.hpp"

#include <charconv>

#include "actors/review_desk.hpp"
#include "http/json_body.hpp"
#include "http/resources/may_still.hpp"
#include "http/resources/owned.hpp"
#include "http/resources/pages.hpp"

namespace waybill::http {
namespace {

auto import_with_review(const context& asks, const request& call) -> result<import_row> {
  auto row = import_of(asks, call, member_role::editor);
  if (!row) return row;
  const auto* const kind = kind_named(row->kind);
  if (kind == nullptr || !kind->has_review())
    return {errc::not_found, "Imports of this kind have no review."};
  return row;
}

auto leave_one(context& asks, request& call, bool out) -> result<answer> {
  const auto record = record_of(call);
  if (!record) return record.why();
  const auto body = read_object(call, asks.config.http_json_body_limit_bytes, {"version"});
  if (!body) return body.why();
  const auto version = number_of(*body, "version");
  if (!version) return version.why();
  const auto of = import_with_review(asks, call);
  if (!of) return of.why();
  import_records_excluded what;
  what.records.push_back({*record, *record});
  what.excluded = out;
  const auto now = asks.core.reviews().exclude(acting{call.who->user, of->owner}, of->id, *version, what);
  if (!now) return now.why();
  return changed_answer(*now, 1);
}

auto flag_of(const nlohmann::json& object, const char* key) -> result<bool> {
  const auto found = object.find(key);
  if (found == object.end()) return false;
  if (!found->is_boolean()) return {errc::bad_value, "'" + std::string(key) + "' must be true or false."};
  return found->get<bool>();
}

auto commit_wish_of(const nlohmann::json& body) -> result<commit_wish> {
  commit_wish wish;
  if (body.contains("version")) {
    const auto version = number_of(body, "version");
    if (!version) return version.why();
    wish.version = *version;
  }
  const auto accepts = flag_of(body, "accept_changed");
  if (!accepts) return accepts.why();
  wish.accept_changed = *accepts;
  const auto expected = body.find("expect");
  if (expected == body.end()) return wish;
  constexpr std::string_view rule =
      "'expect' is an object of create, update and skip: whole numbers, all three.";
  if (!expected->is_object() || expected->size() != 3) return {errc::bad_value, std::string(rule)};
  auto& counts = wish.expect.emplace();
  for (auto [key, into] : {std::pair{"create", &counts.created}, std::pair{"update", &counts.updated},
                           std::pair{"skip", &counts.skipped}}) {
    const auto count = number_of(*expected, key);
    if (!count) return {errc::bad_value, std::string(rule)};
    *into = *count;
  }
  return wish;
}

}  // namespace

auto record_of(const request& call) -> result<std::uint64_t> {
  const auto& text = call.captured[1];
  std::uint64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, failed] = std::from_chars(text.data(), end, number);
  if (failed != std::errc{} || stop != end || number == 0)
    return {errc::not_found, "There is no such record."};
  return number;
}

auto number_of(const nlohmann::json& object, const char* key) -> result<std::uint64_t> {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number_unsigned())
    return {errc::bad_value, "'" + std::string(key) + "' must be a whole number from 0."};
  return found->get<std::uint64_t>();
}

auto changed_answer(std::uint64_t version, std::uint64_t records) -> result<answer> {
  return object_answer(200, [&](json_text& to) { to.field("version", version).field("records", records); });
}

auto exclude_review_row(context& asks, request& call) -> result<answer> {
  return leave_one(asks, call, true);
}
auto include_review_row(context& asks, request& call) -> result<answer> {
  return leave_one(asks, call, false);
}
auto commit_import(context& asks, request& call) -> result<answer> {
  const auto body =
      read_object(call, asks.config.http_json_body_limit_bytes, {"version", "expect", "accept_changed"});
  if (!body) return body.why();
  auto wish = commit_wish_of(*body);
  if (!wish) return wish.why();
  const auto of = import_with_review(asks, call);
  if (!of) return of.why();
  // Its plan is made, or waited for: much may have happened until then.
  if (!call.hold_seat()) return too_many_transfers();
  wish->may_still = [&] { return may_still(asks, call, of->owner, member_role::editor); };
  const auto made = asks.core.reviews().commit(acting{call.who->user, of->owner}, of->id, *wish);
  if (!made) return made.why();
  return import_answer(asks, 202, *made, &call);
}

}  // namespace waybill::http
