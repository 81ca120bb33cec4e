// What a sitemap may say of a page. Pure.
#pragma once

#include <string>
#include <string_view>

namespace waybill::nodes {

/// `value` as a sitemap may have it for `name` (lastmod, changefreq or priority); "": it may not. Source:
/// sitemaps.org, "XML tag definitions"; for lastmod W3C NOTE-datetime.
auto sitemap_value(std::string_view name, std::string_view value) -> std::string;

}  // namespace waybill::nodes
