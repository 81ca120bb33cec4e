#include "tests/crash/life.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "tests/system/documents.hpp"

namespace waybill::crash {
namespace {

using st::json;

constexpr std::uint64_t records = 300;

auto first_document() -> const std::string& {
  static const auto text = st::mixed(records).text;
  return text;
}
auto second_document() -> const std::string& {
  static const auto text = [] {
    auto made = st::good_document(records / 2, records);
    for (std::size_t at = 0; (at = made.find("Field notes", at)) != std::string::npos; at += 8)
      made.replace(at, 11, "New notes");
    return made;
  }();
  return text;
}
auto third_document() -> const std::string& {
  static const auto text = st::good_document(5'000, records / 2);
  return text;
}

/// Ids, positions and times differ from run to run: ids become the names the life gave them.
auto canonical(json value, const std::map<std::string, std::string>& names) -> json {
  static const std::set<std::string> vary{"position",   "at",         "attempt",
                                          "created_at", "started_at", "finished_at"};
  if (value.is_string()) {
    const auto known = names.find(value.get<std::string>());
    return known == names.end() ? value : json(known->second);
  }
  if (value.is_array())
    for (auto& each : value) each = canonical(each, names);
  if (!value.is_object()) return value;
  for (const auto& key : vary) value.erase(key);
  for (auto& [key, each] : value.items()) each = canonical(each, names);
  return value;
}

class life {
 public:
  life(house& at, const on_phase& phase) : at_(at), phase_(phase) {}

  auto run() -> ending {
    at_.start();
    import_and_disturb();
    overwrite();
    remove_some();
    at_.stop();
    phase_("rebuild");
    rebuilt();
    phase_("end");
    at_.start();
    auto end = look_around();
    at_.stop();
    whole();
    return end;
  }

 private:
  using person = st::person;

  auto submit(person& who, const std::string& document, const std::string& mode, const std::string& key)
      -> std::string {
    const auto told = at_.insist([&] { return who.upload(document, mode, key); });
    if (told.status != 202) throw lost("an upload was answered " + std::to_string(told.status) + told.body);
    const auto id = told.parsed().at("id").get<std::string>();
    names_[id] = key;
    // Said once, it is there: also if the server died in between.
    const auto again = at_.insist([&] { return who.upload(document, mode, key); });
    if (again.status != 202 || again.parsed().at("id") != id)
      throw lost("an accepted upload is not known any more: " + again.body);
    return id;
  }

  auto see(person& who, const std::string& id) -> json {
    const auto told = at_.insist([&] { return who.get("/api/v1/imports/" + id); });
    if (told.status != 200) throw lost("an import is gone: " + told.body);
    auto import = told.parsed();
    const auto processed = import.at("progress").at("processed").get<std::uint64_t>();
    auto& before = processed_[id];
    if (processed < before)
      throw lost("processed went from " + std::to_string(before) + " to " + std::to_string(processed));
    before = processed;
    // A clear status: what it is that failed, and never something else.
    if (import.at("status") == "failed" && !at_.may_fail_with().contains(import.at("error").at("code")))
      throw lost("an import failed: " + import.at("error").dump());
    return import;
  }

  /// A verb, and that its answer holds: whatever dies then, the status stays until somebody changes it.
  void order(person& who, const std::string& id, const std::string& verb, const std::string& then) {
    const auto told = at_.insist([&] { return who.command(id, verb); });
    if (told.status != 202 && told.status != 409)
      throw lost(verb + " was answered " + std::to_string(told.status) + told.body);
    if (told.status != 202 || then.empty()) return;
    const auto status = see(who, id).at("status").get<std::string>();
    if (status != then) throw lost("after " + verb + " was accepted the import is " + status);
  }

  void bring_to_end(person& who, const std::string& id) {
    const auto until = std::chrono::steady_clock::now() + st::patience;
    while (std::chrono::steady_clock::now() < until) {
      const auto import = see(who, id);
      const auto status = import.at("status").get<std::string>();
      if (status == "completed") return;
      if (status == "paused") order(who, id, "resume", "");
      if (status == "failed") at_.mend_disk();
      if (status == "cancelled" || status == "failed") order(who, id, "retry", "");
      st::breathe();
    }
    throw lost("an import does not come to its end: " + see(who, id).dump() + gauges());
  }

  void wait_for_some(person& who, const std::string& id, std::uint64_t wanted) {
    const std::set<std::string> still{"completed", "failed", "cancelled", "paused"};
    for (const auto until = std::chrono::steady_clock::now() + st::patience;
         std::chrono::steady_clock::now() < until; st::breathe()) {
      const auto import = see(who, id);
      if (import.at("progress").at("processed") >= wanted || still.contains(import.at("status"))) return;
    }
    throw lost("an import stands still: " + see(who, id).dump() + gauges());
  }

  void import_and_disturb() {
    phase_("upload");
    first_ = submit(at_.alice(), first_document(), "skip", "first");
    third_ = submit(at_.bob(), third_document(), "skip", "third");
    phase_("processing");
    wait_for_some(at_.alice(), first_, records / 8);
    phase_("pause");
    order(at_.alice(), first_, "pause", "paused");
    phase_("resume");
    order(at_.alice(), first_, "resume", "");
    wait_for_some(at_.alice(), first_, records / 2);
    phase_("cancel");
    order(at_.alice(), first_, "cancel", "cancelled");
    phase_("retry");
    order(at_.alice(), first_, "retry", "");
    bring_to_end(at_.alice(), first_);
    bring_to_end(at_.bob(), third_);
    change_account();
  }

  /// A token that was given opens, and one that was taken back does not: whatever dies in between.
  void change_account() {
    phase_("account");
    const auto given = at_.insist([&] { return at_.alice().post("/api/v1/tokens", {{"name", "life"}}); });
    if (given.status != 201) throw lost("a token was answered " + given.body);
    const auto fresh = given.parsed();
    const auto opens = [&] {
      return at_.insist([&] {
        auto bearer = at_.alice();
        bearer.carries(fresh.at("token"));
        return bearer.get("/api/v1/me");
      });
    };
    if (opens().status != 200) throw lost("a token that was given does not open: " + opens().body);
    const auto path = "/api/v1/tokens/" + fresh.at("id").get<std::string>();
    const auto revoked = at_.insist([&] { return at_.alice().remove(path); });
    if (revoked.status != 204 && revoked.status != 404)
      throw lost("a revocation was answered " + revoked.body);
    if (opens().status != 401) throw lost("a token that was taken back opens: " + opens().body);
  }

  void overwrite() {
    phase_("overwrite");
    second_ = submit(at_.alice(), second_document(), "overwrite", "second");
    phase_("shutdown");
    at_.stop();
    phase_("start");
    at_.start();
    bring_to_end(at_.alice(), second_);
  }

  void remove_some() {
    phase_("delete");
    const auto page = at_.insist([&] { return at_.alice().get("/api/v1/bookmarks?limit=100"); }).parsed();
    auto all = page.at("items");
    std::sort(all.begin(), all.end(), [](const json& a, const json& b) { return a.at("url") < b.at("url"); });
    chosen_ = {all[3].at("identity"), all[40].at("identity"), all[77].at("identity")};
    gone(at_.alice(), "/api/v1/bookmarks/" + chosen_[0]);
    gone(at_.bob(), "/api/v1/imports/" + third_);
  }

  void gone(person& who, const std::string& path) {
    const auto told = at_.insist([&] { return who.remove(path); });
    // 404: the first answer was lost on its way.
    if (told.status != 204 && told.status != 404) throw lost("a deletion was answered " + told.body);
    if (at_.insist([&] { return who.get(path); }).status != 404)
      throw lost("what was deleted is there: " + path);
  }

  void rebuilt() {
    const auto told = at_.offline({"rebuild"});
    if (told.status != 0)
      throw lost("rebuild ended with " + std::to_string(told.status) + ": " + told.out + told.err);
  }

  void whole() {
    const auto told = at_.offline({"log", "verify"});
    if (told.status != 0) throw lost("log verify: " + told.out + told.err);
    for (const auto& each : st::fs::recursive_directory_iterator(at_.data()))
      if (each.path().extension() == ".bulk" ||
          each.path().string().find("projections.") != std::string::npos)
        throw lost("left behind: " + each.path().string());
  }

  /// One beginning, one end, each attempt asked for.
  static void see_history(const json& import, const json& events) {
    std::map<std::string, std::uint64_t> times;
    for (const auto& each : events) ++times[each.at("type").get<std::string>()];
    if (times["import.submitted.v1"] != 1 || times["import.completed.v1"] != 1 ||
        times["import.retried.v1"] + 1 != import.at("attempt") ||
        events.back().at("type") != "import.completed.v1")
      throw lost("the history is not that of one import: " + events.dump());
  }

  /// What the engine measures of itself; not its requests.
  auto gauges() -> std::string {
    std::istringstream lines(at_.insist([&] { return at_.alice().get("/metrics"); }).body);
    std::string told;
    for (std::string line; std::getline(lines, line);)
      if (line.starts_with("waybill_") && !line.starts_with("waybill_http")) told += "\n" + line;
    return told + "\n";
  }

  void see_rest() {
    const auto idle = [this] {
      const auto text = gauges();
      return text.find("\nwaybill_imports_running 0\n") != std::string::npos &&
             text.find("\nwaybill_imports_waiting 0\n") != std::string::npos;
    };
    if (!st::eventually(idle)) throw lost("somebody works, or waits, though every import is completed");
  }

  auto look_around() -> ending;
  void see_import(ending& end, person& who, const std::string& id);
  auto ask(person& who, const std::string& path) -> json {
    const auto told = at_.insist([&] { return who.get(path); });
    if (told.status != 200) throw lost(path + ": " + told.body);
    return told.parsed();
  }
  /// All pages.
  auto list(person& who, const std::string& path) -> json {
    auto all = json::array();
    for (std::string cursor;;) {
      const auto page = ask(who, path + (cursor.empty() ? "" : "&cursor=" + cursor));
      for (const auto& item : page.at("items")) all.push_back(item);
      if (!page.at("next_cursor").is_string()) return all;
      cursor = page.at("next_cursor");
    }
  }

  house& at_;
  const on_phase& phase_;
  std::string first_, second_, third_;
  std::vector<std::string> chosen_;
  std::map<std::string, std::string> names_;
  std::map<std::string, std::uint64_t> processed_;
};

void life::see_import(ending& end, person& who, const std::string& id) {
  end.parts.push_back("counts of " + names_[id] + ": " + st::counts_of(see(who, id)));
  const auto outcomes = list(who, "/api/v1/imports/" + id + "/records?limit=100");
  std::uint64_t number = 0;
  for (const auto& each : outcomes)
    if (each.at("record") != ++number)
      throw lost("record " + std::to_string(number) + " has no outcome, or two");
  end.parts.push_back("outcomes of " + names_[id] + ": " + canonical(outcomes, names_).dump());
  const auto failed = list(who, "/api/v1/imports/" + id + "/records?limit=100&outcome=failed");
  end.parts.push_back("failed of " + names_[id] + ": " + canonical(failed, names_).dump());
  see_history(see(who, id), list(who, "/api/v1/imports/" + id + "/events?limit=100"));
}

auto life::look_around() -> ending {
  ending end;
  see_import(end, at_.alice(), first_);
  see_import(end, at_.alice(), second_);
  for (auto* who : {&at_.alice(), &at_.bob()}) {
    end.parts.push_back("export: " +
                        canonical(ask(*who, "/api/v1/bookmarks/export").at("items"), names_).dump());
    std::vector<std::string> listed;  // their order is that of the clock
    const auto imports = ask(*who, "/api/v1/imports?limit=100");
    for (const auto& import : imports.at("items"))
      listed.push_back("listed: " + canonical(import.at("id"), names_).dump() + st::counts_of(import));
    std::sort(listed.begin(), listed.end());
    end.parts.insert(end.parts.end(), listed.begin(), listed.end());
  }
  for (std::size_t i = 1; i < chosen_.size(); ++i)
    end.parts.push_back(
        "history: " +
        canonical(list(at_.alice(), "/api/v1/bookmarks/" + chosen_[i] + "/history?limit=100"), names_)
            .dump());
  see_rest();
  for (const auto& each : st::fs::recursive_directory_iterator(at_.data() / "imports"))
    if (each.is_regular_file()) throw lost("left behind: " + each.path().string());
  return end;
}

}  // namespace

auto live(house& at, const on_phase& phase) -> ending { return life(at, phase).run(); }

void compare(const ending& ours, const ending& expected) {
  for (std::size_t i = 0; i < std::max(ours.parts.size(), expected.parts.size()); ++i) {
    const std::string nothing = "(nothing)";
    const auto& a = i < ours.parts.size() ? ours.parts[i] : nothing;
    const auto& b = i < expected.parts.size() ? expected.parts[i] : nothing;
    if (a == b) continue;
    const auto from =
        static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
    const auto start = from < 60 ? 0 : from - 60;
    throw lost(b.substr(0, 40) + ": ..." + a.substr(start, 200) + " instead of ..." + b.substr(start, 200));
  }
}

}  // namespace waybill::crash
