// Bookmarks that are nearly the same: listed in groups, and made one when somebody asks.
#include <nlohmann/json.hpp>

#include "actors/bulks.hpp"
#include "domains/bookmarks/near_url.hpp"
#include "http/json_body.hpp"
#include "http/kinds/bookmarks/resources.hpp"
#include "http/kinds/bookmarks/shapes.hpp"
#include "http/resources/pages.hpp"
#include "projections/bookmarks/near_duplicates.hpp"

namespace waybill::http {

void write(json_text& to, const duplicate_group& group) {
  to.begin_object().field("bookmarks", group.bookmarks).key("items").begin_list();
  for (const auto& one : group.items) write(to, one);
  to.end_list().end_object();
}

namespace {

using nlohmann::json;

constexpr std::size_t most_merged = 100;

/// Are they there, and nearly the same? Errors: not_found, bad_value.
auto may_merge(const bookmark_views& views, const owner_id& owner, const std::set<identity>& ids)
    -> result<done> {
  bookmarks::near_maker maker;
  std::optional<bookmarks::near_key> first;
  for (const auto& id : ids) {
    const auto item = views.get(owner, id);
    if (!item) return item.why();
    const auto key = maker.key_of(item->what.url);
    if (!first) first = key;
    if (!key || key != first)
      return error{errc::bad_value, "These bookmarks are not nearly the same; only such become one.", {}};
  }
  return done{};
}

}  // namespace

auto list_duplicates(context& asks, request& call) -> result<answer> {
  auto limit = limit_of(call);
  if (!limit) return std::move(limit).why();
  // Groups are looked for among all bookmarks, as by a search.
  if (!call.hold_seat()) return too_many_transfers();
  const auto shown = asks.core.shown_late("bookmarks", call.who->user);
  if (!shown) return shown.why();
  const auto page =
      waybill::list_duplicates(shown->rows, shown->log, call.who->user, *limit, cursor_of(call));
  if (!page) return page.why();
  return page_answer(*page);
}

auto merge_duplicates(context& asks, request& call) -> result<answer> {
  auto body = read_object(call, asks.config.http_json_body_limit_bytes, {"ids", "keep"});
  if (!body) return std::move(body).why();
  auto ids = identities_in(body->value("ids", json()), 2, most_merged);
  if (!ids) return std::move(ids).why();
  const auto keep = body->value("keep", json());
  auto checked = asks.core.bulks().check("bookmarks", json{{"merge", {{"keep", keep}}}}.dump());
  if (!checked) return std::move(checked).why();
  identity kept{};
  if (keep.is_string() && from_hex(keep.get_ref<const std::string&>(), kept) && !ids->contains(kept))
    return {errc::bad_value, "'keep' is none of 'ids'."};
  auto once = once_of(call, "merge", body->dump());
  if (!once) return std::move(once).why();
  const auto choose = [&]() -> result<bulk_choice> {
    const auto views = bookmarks_of(asks, call.who->user);
    if (!views) return views.why();
    if (auto fine = may_merge(**views, call.who->user, *ids); !fine) return std::move(fine).why();
    return bulk_choice{json{{"ids", ids->size()}}.dump(), those(*ids)};
  };
  const bulk_request what{"bookmarks", std::move(*checked), std::move(*once)};
  return begun_answer(asks, asks.core.bulks().begin(call.who->user, what, choose));
}

}  // namespace waybill::http
