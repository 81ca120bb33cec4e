// The trees of all projects as the log tells them, folded naively, against the read models.
#pragma once

#include <map>
#include <string>

#include "tests/crash/house.hpp"
#include "tests/projections/nodes/naive_tree.hpp"

namespace waybill::crash {

/// Looks at a copy of a data directory that nobody serves: brings the copy's read models up to its log, as a
/// start does, and holds every row of the trees against a naive tree of what the log says. Answers the naive
/// trees, by project. Throws `lost`: rows differ, a record has two outcomes or none, or a node is created
/// that is there or changed that is not.
auto compare_trees(const st::fs::path& data) -> std::map<std::string, tests::naive_tree>;

}  // namespace waybill::crash
