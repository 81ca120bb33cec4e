// How a file spells its URLs, told by its first bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "events/result.hpp"

namespace waybill::nodes {

enum class file_form : std::uint8_t {
  json_batch,  ///< `{"urls": [...], ...}`, or such a list alone
  json_lines,  ///< an item a line
  csv,         ///< with a column `url`
  sitemap,
  archive,  ///< a ZIP with sitemaps
  urls      ///< a URL a line, with or without a title behind it
};

struct layout {
  file_form form = file_form::json_batch;
  bool gzip = false;  ///< packed itself
  bool wide = false;  ///< a list in UTF-16 or UTF-32, inside of what is packed
};

/// `first` are the first bytes of a file: all of them, or `formats::recognised_bytes`. Errors:
/// unknown_format, no_urls, xml_refused, sitemap_index_alone, archive_damaged.
auto layout_of(std::string_view first) -> result<layout>;

/// "json_batch", ...: as an import names the format it has found.
auto name_of(file_form form) -> std::string_view;

/// May a file that begins so be read, when `format` is asked for? Errors: those of `layout_of`.
auto recognise_file(std::string_view format, std::string_view first) -> result<done>;

}  // namespace waybill::nodes
