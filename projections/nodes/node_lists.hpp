// Lists of nodes, page by page.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "projections/nodes/node_reader.hpp"

namespace waybill {

/// All by canonical text. Errors: bad_value for a cursor.
auto list_by_text(node_reader& reader, const node_filter& filter) -> result<page<node_item>>;

/// A node's children, or the roots, by canonical text. Errors: bad_value for a cursor.
auto list_children(node_reader& reader, const std::optional<found_node>& parent, const node_filter& filter)
    -> result<page<node_item>>;

/// Rows of nodes whose texts stand behind `after`, without parents, about `most_bytes` of them.
auto nodes_behind(const node_reader& reader, std::string_view after, std::size_t most_bytes)
    -> result<std::vector<found_node>>;

/// Among its siblings; nothing where they are too many to be counted.
auto position_of(node_reader& reader, const found_node& node) -> result<std::optional<std::uint64_t>>;

}  // namespace waybill
