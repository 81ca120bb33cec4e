// A model of the engine: owners, imports, collections, in a page of code without disk, threads or time. The
// same commands by chance go to it and to a real server that is killed now and then; after each, both must
// agree.
#include <algorithm>
#include <set>

#include "tests/crash/rows.hpp"
#include "tests/system/documents.hpp"

namespace waybill::crash {
namespace {

using struck = std::map<std::string, std::uint64_t>;
using st::json;

constexpr std::uint64_t records = 60;

struct model_import {
  std::string id;
  std::uint64_t first = 0;  ///< its records are the items first .. first + records - 1
  std::string status =
      "running";  ///< running: pending, parsing, processing or completed, whichever it is by now
};

struct model_owner {
  st::person* who;
  std::vector<model_import> imports;
  std::set<std::uint64_t> bookmarks;  ///< numbers of the items of all completed imports
};

/// One story: what was asked, for whoever reads that the two differ.
class story {
 public:
  story(house& at, std::uint64_t seed) : at_(at), random_(seed) {
    at_.start();
    owners_ = {{&at_.alice(), {}, {}}, {&at_.bob(), {}, {}}};
  }

  void tell(unsigned steps) {
    for (unsigned i = 0; i < steps; ++i) {
      step(owners_[random_() % owners_.size()]);
      for (auto& owner : owners_)
        for (auto& import : owner.imports) agree(owner, import);
    }
    for (auto& owner : owners_) settle(owner);
    for (auto& owner : owners_) agree_on_collection(owner);
  }
  [[nodiscard]] auto text() const -> const std::string& { return told_; }

 private:
  void step(model_owner& owner) {
    const auto choice = random_() % 10;
    if (choice < 2 || owner.imports.empty()) return submit(owner);
    auto& import = owner.imports[random_() % owner.imports.size()];
    if (choice == 2) return restart("kill", [&] { at_.kill(); });
    if (choice == 3) return restart("stop", [] {});
    if (choice == 4) return remove(owner, import);
    static const std::array verbs{"pause", "resume", "cancel", "retry", "wait"};
    const std::string verb = verbs[random_() % verbs.size()];
    if (verb == "wait") return wait_for(owner, import);
    command(owner, import, verb);
  }

  void submit(model_owner& owner) {
    const auto first = 1 + random_() % 400;
    const auto told =
        at_.insist([&] { return owner.who->upload(st::good_document(first, records), "skip", key(owner)); });
    if (told.status != 202) throw lost(told_ + "an upload was answered " + told.body);
    owner.imports.push_back({told.parsed().at("id"), first, "running"});
    told_ += "submit ";
  }
  auto key(const model_owner& owner) -> std::string {
    return "number " + std::to_string(owner.imports.size() + gone_);
  }

  void restart(const std::string& how, const std::function<void()>& first) {
    told_ += how + " ";
    first();
    at_.stop();
    at_.start();
  }

  auto see(model_owner& owner, const model_import& import) -> json {
    return at_.insist([&] { return owner.who->get("/api/v1/imports/" + import.id); }).parsed();
  }

  /// The table of statuses, as a person would use it. `running` may have become `completed` under our hands.
  void command(model_owner& owner, model_import& import, const std::string& verb) {
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
    if (told.status == 409 && may && import.status != "running") throw lost(told_ + "refused: " + told.body);
    if (told.status == 202) import.status = then.at(verb);
  }

  void remove(model_owner& owner, model_import& import) {
    const auto told = at_.insist([&] { return owner.who->remove("/api/v1/imports/" + import.id); });
    told_ += "delete:" + std::to_string(told.status) + " ";
    if (told.status == 409 && (import.status == "running" || import.status == "paused")) return;
    if (told.status != 204) throw lost(told_ + told.body);
    if (import.status == "paused") throw lost(told_ + "a paused one was deleted");
    // What a cancelled one has applied stays; how much that is, only the engine knows.
    if (import.status == "cancelled") partly_.insert(owner.who);
    take_in(owner, import);
    const auto at = static_cast<std::ptrdiff_t>(&import - owner.imports.data());
    owner.imports.erase(owner.imports.begin() + at);
    ++gone_;
  }

  void wait_for(model_owner& owner, model_import& import) {
    told_ += "wait ";
    if (import.status != "running") return;
    if (!st::eventually([&] { return see(owner, import).at("status") == "completed"; }))
      throw lost(told_ + "it never completed: " + see(owner, import).dump());
    import.status = "completed";
  }

  void agree(model_owner& owner, model_import& import) {
    const auto status = see(owner, import).value("status", "gone");
    const std::set<std::string> running{"pending", "parsing", "processing", "completed"};
    const bool same = import.status == "running" ? running.contains(status) : status == import.status;
    if (!same) throw lost(told_ + "the engine says " + status + ", the model " + import.status);
  }

  static void take_in(model_owner& owner, const model_import& import) {
    for (auto number = import.first; number < import.first + records; ++number)
      owner.bookmarks.insert(number);
  }

  void settle(model_owner& owner) {
    for (auto& import : owner.imports) {
      if (import.status == "paused") command(owner, import, "resume");
      if (import.status == "cancelled") command(owner, import, "retry");
      wait_for(owner, import);
      take_in(owner, import);
      const auto counts = see(owner, import).at("progress");
      if (counts.at("processed") != records ||
          counts.at("created").get<std::uint64_t>() + counts.at("skipped").get<std::uint64_t>() != records)
        throw lost(told_ + "counts: " + counts.dump());
    }
  }

  void agree_on_collection(model_owner& owner) {
    const auto items =
        at_.insist([&] { return owner.who->get("/api/v1/bookmarks/export"); }).parsed().at("items");
    std::set<std::string> ours, wanted;
    for (const auto& item : items)
      if (!ours.insert(item.at("url")).second) throw lost(told_ + "twice: " + item.dump());
    for (const auto number : owner.bookmarks) wanted.insert(json::parse(st::item(number)).at("url"));
    const bool inside = std::includes(wanted.begin(), wanted.end(), ours.begin(), ours.end());
    if (!inside || (!partly_.contains(owner.who) && ours != wanted))
      throw lost(told_ + "the collection holds " + std::to_string(ours.size()) + ", the model " +
                 std::to_string(wanted.size()));
  }

  house& at_;
  dice random_;
  std::vector<model_owner> owners_;
  std::set<const st::person*> partly_;
  std::uint64_t gone_ = 0;
  std::string told_;
};

}  // namespace

auto model_row() -> row {
  return {"model", "commands, kills and stops by chance, compared with a model after each", 2,
          [](const yardstick& by, std::uint64_t seed) {
            conditions how;
            how.binary = plain_binary();
            how.seed = seed;
            how.settings = {{"WAYBILL_IMPORTS_CHUNK_RECORDS", "3"}, {"WAYBILL_IMPORTS_CONCURRENT", "2"}};
            how.watched_disk = false;
            house at(by.home, how);
            story one(at, seed);
            one.tell(25);
            return struck{{"stories", 1}};
          }};
}

}  // namespace waybill::crash
