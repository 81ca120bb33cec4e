// Slips of the hand. Any thread.
#pragma once

#include <string_view>

namespace waybill::text {

/// Was `meant` typed with one slip: a letter too many, too few, another one, or two that changed places?
/// Letters are bytes. No slip is none.
auto is_one_slip(std::string_view typed, std::string_view meant) -> bool;

}  // namespace waybill::text
