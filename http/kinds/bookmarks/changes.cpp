// Many bookmarks changed at once: those that a search finds, those of a list, or those with a tag.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "actors/bulks.hpp"
#include "events/hash.hpp"
#include "http/json_body.hpp"
#include "http/kinds/bookmarks/resources.hpp"
#include "http/reasons.hpp"
#include "http/resources/may_still.hpp"
#include "http/resources/pages.hpp"
#include "http/resources/submitting.hpp"
#include "http/shape_parts.hpp"

namespace waybill::http {
namespace {

using nlohmann::json;

constexpr std::string_view kind_name = "bookmarks";
constexpr std::size_t most_ids = 10'000;
/// Room for so many identities, each with quotes, a comma and some blanks, and for a wish.
constexpr std::size_t most_body_bytes = 1'000'000;
/// As much as the address of a list can hold. It is kept, and told with each change.
constexpr std::size_t most_filter_bytes = 16'384;

auto bad_choice() -> error {
  return {
      errc::bad_value,
      "Say which bookmarks: 'filter' with 'q' and 'tag', as in the list, or with an 'import', or 'ids'; for "
      "'rename_tag' neither.",
      {}};
}

/// Errors: bad_value, unknown_field.
auto selection_of(const json& filter) -> result<bookmark_selection> {
  bookmark_selection which;
  if (!filter.is_object()) return bad_choice();
  for (const auto& [key, value] : filter.items()) {
    if (key == "q" && value.is_string()) {
      which.text = value.get<std::string>();
    } else if (key == "tag" && value.is_string()) {
      which.tags.push_back(value.get<std::string>());
    } else if (key == "tag" && value.is_array() &&
               std::ranges::all_of(value, [](const auto& one) { return one.is_string(); })) {
      which.tags = value.get<std::vector<std::string>>();
    } else if (key == "q" || key == "tag") {
      return bad_choice();
    } else {
      return {errc::unknown_field, "There is no field '" + key.substr(0, 64) + "' here."};
    }
  }
  return which;
}

auto text_of(const bookmark_selection& which) -> std::string {
  json text = json::object();
  if (!which.text.empty()) text["q"] = which.text;
  if (!which.tags.empty()) text["tag"] = which.tags;
  return text.dump();
}

/// Those that `walk` goes through, until nobody wants more.
template <class Walk>
auto selection_by(Walk walk) -> bulk_selection {
  return [walk = std::move(walk)](const identity_taker& take) {
    result<done> taken{done{}};
    auto walked = walk([&](const identity& id) {
      taken = take(id);
      return taken.ok();
    });
    return taken ? std::move(walked) : std::move(taken);
  };
}

auto found_by(std::shared_ptr<const bookmark_views> views, owner_id owner, bookmark_selection which)
    -> bulk_selection {
  return selection_by([views = std::move(views), owner = std::move(owner),
                       which = std::move(which)](const auto& take) -> result<done> {
    return views->each(owner, which, [&](const bookmark_item& item) { return take(item.id); });
  });
}

/// Those that an import made: as they are now, whatever changed them since.
auto made_by(const context& asks, const owner_id& owner, const json& filter) -> result<bulk_choice> {
  if (filter.size() != 1 || !filter["import"].is_string()) return bad_choice();
  import_id id{filter["import"].get<std::string>()};
  const auto& views = asks.core.import_view();
  const auto import = views.get(owner, id);
  if (!import) return import.why();
  if (import->kind != kind_name) return error{errc::not_found, "There is no such import.", {}};
  auto made = selection_by([&views, owner, id = std::move(id)](const auto& take) -> result<done> {
    return views.each_chunk(owner, id, [&](const chunk_applied& chunk) {
      return std::ranges::all_of(chunk.records, [&](const auto& record) {
        return record.what != outcome::created || take(record.id());
      });
    });
  });
  return bulk_choice{filter.dump(), std::move(made)};
}

/// What a body says of which bookmarks it is for.
auto choice_of(const context& asks, request& call, const json& body) -> result<bulk_choice> {
  const bool by_tag = body.contains("rename_tag");
  if (body.contains("filter") + body.contains("ids") + by_tag != 1) return bad_choice();
  if (body.contains("ids")) {
    auto ids = identities_in(body["ids"], 1, most_ids);
    if (!ids) return std::move(ids).why();
    return bulk_choice{json{{"ids", ids->size()}}.dump(), those(std::move(*ids))};
  }
  // Both read much: a search the collection, as that of the list, an import its part of the log.
  if (!call.hold_seat()) return too_many_transfers();
  if (!by_tag && body["filter"].is_object() && body["filter"].contains("import"))
    return made_by(asks, call.who->user, body["filter"]);
  auto which = by_tag ? selection_of(json{{"tag", body["rename_tag"].value("from", "")}})
                      : selection_of(body["filter"]);
  if (!which) return std::move(which).why();
  auto filter = text_of(*which);
  if (filter.size() > most_filter_bytes)
    return error{errc::bad_value, "'filter' is longer than 16,384 bytes.", {}};
  auto views = bookmarks_of(asks, call.who->user, which->text);
  if (!views) return std::move(views).why();
  return bulk_choice{std::move(filter), found_by(std::move(*views), call.who->user, std::move(*which))};
}

/// Looking for them takes as long as it takes: whether it may be done is asked again at its end.
auto judged_again(const context& asks, request& call, result<bulk_choice> choice) -> result<bulk_choice> {
  if (!choice) return choice;
  choice->select = [&asks, &call, select = std::move(choice->select)](const identity_taker& take) {
    auto went = select(take);
    return went ? may_still(asks, call, call.who->user, member_role::editor) : went;
  };
  return choice;
}

auto bulk_answer_of(const context& asks, int status, const bulk_row& row) -> answer {
  std::string text;
  json_text to{text};
  write(to, row, asks);
  auto out = json_answer(status, std::move(text));
  if (status == 202)
    out.headers.emplace_back("Location", "/api/v1/bookmarks/changes/" + row.asked.bulk.value);
  return out;
}

void write_counts(json_text& to, const bulk_row& row) {
  const auto& counts = row.counts;
  to.key("progress").begin_object().field("total", row.total).field("processed", counts.processed());
  to.field("changed", counts.changed).field("unchanged", counts.unchanged).field("gone", counts.gone);
  to.field("changed_since", counts.changed_since).field("too_large", counts.too_large).end_object();
}

auto action_of(const bulk_row& row) -> std::string_view {
  if (!is_finished(row.status)) return "cancel";
  return may_undo(row) ? "undo" : "";
}

}  // namespace

void write(json_text& to, const bulk_row& row, const context& asks) {
  to.begin_object().field("id", row.asked.bulk.value).field("what", name_of(row.asked.verb));
  write_object(to, "wish", row.asked.wish);
  write_object(to, "filter", row.asked.filter);
  to.field("status", name_of(row.status));
  write_counts(to, row);
  to.key("started_by").begin_object().field("id", row.by.value);
  to.field("username", asks.core.accounts().name_of(row.by)).end_object();
  to.field("created_at", to_rfc3339_ms(row.began_at));
  write_time(to, "finished_at", row.finished_at);
  write_text_or_null(to, "undoes", row.asked.undoes.value);
  write_text_or_null(to, "undone_by", row.undone_by.value);
  to.key("error");
  if (row.code.empty()) {
    to.null();
  } else {
    to.begin_object().field("code", row.code).field("message", row.message);
    write_reason(to, row.message);
    to.end_object();
  }
  to.key("actions").begin_list();
  if (const auto action = action_of(row); !action.empty()) to.value(action);
  to.end_list().end_object();
}

auto identities_in(const json& list, std::size_t least, std::size_t most) -> result<std::set<identity>> {
  const error bad{errc::bad_value,
                  "'ids' is a list of " + std::to_string(least) + " to " + std::to_string(most) +
                      " identities of bookmarks.",
                  {}};
  if (!list.is_array() || list.empty() || list.size() > most) return bad;
  std::set<identity> ids;
  for (const auto& one : list) {
    identity id{};
    if (!one.is_string() || !from_hex(one.get_ref<const std::string&>(), id)) return bad;
    ids.insert(id);
  }
  if (ids.size() < least) return bad;
  return ids;
}

auto those(std::set<identity> ids) -> bulk_selection {
  return [ids = std::move(ids)](const identity_taker& take) {
    for (const auto& id : ids)
      if (auto taken = take(id); !taken) return taken;
    return result<done>{done{}};
  };
}

auto once_of(const request& call, std::string_view what, const std::string& text) -> result<bulk_once> {
  auto key = idempotency_key_of(call);
  if (!key) return std::move(key).why();
  return bulk_once{*std::move(key), sha256_of(std::string(what) + "\n" + text)};
}

auto begun_answer(const context& asks, const result<begun_bulk>& begun) -> result<answer> {
  if (!begun) return begun.why();
  auto out = bulk_answer_of(asks, 202, begun->row);
  if (begun->repeated) out.headers.emplace_back("Idempotency-Replayed", "true");
  return out;
}

auto changes_answer(const context& asks, int status, const result<bulk_row>& row) -> result<answer> {
  if (!row) return row.why();
  return bulk_answer_of(asks, status, *row);
}

auto begin_changes(context& asks, request& call) -> result<answer> {
  auto body =
      read_object(call, std::max<std::size_t>(asks.config.http_json_body_limit_bytes, most_body_bytes),
                  {"filter", "ids", "delete", "add_tags", "remove_tags", "rename_tag"});
  if (!body) return std::move(body).why();
  auto once = once_of(call, "change", body->dump());
  if (!once) return std::move(once).why();
  auto wish = *body;
  wish.erase("filter");
  wish.erase("ids");
  auto checked = asks.core.bulks().check(kind_name, wish.dump());
  if (!checked) return std::move(checked).why();
  const bulk_request what{std::string(kind_name), std::move(*checked), std::move(*once)};
  const auto choose = [&] { return judged_again(asks, call, choice_of(asks, call, *body)); };
  return begun_answer(asks, asks.core.bulks().begin(call.who->user, what, choose));
}

auto list_changes(context& asks, request& call) -> result<answer> {
  auto limit = limit_of(call);
  if (!limit) return std::move(limit).why();
  const auto page = asks.core.bulks().list(call.who->user, kind_name, *limit, cursor_of(call));
  if (!page) return page.why();
  return page_answer(*page, asks);
}

auto get_changes(context& asks, request& call) -> result<answer> {
  return changes_answer(asks, 200, asks.core.bulks().get(call.who->user, kind_name, {call.captured[0]}));
}

auto cancel_changes(context& asks, request& call) -> result<answer> {
  return changes_answer(asks, 200, asks.core.bulks().cancel(call.who->user, kind_name, {call.captured[0]}));
}

auto undo_changes(context& asks, request& call) -> result<answer> {
  const auto once = once_of(call, "undo", call.captured[0]);
  if (!once) return once.why();
  return begun_answer(asks, asks.core.bulks().undo(call.who->user, kind_name, {call.captured[0]}, *once));
}

}  // namespace waybill::http
