// Kills while backups are made and imports go on. Every backup that was finished is restored, and holds what
// a log has that was written anew from the first event up to the backup's position.
#include <algorithm>
#include <optional>
#include <set>

#include "backup/folder.hpp"
#include "tests/backup/replayed.hpp"
#include "tests/crash/fate.hpp"
#include "tests/crash/rows.hpp"
#include "tests/system/documents.hpp"

namespace waybill::crash {
namespace {

using struck = std::map<std::string, std::uint64_t>;

constexpr int backups = 5;
constexpr std::uint64_t records = 2'000;

class backed_up_life {
 public:
  backed_up_life(house& at, dice& random) : at_(at), random_(random), sees_(at) {}

  void live() {
    make_admin();
    at_.start();
    for (int i = 0; i < backups; ++i) {
      import_some(i);
      std::optional<killer> hand;
      // Some are left to their end.
      if (random_() % 3 != 0) hand.emplace(at_, std::chrono::microseconds{random_() % 250'000});
      begin();
      see_ended();
    }
    for (const auto& [id, who] : imports_) sees_.bring_to_end(*who, id);
    begin();
    see_ended();
    at_.stop();
    see_whole(at_);
    see_backups();
  }

 private:
  [[nodiscard]] auto folder() const -> std::string { return (at_.data().parent_path() / "backups").string(); }

  void make_admin() {
    const auto data = at_.data().string();
    const auto made =
        st::run_waybill({"user", "add", "boss", "--role", "admin", "--password-stdin", "--data", data},
                        "a password of boss\n");
    const auto token = st::run_waybill({"token", "add", "test", "--user", "boss", "--data", data});
    if (made.status != 0 || token.status != 0) throw lost("no administrator: " + made.err + token.err);
    auto text = token.out;
    text.pop_back();
    boss_ = text.substr(text.rfind('\n') + 1);
  }

  auto ask_as_boss(const std::function<st::answer(st::person&)>& ask) -> st::answer {
    return at_.insist([&] {
      auto boss = at_.alice();
      boss.carries(boss_);
      return ask(boss);
    });
  }

  void import_some(int round) {
    auto& who = round % 2 == 0 ? at_.alice() : at_.bob();
    const auto name = "import " + std::to_string(round);
    const auto first = static_cast<std::uint64_t>(round) * records / 2;
    imports_.emplace_back(
        sees_.submit(
            who,
            {st::good_document(first, records), "bookmarks.json", {{"on_duplicate", "overwrite"}}, name}),
        &who);
  }

  /// A kill may come between the order and its answer: then there is another order.
  void begin() {
    const auto told =
        ask_as_boss([](st::person& boss) { return boss.post("/api/v1/administration/backups"); });
    if (told.status != 202 && told.status != 409) throw lost("a backup was answered " + told.body);
  }

  /// None is made any more: it was finished, or its server is dead.
  void see_ended() {
    const bool over = st::eventually([&] {
      const auto list =
          ask_as_boss([](st::person& boss) { return boss.get("/api/v1/administration/backups"); });
      return list.status == 200 && list.parsed().at("running").is_null();
    });
    if (!over) throw lost("a backup does not end");
  }

  void see_backups() {
    const auto log = open_rocksdb_log({.directory = (at_.data() / "log").string(), .read_only = true});
    const auto open = backup::backup_folder::open_to_read(folder());
    if (!log || !open) throw lost("the log or the backups cannot be opened");
    const auto all = (*open)->list();
    if (!all || all->empty()) throw lost("there is no backup");
    for (const auto& one : *all) {
      if (!one.what) throw lost(one.what.why().message);
      see_restored(**log, *one.what);
    }
    if (st::fs::exists(at_.data() / "backup.staging")) throw lost("something of a backup was left behind");
  }

  void see_restored(const event_log& log, const backup::manifest& what) {
    const st::temp_directory here;
    const auto end = st::run_waybill(
        {"restore", folder(), "--data", (here / "restored").string(), "--until", std::to_string(what.at)});
    if (end.status > 1 || end.out.find("Backup " + std::to_string(what.number) + " ") == std::string::npos)
      throw lost("backup " + std::to_string(what.number) + " is not restored: " + end.err + end.out);
    tests::replay(log, what.at, (here / "replayed/log").string());
    for (const std::string who : {"alice", "bob"}) {
      const auto restored = exported(here / "restored", who), replayed = exported(here / "replayed", who);
      if (restored != replayed) throw lost("the export of " + who + " is another after the restore");
    }
    if (st::run_waybill({"log", "verify", "--data", (here / "restored").string()}).status != 0)
      throw lost("the restored log is not whole");
    if (st::run_waybill({"rebuild", "--data", (here / "restored").string()}).status != 0)
      throw lost("read models of the restored log are not what it says");
  }

  static auto exported(const st::fs::path& data, const std::string& who) -> std::string {
    const auto end = st::run_waybill({"export", "--user", who, "--data", data.string()});
    if (end.status != 0) throw lost("no export: " + end.err);
    return st::json::parse(end.out).at("items").dump();  // it also says when it was made
  }

  house& at_;
  dice& random_;
  witness sees_;
  std::string boss_;
  std::vector<std::pair<std::string, st::person*>> imports_;
};

auto with_backups(const yardstick& by, std::uint64_t seed) -> struck {
  dice random{seed};
  auto how = plain(seed);
  how.settings.emplace_back("WAYBILL_BACKUP_KEEP", "100");
  // So slow that a kill finds one half-way.
  how.settings.emplace_back("WAYBILL_BACKUP_RATE", std::to_string((1 + random() % 8) << 20));
  how.beside = {{"WAYBILL_BACKUP_FOLDER", "backups"}};
  // Of the kills, those that found one half-way.
  std::set<std::string> cut_off;
  how.before_start = [&cut_off](const st::fs::path& data) {
    const auto mark = data.parent_path() / "backups/unfinished";
    if (st::fs::exists(mark)) cut_off.insert(st::read_file(mark));
  };
  house at(by.home, how);
  backed_up_life(at, random).live();
  return {{"backup", cut_off.size()}};
}

}  // namespace

auto backups_row() -> row {
  return {"kill.backup", "kill -9 while backups are made and imports go on; each finished one is restored", 1,
          with_backups};
}

}  // namespace waybill::crash
