#include "actors/import_desk.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <functional>
#include <mutex>

#include "actors/ask.hpp"
#include "actors/other_imports.hpp"
#include "actors/upload_file.hpp"
#include "events/fault_point.hpp"
#include "formats/recognise.hpp"
#include "projections/imports_model.hpp"

namespace waybill {
namespace {

constexpr std::chrono::seconds show_patience{5};

auto no_such_kind(const std::string& name) -> error {
  return {errc::bad_value,
          "There is no kind of import '" + name.substr(0, 100) + "'; there is: " + kind_names() + ".",
          {}};
}

auto switched_off(std::string_view name) -> error {
  return {errc::not_found, "Imports of the kind '" + std::string(name) + "' are switched off here.", {}};
}

/// As a project has them that set none; "": the kind has no settings.
auto usual_settings(const kind_module& kind) -> std::string {
  auto text = kind.check_settings("{}");
  return text ? std::move(*text) : std::string();
}

class desk final : public import_desk {
 public:
  desk(caf::actor_system& system, registry_actor registry, store_actor store, clock_ptr clock,
       const settings& config, const event_log& log, const projection_runner& shown,
       const import_views& views, file_shelf& files, beginning_asker may_begin, name_asker names)
      : system_(system),
        registry_(std::move(registry)),
        store_(std::move(store)),
        clock_(std::move(clock)),
        config_(config),
        uploads_{config.data_directory, config.imports_file_limit_bytes, config.storage_min_free_bytes,
                 files.plan().usage},
        log_(log),
        shown_(shown),
        views_(views),
        files_(files),
        kinds_around_(surroundings_of(config)),
        may_begin_(std::move(may_begin)),
        names_(std::move(names)) {
    if (auto listed = kinds_listed(config.kinds_enabled)) enabled_ = std::move(*listed);
  }

  [[nodiscard]] auto kinds() const -> std::vector<kind_info> override {
    std::vector<kind_info> all;
    for (const auto* kind : waybill::kinds())
      all.push_back({kind->name(),
                     is_enabled(*kind),
                     {kind->shown_names(), kind->names_fields(), kind->shown_names().empty()},
                     name_of(kind->home()),
                     usual_settings(*kind)});
    return all;
  }

  auto begin_upload(const acting& who) -> result<std::unique_ptr<upload>> override {
    const auto may = ask<answered>(system_, registry_, may_upload{who});
    if (!may) return may.why();
    if (!may->what) return may->what.why();
    return begin_upload_file(uploads_, who.owner.empty() ? owner_id{who.by} : who.owner, *clock_);
  }

  auto submit(const acting& who, const submission& what, std::unique_ptr<upload> file,
              const uploaded_file& info) -> result<submitted> override {
    const auto kind = kind_of(who, what);
    if (!kind) return kind.why();
    const auto options = options_of(what, **kind);
    if (!options) return options.why();
    const auto first = formats::telling_bytes(full_path(info.path), std::string(first_bytes_of(*file)));
    beginning begins{*this, *kind, who.owner};
    if (auto fine = begins.wait(); !fine) return std::move(fine).why();
    if (auto fine = may_begin(who, what, **kind, *options, first); !fine) return std::move(fine).why();
    const auto event = event_of(who, what, **kind, *options, info);
    // What was checked on its way in was checked as anybody's.
    auto verdict = files_.was_written_here(info.sha256) ? nullptr : verdict_of(*file, **kind, *options);
    fault_point("submit.file_is_safe");
    files_in_doubt earlier{*this};
    hand_over(*file);
    const bool log_was_well = log_.writable();
    const auto answer =
        ask<submit_answer>(system_, registry_, order_of(who, event, **kind, std::move(verdict), {}));
    if (!answer) {
      // Nobody said no: the import may be in the log all the same, and then it owns the file. If it is not,
      // the next start sweeps the file away.
      keep_upload(*file);
      return answer.why();
    }
    if (!answer->what) {
      // Refused by a write that failed, and not before or since: it may be in the log's files.
      if (log_was_well && !log_.writable()) {
        keep_upload(*file);
        earlier.add(info.path);
      }
      return answer->what.why();
    }
    begins.happened(answer->what->at);
    fault_point("submit.accepted");
    if (!answer->what->repeated) earlier.remove();
    if (!answer->what->repeated) keep_upload(*file);
    file.reset();
    return shown_submission(who, event, *answer->what);
  }

