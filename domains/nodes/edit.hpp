// What a person changes of a node, as the record that an update would have read.
#pragma once

#include <string>
#include <string_view>

#include "domains/kind.hpp"
#include "domains/nodes/node.hpp"

namespace waybill::nodes {

/// `wish`: `{"title"?, "metadata"?}`, checked JSON. A title that is blank or null goes back to that of the
/// address; members of metadata are merged, null removes one, or all. Errors: bad_value, unknown_field.
auto edit_of(const node& present, std::string_view wish) -> result<candidate_chunk>;

/// Options of an import that decides so.
auto options_of_edits() -> std::string;

}  // namespace waybill::nodes
