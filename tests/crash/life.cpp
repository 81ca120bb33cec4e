#include "tests/crash/life.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "tests/crash/counter.hpp"
#include "tests/crash/grove.hpp"
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

class life {
 public:
  life(house& at, const on_phase& phase)
      : at_(at), phase_(phase), sees_(at), grove_(at, sees_), counter_(at, sees_) {}

  auto run() -> ending {
    at_.start();
    import_and_disturb();
    grow();
    hand_in_files();
    change_account();
    overwrite();
    change_many();
    remove_some();
    at_.stop();
    phase_("rebuild");
    see_rebuilt(at_);
    phase_("end");
    at_.start();
    auto end = look_around();
    at_.stop();
    see_whole(at_);
    grove_.hold_against_log();
    return end;
  }

 private:
  auto submit(st::person& who, const std::string& document, const std::string& mode, const std::string& key)
      -> std::string {
    return sees_.submit(who, {document, "bookmarks.json", {{"on_duplicate", mode}}, key});
  }

  void import_and_disturb() {
    phase_("upload");
    first_ = submit(at_.alice(), first_document(), "skip", "first");
    third_ = submit(at_.bob(), third_document(), "skip", "third");
    grove_.plant_pages();
    phase_("processing");
    sees_.wait_for_some(at_.alice(), first_, records / 8);
    phase_("pause");
    sees_.order(at_.alice(), first_, "pause", "paused");
    phase_("resume");
    sees_.order(at_.alice(), first_, "resume", "");
    sees_.wait_for_some(at_.alice(), first_, records / 2);
    phase_("cancel");
    sees_.order(at_.alice(), first_, "cancel", "cancelled");
    phase_("retry");
    sees_.order(at_.alice(), first_, "retry", "");
    sees_.bring_to_end(at_.alice(), first_);
    sees_.bring_to_end(at_.bob(), third_);
  }

  /// Ancestors come when what stands below them is there, or on its way.
  void grow() {
    phase_("nodes");
    grove_.plant_sections();
    grove_.plant_homepages();
    grove_.bring_to_end();
  }

  void hand_in_files() {
    phase_("files");
    counter_.hand_in();
    counter_.bring_to_end();
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
    grove_.plant_titles();
    phase_("shutdown");
    at_.stop();
    phase_("start");
    at_.start();
    sees_.bring_to_end(at_.alice(), second_);
    grove_.bring_to_end();
  }

  /// All get a tag, and what has an older one goes and comes back. What is asked again, because its answer
  /// was lost, is still one change: its key says so.
  void change_many() {
    phase_("changes");
    const std::string changes = "/api/v1/bookmarks/changes";
    ask_for("tag all", changes, {{"filter", json::object()}, {"add_tags", {"of all"}}});
    await_changes();
    const auto deleted = ask_for("delete some", changes, {{"filter", {{"q", "notes"}}}, {"delete", true}});
    await_changes();
    ask_for("undo", changes + "/" + deleted + "/undo", json::object());
    await_changes();
    see_changes();
  }

  auto ask_for(const std::string& key, const std::string& path, const json& wish) -> std::string {
    const auto ask = [&] { return at_.insist([&] { return at_.alice().post_once(key, path, wish); }); };
    const auto told = ask();
    if (told.status != 202) throw lost("a change of many was answered " + told.body);
    const auto id = told.parsed().at("id").get<std::string>();
    // Said once, it is there: also if the server died in between.
    const auto again = ask();
    if (again.status != 202 || again.parsed().at("id") != id)
      throw lost("a change of many that was promised is not known any more: " + again.body);
    promised_.insert(id);
    return id;
  }

  void await_changes() {
    const auto works = [](const json& one) { return one.at("status") == "running"; };
    for (;;) {
      const auto all = sees_.list(at_.alice(), "/api/v1/bookmarks/changes?limit=100");
      if (std::none_of(all.begin(), all.end(), works)) return;
      st::breathe();
    }
  }

