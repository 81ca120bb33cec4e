// Standard input, line by line.
#pragma once

#include <string>

#include "events/result.hpp"

namespace waybill::cli {

/// The next line, without its end (LF or CR LF), in `line`; the last one needs no end. False: there is none
/// any more. Waits where nothing is there yet. Errors: bad_value, with a sentence (standard input is closed,
/// a folder, ...): what came before is not all. One thread; nothing else may read standard input.
auto next_line(std::string& line) -> result<bool>;

}  // namespace waybill::cli
