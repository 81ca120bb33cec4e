// The rows that tables keep of their own: a line a table, and a line a chunk. Records are found by `places`
// and `live`, as of every kind.
//   tables   collection (16) | 0 | name            -> table_line
//   tables   collection (16) | 1 | name | 0 | position (8) -> nothing: a chunk that brought rows of it
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "projections/kind_rows.hpp"

namespace waybill {

/// So many columns of a table are told. Where its rows have more, its line has one more, which says so.
inline constexpr std::size_t most_table_columns = 16'384;

/// What is known of a table as a whole.
struct table_line {
  std::uint64_t records = 0;
  std::vector<std::string> key;      ///< by which its rows are recognised: that of its first import
  std::vector<std::string> columns;  ///< of all its rows, in the order in which they came up
  instant created_at{};
  instant updated_at{};
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("records", e.records, "");
    visit("key", e.key, "");
    visit("columns", e.columns, "");
    visit("created_at", e.created_at, "");
    visit("updated_at", e.updated_at, "");
  }
};

/// What all lines of an owner's tables begin with.
auto tables_prefix(const digest& collection) -> std::string;
auto table_key(const digest& collection, std::string_view name) -> std::string;
/// What the lines of its chunks begin with.
auto table_chunks_prefix(const digest& collection, std::string_view name) -> std::string;

/// Nothing: there is no such table. Errors: corrupt, unavailable.
auto load_table(const projection_store& store, const digest& collection, std::string_view name)
    -> result<std::optional<table_line>>;

auto make_table_rows() -> std::unique_ptr<kind_rows>;

/// May an import with these options begin, as far as the owner's tables say? Errors: key_mismatch, those of
/// the store.
auto may_fill_table(const projection_store& store, std::string_view owner, const std::string& options)
    -> result<done>;

}  // namespace waybill
