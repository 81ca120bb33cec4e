// Kills while contacts are looked at, changed and committed. Whatever dies: a review keeps what people
// changed of it, nothing is there before the commit, and in the end each lead is there once, given to its
// members exactly in turn, as in a life without faults.
#include <array>
#include <mutex>

#include "tests/crash/fate.hpp"
#include "tests/crash/rows.hpp"
#include "tests/crash/witness.hpp"

namespace waybill::crash {
namespace {

/// Between a change of the review and the last lead.
constexpr std::array points{"store.decided",           "log.before_write",   "log.written",
                            "log.before_answers",      "store.appended",     "log.before_projections",
                            "import.chunk_applied",    "import.appended",    "import.decided",
                            "projection.before_flush", "projection.flushed", "submit.accepted"};

constexpr int people = 120;

auto number(int i) -> std::string { return std::to_string(i); }

auto mail_of(int i) -> std::string { return "p" + number(i) + "@example.org"; }
auto phone_of(int i) -> std::string {
  auto digits = number(10'000'000 + i * 37);
  return "06" + digits;
}

/// Every ninth stands there twice, every thirteenth can be reached by nobody.
auto first_file() -> std::string {
  std::string text = "E-mail;Prénom;Nom;Téléphone;Société\r\n";
  for (int i = 0; i < people; ++i) {
    const auto mail = i % 13 == 12 ? "nobody" : mail_of(i);
    const auto phone = i % 13 == 12 ? "" : phone_of(i);
    text += mail + ";Ann;Number " + number(i) + ";" + phone + ";Firm\r\n";
    if (i % 9 == 8) text += mail_of(i - 1) + ";Again;Number " + number(i - 1) + ";;Firm\r\n";
  }
  return text;
}

/// Every third has another company, every fifth another telephone number; some are new.
auto second_file() -> std::string {
  std::string text = "Email,Phone,Company\n";
  for (int i = 0; i < people + 20; i += 3)
    text += mail_of(i) + "," + (i % 5 == 0 ? phone_of(i + 1'000) : "") + ",Firm " + number(i) + "\n";
  return text;
}

class sales {
 public:
  sales(house& at, dice& random) : at_(at), random_(random), sees_(at) {}

  auto live() -> ending {
    at_.start();
    const auto first = bring("first.csv", first_file(),
                             R"({"assignment":{"mode":"round_robin","members":["bob","alice"]}})");
    change(first);
    no_leads_yet();
    commit(first);
    if (random_() % 2 == 0) sees_.wait_for_some(at_.bob(), first, 1 + random_() % people);
    sees_.bring_to_end(at_.bob(), first);
    const auto second =
        bring("second.csv", second_file(), R"({"keys":["email","phone"],"on_duplicate":"update"})");
    commit(second);
    sees_.bring_to_end(at_.bob(), second);
    call_by_name(first, "first");
    call_by_name(second, "second");
    ending end;
    sees_.tell_import(end, at_.bob(), first);
    sees_.tell_import(end, at_.bob(), second);
    end.parts.push_back("leads " + leads().dump(1));
    // A committed import keeps its file until it is deleted.
    for (const auto& id : {first, second}) sees_.remove(at_.alice(), path_of(id));
    sees_.see_rest();
    at_.stop();
    see_whole(at_);
    see_rebuilt(at_);
    return end;
  }

 private:
  auto bring(const std::string& name, const std::string& text, const std::string& options) -> std::string {
    const st::variables fields{{"kind", "leads"}, {"project", at_.project()}, {"options", options}};
    const auto id = sees_.submit(at_.bob(), {text, name, fields, name});
    while (sees_.see(at_.bob(), id)["status"] != "ready")
      std::this_thread::sleep_for(std::chrono::milliseconds{2});
    return id;
  }

  /// A lead's identity is made of its import's id.
  void call_by_name(const std::string& id, const std::string& name) {
    for (const auto& one : sees_.list(at_.bob(), path_of(id) + "/records?limit=100&outcome=created"))
      sees_.knows(one.at("identity"), name + " " + one.at("record").dump());
  }

  static auto path_of(const std::string& id) -> std::string { return "/api/v1/imports/" + id; }

  /// A call that may have been taken before its answer was lost: then it is refused the second time.
  void insist_once(const std::function<st::answer()>& ask, const std::string& refused) {
    const auto deaths = at_.deaths();
    const auto told = at_.insist(ask);
    if (told.status < 300) return;
    if (told.code() != refused || at_.deaths() == deaths) throw lost("a change was refused: " + told.body);
  }

  /// Who can be reached by nobody gets an address; some are left out.
  void change(const std::string& id) {
    const st::json cells{{"version", 0}, {"cells", {{"0", "late@example.org"}}}};
    insist_once([&] { return at_.alice().patch(path_of(id) + "/review/rows/14", cells); }, "stale_version");
    const st::json out{{"version", 0}, {"records", {3, 4, 5}}};
    insist_once([&] { return at_.bob().post(path_of(id) + "/review/exclude", out); }, "stale_version");
    const auto review = sees_.ask(at_.bob(), path_of(id) + "/review");
    if (review["version"] != 1 || review["counts"]["excluded"] != 3)
      throw lost("the review lost a change: " + review.dump());
    const auto rows = sees_.ask(at_.bob(), path_of(id) + "/review/rows?limit=1&cursor=&state=valid");
    if (rows["items"].empty()) throw lost("no record of the review is valid");
  }

  void commit(const std::string& id) {
    const auto review = sees_.ask(at_.bob(), path_of(id) + "/review");
    const auto& plan = review["plan"];
    const st::json wish{
        {"version", review["version"]},
        {"expect", {{"create", plan["create"]}, {"update", plan["update"]}, {"skip", plan["skip"]}}}};
    insist_once([&] { return at_.bob().post(path_of(id) + "/commit", wish); }, "wrong_status");
  }

  auto leads() -> st::json {
    auto all = sees_.list(at_.bob(), "/api/v1/projects/" + at_.project() + "/leads?sort=name&limit=100");
    std::vector<st::json> sorted;
    for (auto& one : all) {
      for (const auto* name : {"id", "created_at", "updated_at", "import"}) one.erase(name);
      sorted.push_back(sees_.canonical(one));
    }
    std::ranges::sort(sorted, {}, [](const auto& one) { return one.dump(); });
    return sorted;
  }

  void no_leads_yet() {
    if (!sees_.list(at_.bob(), "/api/v1/projects/" + at_.project() + "/leads?limit=9").empty())
      throw lost("there are leads before the commit");
  }

  house& at_;
  dice& random_;
  witness sees_;
};

/// Of a life without faults, made once.
auto undisturbed(const yardstick& by) -> const ending& {
  static std::once_flag once;
  static ending expected;
  std::call_once(once, [&] {
    dice random{1};
    house at(by.home, plain(1));
    expected = sales(at, random).live();
  });
  return expected;
}

auto with_kills(const yardstick& by, std::uint64_t seed) -> std::map<std::string, std::uint64_t> {
  constexpr unsigned most_faults = 6;
  const auto& expected = undisturbed(by);
  dice random{seed};
  auto how = faulty(seed);
  how.settings = {{"WAYBILL_STORAGE_INDEX_FLUSH_ROWS", std::to_string(20 + seed % 60)},
                  {"WAYBILL_ROWS_BATCH_SIZE", std::to_string(3 + seed % 18)}};
  how.next_fault = at_points(points, "kill", most_faults, seed, random);
  house at(by.home, how);
  compare(sales(at, random).live(), expected);
  return at.struck();
}

}  // namespace

auto leads_row() -> row {
  return {"kill.leads", "kill -9 at named points while contacts are reviewed and committed", 2, with_kills};
}

}  // namespace waybill::crash
