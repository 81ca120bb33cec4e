// Lines of a shell around the binary, for what only a shell can do: closed descriptors, pipes, other users.
#pragma once

#include <unistd.h>

#include <catch2/catch.hpp>
#include <string>

#include "tests/system/processes.hpp"

namespace waybill::system_test {

/// The binary, wherever one is.
inline auto program() -> std::string { return fs::absolute(WAYBILL_BINARY).string(); }

/// `bash -c SCRIPT` in `folder`; $W is the binary.
inline auto run_shell(const fs::path& folder, const std::string& script, const std::string& input = "")
    -> ended {
  return process({"/bin/bash", "-c", "cd '" + folder.string() + "' && " + script}, {{"W", program()}}, input)
      .wait();
}

/// Before a command: as a user who has no rights anywhere. Only root can: whoever asks leaves something out
/// when it cannot, and that is said.
inline constexpr const char* as_nobody = "setpriv --reuid=65534 --regid=65534 --clear-groups ";
inline auto can_be_nobody() -> bool {
  if (::geteuid() == 0) return true;
  WARN("skipped: only root can be another user");
  return false;
}

inline auto mode_of(const fs::path& path) -> unsigned {
  return static_cast<unsigned>(fs::symlink_status(path).permissions());
}

}  // namespace waybill::system_test
