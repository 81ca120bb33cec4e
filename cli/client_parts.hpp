// What the calls of the client have in common. Internal to the files of the client.
#pragma once

#include <httplib.h>

#include <string>
#include <utility>
#include <vector>

#include "events/result.hpp"

namespace waybill::cli {

using header_list = std::vector<std::pair<std::string, std::string>>;

inline auto as_headers(const header_list& list) -> httplib::Headers { return {list.begin(), list.end()}; }

/// The error that an answer of 400 and above means, to somebody who asked with these.
auto problem_of(int status, const std::string& body, const header_list& credentials) -> error;

}  // namespace waybill::cli
