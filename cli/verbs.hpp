// What the command line can do: one struct of options and one `run` a verb, one file a verb. A `run` answers
// the exit status, or the error that main prints as one sentence (exit status 2). Called once, from the main
// thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/result.hpp"

namespace waybill::cli {

inline constexpr int exit_good = 0;
inline constexpr int exit_some_failed = 1;  ///< it was done, but not all of it is good
inline constexpr int exit_failed = 2;
inline constexpr int exit_output_lost = 74;   ///< EX_IOERR of sysexits.h: it was done, but could not be told
inline constexpr int exit_interrupted = 130;  ///< as shells say it: 128 + SIGINT

/// Where a verb does its work: at a running server, or on a data directory in this process.
struct target {
  std::string server;  ///< "": WAYBILL_SERVER, else http://127.0.0.1:8080
  std::string token;   ///< "": WAYBILL_TOKEN
  std::string data;    ///< not empty: offline, on this directory
  std::string user;    ///< offline: as whom; "": admin
  std::string config;  ///< offline: settings file; "": none
};

struct serve_options {
  std::string data, listen, config;
  std::string program;  ///< the path this binary was started by
};
auto run(const serve_options& options) -> result<int>;

struct import_options {
  target where;
  std::string file;  ///< "-": standard input
  std::string kind, format = "auto", on_duplicate;
  std::string options;                      ///< JSON object text; "": none
  std::vector<std::string> single_options;  ///< `key=value`
  std::string type;                         ///< of kinds that have some
  std::string project;                      ///< name or id; "": one's own
  bool resumable = false;
};
auto run(const import_options& options) -> result<int>;

struct upload_options {
  target where;
  std::string file;
  std::string purpose = "upload";
};
auto run(const upload_options& options) -> result<int>;

/// A file that waits for its import.
struct file_options {
  enum class what : std::uint8_t { show, remove } verb = what::show;
  target where;
  std::string id{};
  bool json = false;
};
auto run(const file_options& options) -> result<int>;

struct list_options {
  target where;
  std::string status;
  std::string project;  ///< name or id; "": one's own
  std::uint64_t limit = 20;
  bool json = false;
};
auto run(const list_options& options) -> result<int>;

struct show_options {
  target where;
  std::string id;
  bool json = false, failed = false;
};
auto run(const show_options& options) -> result<int>;

/// cancel, pause, resume, retry, delete.
struct verb_options {
  target where;
  std::string verb, id;
};
auto run(const verb_options& options) -> result<int>;

struct user_options {
  enum class what : std::uint8_t { add, list, password, set } verb = what::list;
  target where;
  std::string name, role = "user";
  bool password_stdin = false;
  bool revoke_tokens = false;
  std::string display_name{}, email{};  ///< set: "": as it is
  bool no_display_name = false, no_email = false;
};
auto run(const user_options& options) -> result<int>;

struct project_options {
  enum class what : std::uint8_t { add, list, members, grant, revoke, set } verb = what::list;
  target where;
  std::string project{};  ///< name or id; of a new one: its name
  std::string user{}, role{};
  std::string kind{}, settings{};  ///< JSON object text
  bool json = false;
};
auto run(const project_options& options) -> result<int>;

struct token_options {
  enum class what : std::uint8_t { add, list, revoke } verb = what::list;
  target where;
  std::string name_or_id;
  bool password_stdin = false;
};
auto run(const token_options& options) -> result<int>;

struct log_verb_options {
  enum class what : std::uint8_t { show, verify } verb = what::show;
  std::string data, config, stream;
  std::uint64_t from = 1, limit = 100;
  bool json = false;
};
auto run(const log_verb_options& options) -> result<int>;

struct rebuild_options {
  std::string data, config;
};
auto run(const rebuild_options& options) -> result<int>;

struct backup_options {
  std::string data, config;
  std::string folder;
};
auto run(const backup_options& options) -> result<int>;

struct restore_options {
  std::string folder;
  std::string data;
  std::string until;  ///< position or time; "": all there is
};
auto run(const restore_options& options) -> result<int>;

/// What an operator asks a running server.
struct console_options {
  std::string verb;
  std::string data, connect, secret_file;
  std::vector<std::string> operands{};
  std::string status{};          ///< of imports; "": all
  std::string owner{};           ///< whose imports, a name or an id; "": everybody's
  std::string stream{}, type{};  ///< of events; "": any
  std::uint64_t limit = 100, count = 0;
  std::uint64_t position = 1;  ///< in the log
  bool follow = false;         ///< events that come, too
  bool all = false;            ///< imports of the status, not named ones
  bool steps = false;          ///< a story without its records
  bool when_idle = false;      ///< to stop only then
  bool json = false;
  bool yes = false;  ///< not to be asked
};
auto run(const console_options& options) -> result<int>;

struct config_options {
  std::string data, config;
  bool defaults = false;
};
auto run(const config_options& options) -> result<int>;

/// `waybill 1.2.3`
auto version_text() -> std::string;

struct version_options {};
auto run(const version_options& options) -> result<int>;

}  // namespace waybill::cli
