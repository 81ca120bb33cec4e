// A data directory with a log and some files, and a folder for its backups.
#pragma once

#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "backup/restore.hpp"
#include "backup/take.hpp"
#include "events/bulk/events.hpp"
#include "events/import/events.hpp"
#include "events/log/rocksdb_log.hpp"
#include "events/log/transaction.hpp"
#include "tests/backup/replayed.hpp"
#include "tests/events/log/samples.hpp"

namespace waybill::tests {

namespace fs = std::filesystem;

inline auto file_text(const fs::path& path) -> std::string {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
inline void write_text(const fs::path& path, std::string_view text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

class backed_up_house {
 public:
  backed_up_house() {
    fs::create_directories(data());
    write_text(data() + "/secrets/links.key", std::string(32, 'k'));
    write_text(data() + "/files/fil_1", "what is known of a file");
    reopen();
  }

  [[nodiscard]] auto data() const -> std::string { return here_.path() + "/data"; }
  [[nodiscard]] auto folder() const -> std::string { return here_.path() + "/backups"; }
  [[nodiscard]] auto place(const std::string& name) const -> std::string { return here_.path() + "/" + name; }
  [[nodiscard]] auto log() const -> event_log& { return *log_; }

  void reopen() {
    log_.reset();
    auto open = open_rocksdb_log({.directory = data() + "/log"});
    if (!open) FAIL(open.why().message);
    log_ = *std::move(open);
  }

  /// So many events, some of them as large as chunks.
  void write(std::uint64_t events) {
    for (std::uint64_t i = 0; i < events; ++i)
      log_tests::must(*log_, log_tests::one("a", written_++, {std::string(i % 3 == 0 ? 9'000 : 20, 'x')}));
  }

  /// An import with a file of its own, accepted now.
  auto submit(const std::string& eight) -> import_id {
    const import_id id{"imp_" + eight};
    const auto path = "imports/usr_1/2025-06-28-1430-" + eight + ".json";
    write_text(data() + "/" + path, "the file of " + eight);
    import_submitted what;
    what.import = id;
    what.owner = owner_id{user_id{"usr_1"}};
    what.kind = "bookmarks";
    what.options = "{}";
    what.file = {eight + ".json", path, 20, {}};
    append(id, {import_event{what}});
    return id;
  }
  void append(const import_id& id, const std::vector<import_event>& events) {
    const auto stream = import_stream(id);
    const auto head = log_->head(stream);
    log_tests::must(*log_, *transaction_of(stream, head->version, encoded(events), "usr_1", 0, *clock_));
    clock_->advance_ms(1'000);
  }
  void append(const bulk_id& id, const std::vector<bulk_event>& events) {
    const auto stream = bulk_stream(id);
    const auto head = log_->head(stream);
    log_tests::must(*log_, *transaction_of(stream, head->version, encoded(events), "usr_1", 0, *clock_));
  }
  [[nodiscard]] auto file_of(const import_id& id) const -> std::string {
    return data() + "/imports/usr_1/2025-06-28-1430-" + id.value.substr(4) + ".json";
  }

  [[nodiscard]] auto plan() const -> backup::take_plan {
    backup::take_plan how{data(), *log_, folder(), 0, 3, clock_};
    return how;
  }
  auto take() const -> result<backup_finished> { return backup::take(plan()); }
  auto restore(const std::string& name, std::optional<backup::restore_until> until = {}) const
      -> result<backup::restore_report> {
    fs::create_directories(place(name));
    return backup::restore({folder(), place(name), until, clock_});
  }

  [[nodiscard]] auto clock() const -> manual_clock& { return *clock_; }

 private:
  temporary_directory here_;
  std::shared_ptr<manual_clock> clock_ = std::make_shared<manual_clock>(log_tests::noon);
  std::unique_ptr<event_log> log_;
  std::uint64_t written_ = 0;
};

inline auto open_log_at(const std::string& directory) -> std::unique_ptr<event_log> {
  auto open = open_rocksdb_log({.directory = directory, .read_only = true});
  if (!open) FAIL(open.why().message);
  return *std::move(open);
}

/// The beginning of a log, in words.
inline auto told_until(const event_log& log, position until) -> std::vector<std::string> {
  auto all = log_tests::told(log);
  REQUIRE(all.size() >= until);
  all.resize(until);
  return all;
}

}  // namespace waybill::tests
