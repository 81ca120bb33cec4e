// Lists whose lines are rows of a table without a header: `https://a/,Title,tag`. Internal to this folder.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace waybill::formats::links {

/// The sign between the cells of nearly all of these lines, the first of a file, without blanks at their
/// ends; 0: they are no rows. A sign belongs to a URL, unless words stand behind it.
auto sign_of_rows(std::span<const std::string_view> lines) -> char;

/// Whether a line of a file of rows is one: others stand there, too.
auto is_row(std::string_view line, char sign) -> bool;

/// The cells of such a line, without quotes around them.
auto cells_of_row(std::string_view line, char sign) -> std::vector<std::string>;

}  // namespace waybill::formats::links
