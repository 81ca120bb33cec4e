#include "actors/engine.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <mutex>

#include "actors/account_desk.hpp"
#include "actors/accounts_actor.hpp"
#include "actors/ask.hpp"
#include "actors/backup_actor.hpp"
#include "actors/bulk_desk_of_actors.hpp"
#include "actors/check_settings.hpp"
#include "actors/data_directory.hpp"
#include "actors/ending_actors.hpp"
#include "actors/file_shelf.hpp"
#include "actors/import_desk.hpp"
#include "actors/index_listener.hpp"
#include "actors/janitor.hpp"
#include "actors/journal.hpp"
#include "actors/kind_askers.hpp"
#include "actors/log_actor.hpp"
#include "actors/operator_desk_of_actors.hpp"
#include "actors/project_desk_of_actors.hpp"
#include "actors/projection_set.hpp"
#include "actors/projector.hpp"
#include "actors/projects_actor.hpp"
#include "actors/registry.hpp"
#include "actors/retention.hpp"
#include "actors/review_desk_of_actors.hpp"
#include "actors/rows_shown.hpp"
#include "actors/scheduler.hpp"
#include "actors/search_plan.hpp"
#include "actors/start_sweep.hpp"
#include "actors/store_actor.hpp"
#include "actors/watchers.hpp"
#include "events/fault_point.hpp"
#include "projections/accounts_model.hpp"
#include "projections/import_views.hpp"
#include "projections/projects_model.hpp"

