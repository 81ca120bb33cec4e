// Sentences about accounts, passwords, tokens, and who may what.
#pragma once

#include <span>

#include "http/reasons.hpp"

namespace waybill::http {

auto account_reasons() -> std::span<const reason_words>;

}  // namespace waybill::http
