// A model of the engine: owners, imports, collections, in two pages of code without disk, threads or time.
// The same commands by chance go to it and to a real server that is killed now and then, also while it is
// asked; after each, both must agree.
#include <algorithm>
#include <optional>
#include <set>

#include "tests/crash/rows.hpp"
#include "tests/system/documents.hpp"

namespace waybill::crash {
namespace {

using struck = std::map<std::string, std::uint64_t>;
using st::json;

constexpr std::uint64_t good_records = 60;

struct model_import {
  std::string id;
  std::uint64_t first = 0;   ///< its good records are the items first .. first + good_records - 1
  std::uint64_t faulty = 0;  ///< so many records without URL stand among them
  /// running: pending, parsing, processing or completed, whichever it is by now
  std::string status = "running";
  std::uint64_t processed = 0;          ///< as last seen
  std::set<std::uint64_t> taken_out{};  ///< bookmarks that were deleted before it was seen completed
  [[nodiscard]] auto holds(std::uint64_t number) const -> bool {
    return number >= first && number < first + good_records;
  }
};

struct model_owner {
  st::person* who;
  std::vector<model_import> imports;
  std::set<std::uint64_t> must;                           ///< numbers of the items of all completed imports
  std::set<std::uint64_t> may;                            ///< of all that somebody began
  std::map<std::uint64_t, std::set<std::string>> titles;  ///< that an item was ever given
  std::uint64_t submitted = 0;
};

auto url_of(std::uint64_t number) -> std::string { return json::parse(st::item(number)).at("url"); }
auto number_in(const std::string& url) -> std::uint64_t {
  return std::stoull(url.substr(url.find("/notes/") + 7));
}

/// One story: what was asked, for whoever reads that the two differ.
class story {
 public:
  story(house& at, std::uint64_t seed) : at_(at), random_(seed) {
    at_.start();
    owners_ = {{&at_.alice(), {}, {}, {}, {}}, {&at_.bob(), {}, {}, {}, {}}};
  }