  auto submit_stored(const acting& who, const submission& what, const file_id& id)
      -> result<submitted> override {
    const auto kind = kind_of(who, what);
    if (!kind) return kind.why();
    const auto options = options_of(what, **kind);
    if (!options) return options.why();
    const auto file = files_.take(who.by, id);
    if (!file) return file.why();
    beginning begins{*this, *kind, who.owner};
    // Only who comes again with the key of the import that took it is told of anything but that.
    const auto& refusal = (*file)->refusal();
    if (refusal && (refusal->code != errc::file_used || what.idempotency_key.empty())) return *refusal;
    if (!refusal) {
      auto first = (*file)->first_bytes();
      if (!first) return first.why();
      *first = formats::telling_bytes(full_path((*file)->info().path), std::move(*first));
      if (auto fine = begins.wait(); !fine) return std::move(fine).why();
      if (auto fine = may_begin(who, what, **kind, *options, *first); !fine) return std::move(fine).why();
      if (auto moved = (*file)->move_to(who.owner); !moved) return std::move(moved).why();
    }
    const auto event = event_of(who, what, **kind, *options, (*file)->info());
    if (!refusal) (*file)->hand_over();
    const auto answer =
        ask<submit_answer>(system_, registry_, order_of(who, event, **kind, nullptr, refusal));
    if (!answer && !refusal) (*file)->leave_in_doubt(event.import);
    if (!answer) return answer.why();
    if (!answer->what) return answer->what.why();
    begins.happened(answer->what->at);
    if (!answer->what->repeated) (*file)->keep_for(event.import);
    return shown_submission(who, event, *answer->what);
  }

  auto command(const acting& who, const import_id& id, import_verb verb, const named_person& person)
      -> result<import_row> override {
    const auto* const begun = verb == import_verb::retry ? kind_of_import(who.owner, id) : nullptr;
    beginning begins{*this, begun, who.owner};
    if (auto fine = begins.wait(); !fine) return std::move(fine).why();
    if (verb == import_verb::retry || verb == import_verb::resume)
      if (auto fine = may_go_on(who, id, verb, person); !fine) return std::move(fine).why();
    const auto answer = ask<change_answer>(system_, registry_, import_order{who, id, verb});
    if (!answer) return answer.why();
    if (!answer->what) return answer->what.why();
    begins.happened(*answer->what);
    if (verb != import_verb::remove) return shown_row(who.owner, id, *answer->what);
    // Also what is gone: who looks right afterwards must not find it.
    if (!shown_.wait_for(*answer->what, show_patience)) return behind();
    return import_row{};
  }

  auto delete_record(std::string_view kind, const acting& who, const identity& id) -> result<done> override {
    const auto answer =
        ask<change_answer>(system_, store_, waybill::delete_record{std::string(kind), who, id});
    if (!answer) return answer.why();
    if (!answer->what) return answer->what.why();
    return done{};
  }

  auto edit_record(std::string_view kind, const acting& who, candidate_chunk what, const std::string& options)
      -> result<done> override {
    const auto* of = kind_named(kind);
    if (of == nullptr) return no_such_kind(std::string(kind));
    const auto answer = ask<change_answer>(
        system_, store_,
        waybill::edit_record{std::string(kind), who, std::make_shared<candidate_chunk>(std::move(what)),
                             of->decider(options, clock_->now())});
    if (!answer) return answer.why();
    if (!answer->what) return answer->what.why();
    return done{};
  }

