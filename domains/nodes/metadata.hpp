// What a node carries beside its title: a minified JSON object, each key once. All pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace waybill::nodes {

inline constexpr std::size_t metadata_limit_bytes = 64 << 10;

/// The members of both, those of `incoming` winning, in the order they have, new ones behind. A member that
/// is null in `incoming` goes. Values are copied as they are spelled and never merged themselves. "" is an
/// empty object.
auto merged_metadata(std::string_view existing, std::string_view incoming) -> std::string;
/// The same object without members that are null.
auto without_nulls(std::string_view object) -> std::string;
/// The value of a member, as it is spelled; empty when there is none.
auto metadata_member(std::string_view object, std::string_view key) -> std::string_view;

}  // namespace waybill::nodes
