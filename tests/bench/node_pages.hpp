// A site of pages for the figures of nodes.
#pragma once

#include <cstdint>
#include <string>

namespace waybill::bench {

/// Sections, categories and pages, as a sitemap names them; inner pages are nodes, too. Without its scheme.
auto page_of_site(std::uint64_t number) -> std::string;
/// The id of that page's node.
auto id_of_page(const std::string& project, std::uint64_t number) -> std::string;

}  // namespace waybill::bench
