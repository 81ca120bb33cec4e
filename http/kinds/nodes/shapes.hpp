// The JSON shapes of nodes.
#pragma once

#include "http/json_text.hpp"
#include "projections/nodes/node_views.hpp"

namespace waybill::http {

/// In lists: without its breadcrumb.
void write(json_text& to, const node_item& one);
/// Alone: with it.
void write_whole(json_text& to, const node_item& one);
void write(json_text& to, const node_change& one);
/// Inside an object that is open.
void write_fields(json_text& to, const tree_stats& stats);
/// Inside the data of an event about an import's progress: chunks that are applied and that there will be,
/// records that are in the tree and that failed.
void write_chunks(json_text& to, const import_row& row, std::size_t usual);

}  // namespace waybill::http
