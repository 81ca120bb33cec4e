// The console of the real binary, on a server's data directory.
#pragma once

#include "tests/system/processes.hpp"
#include "tests/system/server.hpp"

namespace waybill::system_test {

struct console_of {
  fs::path data;
  auto operator()(std::vector<std::string> words) const -> ended {
    words.insert(words.begin(), "console");
    words.insert(words.end(), {"--data", data.string()});
    return run_waybill(words);
  }
};

}  // namespace waybill::system_test
