// What is agreed for one import of bookmarks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "domains/bookmarks/bookmark.hpp"
#include "events/result.hpp"

namespace waybill::bookmarks {

/// What becomes of the folder that a bookmark lies in, beside `extra.folder`.
enum class folder_policy : std::uint8_t {
  ignore,
  tags,  ///< its name is a tag
  path   ///< and so are the names of all folders around it
};

struct import_options {
  duplicate_policy duplicates = duplicate_policy::skip;
  folder_policy folders = folder_policy::tags;
};

/// Errors: bad_value, unknown_field.
auto parse_options(std::string_view text) -> result<import_options>;
/// All of them, defaults too.
auto options_text(const import_options& from) -> std::string;
/// Of text that `options_text` wrote, or an earlier version of it.
auto read_options(std::string_view text) -> import_options;

}  // namespace waybill::bookmarks
