#include "http/kinds/bookmarks/resources.hpp"
#include "http/kinds/bookmarks/shapes.hpp"
#include "http/resources/pages.hpp"

namespace waybill::http {
namespace {

constexpr std::size_t piece_bytes = 32'768;

struct export_wish {
  owner_id owner;
  std::vector<std::string> tags;
  std::optional<instant> since;
  bool csv = false;
};

auto wish_of(const request& call) -> result<export_wish> {
  export_wish wish{call.who->user, {}, std::nullopt};
  const auto format = call.param("format").value_or("activitystreams");
  wish.csv = format == "csv";
  if (!wish.csv && format != "activitystreams")
    return {errc::bad_value, "The parameter 'format' is activitystreams or csv."};
  for (const auto& [name, value] : call.query)
    if (name == "tag") wish.tags.push_back(value);
  if (const auto since = call.param("since")) {
    // A day alone means its beginning.
    wish.since =
        bookmarks::parse_date(since->size() == 10 ? std::string(*since) + "T00:00:00Z" : std::string(*since));
    if (!wish.since)
      return {errc::bad_value, "The parameter 'since' is a date: 2026-01-31 or 2026-01-31T08:15:30Z."};
  }
  return wish;
}

auto count_of(const bookmark_views& view, const export_wish& wish) -> result<std::uint64_t> {
  if (wish.tags.empty() && !wish.since) return view.count(wish.owner);
  std::uint64_t total = 0;
  auto went = view.each(wish.owner, wish.tags, wish.since, [&](const bookmark_item&) {
    ++total;
    return true;
  });
  if (!went) return std::move(went).why();
  return total;
}

auto write_all(const bookmark_views& view, const export_wish& wish, std::string piece, const byte_sink& sink)
    -> bool {
  bool listening = true;
  bool first = true;
  const auto went = view.each(wish.owner, wish.tags, wish.since, [&](const bookmark_item& item) {
    if (wish.csv) {
      append_csv(item.what, piece);
    } else {
      if (!first) piece.append(",\n");
      first = false;
      bookmarks::append_item(item.what, piece);
    }
    if (piece.size() < piece_bytes) return true;
    listening = sink(piece);
    piece.clear();
    return listening;
  });
  if (!went) broke_off("the export of bookmarks", went.why());
  if (!wish.csv) piece.append(bookmarks::export_tail());
  return went.ok() && listening && sink(piece);
}

}  // namespace

auto export_bookmarks(context& asks, request& call) -> result<answer> {
  auto wish = wish_of(call);
  if (!wish) return std::move(wish).why();
  const auto view = bookmarks_of(asks, call.who->user);
  if (!view) return view.why();
  const auto now = asks.core.clock().now();
  auto head = bookmarks_csv_header();
  if (!wish->csv) {
    auto total = count_of(**view, *wish);
    if (!total) return std::move(total).why();
    head = bookmarks::export_head(now, *total);
  }
  answer out;
  out.content_type = wish->csv ? "text/csv; charset=utf-8"
                               : "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";
  out.headers.emplace_back("Content-Disposition", "attachment; filename=\"bookmarks-" +
                                                      to_rfc3339_ms(now).substr(0, 10) +
                                                      (wish->csv ? ".csv\"" : ".json\""));
  out.stream = [view = *view, wish = std::move(*wish), head = std::move(head)](const byte_sink& sink) {
    return write_all(*view, wish, head, sink);
  };
  return out;
}

}  // namespace waybill::http
