// The engine as the layers above see it: plain calls that send a message to the actor that owns the answer,
// and wait. No header above needs CAF. Every call may be made from any thread, blocks until there is an
// answer (errors: timeout, unavailable when the engine is stopping), and is documented by its reply.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/project_desk.hpp"
#include "config/settings.hpp"
#include "domains/kind.hpp"
#include "events/account/events.hpp"
#include "events/clock.hpp"
#include "events/log/event_log.hpp"
#include "events/result.hpp"
#include "events/words.hpp"
#include "projections/store.hpp"
#include "projections/views.hpp"

namespace waybill {

class backup_desk;
class bulk_desk;
class file_desk;
class operator_desk;
class review_desk;

/// Who is asking.
struct caller {
  user_id user;
  std::string username;
  role may = role::user;
  std::optional<session_id> session;  ///< asks by cookie: changes need the CSRF token
  std::optional<token_id> token;      ///< asks by API token; neither: one of this process's own
};

/// Something that a right opened and that outlasts a call.
struct opened {
  caller who;
  role needed = role::user;
  bool in_use = false;  ///< a transfer keeps its session from being idle, a stream does not
};

struct account_info {
  user_id id;
  std::string username;
  role may = role::user;
  instant created_at{};
  bool disabled = false;       ///< may not sign in, nor use tokens
  std::string display_name{};  ///< "": none
  std::string email{};         ///< "": none
};

/// What somebody says of themselves. Nothing: stays as it is; "": none from now on.
struct profile_change {
  std::optional<std::string> display_name;
  std::optional<std::string> email;
};

struct token_info {
  token_id id;
  std::string name;
  instant created_at{};
};

struct fresh_token {
  token_info info;
  std::string text;  ///< `wbt_...`: shown once, stored nowhere
};

struct fresh_session {
  caller who;
  std::string cookie;      ///< the secret the cookie carries
  std::string csrf_token;  ///< derived from the cookie's secret
  instant expires{};
  std::string known_browser;  ///< for the browser to keep and to send with the next sign-in
};

/// Somebody who says who they are.
struct sign_in_attempt {
  std::string username;
  std::string password;
  std::string address;          ///< where from
  std::string known_browser{};  ///< what the browser kept; "": nothing
};

/// Passwords are hashed on a thread of their own, one after the other. Who does not want to wait for that is
/// told when it is done: called once, on that thread, or at once on the caller's when it is refused. What it
/// is given does the rest and answers: to be called once, elsewhere, because it may wait for the log.
template <class T>
using when_hashed = std::function<void(std::function<result<T>()>)>;

/// Accounts, tokens, sessions. A name means the account of that spelling; else the one whose name differs by
/// letter case only, when there is one such.
class account_desk {
 public:
  virtual ~account_desk() = default;
  /// Errors: name_taken (whatever the case), bad_value (name 1..64 of letters, digits, . _ - @; password
  /// 8..1024 bytes), too_many_requests (too many passwords wait to be hashed).
  virtual auto add_user(const std::string& username, const std::string& password, role may,
                        const std::string& by) -> result<account_info> = 0;
  virtual void add_user_later(const std::string& username, const std::string& password, role may,
                              const std::string& by, when_hashed<account_info> then) = 0;
  virtual auto users() -> result<std::vector<account_info>> = 0;
  /// Also ends the account's sessions, and revokes its tokens when that is wanted. Errors: not_found,
  /// bad_value, too_many_requests.
  virtual auto set_password(const std::string& username, const std::string& password, const std::string& by,
                            bool revoke_tokens = false) -> result<done> = 0;
  virtual void set_password_later(const user_id& user, const std::string& password, const std::string& by,
                                  bool revoke_tokens, when_hashed<done> then) = 0;
  /// One's own: `present` holds the one so far, and wrong ones count as failed sign-ins. Every session ends;
  /// answers a fresh one to who came with one, else its cookie is "". Errors: unauthorized,
  /// too_many_requests, bad_value.
  virtual void change_password_later(const caller& who, const sign_in_attempt& present,
                                     const std::string& fresh, when_hashed<fresh_session> then) = 0;
  /// Every session of the account. Errors: not_found.
  virtual auto sign_out_everywhere(const user_id& user) -> result<done> = 0;
  /// A disabled account may not sign in, nor its tokens be used; its sessions end, its imports go on, its
  /// bulk changes end behind their chunk. Errors: not_found.
  virtual auto set_disabled(const user_id& user, bool disabled, const std::string& by)
      -> result<account_info> = 0;
  virtual auto add_token(const user_id& user, const std::string& name) -> result<fresh_token> = 0;
  /// A token that only this process knows, until it ends: for its own calls to its own server. Stands in no
  /// list and no log. It passes as long as its account is not disabled. Errors: not_found, forbidden (it is
  /// disabled).
  virtual auto grant_process_token(const user_id& user) -> result<fresh_token> = 0;
  virtual auto tokens(const user_id& user) -> result<std::vector<token_info>> = 0;
  virtual auto revoke_token(const user_id& user, const token_id& token) -> result<done> = 0;
  /// Errors: unauthorized (whatever was wrong), too_many_requests (`retry_after_s` says how long to wait).
  /// An account has at most 50 sessions: the oldest ends.
  virtual auto sign_in(const std::string& username, const std::string& password, const std::string& address)
      -> result<fresh_session> = 0;
  virtual void sign_in_later(const sign_in_attempt& who, when_hashed<fresh_session> then) = 0;
  virtual auto sign_out(const caller& who) -> result<done> = 0;
  /// Who holds this token / this cookie? Errors: unauthorized.
  virtual auto by_token(std::string_view text) -> result<caller> = 0;
  virtual auto by_cookie(std::string_view cookie) -> result<caller> = 0;
  /// For what outlasts the call. `lost` is called once, from another thread, when the right is gone: its
  /// token revoked, its session over (also by time: within a second), its account disabled, its role lost. It
  /// may not block. Nothing is called once the handle is gone. Errors: unauthorized (it is gone already).
  virtual auto hold_right(const opened& what, std::function<void()> lost)
      -> result<std::shared_ptr<void>> = 0;
  /// What X-CSRF-Token must hold for a cookie. Any thread, no waiting.
  [[nodiscard]] virtual auto csrf_token(std::string_view cookie) const -> std::string = 0;
  /// The user name; the id where there is no such account. Any thread, no waiting.
  [[nodiscard]] virtual auto name_of(const user_id& user) const -> std::string = 0;
  /// Errors: not_found, bad_value (a name that cannot be seen or is longer than 100 characters, or what is no
  /// address for mail).
  virtual auto set_profile(const user_id& user, const profile_change& what, const std::string& by)
      -> result<account_info> = 0;
  virtual auto by_id(const user_id& user) -> result<account_info> = 0;
  virtual auto by_name(const std::string& username) -> result<account_info> = 0;
};

/// A file on its way in: written to disk as it comes, hashed and checked on the way, gone again unless
/// `finish` went well and the import was submitted. One thread at a time.
class upload {
 public:
  virtual ~upload() = default;  ///< removes the file unless it was submitted
  /// Before the first byte: the kind of import it is for, as far as that is known. Then it is checked on the
  /// way; else, or if it turns out to be for another, when the import begins.
  virtual void expect(std::string_view kind) = 0;
  /// Before `finish`: whose it is, when that was not known at the beginning.
  virtual void give_to(const owner_id& owner) = 0;
  /// Errors: too_large, storage_full, unavailable.
  virtual auto write(std::string_view bytes) -> result<done> = 0;
  /// Syncs file and folder. Errors: empty_file, storage_full, unavailable.
  virtual auto finish(const std::string& client_name) -> result<uploaded_file> = 0;
};

struct submission {
  std::string kind;  ///< "": the default kind
  std::string format = "auto";
  std::string options = "{}";   ///< JSON object text; the kind checks it
  std::string idempotency_key;  ///< "": none
  std::string username{};       ///< who hands it in: what he may have goes by that, and by his role
  role may = role::user;
};

struct submitted {
  import_row import;
  bool repeated = false;  ///< the idempotency key was known: this is the first answer again
};

/// A kind of import, as this server knows it.
struct kind_info {
  std::string_view name;  ///< static storage, as the names of its columns
  bool enabled = true;    ///< takes new imports
  shown_columns columns;
  std::string_view home{};  ///< with whom its collections live: user, project or either
  std::string settings{};   ///< as a project has them that set none; "": the kind has no settings
};

enum class import_verb : std::uint8_t { pause, resume, cancel, retry, remove };

/// What a person may have goes by these.
struct named_person {
  std::string username{};
  role may = role::user;
};

class import_desk {
 public:
  virtual ~import_desk() = default;
  /// All kinds, in the order in which people are told of them.
  [[nodiscard]] virtual auto kinds() const -> std::vector<kind_info> = 0;
  /// Begins an upload. Its owner may be empty as long as it is not known: then nobody's quota is asked yet.
  /// Errors: too_many_requests (too many wait), quota_exceeded, storage_full, unavailable.
  virtual auto begin_upload(const acting& who) -> result<std::unique_ptr<upload>> = 0;
  /// Accepts a finished upload: when it answers, file and event are on disk. Errors: bad_value (kind,
  /// options, a kind that does not live with this owner), not_found (the kind is switched off),
  /// unknown_format, idempotency_mismatch, too_many_requests, storage_full, unavailable.
  virtual auto submit(const acting& who, const submission& what, std::unique_ptr<upload> file,
                      const uploaded_file& info) -> result<submitted> = 0;
  /// The same of a file that waits; from then on it is the import's. Errors: also not_found and wrong_status
  /// (it is not confirmed), file_used (unless that import's idempotency key comes again), file_missing.
  virtual auto submit_stored(const acting& who, const submission& what, const file_id& file)
      -> result<submitted> = 0;
  /// Errors: not_found, wrong_status; resume and retry also no_such_type (it is not there for `person`).
  virtual auto command(const acting& who, const import_id& id, import_verb verb,
                       const named_person& person = {}) -> result<import_row> = 0;
  /// Errors: not_found.
  virtual auto delete_record(std::string_view kind, const acting& who, const identity& id)
      -> result<done> = 0;
  /// A person changes a record: decided as if an import with these options (as the kind wrote them) brought
  /// `what`, its only record. Nothing happens when that says nothing new. Errors: not_found (there is no such
  /// record), bad_value (the kind refuses it), quota_exceeded.
  virtual auto edit_record(std::string_view kind, const acting& who, candidate_chunk what,
                           const std::string& options) -> result<done> = 0;
};

/// What an owner keeps on the disk, and how much it may be.
struct owner_usage {
  std::uint64_t stored_bytes = 0;  ///< files that wait or are imported, and all that was brought in
  std::uint64_t records = 0;       ///< in the owner's collections now
  std::optional<std::uint64_t> stored_limit_bytes;  ///< nothing: no limit
  std::optional<std::uint64_t> records_limit;       ///< nothing: no limit
};

/// Called with every import that changed (at most once per change that was folded); from a thread of the
/// engine, must not block.
using import_watcher = std::function<void(const import_row&)>;

struct engine_health {
  bool log_open = false;  ///< and can be written
  /// Projections can be written, and are no further behind than a second of events.
  bool caught_up = false;
  position log_tail = 0;
  position imports_at = 0;  ///< how far the projections are
  position collections_at = 0;
  position search_at = 0;
  std::uint64_t log_bytes = 0;
  std::uint64_t projection_bytes = 0;
  std::uint64_t imports_running = 0;
  std::uint64_t imports_waiting = 0;
  std::uint64_t records_applied = 0;  ///< since the start
};

/// What the views of one kind read; lives as long as the engine.
struct shown_rows {
  const projection_store& rows;
  const event_log& log;
};

class engine {
 public:
  virtual ~engine() = default;
  virtual auto accounts() -> account_desk& = 0;
  virtual auto imports() -> import_desk& = 0;
  virtual auto projects() -> project_desk& = 0;
  virtual auto files() -> file_desk& = 0;
  virtual auto reviews() -> review_desk& = 0;
  virtual auto backups() -> backup_desk& = 0;
  virtual auto bulks() -> bulk_desk& = 0;
  virtual auto operators() -> operator_desk& = 0;
  [[nodiscard]] virtual auto import_view() const -> const import_views& = 0;
  /// What views of the kind read. Waits until it shows all that happened to the owner's collection before the
  /// call: never less is shown. Errors: timeout (it is far behind).
  [[nodiscard]] virtual auto shown(std::string_view kind, const owner_id& owner) const
      -> result<shown_rows> = 0;
  /// The same with what is folded only when somebody asks: by the thread that asks, for some seconds at most.
  [[nodiscard]] virtual auto shown_late(std::string_view kind, const owner_id& owner) const
      -> result<shown_rows> = 0;
  /// What came in counts at once, what was deleted a little later. Errors: corrupt, unavailable.
  [[nodiscard]] virtual auto usage_of(const owner_id& owner) -> result<owner_usage> = 0;
  [[nodiscard]] virtual auto log() const -> const event_log& = 0;
  [[nodiscard]] virtual auto clock() const -> const clock_source& = 0;
  [[nodiscard]] virtual auto health() -> engine_health = 0;
  /// How far the look at an import's file is; nothing: none is under way.
  [[nodiscard]] virtual auto look_at(const import_id& id) const -> std::optional<look_figures> = 0;
  /// Returns a handle; the watcher is called until the handle dies.
  virtual auto watch_imports(import_watcher watcher) -> std::shared_ptr<void> = 0;
  /// Running imports stop at a chunk border; nothing is accepted any more. Idempotent. Also done by the
  /// destructor. Ends the process when that takes half a minute: the log has all that was promised.
  virtual void stop() = 0;
};

/// Opens (or makes) the data directory, catches up, recovers every unfinished import, and is ready when it
/// returns. Errors: locked (another process holds the directory), corrupt (names what and where),
/// storage_full, unavailable, bad_value.
auto open_engine(const settings& config, clock_ptr clock) -> result<std::unique_ptr<engine>>;

}  // namespace waybill
