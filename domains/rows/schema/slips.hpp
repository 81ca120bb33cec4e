// Slips of the hand in names. Internal to this folder.
#pragma once

#include <span>
#include <string_view>

namespace waybill::rows {

/// The one of `names` that differs from `written` by the case of letters, by `_` and `-`, or, of names of six
/// letters and more, by one slip. "" where there is none, where it is spelled right, and for properties of
/// one's own (`x-`).
auto meant_by(std::string_view written, std::span<const std::string_view> names) -> std::string_view;

}  // namespace waybill::rows
