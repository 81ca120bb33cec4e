#include "projections/rows/table_rows.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <unordered_set>

#include "domains/rows/options.hpp"
#include "domains/rows/row.hpp"
#include "domains/rows/table_source.hpp"
#include "events/codec.hpp"
#include "formats/text.hpp"
#include "projections/collections/places.hpp"
#include "projections/imports_model.hpp"
#include "projections/keys.hpp"

namespace waybill {
namespace {

constexpr char a_table = '\0';
constexpr char a_chunk = '\1';

auto texts_of(const std::vector<std::string_view>& views) -> std::vector<std::string> {
  return {views.begin(), views.end()};
}

/// What was folded of one table since the last flush.
struct table_change {
  std::int64_t records = 0;
  std::vector<std::string> key;
  std::vector<std::string> columns;
  instant created_at{};
  instant updated_at{};
  std::vector<position> chunks;

  void add_columns(const std::vector<std::string_view>& names) {
    if (names.size() == columns.size() && std::equal(names.begin(), names.end(), columns.begin())) return;
    std::unordered_set<std::string_view> there(columns.begin(), columns.end());
    std::vector<std::string> more;
    for (const auto name : names)
      if (columns.size() + more.size() <= most_table_columns && there.insert(name).second)
        more.emplace_back(name);
    std::move(more.begin(), more.end(), std::back_inserter(columns));
  }
  /// And those of the cells that rows have beyond their columns.
  void add_columns_beyond(const std::vector<std::string_view>& names, std::size_t cells) {
    rows::names_beyond beyond{names};
    std::vector<std::string> made;
    for (auto i = names.size(); i < std::min(cells, most_table_columns + 1); ++i)
      made.push_back(beyond.of(i));
    if (!made.empty()) add_columns({made.begin(), made.end()});
  }
};

class table_rows final : public kind_rows {
 public:
  auto fold(const folded_collection& in, const chunk_applied& chunk, position at) -> bool override {
    if (!rows::view_common(chunk.common, common_)) return false;
    if (common_.table.empty()) return true;  // outcomes only: it is no table's
    auto& table = change_of(in.id, common_.table);
    if (table.chunks.empty()) table.created_at = common_.time;
    table.key = texts_of(common_.key);
    table.records += static_cast<std::int64_t>(chunk.head.counts.created);
    table.updated_at = std::max(table.updated_at, common_.time);
    table.chunks.push_back(at);
    table.add_columns(common_.columns);
    return add_columns_of(chunk, table);
  }

  auto fold(const folded_collection& in, const record_deleted& gone, position) -> bool override {
    if (!rows::view_row(gone.before, {}, row_)) return false;
    --change_of(in.id, row_.head.table).records;
    return true;
  }

  auto flush(projection_store& store, row_changes& changes) -> result<done> override {
    for (const auto& [whose, change] : changes_) {
      const auto& [collection, name] = whose;
      auto line = load_table(store, collection, name);
      if (!line) return line.why();
      changes.put(family::tables, table_key(collection, name), encode(merged(*line, change)));
      for (const auto at : change.chunks) {
        auto key = table_chunks_prefix(collection, name);
        append_be(key, at, sizeof at);
        changes.put(family::tables, std::move(key), "");
      }
    }
    changes_.clear();
    return done{};
  }

  [[nodiscard]] auto waiting() const -> std::size_t override { return changes_.size(); }

 private:
  /// Most rows have no others than their chunk: a changed one may have those of its earlier version, a long
  /// one has more than there are names.
  auto add_columns_of(const chunk_applied& chunk, table_change& table) -> bool {
    std::size_t longest = 0;
    for (const auto& record : chunk.records) {
      const bool is_long = (record.warnings & rows::warning_long_row) != 0 && !record.after.empty();
      if (record.what != outcome::updated && !is_long) continue;
      const auto* const row = rows_.read(record.after, chunk.common);
      if (row == nullptr) return false;
      if (record.what == outcome::updated) {
        table.add_columns(row->head.columns);
        table.add_columns_beyond(row->head.columns, row->cells.size());
      } else {
        longest = std::max(longest, row->cells.size());
      }
    }
    table.add_columns_beyond(common_.columns, longest);
    return true;
  }

