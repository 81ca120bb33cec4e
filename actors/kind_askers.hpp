// What the engine asks of the rows that a kind keeps of its own (projections/kind_rows.hpp).
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "actors/engine.hpp"
#include "projections/kind_rows.hpp"

namespace waybill {

/// The rows, once they show all that happened to a collection. Errors: timeout.
using shown_asker = std::function<result<shown_rows>(std::string_view kind, const owner_id& owner)>;
/// May an import begin, as far as the owner's rows say? Errors: also those of `kind_model::may_begin`.
using beginning_asker =
    std::function<result<done>(std::string_view kind, const owner_id& owner, const std::string& options)>;
/// How many records of a collection each user was given, by id. Who was given none may be missing. Errors:
/// unavailable, timeout.
using given_asker = std::function<result<given_counts>(std::string_view kind, const owner_id& owner)>;

auto beginning_of(shown_asker shown) -> beginning_asker;
/// Whether that is asked at all for imports of this kind.
auto is_asked_at_beginning(std::string_view kind) -> bool;
auto given_of(shown_asker shown) -> given_asker;

}  // namespace waybill
