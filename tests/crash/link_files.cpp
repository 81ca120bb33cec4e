// Kills and power cuts while bookmarks come from a browser's page, the same in a ZIP, and Chrome's own file:
// new ones, ones that stand twice, ones that fail, ones that are overwritten. In the end every bookmark is
// there once, as its files say, and so is every outcome.
#include <array>

#include "tests/crash/fate.hpp"
#include "tests/crash/rows.hpp"
#include "tests/crash/witness.hpp"
#include "tests/formats/xlsx/support.hpp"

namespace waybill::crash {
namespace {

using struck = std::map<std::string, std::uint64_t>;

/// Between the decision on a chunk and the bookmarks of the list.
constexpr std::array points{"store.decided",           "log.before_write",   "log.written",
                            "log.before_answers",      "store.appended",     "log.before_projections",
                            "import.chunk_applied",    "import.appended",    "projection.before_flush",
                            "projection.half_flushed", "projection.flushed", "submit.accepted"};

constexpr int pages = 150;
constexpr int further = 20;

auto number(int i) -> std::string { return std::to_string(i); }
auto url_of(int i) -> std::string { return "https://site-" + number(i) + ".example/?a=1&b=2"; }

class shelves {
 public:
  shelves(house& at, dice& random) : at_(at), random_(random), sees_(at) {}

  void live() {
    at_.start();
    const auto first = bring_page();
    if (random_() % 2 == 0) sees_.wait_for_some(at_.alice(), first, 1 + random_() % pages);
    sees_.bring_to_end(at_.alice(), first);
    see_counts(first, "completed total 186 processed 186 created 150 updated 0 skipped 22 failed 14");
    const auto second = bring_profile();
    sees_.bring_to_end(at_.alice(), second);
    see_counts(second, "completed total 57 processed 57 created 7 updated 50 skipped 0 failed 0");
    forget_one();
    see_bookmarks();
    sees_.see_rest();
    at_.stop();
    see_whole(at_);
    see_rebuilt(at_);
  }

 private:
  struct wanted {
    std::string title;
    st::json tags;
  };

  auto bring(const std::string& text, const std::string& name, const std::string& policy) -> std::string {
    const st::variables fields{{"kind", "bookmarks"}, {"options", R"({"on_duplicate":")" + policy + R"("})"}};
    return sees_.submit(at_.alice(), {text, name, fields, name});
  }

  /// Folders of thirty. Every seventh stands there twice, every eleventh is followed by one without an
  /// address.
  auto bring_page() -> std::string {
    std::string text = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n";
    for (int i = 0; i < pages; ++i) {
      const auto folder = "F" + number(i / 30);
      if (i % 30 == 0) text += "<DT><H3>" + folder + "</H3>\n<DL><p>\n";
      const auto entry = "<DT><A HREF=\"https://site-" + number(i) + ".example/?a=1&amp;b=2\" TAGS=\"t" +
                         number(i % 3) + "\">Page " + number(i) + "</A>\n<DD>said\n";
      text += i % 7 == 0 ? entry + entry : entry;
      if (i % 11 == 0) text += "<DT><A>nowhere</A>\n";
      if (i % 30 == 29) text += "</DL><p>\n";
      wanted_[url_of(i)] = {"Page " + number(i), {"t" + number(i % 3), folder}};
    }
    text += "</DL><p>\n";
    if (random_() % 2 == 0) return bring(text, "bookmarks.html", "skip");
    return bring(
        formats::xlsx::testing::zip_of({{"Takeout/read me.txt", "All of it.\n"}, {"Takeout/b.html", text}}),
        "takeout.zip", "skip");
  }

  /// Another title for every third, and some more. It has no tags, and takes none away; its folder becomes
  /// one.
  auto bring_profile() -> std::string {
    std::string list;
    for (int i = 0; i < pages + further; i += 3) {
      list += list.empty() ? "" : ",";
      list += R"({"type":"url","name":"New )" + number(i) + R"(","url":")" + url_of(i) +
              R"(","date_added":"13345678901234567"})";
      auto& one = wanted_[url_of(i)];
      one.title = "New " + number(i);
      one.tags.push_back("C");
    }
    return bring(R"({"roots":{"bookmark_bar":{"type":"folder","name":"Bar","children":[)"
                 R"({"type":"folder","name":"C","children":[)" +
                     list + "]}]}},\"version\":1}",
                 "Bookmarks", "overwrite");
  }

  void see_counts(const std::string& id, const std::string& expected) {
    ending end;
    sees_.tell_import(end, at_.alice(), id);
    if (const auto counts = st::counts_of(sees_.see(at_.alice(), id)); counts != expected)
      throw lost("counts: " + counts + "; they should be: " + expected);
  }

  void forget_one() {
    const auto all = sees_.list(at_.alice(), "/api/v1/bookmarks?limit=100");
    const auto& one = all.at(random_() % all.size());
    sees_.remove(at_.alice(), "/api/v1/bookmarks/" + one.at("identity").get<std::string>());
    wanted_.erase(one.at("url").get<std::string>());
  }

  void see_bookmarks() {
    const auto all = sees_.list(at_.alice(), "/api/v1/bookmarks?limit=100");
    if (all.size() != wanted_.size())
      throw lost("there are " + std::to_string(all.size()) + " bookmarks of " +
                 std::to_string(wanted_.size()));
    for (const auto& one : all) {
      const auto& expected = wanted_.at(one.at("url").get<std::string>());
      if (one.at("title") != expected.title || one.at("tags") != expected.tags)
        throw lost("a bookmark is not as its files say: " + one.dump() + "; it should be " + expected.title +
                   " " + expected.tags.dump());
    }
  }

  house& at_;
  dice& random_;
  witness sees_;
  std::map<std::string, wanted> wanted_;
};

auto with_shelves(const yardstick& by, std::uint64_t seed, const std::string& fault) -> struck {
  constexpr unsigned most_faults = 5;
  dice random{seed};
  auto how = faulty(seed);
  how.settings = {{"WAYBILL_IMPORTS_CHUNK_RECORDS", std::to_string(3 + seed % 18)},
                  {"WAYBILL_STORAGE_INDEX_FLUSH_ROWS", std::to_string(20 + seed % 60)}};
  how.next_fault = at_points(points, fault, most_faults, seed, random);
  house at(by.home, how);
  shelves(at, random).live();
  return at.struck();
}

}  // namespace

auto link_files_rows() -> std::vector<row> {
  const auto round_with = [](const std::string& fault) -> round_of {
    return [=](const yardstick& by, std::uint64_t seed) { return with_shelves(by, seed, fault); };
  };
  return {{"kill.links", "kill -9 at named points while bookmarks come from HTML, a ZIP and Chrome's file", 2,
           round_with("kill")},
          {"cut.links", "power cut at named points while bookmarks come from HTML, a ZIP and Chrome's file",
           1, round_with("cut")}};
}

}  // namespace waybill::crash