  void tell(unsigned steps) {
    for (unsigned i = 0; i < steps; ++i) {
      auto& owner = owners_[random_() % owners_.size()];
      {
        std::optional<killer> hand;  // at its end at the latest, so that the next step begins alive or dead
        if (random_() % 6 == 0) {
          told_ += "(kill) ";
          hand.emplace(at_, std::chrono::microseconds{random_() % 4'000});
        }
        step(owner);
      }
      for (auto& each : owners_)
        for (auto& import : each.imports) agree(each, import);
      agree_on_collection(owner);
    }
    for (auto& owner : owners_) settle(owner);
    for (auto& owner : owners_) agree_on_collection(owner);
  }

 private:
  void step(model_owner& owner) {
    const auto choice = random_() % 12;
    if (choice < 3 || owner.imports.empty()) return submit(owner);
    auto& import = owner.imports[random_() % owner.imports.size()];
    if (choice == 3) return restart("kill", [&] { at_.kill(); });
    if (choice == 4) return restart("stop", [] {});
    if (choice == 5) return remove(owner, import);
    if (choice == 6) return remove_bookmark(owner);
    static const std::array verbs{"pause", "resume", "cancel", "retry", "wait"};
    const std::string verb = verbs[random_() % verbs.size()];
    if (verb == "wait") return wait_for(owner, import);
    command(owner, import, verb);
  }

  void submit(model_owner& owner) {
    static const std::array titles{"Field notes ", "Forum notes ", "Later notes "};
    const std::string title = titles[random_() % titles.size()];
    model_import made{.id = {}, .first = 1 + random_() % 400, .faulty = random_() % 4};
    std::string items;
    for (std::uint64_t i = 0; i < made.faulty; ++i) items += R"({"type":"Link","name":"Nameless"},)";
    for (auto number = made.first; made.holds(number); ++number) {
      auto item = st::item(number);
      item.replace(item.find("Field notes "), title.size(), title);
      items += item + (made.holds(number + 1) ? "," : "");
      owner.may.insert(number);
      owner.titles[number].insert(title + std::to_string(number));
    }
    const std::string mode = random_() % 2 == 0 ? "skip" : "overwrite";
    const auto key = "number " + std::to_string(++owner.submitted);
    const auto told = at_.insist([&] { return owner.who->upload(st::document_of(items), mode, key); });
    if (told.status != 202) throw lost(told_ + "an upload was answered " + told.body);
    made.id = told.parsed().at("id");
    owner.imports.push_back(std::move(made));
    told_ += mode + " ";
  }

  void restart(const std::string& how, const std::function<void()>& first) {
    told_ += how + " ";
    first();
    at_.stop();
    at_.start();
  }

  /// As the engine says it; what of it can be checked alone, is.
  auto see(model_owner& owner, model_import& import) -> json {
    const auto told = at_.insist([&] { return owner.who->get("/api/v1/imports/" + import.id); });
    if (told.status != 200) throw lost(told_ + "an import is gone: " + told.body);
    const auto seen = told.parsed();
    const auto& counts = seen.at("progress");
    const auto count = [&](const char* name) { return counts.at(name).get<std::uint64_t>(); };
    const auto processed = count("processed");
    const auto good = count("created") + count("updated") + count("skipped");
    const bool all = seen.at("status") == "completed";
    if (processed != good + count("failed") || processed < import.processed || good > good_records ||
        count("failed") > import.faulty || (all && processed != good_records + import.faulty))
      throw lost(told_ + "counts: " + counts.dump() + " after " + std::to_string(import.processed));
    import.processed = processed;
    if (all && import.status == "running") complete(owner, import);
    return seen;
  }

  /// Everything of it is there, but what somebody deleted meanwhile: before its chunk, or after.
  static void complete(model_owner& owner, model_import& import) {
    import.status = "completed";
    for (auto number = import.first; import.holds(number); ++number)
      if (!import.taken_out.contains(number)) owner.must.insert(number);
  }

  /// The table of statuses, as a person would use it. `running` may have become `completed` under our hands,
  /// and a verb may have been taken though its answer was lost.
  void command(model_owner& owner, model_import& import, const std::string& verb) {
    const auto deaths = at_.deaths();
    const auto told = at_.insist([&] { return owner.who->command(import.id, verb); });
    told_ += verb + ":" + std::to_string(told.status) + " ";
    static const std::map<std::string, std::set<std::string>> possible{
        {"pause", {"running", "paused"}},
        {"resume", {"paused", "running"}},
        {"cancel", {"running", "paused", "cancelled"}},
        {"retry", {"cancelled", "running"}}};
    static const std::map<std::string, std::string> then{
        {"pause", "paused"}, {"resume", "running"}, {"cancel", "cancelled"}, {"retry", "running"}};
    const bool may = possible.at(verb).contains(import.status);
    if (told.status == 202 && !may) throw lost(told_ + "was accepted for one that is " + import.status);
    if (told.status != 202 && told.status != 409) throw lost(told_ + told.body);
    const bool asked_again = at_.deaths() > deaths && then.at(verb) == "running";
    if (told.status == 409 && may && import.status != "running" && !asked_again)
      throw lost(told_ + "refused: " + told.body);
    if (told.status == 202 || (may && asked_again)) import.status = then.at(verb);
  }

  void remove(model_owner& owner, model_import& import) {
    const auto deaths = at_.deaths();
    const auto told = at_.insist([&] { return owner.who->remove("/api/v1/imports/" + import.id); });
    told_ += "delete:" + std::to_string(told.status) + " ";
    if (told.status == 409 && (import.status == "running" || import.status == "paused")) return;
    if (told.status != 204 && (told.status != 404 || at_.deaths() == deaths)) throw lost(told_ + told.body);
    if (import.status == "paused") throw lost(told_ + "a paused one was deleted");
    // What a cancelled one has applied stays; how much that is, only the engine knows.
    if (import.status == "running") complete(owner, import);
    owner.imports.erase(owner.imports.begin() + (&import - owner.imports.data()));
  }

  void remove_bookmark(model_owner& owner) {
    const auto page = at_.insist([&] { return owner.who->get("/api/v1/bookmarks?limit=100"); }).parsed();
    if (page.at("items").empty()) return;
    const auto& chosen = page.at("items")[random_() % page.at("items").size()];
    const auto number = number_in(chosen.at("url"));
    const auto path = "/api/v1/bookmarks/" + chosen.at("identity").get<std::string>();
    const auto deaths = at_.deaths();
    const auto told = at_.insist([&] { return owner.who->remove(path); });
    told_ += "bookmark:" + std::to_string(told.status) + " ";
    if (told.status != 204 && (told.status != 404 || at_.deaths() == deaths)) throw lost(told_ + told.body);
    owner.must.erase(number);
    bool may_come_again = false;
    for (auto& import : owner.imports)
      if (import.holds(number) && import.status != "completed") {
        import.taken_out.insert(number);
        may_come_again = true;
      }
    if (!may_come_again) owner.may.erase(number);
  }

  void wait_for(model_owner& owner, model_import& import) {
    told_ += "wait ";
    if (import.status != "running") return;
    if (!st::eventually([&] { return see(owner, import).at("status") == "completed"; }))
      throw lost(told_ + "it never completed: " + see(owner, import).dump());
  }

  void agree(model_owner& owner, model_import& import) {
    const auto before = import.status;
    const auto status = see(owner, import).at("status").get<std::string>();
    const std::set<std::string> running{"pending", "parsing", "processing", "completed"};
    const bool same = before == "running" ? running.contains(status) : status == before;
    if (!same) throw lost(told_ + "the engine says " + status + ", the model " + before);
  }

  void settle(model_owner& owner) {
    for (auto& import : owner.imports) {
      if (import.status == "paused") command(owner, import, "resume");
      if (import.status == "cancelled") command(owner, import, "retry");
      wait_for(owner, import);
      if (see(owner, import).at("progress").at("failed") != import.faulty)
        throw lost(told_ + "not as many failed as are faulty: " + see(owner, import).dump());
    }
  }

  /// All of what is completed, nothing that nobody submitted, nothing twice, each with a title it was given.
  void agree_on_collection(model_owner& owner) {
    const auto told = at_.insist([&] { return owner.who->get("/api/v1/bookmarks/export"); });
    if (told.status != 200)
      throw lost(told_ + "an export was answered " + std::to_string(told.status) + told.body);
    std::set<std::uint64_t> ours;
    const auto document = told.parsed();
    for (const auto& item : document.at("items")) {
      const auto number = number_in(item.at("url"));
      if (!ours.insert(number).second) throw lost(told_ + "twice: " + item.dump());
      if (!owner.may.contains(number) || item.at("url") != url_of(number))
        throw lost(told_ + "nobody submitted, or somebody deleted: " + item.dump());
      if (!owner.titles[number].contains(item.at("name"))) throw lost(told_ + "a title: " + item.dump());
    }
    for (const auto number : owner.must)
      if (!ours.contains(number))
        throw lost(told_ + "item " + std::to_string(number) + " is not there, of " +
                   std::to_string(ours.size()));
  }

  house& at_;
  dice random_;
  std::vector<model_owner> owners_;
  std::string told_;
};

}  // namespace

auto model_row() -> row {
  return {"model",
          "commands, kills and stops by chance, also in the middle of a request, compared with a model", 2,
          [](const yardstick& by, std::uint64_t seed) {
            conditions how;
            how.binary = plain_binary();
            how.seed = seed;
            how.settings = {{"WAYBILL_IMPORTS_CHUNK_RECORDS", "3"}, {"WAYBILL_IMPORTS_CONCURRENT", "2"}};
            how.watched_disk = false;
            house at(by.home, how);
            story one(at, seed);
            one.tell(30);
            return struck{{"stories", 1}};
          }};
}

}  // namespace waybill::crash
