#include "http/kinds/bookmarks/resources.hpp"

#include "domains/bookmarks/search.hpp"
#include "http/kinds/bookmarks/shapes.hpp"
#include "http/resources/pages.hpp"

namespace waybill::http {
namespace {

/// What is no identity is the identity of nothing.
auto identity_of(const request& call) -> result<identity> {
  identity id{};
  if (!from_hex(call.captured[0], id)) return {errc::not_found, "There is no such bookmark."};
  return id;
}

}  // namespace

auto bookmarks_of(const context& asks, const owner_id& owner, std::string_view text)
    -> result<std::shared_ptr<const bookmark_views>> {
  const bool late = bookmarks::read_query(text).duplicate.has_value();
  const auto shown = late ? asks.core.shown_late("bookmarks", owner) : asks.core.shown("bookmarks", owner);
  if (!shown) return shown.why();
  return std::shared_ptr<const bookmark_views>(make_bookmark_views(shown->rows, shown->log));
}

auto list_bookmarks(context& asks, request& call) -> result<answer> {
  auto limit = limit_of(call);
  if (!limit) return std::move(limit).why();
  bookmark_filter filter;
  filter.text = std::string(call.param("q").value_or(""));
  for (const auto& [name, value] : call.query)
    if (name == "tag") filter.tags.push_back(value);
  filter.limit = *limit;
  filter.cursor = cursor_of(call);
  // A search reads the whole collection: so many at once, and no more, that short calls keep their threads.
  const bool search = !filter.text.empty() || !filter.tags.empty();
  if (search && !call.hold_seat()) return too_many_transfers();
  const auto view = bookmarks_of(asks, call.who->user, filter.text);
  if (!view) return view.why();
  auto items = (*view)->list(call.who->user, filter);
  if (!items) return std::move(items).why();
  return page_answer(*items);
}

auto list_tags(context& asks, request& call) -> result<answer> {
  auto limit = limit_of(call);
  if (!limit) return std::move(limit).why();
  const auto sort = call.param("sort").value_or("tag");
  if (sort != "tag" && sort != "count") return {errc::bad_value, "The parameter 'sort' is tag or count."};
  // By count, all of them are read, as by a search.
  const auto order = sort == "count" ? tag_order::count : tag_order::name;
  if (order == tag_order::count && !call.hold_seat()) return too_many_transfers();
  const auto view = bookmarks_of(asks, call.who->user);
  if (!view) return view.why();
  auto tags = (*view)->tags(call.who->user, *limit, cursor_of(call), order);
  if (!tags) return std::move(tags).why();
  return page_answer(*tags);
}

auto get_bookmark(context& asks, request& call) -> result<answer> {
  auto id = identity_of(call);
  if (!id) return std::move(id).why();
  const auto view = bookmarks_of(asks, call.who->user);
  if (!view) return view.why();
  auto item = (*view)->get(call.who->user, *id);
  if (!item) return std::move(item).why();
  std::string text;
  json_text to{text};
  write(to, *item);
  return json_answer(200, std::move(text));
}

auto delete_bookmark(context& asks, request& call) -> result<answer> {
  auto id = identity_of(call);
  if (!id) return std::move(id).why();
  auto gone = asks.core.imports().delete_record("bookmarks", call.who->user, *id);
  if (!gone) return std::move(gone).why();
  return nothing_to_say();
}

auto bookmark_history(context& asks, request& call) -> result<answer> {
  auto id = identity_of(call);
  if (!id) return std::move(id).why();
  auto limit = limit_of(call);
  if (!limit) return std::move(limit).why();
  const auto view = bookmarks_of(asks, call.who->user);
  if (!view) return view.why();
  auto changes = (*view)->history(call.who->user, *id, *limit, cursor_of(call));
  if (!changes) return std::move(changes).why();
  return page_answer(*changes);
}

}  // namespace waybill::http
