// Exports in XML whose links are tags: OPML of feed readers and outliners, and the posts of Delicious.
#pragma once

#include <memory>

#include "formats/links/parts.hpp"

namespace waybill::formats::links {

/// Sources: http://opml.org/spec2.opml and what feed readers write. An outline with a URL is a link, one
/// without is a folder; a folder that holds nothing is left out.
auto opml_reader(const link_file& file) -> std::unique_ptr<link_reader>;
/// `<posts><post href="..." .../></posts>`, which Pinboard's interface writes too.
auto posts_reader(const link_file& file) -> std::unique_ptr<link_reader>;

}  // namespace waybill::formats::links
