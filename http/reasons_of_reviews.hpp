// Sentences that the engine itself says of imports with a review, and of files that are there already: of
// every kind.
#pragma once

#include <span>

#include "http/reasons.hpp"

namespace waybill::http {

auto review_reasons() -> std::span<const reason_words>;

}  // namespace waybill::http
