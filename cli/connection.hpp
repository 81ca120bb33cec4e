// One way to work for both: a running server, or a data directory that this process opens by itself. The
// second starts the engine and the server in here, on a free port of the loopback address, and speaks with it
// like with any other.
#pragma once

#include <cstdint>
#include <memory>
#include <ostream>
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

/// What a verb does about a directory that holds no store.
enum class new_store : std::uint8_t { refused, made };

/// Errors: not_found when the data directory holds no store. Changes nothing there.
auto require_store(const settings& values) -> result<done>;

/// Opens it for one verb: only warnings are logged, nothing listens. Errors: those of require_store (when
/// refused) and open_here.
auto open_for_verb(const target& where, new_store when_none) -> result<opened_engine>;

/// Stops what it started when it goes: running imports pause at a chunk border. One thread at a time.
class connection {
 public:
  virtual ~connection() = default;
  virtual auto api() -> client& = 0;
  /// Is the engine in this process?
  [[nodiscard]] virtual auto offline() const -> bool = 0;
  /// What to write behind a verb to come here again: `--server http://...` or `--data DIR`.
  [[nodiscard]] virtual auto flags() const -> std::string = 0;
};

/// A store that has no account gets its first one only where a new store is `made`: what say_first_account
/// prints goes to standard error. Errors: bad_value (no token, both targets named), not_found (no such user,
/// no store), those of open_here and the server.
auto connect(const target& where, new_store when_none = new_store::refused)
    -> result<std::unique_ptr<connection>>;

/// The account `name`. Errors: not_found.
auto account_here(engine& core, const std::string& name) -> result<account_info>;

/// `admin`, when there is no account at all: the password, to be shown at once, for it stands nowhere else.
/// "" when there are accounts already.
auto make_first_account(engine& core) -> result<std::string>;
void say_first_account(std::ostream& to, const std::string& password);

}  // namespace waybill::cli