  /// Nothing was done twice: one change stands for each wish, all that were deleted came back, and each got
  /// the tag once.
  void see_changes() {
    std::map<std::string, std::uint64_t> changed;
    std::size_t stand = 0;
    for (const auto& one : sees_.list(at_.alice(), "/api/v1/bookmarks/changes?limit=100")) {
      if (was_never_promised(one)) continue;
      if (one.at("status") != "completed") throw lost("a change of many did not end: " + one.dump());
      if (!promised_.contains(one.at("id"))) throw lost("a wish was obeyed twice: " + one.dump());
      ++stand;
      changed[one.at("what")] += one.at("progress").at("changed").get<std::uint64_t>();
    }
    if (stand != promised_.size()) throw lost("changes of many are gone");
    const auto all = sees_.list(at_.alice(), "/api/v1/bookmarks?limit=100");
    if (changed["change"] != all.size() || changed["delete"] != changed["undo"] || changed["delete"] == 0)
      throw lost("changes of many changed " + json(changed).dump() + " of " + std::to_string(all.size()));
  }

  /// The server ended before it had found all records: nobody was told yes, and nothing was touched.
  [[nodiscard]] auto was_never_promised(const json& change) const -> bool {
    return change.at("status") == "failed" && change.at("error").at("reason") == "bulk_unnamed" &&
           change.at("progress").at("processed") == 0 && !promised_.contains(change.at("id"));
  }

  void remove_some() {
    phase_("delete");
    auto all = sees_.ask(at_.alice(), "/api/v1/bookmarks?limit=100").at("items");
    std::sort(all.begin(), all.end(), [](const json& a, const json& b) { return a.at("url") < b.at("url"); });
    chosen_ = {all[3].at("identity"), all[40].at("identity"), all[77].at("identity")};
    sees_.remove(at_.alice(), "/api/v1/bookmarks/" + chosen_[0]);
    sees_.remove(at_.bob(), "/api/v1/imports/" + third_);
    grove_.fell_some();
  }

  auto look_around() -> ending {
    ending end;
    sees_.tell_import(end, at_.alice(), first_);
    sees_.tell_import(end, at_.alice(), second_);
    for (auto* who : {&at_.alice(), &at_.bob()}) {
      end.parts.push_back("export: " +
                          sees_.canonical(sees_.ask(*who, "/api/v1/bookmarks/export").at("items")).dump());
      for (const auto* words : {"https", "wal*", "%22field%20notes%22%20-1*", "tag:walks"})
        end.parts.push_back(
            "found: " +
            sees_.canonical(sees_.list(*who, "/api/v1/bookmarks?limit=100&q=" + std::string(words))).dump());
      std::vector<std::string> listed;  // their order is that of the clock
      const auto imports = sees_.ask(*who, "/api/v1/imports?limit=100");
      for (const auto& import : imports.at("items"))
        listed.push_back("listed: " + sees_.canonical(import.at("id")).dump() + st::counts_of(import));
      std::sort(listed.begin(), listed.end());
      end.parts.insert(end.parts.end(), listed.begin(), listed.end());
    }
    for (std::size_t i = 1; i < chosen_.size(); ++i)
      end.parts.push_back(
          "history: " +
          sees_.canonical(sees_.list(at_.alice(), "/api/v1/bookmarks/" + chosen_[i] + "/history?limit=100"))
              .dump());
    grove_.tell(end);
    counter_.tell(end);
    sees_.see_rest();
    return end;
  }

  house& at_;
  const on_phase& phase_;
  witness sees_;
  grove grove_;
  counter counter_;
  std::string first_, second_, third_;
  std::vector<std::string> chosen_;
  std::set<std::string> promised_;  ///< changes of many that were answered yes
};

}  // namespace

auto live(house& at, const on_phase& phase) -> ending { return life(at, phase).run(); }

}  // namespace waybill::crash
