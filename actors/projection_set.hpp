// The read models of this system and the runners that keep them: control (imports, accounts: small, always at
// once), collections (large, in bulk) and search (behind both, when there is time: who searches looks through
// what it does not have yet).
#pragma once

#include <chrono>
#include <memory>
#include <span>

#include "projections/imports_model.hpp"
#include "projections/read_model.hpp"

namespace waybill {

struct projection_set {
  std::unique_ptr<projection_runner> control;
  std::unique_ptr<projection_runner> collections;
  std::unique_ptr<projection_runner> search;
  std::unique_ptr<projection_runner> late;  ///< folded only when somebody asks for it, by who asks
};

/// The families that the models of `control` write; `search` writes the words, `collections` the others.
auto families_of_control() -> std::span<const family>;

/// `listener` may be empty. Errors: corrupt, unavailable.
auto open_projection_set(const event_log& log, projection_store& store, const import_listener& listener)
    -> result<projection_set>;

/// Folds everything the log has into what must not lag: control and collections. Errors: corrupt (names the
/// position), unavailable, storage_full.
auto catch_up(projection_set& set) -> result<done>;

/// By the thread that calls, up to `wanted`. Any thread; who comes while another folds waits for it. Errors:
/// timeout (there is more than can be folded within `patience`: the rest comes with the next call), as above.
auto fold_late(projection_runner& late, position wanted, std::chrono::milliseconds patience) -> result<done>;

}  // namespace waybill
