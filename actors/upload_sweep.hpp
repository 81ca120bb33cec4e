// What a start does about files below imports/ that no import needs any more.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "actors/derived_files.hpp"
#include "config/settings.hpp"
#include "events/result.hpp"
#include "events/words.hpp"
#include "projections/store.hpp"

namespace waybill {

struct sweep_report {
  std::size_t removed = 0;
  std::size_t left =
      0;  ///< nobody needs them, but they may belong to somebody else: each is told in the journal
  std::vector<std::pair<std::string, owner_id>> kept;  ///< uploads that are needed, and whose they are
};

/// Removes files of completed imports, and uploads that were cut off. It removes only what is provably ours:
/// a regular file with the name of an upload, in the folder of an account of ours, at the path that a row
/// would name (links are not resolved: `imports` may lead to another disk). What else lies there stays, and
/// is told. Where a link leads to a folder, another data directory may lead there, too: a whole upload that
/// no row knows may be the other's, and stays. `rows` must hold all of the log. Before anything else works on
/// the directory. Errors: corrupt, unavailable.
/// `needed`: paths below the data directory that stay, too. What is made of files that stay counts from now
/// on in `derived`, unless it is null.
auto sweep_uploads(const settings& config, const projection_store& rows,
                   const std::set<std::string>& needed = {}, derived_files* derived = nullptr)
    -> result<sweep_report>;

}  // namespace waybill
