// Which column of a table of links holds what. Internal to this folder.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "formats/links/tables.hpp"

namespace waybill::formats::links {

/// Places of columns, from 0.
struct table_columns {
  std::optional<std::size_t> url, title, description, tags, created, updated, folder, feed_url;
};

auto columns_of(const table_shape& by, std::span<const std::string> names) -> table_columns;
/// By names that many use; of several the likeliest.
auto columns_by_name(std::span<const std::string> names) -> table_columns;

/// The tags of a cell: a list as JSON or Python spells it, or a text parted at any of `borders`.
void add_cell_tags(std::string_view cell, std::string_view borders, std::vector<std::string>& tags);

}  // namespace waybill::formats::links
