// Kills while a stored file is being read from its beginning to its end, before anything of it is applied. An
// upload is checked as it comes in; the stored file is read when a restart lost what was found, and before
// every further attempt.
#include <algorithm>
#include <thread>

#include "tests/crash/fate.hpp"
#include "tests/system/documents.hpp"

namespace waybill::crash {
namespace {

using struck = std::map<std::string, std::uint64_t>;
using st::json;

/// So many that a check lasts tens of milliseconds.
constexpr std::uint64_t records = 40'000;

auto document(std::uint64_t first) -> const std::string& {
  static std::map<std::uint64_t, std::string> made;
  auto& text = made[first];
  if (text.empty()) text = st::good_document(first, records);
  return text;
}

class long_check {
 public:
  long_check(house& at, std::uint64_t seed) : at_(at), random_(seed) {}

  void kill_in_it(unsigned kills) {
    at_.start();
    if (random_() % 2 == 0)
      wait_for_a_seat();
    else
      id_ = submit(at_.alice(), 1);
    for (unsigned i = 0; i < kills; ++i) {
      let_it_parse();
      std::this_thread::sleep_for(std::chrono::microseconds{random_() % longest_us});
      at_.kill();
      at_.stop();
      at_.start();
    }
    end();
  }
  /// How many kills came after the check had begun and before it was over: the history tells.
  [[nodiscard]] auto kills_within() const -> std::uint64_t { return within_; }

 private:
  static constexpr std::uint64_t longest_us = 40'000;

  auto submit(st::person& who, std::uint64_t first) -> std::string {
    const auto told = at_.insist([&] { return who.upload(document(first), "skip", "once"); });
    if (told.status != 202) throw lost("an upload was answered " + told.body);
    return told.parsed().at("id");
  }

  /// The server ends while the import stands behind another one: what was found as it came in is lost.
  void wait_for_a_seat() {
    const auto before = submit(at_.bob(), 100'000);
    id_ = submit(at_.alice(), 1);
    at_.kill();
    at_.stop();
    at_.start();
    at_.insist([&] { return at_.bob().command(before, "cancel"); });
  }

  auto see() -> json {
    const auto told = at_.insist([&] { return at_.alice().get("/api/v1/imports/" + id_); });
    if (told.status != 200) throw lost("an import is gone: " + told.body);
    if (told.parsed().at("status") == "failed") throw lost("an import failed: " + told.body);
    return told.parsed();
  }

  void let_it_parse() {
    const auto parses = [&] {
      const auto status = see().at("status").get<std::string>();
      if (status == "processing") at_.insist([&] { return at_.alice().command(id_, "cancel"); });
      if (status == "cancelled") at_.insist([&] { return at_.alice().command(id_, "retry"); });
      return status == "parsing" || status == "completed";
    };
    if (!st::eventually(parses)) throw lost("it is never parsed: " + see().dump());
  }

  void end() {
    const auto completes = [&] {
      const auto status = see().at("status");
      if (status == "cancelled") at_.insist([&] { return at_.alice().command(id_, "retry"); });
      return status == "completed";
    };
    if (!st::eventually(completes)) throw lost("it never completes: " + see().dump());
    const auto count = std::to_string(records);
    if (const auto counts = st::counts_of(see()); counts != "completed total " + count + " processed " +
                                                                count + " created " + count +
                                                                " updated 0 skipped 0 failed 0")
      throw lost("counts: " + counts);
    see_history();
    see_export();
    at_.stop();
    for (const auto& arguments : {std::vector<std::string>{"rebuild"}, {"log", "verify"}})
      if (const auto told = at_.offline(arguments); told.status != 0)
        throw lost(arguments[0] + ": " + told.out + told.err);
  }

  void see_history() {
    const auto path = "/api/v1/imports/" + id_ + "/events?detail=steps&limit=100";
    const auto events = at_.insist([&] { return at_.alice().get(path); }).parsed().at("items");
    std::map<std::string, std::uint64_t> times;
    std::string before;
    bool parsing = false;
    for (const auto& event : events) {
      const auto type = event.at("type").get<std::string>();
      if (type == "import.taken_up.v1" && parsing) ++within_;
      if (type != "import.taken_up.v1") parsing = type == "import.parsing_started.v1";
      ++times[type];
      before = type;
    }
    if (times["import.submitted.v1"] != 1 || times["import.completed.v1"] != 1 ||
        times["import.parsing_started.v1"] != times["import.retried.v1"] + 1 ||
        before != "import.completed.v1")
      throw lost("the history is not that of one import: " + events.dump());
  }

  void see_export() {
    const auto text = at_.insist([&] { return at_.alice().get("/api/v1/bookmarks/export"); }).body;
    std::set<std::string> urls;
    std::uint64_t items = 0;
    constexpr std::string_view before = "\"https://site-";
    for (auto from = text.find(before); from != std::string::npos; from = text.find(before, from + 1)) {
      ++items;
      const auto begin = from + before.size();
      urls.insert(text.substr(begin, text.find('"', begin) - begin));
    }
    if (items != records || urls.size() != records)
      throw lost("exported are " + std::to_string(items) + ", different " + std::to_string(urls.size()));
  }

  house& at_;
  dice random_;
  std::string id_;
  std::uint64_t within_ = 0;
};

}  // namespace

auto parsing_row() -> row {
  return {"kill.parsing", "kill -9 while a stored file is checked", 1,
          [](const yardstick& by, std::uint64_t seed) {
            auto how = plain(seed);
            how.settings = {{"WAYBILL_IMPORTS_CHUNK_RECORDS", "1000"}, {"WAYBILL_IMPORTS_CONCURRENT", "1"}};
            house at(by.home, how);
            long_check one(at, seed);
            one.kill_in_it(4);
            return struck{{"a check", one.kills_within()}};
          }};
}

}  // namespace waybill::crash
