// Where files wait for their import. A file's state stands in memory and, synced before anybody is told, in a
// small file of its own; the log hears of the file when an import takes it (docs/decisions/0023).
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "actors/engine.hpp"
#include "actors/file_desk.hpp"
#include "actors/held_rights.hpp"
#include "actors/upload_file.hpp"
#include "actors/usage_book.hpp"
#include "actors/written_files.hpp"
#include "config/settings.hpp"
#include "events/hash.hpp"
#include "projections/store.hpp"

namespace waybill {

/// A file, and what this process knows of it beside its state.
struct shelved_file {
  explicit shelved_file(file_state as_it_is)
      : id(as_it_is.id), owner(as_it_is.owner), state(std::move(as_it_is)) {}

  const file_id id;
  const user_id owner;
  std::mutex work;            ///< held while the state changes, and never while a peer is waited for
  file_state state;           ///< as it stands on the disk
  bool busy = false;          ///< bytes of it come in
  bool gone = false;          ///< it was removed: whoever still holds it leaves nothing behind
  std::uint64_t counted = 0;  ///< bytes in its owner's quota
  std::atomic<bool> counts_as_waiting{true};  ///< not used yet; to be read by anybody
  sha256 hash;                                ///< of its first `hashed` bytes, where it comes in pieces
  std::uint64_t hashed = 0;
  std::optional<import_id> doubt;  ///< nobody knows whether this import took it
};
using shelved_ptr = std::shared_ptr<shelved_file>;

struct shelf_plan {
  settings config;
  clock_ptr clock;
  usage_book* usage = nullptr;  ///< must outlive the shelf, as the following
  const event_log* log = nullptr;
};

/// A file that an import is about to take: nobody else can, for as long as this lives.
class taken_file {
 public:
  taken_file(class file_shelf& shelf, shelved_ptr file);
  ~taken_file();
  taken_file(const taken_file&) = delete;
  auto operator=(const taken_file&) -> taken_file& = delete;

  /// Why it cannot be taken. Nothing: it can.
  [[nodiscard]] auto refusal() const -> const std::optional<error>& { return refusal_; }
  [[nodiscard]] auto info() const -> uploaded_file;
  /// Its bytes lie with that owner's from now on; back with its maker's, when no import takes it. Before
  /// `info`. Errors: storage_full, unavailable: then nothing changed.
  auto move_to(const owner_id& owner) -> result<done>;
  /// For recognising what it is. Errors: file_missing, unavailable.
  [[nodiscard]] auto first_bytes() const -> result<std::string>;
  /// From now on the import's bytes count, and not the file's.
  void hand_over();
  /// The log has it.
  void keep_for(const import_id& import);
  /// Nobody said whether the log has it.
  void leave_in_doubt(const import_id& import);

 private:
  void look();

  file_shelf& shelf_;
  shelved_ptr file_;
  std::unique_lock<std::mutex> hold_;
  std::optional<error> refusal_;
  bool handed_over_ = false;
  bool is_moved_ = false;
};

class file_shelf final : public file_desk {
 public:
  explicit file_shelf(shelf_plan plan);

  /// Takes in what earlier processes left; `rows` must hold all of the log. Before anything else works on the
  /// directory. Errors: corrupt, unavailable.
  auto load(const projection_store& rows) -> result<done>;
  /// Paths below the data directory that no sweep may remove.
  [[nodiscard]] auto needed_paths() const -> std::set<std::string>;
  /// Removes what is over its time.
  void tend();
  /// For an import by `who`. Errors: not_found.
  auto take(const user_id& who, const file_id& id) -> result<std::unique_ptr<taken_file>>;

  auto presign(const caller& who, const file_wish& wish) -> result<upload_grant> override;
  auto granted_by(const upload_claim& claim) -> result<caller> override;
  auto begin_body(const std::string& token, std::optional<std::uint64_t> announced)
      -> result<std::unique_ptr<file_writer>> override;
  auto begin_resumable(const caller& who, const resumable_wish& wish) -> result<kept_file> override;
  auto begin_piece(const user_id& who, const file_id& id, const piece_wish& wish)
      -> result<std::unique_ptr<file_writer>> override;
  auto hold(const std::string& token, std::function<void()> lost) -> result<std::shared_ptr<void>> override;
  auto confirm(const user_id& who, const std::vector<file_proof>& proofs)
      -> result<std::vector<kept_file>> override;
  [[nodiscard]] auto link_seal(std::string_view text) const -> std::string override;
  void remember_written(const digest& what) override;
  [[nodiscard]] auto was_written_here(const digest& what) const -> bool override;
  auto get(const user_id& who, const file_id& id) -> result<kept_file> override;
  auto remove(const user_id& who, const file_id& id) -> result<done> override;

  // --- for who works on one file of it: with its `work` held ---

  [[nodiscard]] auto plan() const -> const shelf_plan& { return plan_; }
  [[nodiscard]] auto full_path(const std::string& below) const -> std::string {
    return plan_.config.data_directory + "/" + below;
  }
  /// Where its bytes stand until all of them are there.
  [[nodiscard]] auto part_of(const file_state& file) const -> std::string;
  /// `next` is its state from now on. Errors: storage_full, unavailable: then nothing changed.
  auto change(shelved_file& file, file_state next) -> result<done>;
  /// So many bytes of it count in the quota. Errors: quota_exceeded.
  auto count(shelved_file& file, std::uint64_t bytes) -> result<done>;
  [[nodiscard]] auto shown(const shelved_file& file) const -> kept_file;

 private:
  [[nodiscard]] auto token_of(const file_id& id) const -> std::string;
  [[nodiscard]] auto signature_of(const file_state& file, const std::string& expires,
                                  const std::string& project) const -> std::string;
  [[nodiscard]] auto deadline_of(const file_state& file) const -> instant;
  [[nodiscard]] auto states_folder() const -> std::string { return plan_.config.data_directory + "/files"; }
  auto find(const file_id& id) -> shelved_ptr;
  auto find_of(const user_id& who, const file_id& id) -> shelved_ptr;
  auto find_by_token(const std::string& token) -> shelved_ptr;
  auto named(const user_id& who, const std::string& name) -> shelved_ptr;
  void put(const shelved_ptr& file);
  void forget(const file_id& id);
  auto waiting_of(const user_id& who) -> std::size_t;
  auto add(file_state state) -> result<shelved_ptr>;
  /// With `work` held. Errors: unavailable.
  auto drop(shelved_file& file) -> result<done>;
  void take_in(file_state state, const std::map<std::string, import_id>& imports);
  /// The bytes of a whole file may lie in another folder than its state says.
  void find_moved(file_state& state) const;

  shelf_plan plan_;
  written_files written_;
  digest key_{};
  mutable std::mutex mutex_;                  ///< of the maps; no `work` is waited for while it is held
  std::map<std::string, shelved_ptr> files_;  ///< by id: oldest first
  std::unordered_map<std::string, shelved_ptr> by_token_;
  instant tended_at_{};
  std::shared_ptr<held<std::string>> held_ = std::make_shared<held<std::string>>();  ///< by token
};

}  // namespace waybill
