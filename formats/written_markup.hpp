// YAML and Markdown: text that people write by hand, told by signs that no other text has. Internal to this
// folder.
#pragma once

#include <span>
#include <string_view>

namespace waybill::formats {

/// Each line is a key with a value, an entry of a list, or goes on with one: by the first lines that are not
/// empty.
auto is_yaml(std::span<const std::string_view> lines) -> bool;

/// A link, a heading over something, a list of links: by the first lines that are not empty.
auto is_markdown(std::span<const std::string_view> lines) -> bool;

/// `[words](` or `[words]:`, at its beginning: no JSON, since neither stands behind an array, and no string
/// is open.
auto begins_with_markdown_link(std::string_view text) -> bool;

}  // namespace waybill::formats