  auto change_of(const digest& collection, std::string_view name) -> table_change& {
    return changes_[{collection, std::string(name)}];
  }

  static auto merged(const std::optional<table_line>& earlier, const table_change& change) -> table_line {
    auto line = earlier.value_or(table_line{0, {}, {}, change.created_at, {}});
    // An import with another key was let in, since the table was empty.
    if (!change.chunks.empty()) line.key = change.key;
    line.records += static_cast<std::uint64_t>(change.records);
    line.updated_at = std::max(line.updated_at, change.updated_at);
    table_change all;
    all.columns = std::move(line.columns);
    all.add_columns({change.columns.begin(), change.columns.end()});
    line.columns = std::move(all.columns);
    return line;
  }

  rows::common_view common_;
  rows::row_view row_;
  rows::row_reader rows_;
  std::map<std::pair<digest, std::string>, table_change> changes_;
};

/// The key of an import that will fill the same table, and has not begun to.
auto key_to_come(const projection_store& store, std::string_view owner, const std::string& table)
    -> result<std::optional<std::vector<std::string>>> {
  std::optional<std::vector<std::string>> key;
  result<done> went;
  const auto walked = store.scan(family::imports, unfinished_prefix, {}, [&](std::string_view at, auto) {
    const auto row = load_import_row(store, {std::string(at.substr(unfinished_prefix.size()))});
    if (!row) went = row.why();
    if (!row || row->kind != "rows" || row->owner.value != owner) return row.ok();
    auto options = rows::read_options(row->options);
    if (options.collection == table) key = std::move(options.key);
    return !key.has_value();
  });
  if (!walked) return walked.why();
  if (!went) return std::move(went).why();
  return key;
}

/// A name may be as long as a cell.
auto in_words(const std::vector<std::string>& key) -> std::string {
  constexpr std::size_t most_bytes = 100;
  if (key.empty()) return "no key";
  std::string words = "the key ";
  for (const auto& name : key)
    words.append(&name == key.data() ? "" : ", ")
        .append(text::cut_to_bytes(name, most_bytes))
        .append(name.size() > most_bytes ? "…" : "");
  return words;
}

}  // namespace

auto tables_prefix(const digest& collection) -> std::string {
  return collection_prefix(collection) + a_table;
}

auto table_key(const digest& collection, std::string_view name) -> std::string {
  return tables_prefix(collection).append(name);
}

auto table_chunks_prefix(const digest& collection, std::string_view name) -> std::string {
  return (collection_prefix(collection) + a_chunk).append(name).append(1, '\0');
}

auto load_table(const projection_store& store, const digest& collection, std::string_view name)
    -> result<std::optional<table_line>> {
  const auto bytes = store.get(family::tables, table_key(collection, name));
  if (!bytes) return bytes.why();
  if (!*bytes) return std::optional<table_line>{};
  table_line line;
  if (!decode(**bytes, line))
    return {errc::corrupt, "The row of a table is damaged; 'waybill rebuild' makes it anew."};
  return std::optional{std::move(line)};
}

auto make_table_rows() -> std::unique_ptr<kind_rows> { return std::make_unique<table_rows>(); }

auto may_fill_table(const projection_store& store, std::string_view owner, const std::string& options)
    -> result<done> {
  const auto given = rows::read_options(options);
  const auto line = load_table(store, collection_digest("rows", owner), given.collection);
  if (!line) return line.why();
  auto key = *line && (*line)->records > 0 ? std::optional((*line)->key) : std::nullopt;
  if (!key) {
    auto other = key_to_come(store, owner, given.collection);
    if (!other) return std::move(other).why();
    key = std::move(*other);
  }
  if (!key || *key == given.key) return done{};
  return {errc::key_mismatch, "The table '" + given.collection + "' has " + in_words(*key) +
                                  "; an import into it cannot have " + in_words(given.key) + "."};
}

}  // namespace waybill
