#include "tests/crash/witness.hpp"

#include <algorithm>
#include <set>
#include <sstream>

namespace waybill::crash {

using st::json;

auto witness::canonical(json value) const -> json {
  static const std::set<std::string> vary{"position",   "at",          "attempt",    "created_at",
                                          "started_at", "finished_at", "updated_at", "change"};
  if (value.is_string()) {
    const auto known = names_.find(value.get<std::string>());
    return known == names_.end() ? value : json(known->second);
  }
  if (value.is_array())
    for (auto& each : value) each = canonical(each);
  if (!value.is_object()) return value;
  for (const auto& key : vary) value.erase(key);
  // What a person changed has the time of that; what a file says is of 2024.
  if (const auto updated = value.find("updated");
      updated != value.end() && updated->is_string() && !updated->get<std::string>().starts_with("2024"))
    *updated = "later";
  for (auto& [key, each] : value.items()) each = canonical(each);
  return value;
}

auto witness::submit(st::person& who, const st::handed_in& what) -> std::string {
  const auto told = at_.insist([&] { return who.upload(what); });
  if (told.status != 202) throw lost("an upload was answered " + std::to_string(told.status) + told.body);
  const auto id = told.parsed().at("id").get<std::string>();
  names_[id] = what.idempotency_key;
  // Said once, it is there: also if the server died in between.
  const auto again = at_.insist([&] { return who.upload(what); });
  if (again.status != 202 || again.parsed().at("id") != id)
    throw lost("an accepted upload is not known any more: " + again.body);
  return id;
}

auto witness::see(st::person& who, const std::string& id) -> json {
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

void witness::order(st::person& who, const std::string& id, const std::string& verb,
                    const std::string& then) {
  const auto told = at_.insist([&] { return who.command(id, verb); });
  if (told.status != 202 && told.status != 409)
    throw lost(verb + " was answered " + std::to_string(told.status) + told.body);
  if (told.status != 202 || then.empty()) return;
  const auto status = see(who, id).at("status").get<std::string>();
  if (status != then) throw lost("after " + verb + " was accepted the import is " + status);
}

void witness::bring_to_end(st::person& who, const std::string& id) {
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

void witness::wait_for_some(st::person& who, const std::string& id, std::uint64_t wanted) {
  const std::set<std::string> still{"completed", "failed", "cancelled", "paused"};
  for (const auto until = std::chrono::steady_clock::now() + st::patience;
       std::chrono::steady_clock::now() < until; st::breathe()) {
    const auto import = see(who, id);
    if (import.at("progress").at("processed") >= wanted || still.contains(import.at("status"))) return;
  }
  throw lost("an import stands still: " + see(who, id).dump() + gauges());
}

void witness::remove(st::person& who, const std::string& path) {
  const auto told = at_.insist([&] { return who.remove(path); });
  // 404: the first answer was lost on its way.
  if (told.status != 204 && told.status != 404) throw lost("a deletion was answered " + told.body);
  if (at_.insist([&] { return who.get(path); }).status != 404)
    throw lost("what was deleted is there: " + path);
}

auto witness::ask(st::person& who, const std::string& path) -> json {
  const auto told = at_.insist([&] { return who.get(path); });
  if (told.status != 200) throw lost(path + ": " + told.body);
  return told.parsed();
}

auto witness::list(st::person& who, const std::string& path) -> json {
  auto all = json::array();
  for (std::string cursor;;) {
    const auto page = ask(who, path + (cursor.empty() ? "" : "&cursor=" + cursor));
    for (const auto& item : page.at("items")) all.push_back(item);
    if (!page.at("next_cursor").is_string()) return all;
    cursor = page.at("next_cursor");
  }
}

auto witness::gauges() -> std::string {
  std::istringstream lines(at_.insist([&] { return at_.alice().get("/metrics"); }).body);
  std::string told;
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("waybill_") && !line.starts_with("waybill_http")) told += "\n" + line;
  return told + "\n";
}

void witness::see_rest() {
  const auto idle = [this] {
    const auto text = gauges();
    return text.find("\nwaybill_imports_running 0\n") != std::string::npos &&
           text.find("\nwaybill_imports_waiting 0\n") != std::string::npos;
  };
  if (!st::eventually(idle)) throw lost("somebody works, or waits, though every import is completed");
  // A file goes when its import is over, which the gauges may tell a moment before.
  std::string left;
  const auto is_clear = [&] {
    left.clear();
    for (const auto& each : st::fs::recursive_directory_iterator(at_.data() / "imports"))
      if (each.is_regular_file()) left = each.path().string();
    return left.empty();
  };
  if (!st::eventually(is_clear)) throw lost("left behind: " + left);
}

namespace {

/// One beginning, one end, each attempt asked for.
void see_history(const json& import, const json& events) {
  std::map<std::string, std::uint64_t> times;
  for (const auto& each : events) ++times[each.at("type").get<std::string>()];
  if (times["import.submitted.v1"] != 1 || times["import.completed.v1"] != 1 ||
      times["import.retried.v1"] + 1 != import.at("attempt") ||
      events.back().at("type") != "import.completed.v1")
    throw lost("the history is not that of one import: " + events.dump());
}

}  // namespace

void witness::tell_import(ending& end, st::person& who, const std::string& id) {
  end.parts.push_back("counts of " + names_[id] + ": " + st::counts_of(see(who, id)));
  const auto outcomes = list(who, "/api/v1/imports/" + id + "/records?limit=100");
  std::uint64_t number = 0;
  for (const auto& each : outcomes)
    if (each.at("record") != ++number)
      throw lost("record " + std::to_string(number) + " has no outcome, or two");
  end.parts.push_back("outcomes of " + names_[id] + ": " + canonical(outcomes).dump());
  const auto failed = list(who, "/api/v1/imports/" + id + "/records?limit=100&outcome=failed");
  end.parts.push_back("failed of " + names_[id] + ": " + canonical(failed).dump());
  see_history(see(who, id), list(who, "/api/v1/imports/" + id + "/events?limit=100"));
}

void see_rebuilt(house& at) {
  const auto told = at.offline({"rebuild"});
  if (told.status != 0)
    throw lost("rebuild ended with " + std::to_string(told.status) + ": " + told.out + told.err);
}

void see_whole(house& at) {
  const auto told = at.offline({"log", "verify"});
  if (told.status != 0) throw lost("log verify: " + told.out + told.err);
  for (const auto& each : st::fs::recursive_directory_iterator(at.data()))
    if (each.path().extension() == ".bulk" || each.path().string().find("projections.") != std::string::npos)
      throw lost("left behind: " + each.path().string());
}

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
