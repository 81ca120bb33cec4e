// Netscape bookmark files: what every browser exports, and most services. Also the lists in HTML of Pocket
// and Instapaper.
#pragma once

#include <memory>
#include <string_view>

#include "formats/links/link_reader.hpp"

namespace waybill::formats::links {

/// Why a file that begins so is one of them, a sentence; "": it is none. `text`: its first bytes, as UTF-8
/// or any other superset of ASCII, without a byte order mark. Any thread.
auto netscape_evidence(std::string_view text) -> std::string_view;

auto netscape_reader(link_input input) -> std::unique_ptr<link_reader>;
auto netscape_count() -> std::unique_ptr<link_count>;

}  // namespace waybill::formats::links
