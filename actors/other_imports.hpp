// What stands in the way of a new import: the same file, handed in a second time where that is refused; and
// too many others that wait for their review.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "events/import/state.hpp"
#include "events/result.hpp"
#include "projections/views.hpp"

namespace waybill {

/// Whether an import with this file stands in the way of another one with the same.
constexpr auto holds_its_file(import_status status) -> bool {
  return status != import_status::failed && status != import_status::cancelled &&
         status != import_status::removed && status != import_status::none;
}

/// The error duplicate_file, which names the import; `name_of` is how people call its maker.
auto duplicate_file(const import_state& of, const std::function<std::string(const user_id&)>& name_of)
    -> error;

/// An import of the owner that stands in the way of `file`, as the lists show it. Takes time in proportion
/// to the imports that the owner has. Errors: those of the views.
auto import_of_same_file(const import_views& views, const owner_id& owner, std::string_view kind,
                         const uploaded_file& file) -> result<std::optional<import_row>>;

/// May another import of a kind with a review come? `most`: so many of an owner may wait for theirs. Errors:
/// too_many_requests; those of the views.
auto may_wait_for_review(const import_views& views, const owner_id& owner, std::string_view kind,
                         std::uint64_t most) -> result<done>;

}  // namespace waybill
