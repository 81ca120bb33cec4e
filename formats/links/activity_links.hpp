// ActivityStreams collections as files of links, for where they come among other files.
#pragma once

#include <memory>
#include <string_view>

#include "formats/links/parts.hpp"

namespace waybill::formats::links {

/// Whether a file that begins so is one. `text`: its first bytes, without a byte order mark. Any thread.
auto is_activity_list(std::string_view text) -> bool;

/// The file is read twice: its list may stand before what says that it is one.
auto activity_reader(const link_file& file) -> std::unique_ptr<link_reader>;

}  // namespace waybill::formats::links
