// A project's tree, for who may read it, or more. Of the handlers of nodes.
#pragma once

#include <memory>

#include "domains/nodes/identity.hpp"
#include "http/context.hpp"
#include "http/exchange.hpp"
#include "projections/nodes/node_views.hpp"

namespace waybill::http {

struct seen_tree {
  project_id project;
  nodes::identity_rule rule;  ///< of the project
  std::shared_ptr<const node_views> views;
};

/// Of the project that the path names first; shows all that happened to its nodes before the call. Errors:
/// not_found, forbidden, those of reading.
auto tree_of(const context& asks, const request& call, member_role takes = member_role::viewer)
    -> result<seen_tree>;

/// The same for a long answer: it ends with the membership that opened it.
auto streamed_tree_of(const context& asks, const request& call) -> result<seen_tree>;

}  // namespace waybill::http
