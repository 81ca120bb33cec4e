#include "http/kinds/rows/resources.hpp"

#include <algorithm>
#include <unordered_map>

#include "http/kinds/rows/shapes.hpp"
#include "http/resources/owned.hpp"
#include "http/resources/pages.hpp"
#include "http/table_files.hpp"

namespace waybill::http {
namespace {

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

/// Puts the cells of rows in the order of a table's columns.
class table_order {
 public:
  explicit table_order(std::vector<std::string> columns) : columns_(std::move(columns)) {}

  /// They hold as long as the row.
  void take(const rows::row_view& row, std::vector<std::string_view>& out) {
    if (!fits(row)) learn(row);
    out.clear();
    for (const auto at : from_) out.push_back(at < row.cells.size() ? row.cells[at] : std::string_view{});
  }

 private:
  /// Most rows have the columns of the row before.
  [[nodiscard]] auto fits(const rows::row_view& row) const -> bool {
    return row.cells.size() <= known_cells_ && std::ranges::equal(row.head.columns, names_);
  }
  void learn(const rows::row_view& row) {
    names_.assign(row.head.columns.begin(), row.head.columns.end());
    known_cells_ = std::max(names_.size(), row.cells.size());
    std::unordered_map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < names_.size(); ++i) places.emplace(names_[i], i);
    rows::names_beyond beyond{row.head.columns};
    for (auto i = names_.size(); i < known_cells_; ++i) places.emplace(beyond.of(i), i);
    from_.clear();
    for (const auto& name : columns_) {
      const auto found = places.find(name);
      from_.push_back(found == places.end() ? std::string::npos : found->second);
    }
  }

  std::vector<std::string> columns_;
  std::vector<std::string> names_;  ///< of the rows that it knows
  std::size_t known_cells_ = 0;
  std::vector<std::size_t> from_;  ///< of each column its cell in such a row
};

auto export_table(context& asks, request& call, table_format format) -> result<answer> {
  const auto seen = tables_of(asks, call, member_role::viewer);
  if (!seen) return seen.why();
  const auto table = seen->views->table(seen->who.owner, call.captured[0]);
  if (!table) return table.why();
  if (auto held = hold_role(asks, call, seen->who.owner, member_role::viewer); !held)
    return std::move(held).why();
  const auto make = [seen = *seen, table = *table](table_sink& to) {
    std::vector<std::string_view> cells(table.what.columns.begin(), table.what.columns.end());
    to.header(cells);
    table_order order{table.what.columns};
    return seen.views->each(seen.who.owner, table.name, [&](const rows::row_view& row) {
      order.take(row, cells);
      return to.row(cells);
    });
  };
  return table_answer(
      asks, call, {table->name + "." + std::string(name_of(format)), format, "the export of a table", make});
}

}  // namespace

auto list_tables(context& asks, request& call) -> result<answer> {
  auto limit = limit_of(call);
  if (!limit) return std::move(limit).why();
  const table_filter filter{std::string(call.param("q").value_or("")),
                            std::string(call.param("prefix").value_or("")), *limit, cursor_of(call)};
  const auto seen = tables_of(asks, call, member_role::viewer);
  if (!seen) return seen.why();
  const auto found = seen->views->tables(seen->who.owner, filter);
  if (!found) return found.why();
  return page_answer(*found);
}

auto get_table(context& asks, request& call) -> result<answer> {
  const auto seen = tables_of(asks, call, member_role::viewer);
  if (!seen) return seen.why();
  const auto found = seen->views->table(seen->who.owner, call.captured[0]);
  if (!found) return found.why();
  std::string text;
  json_text to{text};
  write(to, *found);
  return json_answer(200, std::move(text));
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

auto export_table_csv(context& asks, request& call) -> result<answer> {
  return export_table(asks, call, table_format::csv);
}
auto export_table_xlsx(context& asks, request& call) -> result<answer> {
  return export_table(asks, call, table_format::xlsx);
}

}  // namespace waybill::http
