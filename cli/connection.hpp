// One way to work for both: a running server, or a data directory that this process opens by itself. The
// second starts the engine and the server in here, on a free port of the loopback address, and speaks with it
// like with any other.
#pragma once

#include <memory>
#include <string>

#include "actors/engine.hpp"
#include "cli/client.hpp"
#include "cli/verbs.hpp"
#include "config/settings.hpp"

namespace waybill::cli {

/// An engine of this process.
struct opened_engine {
  settings values;
  std::unique_ptr<engine> core;
};

/// Settings for a verb that works on a data directory; empty strings: as the file and the environment say.
auto load_settings(const std::string& data, const std::string& config) -> result<loaded_settings>;

/// Opens the data directory, and the journal on standard error; once a process. Errors: those of
/// open_engine.
auto open_here(const settings& values) -> result<opened_engine>;

/// Opens it for one verb: only warnings are logged, nothing listens.
auto open_for_verb(const place& where) -> result<opened_engine>;

/// Stops what it started when it goes: running imports pause at a chunk border.
class connection {
 public:
  virtual ~connection() = default;
  virtual auto api() -> client& = 0;
  /// Is the engine in this process?
  [[nodiscard]] virtual auto offline() const -> bool = 0;
  /// What to write behind a verb to come here again: `--server http://...` or `--data DIR`.
  [[nodiscard]] virtual auto flags() const -> std::string = 0;
};

/// Errors: bad_value (no token, both places named), not_found (no such user), those of open_here and the
/// server.
auto connect(const place& where) -> result<std::unique_ptr<connection>>;

/// The account `name`; `admin` is made, with a password nobody knows, when the directory has no account at
/// all.
auto account_here(engine& core, const std::string& name) -> result<account_info>;

}  // namespace waybill::cli
