// The tables of a run on their way into docs/benchmarks.md.
#pragma once

#include <string>
#include <vector>

#include "tests/bench/groups.hpp"

namespace waybill::bench {

using report = std::vector<table>;

/// Replaces what stands between the markers of `path`; throws when they are not there.
void write_report(const report& tables, const plan& measured, const std::string& path);

}  // namespace waybill::bench
