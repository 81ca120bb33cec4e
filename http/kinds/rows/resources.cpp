#include "http/kinds/rows/resources.hpp"

#include <algorithm>

#include "formats/csv/writer.hpp"
#include "http/kinds/rows/shapes.hpp"
#include "http/resources/owned.hpp"
#include "http/resources/pages.hpp"

namespace waybill::http {
namespace {

constexpr std::size_t piece_bytes = 32'768;

/// The tables of whom the call is about.
struct seen_tables {
  acting who;
  std::shared_ptr<const table_views> views;
};

auto tables_of(const context& asks, const request& call, member_role takes) -> result<seen_tables> {
  auto who = acting_in(asks, call, takes);
  if (!who) return std::move(who).why();
  const auto shown = asks.core.shown("rows", who->owner);
  if (!shown) return shown.why();
  return seen_tables{*who, std::shared_ptr<const table_views>(make_table_views(shown->rows, shown->log))};
}

/// What is no identity is the identity of nothing.
auto identity_of(const request& call) -> result<identity> {
  identity id{};
  if (!from_hex(call.captured[1], id)) return {errc::not_found, "There is no such row."};
  return id;
}

/// A row's cells in the order of the table's columns; they hold as long as the row.
void take_cells(const row_item& row, const std::vector<std::string>& columns,
                std::vector<std::string_view>& out) {
  out.clear();
  const auto& cells = row.what.cells;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    // Most rows have the table's columns, in its order.
    const auto found = i < cells.size() && cells[i].first == columns[i]
                           ? cells.begin() + static_cast<std::ptrdiff_t>(i)
                           : std::find_if(cells.begin(), cells.end(),
                                          [&](const auto& one) { return one.first == columns[i]; });
    out.push_back(found == cells.end() ? std::string_view{} : std::string_view(found->second));
  }
}

}  // namespace

auto list_tables(context& asks, request& call) -> result<answer> {
  auto limit = limit_of(call);
  if (!limit) return std::move(limit).why();
  const auto seen = tables_of(asks, call, member_role::viewer);
  if (!seen) return seen.why();
  const auto found = seen->views->tables(seen->who.owner, *limit, cursor_of(call));
  if (!found) return found.why();
  return page_answer(*found);
}

auto list_table_rows(context& asks, request& call) -> result<answer> {
  auto limit = limit_of(call);
  if (!limit) return std::move(limit).why();
  const row_filter filter{std::string(call.param("q").value_or("")), *limit, cursor_of(call)};
  // A search reads the whole table: so many at once, and no more, that short calls keep their threads.
  if (!filter.text.empty() && !call.hold_seat()) return too_many_transfers();
  const auto seen = tables_of(asks, call, member_role::viewer);
  if (!seen) return seen.why();
  const auto found = seen->views->list(seen->who.owner, call.captured[0], filter);
  if (!found) return found.why();
  return page_answer(*found);
}

auto get_table_row(context& asks, request& call) -> result<answer> {
  auto id = identity_of(call);
  if (!id) return std::move(id).why();
  const auto seen = tables_of(asks, call, member_role::viewer);
  if (!seen) return seen.why();
  const auto found = seen->views->get(seen->who.owner, call.captured[0], *id);
  if (!found) return found.why();
  std::string text;
  json_text to{text};
  write(to, *found);
  return json_answer(200, std::move(text));
}

auto table_row_history(context& asks, request& call) -> result<answer> {
  auto id = identity_of(call);
  if (!id) return std::move(id).why();
  auto limit = limit_of(call);
  if (!limit) return std::move(limit).why();
  const auto seen = tables_of(asks, call, member_role::viewer);
  if (!seen) return seen.why();
  const auto found = seen->views->history(seen->who.owner, call.captured[0], *id, *limit, cursor_of(call));
  if (!found) return found.why();
  return page_answer(*found);
}

auto delete_table_row(context& asks, request& call) -> result<answer> {
  auto id = identity_of(call);
  if (!id) return std::move(id).why();
  const auto seen = tables_of(asks, call, member_role::editor);
  if (!seen) return seen.why();
  // It has to be a row of this table.
  if (const auto found = seen->views->get(seen->who.owner, call.captured[0], *id); !found) return found.why();
  auto gone = asks.core.imports().delete_record("rows", seen->who, *id);
  if (!gone) return std::move(gone).why();
  return nothing_to_say();
}

auto export_table(context& asks, request& call) -> result<answer> {
  const auto seen = tables_of(asks, call, member_role::viewer);
  if (!seen) return seen.why();
  const auto table = seen->views->table(seen->who.owner, call.captured[0]);
  if (!table) return table.why();
  if (auto held = hold_role(asks, call, seen->who.owner, member_role::viewer); !held)
    return std::move(held).why();
  answer out;
  out.content_type = "text/csv; charset=utf-8; header=present";
  out.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + table->name + ".csv\"");
  out.stream = [seen = *seen, table = *table](const byte_sink& sink) {
    std::string piece{formats::csv::byte_order_mark};
    std::vector<std::string_view> cells(table.what.columns.begin(), table.what.columns.end());
    formats::csv::append_row(cells, piece);
    bool listening = true;
    const auto went = seen.views->each(seen.who.owner, table.name, [&](const row_item& row) {
      take_cells(row, table.what.columns, cells);
      formats::csv::append_row(cells, piece);
      if (piece.size() < piece_bytes) return true;
      listening = sink(piece);
      piece.clear();
      return listening;
    });
    if (!went) broke_off("the export of a table", went.why());
    return went.ok() && listening && sink(piece);
  };
  return out;
}

}  // namespace waybill::http