namespace waybill {
namespace {

constexpr std::chrono::milliseconds collections_linger{1'000};
constexpr std::chrono::seconds stop_patience{30};

class the_engine final : public engine {
 public:
  the_engine(settings config, clock_ptr clock)
      : config_(std::move(config)), clock_(std::move(clock)), watchers_(std::make_shared<watcher_list>()) {}

  ~the_engine() override { stop(); }

  auto open() -> result<done> {
    auto opened = open_parts();
    serving_ = opened.ok();
    if (opened) caf::anon_send(janitor_, look_for_old_files{});
    if (opened && rows_->beyond_repair()) return {errc::corrupt, "The projections are damaged."};
    return opened;
  }
  /// Another start will fold the read models again.
  [[nodiscard]] auto met_damage() const -> bool { return rows_ && rows_->beyond_repair(); }

  auto accounts() -> account_desk& override { return *accounts_desk_; }
  auto imports() -> import_desk& override { return *import_desk_; }
  auto projects() -> project_desk& override { return *project_desk_; }
  auto reviews() -> review_desk& override { return *review_desk_; }
  auto files() -> file_desk& override { return *shelf_; }
  auto backups() -> backup_desk& override { return *backup_desk_; }
  auto bulks() -> bulk_desk& override { return *bulk_desk_; }
  auto operators() -> operator_desk& override { return *operator_desk_; }
  [[nodiscard]] auto import_view() const -> const import_views& override { return *import_views_; }
  [[nodiscard]] auto shown(std::string_view kind, const owner_id& of) const -> result<shown_rows> override {
    return shown_->now(kind, of);
  }
  [[nodiscard]] auto shown_late(std::string_view kind, const owner_id& of) const
      -> result<shown_rows> override {
    return shown_->late(kind, of);
  }
  [[nodiscard]] auto usage_of(const owner_id& owner) -> result<owner_usage> override {
    const auto now = usage_->used(owner.value);
    if (!now) return now.why();
    const auto limit = [](std::uint64_t n) { return n == 0 ? std::nullopt : std::optional(n); };
    return owner_usage{now->stored_bytes(), now->records, limit(config_.quota_stored_limit_bytes),
                       limit(config_.quota_records_limit)};
  }
  [[nodiscard]] auto log() const -> const event_log& override { return *log_; }
  [[nodiscard]] auto clock() const -> const clock_source& override { return *clock_; }

  [[nodiscard]] auto look_at(const import_id& id) const -> std::optional<look_figures> override {
    return looks_->find(id);
  }
  [[nodiscard]] auto health() -> engine_health override {
    constexpr position small_lag = 5'000;
    engine_health now;
    now.log_open = !stopped_ && log_->writable();
    now.log_tail = log_->tail();
    now.imports_at = set_.control->at();
    now.collections_at = set_.collections->at();
    now.search_at = config_.search_segment_documents == 0 ? now.log_tail : set_.search->at();
    now.caught_up = !set_.control->stuck() && !set_.collections->stuck() &&
                    now.imports_at + small_lag >= now.log_tail &&
                    now.collections_at + small_lag >= now.log_tail;
    now.log_bytes = log_->size_bytes();
    now.projection_bytes = rows_->size_bytes();
    now.records_applied = watchers_->records_applied();
    if (stopped_) return now;
    if (const auto counts = ask<import_counts>(*system_, registry_, count_imports{})) {
      now.imports_running = counts->running;
      now.imports_waiting = counts->waiting;
    }
    return now;
  }

  auto watch_imports(import_watcher watcher) -> std::shared_ptr<void> override {
    return watchers_->add(std::move(watcher));
  }

  void stop() override {
    const std::scoped_lock once{stopping_};
    if (stopped_) return;
    stopped_ = true;
    serving_ = false;
    if (!system_) return;
    fault_point("stop.begun");
    const auto until = std::chrono::steady_clock::now() + stop_patience;
    if (!ask<answered>(*system_, registry_, stop_imports{}, stop_patience)) end_overdue("the imports");
    fault_point("stop.imports_ended");
    bulk_desk_.reset();
    backup_state_->stop();
    // Each waits for what was asked of it before: the log answers last.
    end_actor(*system_, backup_actor_, "the backup", until);
    end_actor(*system_, projects_actor_, "the projects", until);
    end_actor(*system_, registry_, "the registry", until);
    end_actor(*system_, janitor_, "the janitor", until);
    end_actor(*system_, store_actor_, "the store", until);
    end_actor(*system_, accounts_actor_, "the accounts", until);
    end_actor(*system_, control_projector_, "a projector", until);
    end_actor(*system_, collections_projector_, "a projector", until);
    if (search_projector_) end_actor(*system_, search_projector_, "a projector", until);
    index_listener_->set({});
    end_actor(*system_, log_actor_, "the log", until);
    operator_desk_.reset();
    review_desk_.reset();
    backup_desk_.reset();
    accounts_desk_.reset();
    import_desk_.reset();
    project_desk_.reset();
    backup_actor_ = nullptr;
    projects_actor_ = nullptr;
    registry_ = nullptr;
    janitor_ = nullptr;
    store_actor_ = nullptr;
    accounts_actor_ = nullptr;
    control_projector_ = nullptr;
    collections_projector_ = nullptr;
    search_projector_ = nullptr;
    log_actor_ = nullptr;
    log_->close_waiters();
    system_.reset();
    fault_point("stop.actors_ended");
    // The next start has less to fold.
    if (const auto caught = catch_up(set_); !caught)
      journal::warn("stop.not_caught_up", {{"why", caught.why().message}});
    fault_point("stop.caught_up");
    journal::info("engine.stopped", {{"position", std::to_string(log_->tail())}});
  }

 private:
  auto open_parts() -> result<done> {
    auto lock = directory_lock::take(config_.data_directory);
    if (!lock) return lock.why();
    lock_ = std::move(*lock);
    auto log = open_log(config_);
    if (!log) return log.why();
    log_ = std::move(*log);
    fault_point("start.log_open");
    if (auto opened = open_read_models(); !opened) return opened;
    store_ = std::make_unique<collection_store>(*log_, *rows_, config_.storage_filter_bytes);
    usage_ = std::make_unique<usage_book>(
        *rows_, *set_.control, usage_limits{config_.quota_stored_limit_bytes, config_.quota_records_limit});
    derived_ = std::make_unique<derived_files>(config_, *usage_);
    store_->keep_within(*usage_);
    if (auto recovered = store_->recover(set_.collections->at()); !recovered) return recovered;
    fault_point("start.folded");
    shelf_ = std::make_unique<file_shelf>(shelf_plan{config_, clock_, usage_.get(), log_.get()});
    if (auto loaded = shelf_->load(*rows_); !loaded) return loaded;
    const bool whole = set_.control->at() >= log_->tail();
    if (auto swept = sweep_at_start(config_, *rows_, whole, shelf_->needed_paths(), *derived_); !swept)
      return swept;
    fault_point("start.swept");
    auto accounts = load_accounts(*rows_);
    if (!accounts) return accounts.why();
    auto projects = load_projects(*rows_);
    if (!projects) return projects.why();
    spawn_actors(std::move(*accounts), std::move(*projects));
    const auto recovered = ask<answered>(*system_, registry_, recover_imports{});
    if (!recovered) return recovered.why();
    fault_point("start.imports_recovered");
    return recovered->what;
  }

  auto open_read_models() -> result<done> {
    sweep_projections(config_);
    const bool there = std::filesystem::exists(projections_path(config_));
    const auto damaged = [this](const std::string& what) { found_damage(what); };
    auto rows = open_projections_of(*log_, config_, projections_path(config_), damaged);
    if (!rows && rows.why().code == errc::corrupt) {
      journal::warn("projections.set_aside",
                    {{"what", "folding all of them again from the log"}, {"why", rows.why().message}});
      if (auto gone = discard_projections(config_); !gone) return gone;
      rows = open_projections(config_, projections_path(config_), damaged);
    }
    if (!rows) return rows.why();
    rows_ = std::move(*rows);
    if (!there && log_->tail() > 0)
      journal::warn("projections.missing",
                    {{"what", "folding them again from the log"}, {"events", std::to_string(log_->tail())}});
    auto set =
        open_projection_set(*log_, *rows_, [list = watchers_](const import_row& row) { list->tell(row); });
    if (!set) return set.why();
    set_ = std::move(*set);
    if (auto caught = catch_up(set_); !caught) return caught;
    import_views_ = make_import_views(*rows_, *log_);
    return done{};
  }

  void spawn_actors(std::vector<account_state> accounts, std::vector<project_state> projects) {
    system_ = std::make_unique<caf::actor_system>(scheduler_config());
    log_actor_ = spawn_log_actor(*system_, *log_, commits_);
    control_projector_ = spawn_projector(*system_, *set_.control, projector_plan{"control"});
    // The store is told how far the index is, and asks for more: each has to know the other.
    projector_plan collections{"collections"};
    collections.flush_rows = config_.storage_index_flush_rows;
    collections.linger = collections_linger;
    collections.stands_back = patience::some;
    index_listener_ = std::make_shared<index_listener>();
    collections.shown = [listener = index_listener_](position at) { listener->advanced(at); };
    collections_projector_ = spawn_projector(*system_, *set_.collections, std::move(collections));
    shown_ = std::make_unique<rows_shown>(*log_, *rows_, set_, collections_projector_, stopped_);
    store_actor_ = spawn_store_actor(*system_, *store_, *log_, log_actor_, collections_projector_, clock_);
    index_listener_->set(store_actor_);
    caf::anon_send(log_actor_, follow_log{control_projector_});
    caf::anon_send(log_actor_, follow_log{collections_projector_});
    spawn_search();
    auto rights = std::make_shared<held_rights>();
    auto names = std::make_shared<known_names>();
    accounts_actor_ =
        spawn_accounts_actor(*system_, {log_actor_, clock_, std::move(accounts),
                                        std::chrono::minutes{config_.session_idle_minutes}, names, rights});
    retention_ = std::make_unique<retention>(config_, *clock_, *rows_,
                                             [this](const import_row& row) { return remove(row); });
    janitor_ = spawn_janitor(
        *system_, config_.data_directory, [this] { tend(); }, derived_.get(), &removals_);
    auto plan = make_registry_plan();
    for (const auto& one : projects)
      if (one.deleted) plan.gone_owners.insert(one.id.value);
    auto book = std::make_shared<project_book>(std::move(projects));
    const settings_asker asker = [book](const owner_id& owner, std::string_view kind) {
      return book->settings(owner, kind);
    };
    plan.settings = asker;
    registry_ = spawn_registry(*system_, std::move(plan));
    projects_actor_ =
        spawn_projects_actor(*system_, {log_actor_, registry_, clock_, book, log_.get(), usage_.get()});
    project_desk_ = make_project_desk(*system_, projects_actor_, accounts_actor_, clock_, std::move(book));
    accounts_desk_ =
        make_account_desk(*system_, accounts_actor_, clock_, config_, std::move(rights), std::move(names));
    import_desk_ = make_import_desk(*system_, registry_, store_actor_, clock_, config_, *log_, *set_.control,
                                    *import_views_, *shelf_, beginning_of(shown_to_all()),
                                    [this](const user_id& user) { return accounts_desk_->name_of(user); });
    operator_desk_ = make_operator_desk(
        {*system_, log_actor_, registry_, clock_, *log_, *rows_, *import_views_, set_, config_, commits_});
    review_desk_ = make_review_desk(make_review_plan(asker));
    spawn_bulks_and_backups();
  }

  void spawn_bulks_and_backups() {
    const backup_plan backups{log_actor_, log_.get(), clock_, config_, backup_state_, &removals_};
    backup_actor_ = spawn_backup_actor(*system_, backups);
    backup_desk_ = make_backup_desk(backup_actor_, backups);
    bulk_plan plan{log_actor_, store_actor_, clock_, log_.get(), rows_.get(), usage_.get()};
    plan.obey(config_);
    bulk_desk_ = open_bulks(*system_, plan, *set_.control);
  }

  void spawn_search() {
    if (config_.search_segment_documents == 0) return;
    search_projector_ = spawn_projector(*system_, *set_.search, plan_of_search(config_));
    caf::anon_send(log_actor_, follow_log{search_projector_});
  }

  /// On the janitor's thread, now and then.
  void tend() {
    shelf_->tend();
    if (serving_) retention_->tend();
  }
  auto remove(const import_row& row) -> bool {
    const auto gone = ask<change_answer>(*system_, registry_,
                                         import_order{{{"system"}, row.owner}, row.id, import_verb::remove});
    return gone && gone->what;
  }

  [[nodiscard]] auto shown_to_all() const -> shown_asker {
    return [this](std::string_view kind, const owner_id& owner) { return shown(kind, owner); };
  }

  auto make_review_plan(settings_asker asker) -> review_plan {
    return {system_.get(),  registry_,      store_actor_,    std::move(asker), given_of(shown_to_all()),
            derived_.get(), *project_desk_, *accounts_desk_, config_,          *log_,
            ready_,         *set_.control,  *import_views_};
  }

  auto make_registry_plan() -> registry_plan {
    registry_plan plan;
    plan.writer = log_actor_;
    plan.store = store_actor_;
    plan.janitor = janitor_;
    plan.clock = clock_;
    plan.log = log_.get();
    plan.rows = rows_.get();
    plan.usage = usage_.get();
    plan.derived = derived_.get();
    plan.looks = looks_;
    plan.ready = ready_ = std::make_shared<ready_imports>(*log_, *rows_);
    plan.files = shelf_.get();
    plan.imports = set_.control.get();
    set_limits(plan, config_);
    return plan;
  }

  /// Nothing can be answered without read models, and only a start folds them again. Whoever watches over the
  /// process starts it.
  void found_damage(const std::string& what) const {
    journal::error("projections.damaged",
                   {{"what", "the next start folds them again from the log"}, {"where", what}});
    if (serving_) std::_Exit(EXIT_FAILURE);
  }

  settings config_;
  clock_ptr clock_;
  std::shared_ptr<watcher_list> watchers_;
  std::shared_ptr<look_board> looks_ = std::make_shared<look_board>();
  std::unique_ptr<directory_lock> lock_;
  std::unique_ptr<event_log> log_;
  std::unique_ptr<projection_store> rows_;
  projection_set set_;
  std::unique_ptr<rows_shown> shown_;
  std::unique_ptr<import_views> import_views_;
  std::unique_ptr<usage_book> usage_;
  std::shared_ptr<ready_imports> ready_;
  std::unique_ptr<derived_files> derived_;
  std::unique_ptr<collection_store> store_;
  std::unique_ptr<file_shelf> shelf_;
  std::unique_ptr<retention> retention_;
  std::shared_ptr<index_listener> index_listener_;
  std::unique_ptr<caf::actor_system> system_;
  log_actor log_actor_;
  projector_actor control_projector_, collections_projector_, search_projector_;
  janitor_actor janitor_;
  store_actor store_actor_;
  accounts_actor accounts_actor_;
  registry_actor registry_;
  projects_actor projects_actor_;
  std::shared_ptr<backup_state> backup_state_ = std::make_shared<backup_state>();
  std::mutex removals_;  ///< held by who removes uploads
  backup_actor backup_actor_;
  std::unique_ptr<project_desk> project_desk_;
  std::unique_ptr<account_desk> accounts_desk_;
  std::unique_ptr<import_desk> import_desk_;
  std::unique_ptr<review_desk> review_desk_;
  std::unique_ptr<backup_desk> backup_desk_;
  std::unique_ptr<bulk_desk> bulk_desk_;
  std::unique_ptr<operator_desk> operator_desk_;
  std::shared_ptr<commit_meter> commits_ = std::make_shared<commit_meter>();
  std::mutex stopping_;
  std::atomic<bool> stopped_{false};
  std::atomic<bool> serving_{false};
};

}  // namespace

auto open_engine(const settings& config, clock_ptr clock) -> result<std::unique_ptr<engine>> {
  if (auto fine = check_settings(config); !fine) return std::move(fine).why();
  auto made = std::make_unique<the_engine>(config, clock);
  auto opened = made->open();
  if (!opened && made->met_damage()) {
    made.reset();
    made = std::make_unique<the_engine>(config, clock);
    opened = made->open();
  }
  if (!opened) return opened.why();
  return std::unique_ptr<engine>{std::move(made)};
}

}  // namespace waybill
