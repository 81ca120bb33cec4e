// The views of tables: `tables`, places and live say where, the log says what. Callable from any thread; they
// only read. Every call takes the owner.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domains/rows/row.hpp"
#include "events/log/event_log.hpp"
#include "projections/row_change.hpp"
#include "projections/rows/table_rows.hpp"
#include "projections/store.hpp"
#include "projections/views.hpp"

namespace waybill {

struct table_item {
  std::string name;
  table_line what;
  bool has_more_columns = false;  ///< its rows have columns that are not among those that are told
};

/// A row as people see it: cells by column, in the order of its columns.
struct kept_row {
  std::string table;
  std::vector<std::pair<std::string, std::string>> cells;
  instant created_at{};
  instant updated_at{};
};

struct row_item {
  identity id{};
  kept_row what;
  import_id import;          ///< which wrote it last
  std::uint64_t record = 0;  ///< which of its records
};

using table_change_item = row_change<kept_row>;

struct table_filter {
  std::string text;    ///< stands in their names, letter case ignored; "": all
  std::string begins;  ///< their names begin so; "": all
  std::size_t limit = 20;
  std::string cursor;
};

/// A list tells so much of a column's name, and an ellipsis behind it; `table` tells all of it.
inline constexpr std::size_t listed_column_bytes = 200;

struct row_filter {
  std::string text;  ///< looked for in all cells, letter case ignored; "": all
  std::size_t limit = 20;
  std::string cursor;
};

class table_views {
 public:
  virtual ~table_views() = default;
  /// By name. Errors: bad_value for a cursor.
  [[nodiscard]] virtual auto tables(const owner_id& owner, const table_filter& filter) const
      -> result<page<table_item>> = 0;
  /// Errors: not_found.
  [[nodiscard]] virtual auto table(const owner_id& owner, const std::string& name) const
      -> result<table_item> = 0;
  /// In the order in which they were last written. Errors: not_found, bad_value for a cursor.
  [[nodiscard]] virtual auto list(const owner_id& owner, const std::string& name,
                                  const row_filter& filter) const -> result<page<row_item>> = 0;
  /// Errors: not_found.
  [[nodiscard]] virtual auto get(const owner_id& owner, const std::string& name, const identity& id) const
      -> result<row_item> = 0;
  /// Every change, oldest first; also of a deleted row. Errors: not_found, bad_value (cursor), corrupt.
  [[nodiscard]] virtual auto history(const owner_id& owner, const std::string& name, const identity& id,
                                     std::size_t limit, const std::string& cursor) const
      -> result<page<table_change_item>> = 0;
  /// All rows, in that order, streamed in bounded memory, as they stand in the log; `take` answers false to
  /// stop. Errors: not_found.
  virtual auto each(const owner_id& owner, const std::string& name,
                    const std::function<bool(const rows::row_view&)>& take) const -> result<done> = 0;
};

auto make_table_views(const projection_store& store, const event_log& log) -> std::unique_ptr<table_views>;

}  // namespace waybill
