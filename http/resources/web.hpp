// The shell of every page.
#pragma once

#include "http/exchange.hpp"

namespace waybill::http {

auto page_answer_of(const request& call, int status) -> answer;

}  // namespace waybill::http
