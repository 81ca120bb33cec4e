// What a start does about files below imports/ that no import needs any more.
#pragma once

#include <cstddef>
#include <set>
#include <string>

#include "config/settings.hpp"
#include "events/result.hpp"
#include "projections/store.hpp"

namespace waybill {

struct sweep_report {
  std::size_t removed = 0;
  std::size_t left =
      0;  ///< nobody needs them, but they may belong to somebody else: each is told in the journal
};

/// Removes files of completed imports, and uploads that were cut off. It removes only what is provably ours:
/// a regular file with the name of an upload, in the folder of an account of ours, at the path that a row
/// would name (links are not resolved: `imports` may lead to another disk). What else lies there stays, and
/// is told. Where a link leads to a folder, another data directory may lead there, too: a whole upload that
/// no row knows may be the other's, and stays. `rows` must hold all of the log. Before anything else works on
/// the directory. Errors: corrupt, unavailable.
/// `needed`: paths below the data directory that stay, too.
auto sweep_uploads(const settings& config, const projection_store& rows,
                   const std::set<std::string>& needed = {}) -> result<sweep_report>;

}  // namespace waybill
