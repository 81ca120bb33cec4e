// An archive with one file of links in it, read without unpacking it to the disk: no name in it is a path.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "formats/links/parts.hpp"

namespace waybill::formats::links {

/// The format of a file in an archive, and what reads it.
struct entry_format {
  std::string_view name;  ///< "": it is none of links
  /// A text may seem to be a list of URLs, as notes beside a file of bookmarks do: another file goes before.
  bool is_weak = false;
  std::unique_ptr<link_reader> (*open)(const link_file& file) = nullptr;
};
/// By the first bytes of a file.
using entry_recogniser = std::function<entry_format(std::string_view first)>;

/// The one file of links in the archive at `path`; the parts of one export are one. Where there are several
/// the archive is refused, and they are named. What an entry grows to has the limits of formats/gzip.
auto zip_reader(std::string path, std::size_t item_bytes, const entry_recogniser& format_of)
    -> std::unique_ptr<link_reader>;

}  // namespace waybill::formats::links
