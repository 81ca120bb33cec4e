// An operator who says verbs by chance while imports of all kinds are at work, and kills in between. Whatever
// they said: each verb that was acknowledged stands in the log, in their order; and when it is over, each
// import comes to the end that it has in a life that nobody disturbed.
#include <algorithm>
#include <array>
#include <atomic>
#include <exception>
#include <mutex>
#include <optional>
#include <sstream>
#include <thread>

#include "tests/crash/fate.hpp"
#include "tests/crash/rows.hpp"
#include "tests/crash/witness.hpp"
#include "tests/system/documents.hpp"

namespace waybill::crash {
namespace {

constexpr int verbs_in_a_round = 40;
constexpr std::uint64_t records = 1'500;

struct said {
  std::string verb, subject, value;
  friend auto operator==(const said&, const said&) -> bool = default;
};

/// One person at the console, from a thread of theirs.
class operator_at_work {
 public:
  operator_at_work(house& at, std::uint64_t seed, bool may_die) : at_(at), random_(seed), may_die_(may_die) {}

  void say_some(const std::vector<std::string>& imports) {
    constexpr std::array on_imports{"pause", "resume", "cancel", "retry", "kick"};
    for (int i = 0; i < verbs_in_a_round; ++i) {
      const auto& id = imports[random_() % imports.size()];
      switch (random_() % 8) {
        case 0:
          look({"status"});
          break;
        case 1:
          look({random_() % 2 == 0 ? "actors" : "imports"});
          break;
        case 2:
          order("seats", std::to_string(1 + random_() % 4));
          break;
        case 3:
          order("drain", "");
          order("undrain", "");
          break;
        case 4:
          order("rebuild", "control");
          break;
        case 5:
          order("level", random_() % 2 == 0 ? "info" : "warn");
          break;
        default:
          change(on_imports[random_() % on_imports.size()], id);
      }
    }
  }

  [[nodiscard]] auto acknowledged() const -> const std::vector<said>& { return acknowledged_; }
  [[nodiscard]] auto unanswered() const -> std::uint64_t { return unanswered_; }

 private:
  auto ask(std::vector<std::string> words) -> st::ended {
    words.insert(words.begin(), "console");
    words.insert(words.end(), {"--json", "--data", at_.data().string()});
    auto told = st::run_waybill(words);
    // A server that died has no answer. One that lives has.
    const bool answered = !told.out.empty();
    if (!answered && !may_die_) throw lost("the console has no answer: " + words[1] + ": " + told.err);
    unanswered_ += answered ? 0 : 1;
    return told;
  }

  void look(std::vector<std::string> words) { static_cast<void>(ask(std::move(words))); }

  void order(const std::string& verb, const std::string& value) {
    std::vector<std::string> words{verb, "--yes"};
    if (!value.empty()) words.push_back(value);
    if (ask(std::move(words)).status == 0) acknowledged_.push_back({verb, "", value});
  }

  void change(const std::string& verb, const std::string& id) {
    const auto told = ask({verb, id, "--yes"});
    if (told.out.empty()) return;
    const auto one = st::json::parse(told.out).at("items").at(0);
    if (one.at("error").is_null()) return acknowledged_.push_back({verb, id, ""});
    const auto code = one.at("error").at("code").get<std::string>();
    constexpr std::array usual{"wrong_status", "not_found", "unavailable", "busy"};
    if (std::ranges::find(usual, code) == usual.end()) throw lost(verb + " was answered " + one.dump());
  }

  house& at_;
  dice random_;
  bool may_die_;
  std::vector<said> acknowledged_;
  std::uint64_t unanswered_ = 0;
};

class operated_life {
 public:
  explicit operated_life(house& at) : at_(at), sees_(at) {}

  /// `seed`: of the operator; none: there is none.
  auto live(std::optional<std::uint64_t> seed, bool may_die) -> ending {
    at_.start();
    hand_in();
    std::optional<operator_at_work> console;
    if (seed) {
      console.emplace(at_, *seed, may_die);
      disturb(*console, *seed, may_die);
    }
    settle();
    for (const auto& one : imports_) sees_.bring_to_end(*one.who, one.id);
    ending end;
    for (const auto& one : imports_)
      if (one.name != "contacts") sees_.tell_import(end, *one.who, one.id);
    end.parts.push_back("contacts " + st::counts_of(sees_.see(at_.bob(), imports_.back().id)));
    // A committed import keeps its file until it is deleted.
    sees_.remove(at_.alice(), "/api/v1/imports/" + imports_.back().id);
    sees_.see_rest();
    at_.stop();
    if (console) see_said(*console);
    see_whole(at_);
    see_rebuilt(at_);
    return end;
  }

 private:
  struct handed {
    st::person* who;
    std::string id, name;
  };

  void hand(st::person& who, const std::string& name, const std::string& text, const std::string& file,
            st::variables fields) {
    imports_.push_back({&who, sees_.submit(who, {text, file, std::move(fields), name}), name});
  }

