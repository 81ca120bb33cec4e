// A text with a link a line: a URL, perhaps with a title behind it, or as Markdown writes links.
#pragma once

#include <memory>
#include <string_view>

#include "formats/links/link_reader.hpp"

namespace waybill::formats::links {

/// Why a file that begins so is one, a sentence; "": it is none. `text`: its first bytes, without a byte
/// order mark. Any thread.
auto urls_evidence(std::string_view text) -> std::string_view;

/// Whether a line of such a text holds an address of the web, whatever stands around it: it can be read as a
/// list when somebody says that it is one.
auto holds_link(std::string_view text) -> bool;

/// Blank lines, and lines that begin with `#`, are no records. A line without a URL is one, with the fault
/// `url_invalid`; a line with several links is several.
auto urls_reader(link_input input) -> std::unique_ptr<link_reader>;

}  // namespace waybill::formats::links
