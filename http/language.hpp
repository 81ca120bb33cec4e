// The language in which somebody wants a file that people read.
#pragma once

#include <cstdint>

#include "events/result.hpp"
#include "http/exchange.hpp"

namespace waybill::http {

enum class language : std::uint8_t { english, french };

/// The parameter `lang`, else what Accept-Language wants most, else English. Errors: bad_value.
auto language_of(const request& call) -> result<language>;

}  // namespace waybill::http
