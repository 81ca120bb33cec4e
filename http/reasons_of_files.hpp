// Sentences about files that are handed in before their import.
#pragma once

#include <span>

#include "http/reasons.hpp"

namespace waybill::http {

auto file_reasons() -> std::span<const reason_words>;

}  // namespace waybill::http
