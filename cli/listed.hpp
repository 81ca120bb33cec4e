// Lists of the API that come in pages.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "cli/client.hpp"

namespace waybill::cli {

/// Every item of a list that comes in pages, at most `most`, until `take` answers false. `path` has a query.
auto each_listed(client& api, const std::string& path, std::uint64_t most,
                 const std::function<bool(const json&)>& take) -> result<done>;

}  // namespace waybill::cli
