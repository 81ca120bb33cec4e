// Own bookmarks as a file.
#include <algorithm>
#include <charconv>

#include "domains/bookmarks/exports.hpp"
#include "http/kinds/bookmarks/resources.hpp"
#include "http/resources/pages.hpp"
#include "http/written_table.hpp"

namespace waybill::http {
namespace {

constexpr std::size_t piece_bytes = 32'768;
constexpr std::uint64_t most_newest = 10'000;
constexpr std::size_t page_of_newest = 500;

struct export_wish {
  owner_id owner;
  bookmark_selection which;
  std::optional<std::uint64_t> newest;  ///< only so many
  const bookmarks::export_format* format = nullptr;
};

auto number_in(std::string_view text) -> std::optional<std::uint64_t> {
  std::uint64_t number = 0;
  const auto* const end = text.data() + text.size();
  const auto [stop, failed] = std::from_chars(text.data(), end, number);
  if (text.empty() || failed != std::errc{} || stop != end) return std::nullopt;
  return number;
}

/// `30d` and the like: before now.
auto before(instant now, std::string_view text) -> std::optional<instant> {
  constexpr std::uint64_t most = 100'000;
  if (text.size() < 2) return std::nullopt;
  const auto number = number_in(text.substr(0, text.size() - 1));
  const auto seconds = text.back() == 'h'   ? 3'600
                       : text.back() == 'd' ? 86'400
                       : text.back() == 'w' ? 604'800
                                            : 0;
  if (!number || *number > most || seconds == 0) return std::nullopt;
  return instant{now.us - static_cast<std::int64_t>(*number) * seconds * 1'000'000};
}

auto since_of(std::string_view text, instant now) -> std::optional<instant> {
  if (auto moment = before(now, text)) return moment;
  // A day alone means its beginning.
  return bookmarks::parse_date(std::string(text) + (text.size() == 10 ? "T00:00:00Z" : ""));
}

auto format_named(std::string_view name) -> const bookmarks::export_format* {
  const auto all = bookmarks::export_formats();
  const auto found = std::ranges::find(all, name, &bookmarks::export_format::name);
  return found == all.end() ? nullptr : &*found;
}

auto wish_of(const request& call, instant now) -> result<export_wish> {
  export_wish wish{call.who->user, {}, {}, format_named(call.param("format").value_or("activitystreams"))};
  if (wish.format == nullptr)
    return {errc::bad_value, "The parameter 'format' is activitystreams, netscape, csv, json or opml."};
  wish.which.text = std::string(call.param("q").value_or(""));
  for (const auto& [name, value] : call.query)
    if (name == "tag") wish.which.tags.push_back(value);
  if (const auto since = call.param("since")) {
    wish.which.since = since_of(*since, now);
    if (!wish.which.since)
      return {errc::bad_value,
              "The parameter 'since' is a date, 2026-01-31 or 2026-01-31T08:15:30Z, or so long ago: 12h, "
              "30d, 8w."};
  }
  if (const auto limit = call.param("limit")) {
    wish.newest = number_in(*limit);
    if (!wish.newest || *wish.newest < 1 || *wish.newest > most_newest)
      return {errc::bad_value, "The parameter 'limit' is a number from 1 to 10000: so many of the newest."};
  }
  return wish;
}

using taker = std::function<bool(const bookmark_item&)>;

auto each_of_newest(const bookmark_views& view, const export_wish& wish, const taker& take) -> result<done> {
  bookmark_filter filter{wish.which.text, wish.which.tags, page_of_newest, {}};
  for (auto left = *wish.newest;;) {
    const auto page = view.list(wish.owner, filter);
    if (!page) return page.why();
    for (const auto& one : page->items) {
      if (wish.which.since && std::max(one.what.created_at, one.what.updated_at) < *wish.which.since)
        continue;
      if (!take(one) || --left == 0) return done{};
    }
    filter.cursor = page->next_cursor;
    if (filter.cursor.empty()) return done{};
  }
}

auto each_of(const bookmark_views& view, const export_wish& wish, const taker& take) -> result<done> {
  return wish.newest ? each_of_newest(view, wish, take) : view.each(wish.owner, wish.which, take);
}

auto count_of(const bookmark_views& view, const export_wish& wish) -> result<std::uint64_t> {
  const auto& which = wish.which;
  if (which.text.empty() && which.tags.empty() && !which.since && !wish.newest) return view.count(wish.owner);
  std::uint64_t total = 0;
  auto went = each_of(view, wish, [&](const bookmark_item&) {
    ++total;
    return true;
  });
  if (!went) return std::move(went).why();
  return total;
}

auto write_all(const bookmark_views& view, const export_wish& wish, const bookmarks::export_facts& facts,
               const byte_sink& sink) -> bool {
  const auto to = wish.format->make(facts);
  std::string piece;
  to->begin(piece);
  bool listening = true;
  const auto went = each_of(view, wish, [&](const bookmark_item& item) {
    to->add(item.what, piece);
    if (piece.size() < piece_bytes) return true;
    listening = sink(piece);
    piece.clear();
    return listening;
  });
  if (!went) broke_off("the export of bookmarks", went.why());
  to->end(piece);
  return went.ok() && listening && sink(piece);
}

}  // namespace

auto export_bookmarks(context& asks, request& call) -> result<answer> {
  bookmarks::export_facts facts{asks.core.clock().now(), 0};
  auto wish = wish_of(call, facts.now);
  if (!wish) return std::move(wish).why();
  const auto view = bookmarks_of(asks, call.who->user, wish->which.text);
  if (!view) return view.why();
  if (wish->format->tells_total) {
    const auto total = count_of(**view, *wish);
    if (!total) return total.why();
    facts.total = *total;
  }
  answer out;
  out.content_type = wish->format->content_type;
  out.headers.emplace_back("Content-Disposition", "attachment; filename=\"bookmarks-" +
                                                      to_rfc3339_ms(facts.now).substr(0, 10) +
                                                      std::string(wish->format->ending) + "\"");
  const bool is_table = wish->format->name == "csv";
  out.stream = [view = *view, wish = std::move(*wish), facts](const byte_sink& sink) {
    return write_all(*view, wish, facts, sink);
  };
  if (is_table) out.stream = remembered_csv(asks.core.files(), std::move(out.stream));
  return out;
}

}  // namespace waybill::http