 private:
  [[nodiscard]] auto kind_of(const acting& who, const submission& what) const -> result<const kind_module*> {
    const auto* kind = kind_named(what.kind.empty() ? default_kind() : std::string_view(what.kind));
    if (kind == nullptr) return no_such_kind(what.kind);
    if (!is_enabled(*kind)) return switched_off(what.kind);
    if (auto fine = may_live_with(*kind, who.owner); !fine) return std::move(fine).why();
    return kind;
  }
  [[nodiscard]] auto kind_of_import(const owner_id& owner, const import_id& id) const -> const kind_module* {
    const auto row = views_.get_or_removed(owner, id);
    return row ? kind_named(row->kind) : nullptr;
  }
  [[nodiscard]] auto options_of(const submission& what, const kind_module& kind) const
      -> result<std::string> {
    return kind.check_options_for(what.options, {what.username, name_of(what.may), kinds_around_});
  }
  [[nodiscard]] auto full_path(const std::string& below) const -> std::string {
    return uploads_.data_directory + "/" + below;
  }
  /// Whether a file that begins so may be read, and what its records become be kept.
  [[nodiscard]] auto may_begin(const acting& who, const submission& what, const kind_module& kind,
                               const std::string& options, std::string_view first) const -> result<done> {
    if (auto known = kind.recognise(what.format, first); !known) return known.why();
    return may_begin_(kind.name(), who.owner, options);
  }
  /// What the owner has, and what people may use, may have changed since it was handed in. Whether there is
  /// such an import is told by who knows best.
  [[nodiscard]] auto may_go_on(const acting& who, const import_id& id, import_verb verb,
                               const named_person& person) const -> result<done> {
    const auto row = views_.get_or_removed(who.owner, id);
    if (!row || row->status == import_status::completed || row->status == import_status::removed)
      return done{};
    const auto* const kind = kind_named(row->kind);
    const options_asker asker{person.username, name_of(person.may), kinds_around_};
    if (kind != nullptr)
      if (auto fine = kind->may_go_on(row->options, asker); !fine) return fine;
    // It will wait for its review once more.
    const auto most = kind == nullptr || row->committed ? 0 : kind->limits_of(config_).waiting_reviews;
    if (verb == import_verb::retry && most > 0)
      if (auto fine = may_wait_for_review(views_, row->owner, row->kind, most); !fine) return fine;
    return verb == import_verb::retry ? may_begin_(row->kind, row->owner, row->options)
                                      : result<done>{done{}};
  }
  [[nodiscard]] auto event_of(const acting& who, const submission& what, const kind_module& kind,
                              const std::string& options, const uploaded_file& file) const
      -> import_submitted {
    return {clock_->fresh_import(), who.owner, std::string(kind.name()), what.format, options, file,
            what.idempotency_key};
  }
  /// With why it is refused, when an import with the same file is there.
  [[nodiscard]] auto order_of(const acting& who, const import_submitted& event, const kind_module& kind,
                              std::shared_ptr<const result<file_summary>> verdict,
                              std::optional<error> refusal) const -> submit_order {
    const bool guarded = kind.refuses_same_file(event.options);
    if (const auto most = kind.limits_of(config_).waiting_reviews; most > 0 && !refusal)
      if (auto fine = may_wait_for_review(views_, event.owner, event.kind, most); !fine)
        refusal = std::move(fine).why();
    if (guarded && !refusal) {
      const auto other = import_of_same_file(views_, event.owner, event.kind, event.file);
      if (!other)
        refusal = other.why();
      else if (*other)
        refusal = duplicate_file(**other, names_);
    }
    return {who.by, event, std::move(verdict), std::move(refusal), guarded};
  }
  auto shown_submission(const acting& who, const import_submitted& event, const submit_receipt& taken)
      -> result<submitted> {
    const auto row = shown_row(who.owner, taken.id, taken.at);
    if (row) return submitted{*row, taken.repeated};
    if (taken.repeated) return row.why();
    // It is accepted, whatever the list of imports is busy with: saying anything else would make the client
    // send it again.
    return submitted{row_of_log(who.by, event, taken.at), false};
  }

