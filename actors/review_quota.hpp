// What changes of a review cost their owner: the log keeps each of them for good.
#pragma once

#include "actors/usage_book.hpp"
#include "actors/vocabulary.hpp"

namespace waybill {

/// May the owner keep what is ordered? What is no change of a review costs nothing. `book` null: no quota.
/// Errors: as usage_book::admit.
auto admit_review_change(usage_book* book, const import_order& order) -> result<done>;

}  // namespace waybill
