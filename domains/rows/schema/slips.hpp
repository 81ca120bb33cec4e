// Slips of the hand in names. Internal to this folder.
#pragma once

#include <span>
#include <string_view>

namespace waybill::rows {

/// The one of `names` that differs from `written` by the case of letters, by `_` and `-`, or by one letter:
/// there is one more, one less, another, or two that stand side by side are exchanged. "" where there is
/// none, and where it is spelled right.
auto meant_by(std::string_view written, std::span<const std::string_view> names) -> std::string_view;

}  // namespace waybill::rows