  /// Those of one owner whose begin depends on what others begin, one after the other: from the look at what
  /// there is until the log has the next. Others share a line with them.
  struct line_of_beginnings {
    std::mutex mutex;
    position last = 0;  ///< what began last stands there
  };
  class beginning {
   public:
    beginning(desk& of, const kind_module* kind, const owner_id& owner) : desk_(of) {
      if (kind == nullptr || !is_asked_at_beginning(kind->name())) return;
      line_ = &of.beginnings_[std::hash<std::string>{}(owner.value) % of.beginnings_.size()];
      turn_ = std::unique_lock{line_->mutex};
    }
    /// Until what began before is shown. Errors: timeout.
    auto wait() -> result<done> {
      if (line_ == nullptr || desk_.shown_.wait_for(line_->last, show_patience)) return done{};
      return error{errc::timeout, "The list of imports is behind; ask again in a moment.", {}};
    }
    /// What follows sees it.
    void happened(position at) {
      if (line_ == nullptr) return;
      line_->last = std::max(line_->last, at);
      turn_.unlock();
      line_ = nullptr;
    }

   private:
    desk& desk_;
    line_of_beginnings* line_ = nullptr;
    std::unique_lock<std::mutex> turn_;
  };

  /// Files of imports that the log could not take. It takes back what it wrote of them before it writes
  /// again; a server that ends before that finds the import in its log, and needs the file. So they stay
  /// until an import that was submitted after them is accepted, or the next start sweeps them away.
  class files_in_doubt {
   public:
    explicit files_in_doubt(desk& of) : desk_(of) {
      const std::scoped_lock lock{desk_.doubt_};
      paths_.swap(desk_.in_doubt_);
    }
    ~files_in_doubt() {
      const std::scoped_lock lock{desk_.doubt_};
      desk_.in_doubt_.insert(desk_.in_doubt_.end(), paths_.begin(), paths_.end());
    }
    files_in_doubt(const files_in_doubt&) = delete;
    auto operator=(const files_in_doubt&) -> files_in_doubt& = delete;
    void add(const std::string& path) { paths_.push_back(path); }
    void remove() {
      std::error_code ignored;
      for (const auto& path : paths_)
        std::filesystem::remove(desk_.uploads_.data_directory + "/" + path, ignored);
      paths_.clear();
    }

   private:
    desk& desk_;
    std::vector<std::string> paths_;
  };

  [[nodiscard]] auto is_enabled(const kind_module& kind) const -> bool {
    return std::ranges::find(enabled_, &kind) != enabled_.end();
  }
  static auto behind() -> error {
    return {errc::timeout, "It was done, but the list of imports is behind; ask again in a moment.", {}};
  }
  /// The row as it is to be, of an import that was just accepted at `at`.
  [[nodiscard]] auto row_of_log(const user_id& by, const import_submitted& event, position at) const
      -> import_row {
    const auto first = log_.read_stream(import_stream(event.import), 1, 1);
    import_row row;
    row.started_by = by;
    fold(row, import_event{event}, at, first && !first->empty() ? first->front().head.time : clock_->now());
    return row;
  }
  /// The row, once it shows what was written at `at`, and whatever happened to it since.
  auto shown_row(const owner_id& owner, const import_id& id, position at) -> result<import_row> {
    if (!shown_.wait_for(at, show_patience)) return behind();
    return views_.get_or_removed(owner, id);
  }

  caf::actor_system& system_;
  registry_actor registry_;
  store_actor store_;
  clock_ptr clock_;
  const settings& config_;
  upload_folder uploads_;
  std::vector<const kind_module*> enabled_;
  const event_log& log_;
  const projection_runner& shown_;
  const import_views& views_;
  file_shelf& files_;
  std::shared_ptr<const kind_surroundings> kinds_around_;
  beginning_asker may_begin_;
  name_asker names_;
  std::array<line_of_beginnings, 64> beginnings_;
  std::mutex doubt_;
  std::vector<std::string> in_doubt_;
};

}  // namespace

auto make_import_desk(caf::actor_system& system, registry_actor registry, store_actor store, clock_ptr clock,
                      const settings& config, const event_log& log, const projection_runner& shown,
                      const import_views& views, file_shelf& files, beginning_asker may_begin,
                      name_asker names) -> std::unique_ptr<import_desk> {
  return std::make_unique<desk>(system, std::move(registry), std::move(store), std::move(clock), config, log,
                                shown, views, files, std::move(may_begin), std::move(names));
}

}  // namespace waybill
