// Links in a line of text, plain or as Markdown and Org mode write them. Internal to this folder.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace waybill::formats::links {

struct found_link {
  std::string_view url;  ///< points into the line
  std::string title;     ///< "": it has none
  std::string said;      ///< what stands around it and is no title
  std::vector<std::string> tags{};
  bool is_org = false;  ///< it is written as in Org mode
};

/// `http://` or `https://` at the front of a text.
auto begins_with_web(std::string_view text) -> bool;

/// Those of a line without blanks at its ends, in their order, into `into`. A URL at its front has all that
/// follows as its title. Of others a text in front of the first is its title, if it has none of its own, and
/// what stands behind a link is said of it, or is its title; a text that ends with a colon names the URL
/// behind.
void find_links(std::string_view line, std::vector<found_link>& into);

enum class line_kind : std::uint8_t { url, markdown, other };
/// How such a line speaks for a list of links: it begins with a URL, or is a link of Markdown, or neither.
auto kind_of_line(std::string_view line) -> line_kind;

}  // namespace waybill::formats::links
