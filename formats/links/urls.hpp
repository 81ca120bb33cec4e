// A text with a link a line: a URL, perhaps with a title behind it, or as Markdown writes links.
#pragma once

#include <memory>
#include <string_view>

#include "formats/links/link_reader.hpp"

namespace waybill::formats::links {

/// Why a file that begins so is one, a sentence; "": it is none. `text`: its first bytes, without a byte
/// order mark. Any thread.
auto urls_evidence(std::string_view text) -> std::string_view;

/// Blank lines, and lines that begin with `#`, are no records. A line without a URL is one, with the fault
/// `url_invalid`; a line with several links is several.
auto urls_reader(link_input input) -> std::unique_ptr<link_reader>;

}  // namespace waybill::formats::links