  void hand_in() {
    hand(at_.alice(), "hers", st::good_document(0, records), "a.json", {});
    hand(at_.bob(), "his", st::mixed(records).text, "b.json", {});
    std::string table = "id,name\r\n", contacts = "Email,Company\n", pages;
    for (std::uint64_t i = 0; i < records; ++i) {
      const auto number = std::to_string(i);
      table += number + ",Name " + number + "\r\n";
      pages += R"({"url":"https://site.example/s)" + std::to_string(i % 9) + "/p" + number + "\"}\n";
      contacts += "p" + number + "@example.org,Firm\n";
    }
    hand(at_.bob(), "table", table, "people.csv", {{"kind", "rows"}, {"options", R"({"key":["id"]})"}});
    hand(at_.bob(), "pages", pages, "pages.jsonl", {{"kind", "nodes"}, {"project", at_.project()}});
    hand(at_.bob(), "contacts", contacts, "contacts.csv", {{"kind", "leads"}, {"project", at_.project()}});
  }

  void disturb(operator_at_work& console, std::uint64_t seed, bool may_die) {
    std::vector<std::string> ids;
    for (const auto& one : imports_) ids.push_back(one.id);
    std::optional<killer> hand;
    dice random{seed};
    std::exception_ptr fault;
    std::thread person([&] {
      try {
        console.say_some(ids);
      } catch (...) {
        fault = std::current_exception();
      }
    });
    std::atomic<bool> over{false};
    std::thread ended([&] {
      person.join();
      over = true;
    });
    // Whoever asks starts the server again.
    while (!over) {
      if (may_die && random() % 40 == 0) at_.kill();
      sees_.see(at_.alice(), imports_.front().id);
      st::breathe();
    }
    ended.join();
    if (fault) std::rethrow_exception(fault);
  }

  /// The last word: imports are taken, and the review is committed.
  void settle() {
    at_.insist([&] { return at_.alice().get("/api/v1/imports?limit=1"); });
    const auto undrained = st::run_waybill({"console", "undrain", "--data", at_.data().string()});
    if (undrained.status != 0) throw lost("undrain: " + undrained.err);
    const auto& contacts = imports_.back();
    const bool ready = st::eventually([&] {
      const auto status = sees_.see(at_.bob(), contacts.id).at("status").get<std::string>();
      if (status == "paused") sees_.order(at_.bob(), contacts.id, "resume", "");
      if (status == "cancelled") sees_.order(at_.bob(), contacts.id, "retry", "");
      return status == "ready";
    });
    if (!ready) throw lost("a review is not ready: " + sees_.see(at_.bob(), contacts.id).dump());
    const auto path = "/api/v1/imports/" + contacts.id;
    const auto review = sees_.ask(at_.bob(), path + "/review");
    const auto& plan = review["plan"];
    const st::json wish{
        {"version", review["version"]},
        {"expect", {{"create", plan["create"]}, {"update", plan["update"]}, {"skip", plan["skip"]}}}};
    const auto told = at_.insist([&] { return at_.bob().post(path + "/commit", wish); });
    if (told.status >= 300) throw lost("a commit was refused: " + told.body);
  }

  /// What was acknowledged is there, in its order. What had no answer may be there, too.
  void see_said(const operator_at_work& console) {
    const auto log =
        st::run_waybill({"log", "show", "--json", "--limit", "100000", "--data", at_.data().string()});
    std::vector<said> kept;
    std::istringstream lines(log.out);
    for (std::string text; std::getline(lines, text);) {
      const auto event = st::json::parse(text);
      if (event.at("type") != "operator.command_given.v1") continue;
      const auto& what = event.at("data");
      kept.push_back({what.value("verb", ""), what.value("subject", ""), what.value("value", "")});
    }
    auto from = kept.begin();
    for (const auto& one : console.acknowledged()) {
      from = std::find(from, kept.end(), one);
      if (from == kept.end()) throw lost("the log does not have " + one.verb + " " + one.subject + one.value);
      ++from;
    }
  }

  house& at_;
  witness sees_;
  std::vector<handed> imports_;
};

auto undisturbed(const yardstick& by) -> const ending& {
  static std::once_flag once;
  static ending expected;
  std::call_once(once, [&] {
    house at(by.home, plain(1));
    expected = operated_life(at).live({}, false);
  });
  return expected;
}

auto operated(const yardstick& by, std::uint64_t seed, bool may_die) -> std::map<std::string, std::uint64_t> {
  const auto& expected = undisturbed(by);
  house at(by.home, plain(seed));
  compare(operated_life(at).live(seed, may_die), expected);
  return {{"verb", verbs_in_a_round}};
}

}  // namespace

auto operated_rows() -> std::vector<row> {
  return {{"operator", "an operator's verbs by chance while imports of all kinds run", 1,
           [](const yardstick& by, std::uint64_t seed) { return operated(by, seed, false); }},
          {"kill.operator", "kill -9 while an operator says verbs by chance and imports of all kinds run", 1,
           [](const yardstick& by, std::uint64_t seed) { return operated(by, seed, true); }}};
}

}  // namespace waybill::crash
