// What the server's actors tell about themselves, for people and for programs. Pure.
#pragma once

#include <string>
#include <vector>

#include "cli/text.hpp"
#include "console/vocabulary.hpp"

namespace waybill::cli::live {

auto document_of(const console::actors_told& all) -> json;
/// A table with its head.
auto lines_of(const console::actors_told& all) -> std::vector<std::string>;

/// 1,234 us -> "1.2 ms"; at most 8 characters.
auto short_time(std::uint64_t us) -> std::string;

}  // namespace waybill::cli::live
