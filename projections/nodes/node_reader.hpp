// From rows of the tree to nodes as they are shown: where they hang, what is below them, and what the log
// says of them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "projections/collections/collection_reader.hpp"
#include "projections/collections/places.hpp"
#include "projections/nodes/node_views.hpp"
#include "projections/nodes/parent_finder.hpp"
#include "projections/nodes/tree_rows.hpp"

namespace waybill {

struct found_node {
  std::string text;
  record_place at;  ///< at 0: not looked up yet
  bool linked = true;
  std::optional<std::uint32_t> parent_size;  ///< of its parent's text
  std::uint64_t depth = 0;
  std::optional<std::uint64_t> position;
};

/// One thread.
class node_reader {
 public:
  node_reader(const projection_store& store, const event_log& log, std::string_view project);

  [[nodiscard]] auto store() const -> const projection_store& { return store_; }
  [[nodiscard]] auto prefix() const -> std::string_view { return prefix_; }
  [[nodiscard]] auto id_of(std::string_view text) const -> std::string;

  /// A node that is, or was, there: where its last change stands, and its text.
  struct known_node {
    place_row place;
    std::string text;
  };
  /// Ids of other projects' nodes, and of records that are none, are ids of nothing. Errors: not_found.
  auto known(std::string_view id) -> result<known_node>;

  /// Its row, if there is one.
  auto row_of(std::string_view text) -> result<std::optional<found_node>>;
  /// Finds the rows of `nodes`, and leaves out those that have none.
  auto find_rows(std::vector<found_node>& nodes) -> result<done>;
  /// Finds parents and depths. Quickest for nodes in the order of their texts, from one call to the next too.
  auto find_parents(std::vector<found_node>& nodes) -> result<done>;
  /// Shows them, one after the other, reading each chunk of the log once for many of them. `take` answers
  /// false to stop; then so does this.
  auto show(const std::vector<found_node>& nodes, const node_views::taker& take) -> result<bool>;

 private:
  struct stored_row {
    nodes::node what;
    import_id import;
  };
  auto place_of(std::string_view id) -> result<place_row>;
  auto text_of(const place_row& place) -> result<std::string>;
  auto load(const std::vector<found_node>& nodes, std::size_t from,
            std::vector<std::optional<stored_row>>& rows) -> result<done>;

  const projection_store& store_;
  collection_reader log_;
  const event_log& events_;
  digest collection_;
  std::string prefix_;
  std::string stream_;
  parent_finder parents_;
};

auto no_such_node() -> error;

}  // namespace waybill
