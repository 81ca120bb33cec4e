// The handlers of nodes. All take the project's id first; who is no member finds nothing.
#pragma once

#include "http/context.hpp"
#include "http/exchange.hpp"

namespace waybill::http {

// batch.cpp
auto submit_batch(context& asks, request& call) -> result<answer>;
// export.cpp
auto export_nodes(context& asks, request& call) -> result<answer>;
// resources.cpp
auto list_nodes(context& asks, request& call) -> result<answer>;
auto get_node(context& asks, request& call) -> result<answer>;
auto get_node_by_url(context& asks, request& call) -> result<answer>;
auto list_roots(context& asks, request& call) -> result<answer>;
auto list_children(context& asks, request& call) -> result<answer>;
auto stream_ancestors(context& asks, request& call) -> result<answer>;
auto stream_subtree(context& asks, request& call) -> result<answer>;
auto tree_stats_of(context& asks, request& call) -> result<answer>;
auto node_history(context& asks, request& call) -> result<answer>;
auto change_node(context& asks, request& call) -> result<answer>;
auto delete_node(context& asks, request& call) -> result<answer>;

}  // namespace waybill::http
