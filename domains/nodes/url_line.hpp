// A line of a list: a URL, and perhaps a title behind it. Internal to this folder.
#pragma once

#include <string_view>

namespace waybill::nodes {

/// Views into the line.
struct url_line {
  std::string_view url;  ///< without quotes or angles around it, and without `,` or `;` that end an item
  std::string_view title;
};

/// Of a line that begins and ends with no blank.
auto url_in_line(std::string_view line) -> url_line;

}  // namespace waybill::nodes
