// Trees of folders in JSON: a profile's file `Bookmarks` of Chromium and its kin, and the backups of Firefox.
#pragma once

#include <memory>

#include "formats/links/parts.hpp"

namespace waybill::formats::links {

/// Folders tell their name behind their children: the file is read twice. One folder's links and the names of
/// all folders are held, no more.
auto chrome_reader(const link_file& file) -> std::unique_ptr<link_reader>;
/// Tags may stand in folders of their own: the file is read twice, and a third time when some of those are of
/// no bookmark. Separators and queries (`place:`) are left out.
auto firefox_reader(const link_file& file) -> std::unique_ptr<link_reader>;

}  // namespace waybill::formats::links
