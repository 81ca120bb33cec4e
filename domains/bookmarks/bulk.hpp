// What people want done to many bookmarks at once: tags added, taken away or renamed, bookmarks deleted, or
// made one.
#pragma once

#include <memory>
#include <string>

#include "domains/kind.hpp"

namespace waybill::bookmarks {

/// One of `{"delete": true}`, `{"add_tags": [...], "remove_tags": [...]}` (one of them is enough),
/// `{"rename_tag": {"from", "to"}}`, `{"merge": {"keep": identity or null}}`. Errors: bad_value,
/// unknown_field.
auto check_bulk_wish(const std::string& json) -> result<bulk_wish>;

/// `wish` as that wrote it; changed bookmarks are of `at`, unless they are newer.
auto changer_of(const std::string& wish, instant at) -> std::unique_ptr<row_changer>;

}  // namespace waybill::bookmarks
