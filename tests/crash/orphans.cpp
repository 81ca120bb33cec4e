// Kills while ancestors come that what stands below them has been waiting for: in later chunks of the same
// file, in later imports, and again after they were deleted. Before every start the trees are held against a
// naive fold of what the log has by then.
#include <algorithm>
#include <array>

#include "domains/nodes/identity.hpp"
#include "tests/crash/fate.hpp"
#include "tests/crash/grove.hpp"
#include "tests/crash/trees.hpp"

namespace waybill::crash {
namespace {

using struck = std::map<std::string, std::uint64_t>;

constexpr int sections = 12;
constexpr int pages = 12;

const std::string host = "late.example";
auto section(int number) -> std::string { return host + "/s" + std::to_string(number); }
auto page_url(int number) -> std::string {
  return section(number % sections) + "/p" + std::to_string(number / sections);
}

/// Between the decision on a chunk and rows of the tree.
constexpr std::array points{"store.decided",           "log.before_write",   "log.written",
                            "log.before_answers",      "store.appended",     "log.before_projections",
                            "import.chunk_applied",    "import.appended",    "projection.before_flush",
                            "projection.half_flushed", "projection.flushed", "index.file_written",
                            "index.file_taken_in",     "submit.accepted"};

class late_ancestors {
 public:
  late_ancestors(house& at, dice& random) : at_(at), random_(random), sees_(at) {}

  void live() {
    at_.start();
    for (int i = 0; i < sections * pages; ++i) leaves_.push_back(page_url(i) + "/deep/leaf");
    std::shuffle(leaves_.begin(), leaves_.end(), random_);
    plant("leaves.json", leaves_);
    if (random_() % 2 == 0) wait_for_some();
    plant("pages.json", with_sections_last());
    plant("homepage.xml.gz", {host + "/"});
    bring_to_end();
    fell({host + "/", section(3), page_url(5)});
    plant("again.json", {page_url(5), section(3), host + "/"});
    bring_to_end();
    end();
  }

 private:
  auto with_sections_last() -> std::vector<std::string> {
    std::vector<std::string> all;
    for (int i = 0; i < sections * pages; i += 2) all.push_back(page_url(i));
    all.push_back(page_url(5));
    for (int i = 0; i < sections; ++i) all.push_back(section(i));
    return all;
  }

  void plant(const std::string& name, const std::vector<std::string>& texts) {
    std::vector<std::string> urls;
    for (const auto& each : texts) urls.push_back("https://" + each);
    const auto document =
        name.ends_with(".gz") ? gzipped(sitemap_of(urls)) : st::json{{"urls", st::json(urls)}}.dump();
    imports_.push_back(
        sees_.submit(at_.bob(), {document, name, {{"kind", "nodes"}, {"project", at_.project()}}, name}));
    wanted_.insert(texts.begin(), texts.end());
    sent_ += texts.size();
  }

  void wait_for_some() { sees_.wait_for_some(at_.bob(), imports_.back(), 1 + random_() % leaves_.size()); }
  void bring_to_end() {
    for (const auto& each : imports_) sees_.bring_to_end(at_.bob(), each);
  }

  void fell(const std::vector<std::string>& texts) {
    for (const auto& text : texts)
      sees_.remove(at_.alice(), "/api/v1/projects/" + at_.project() + "/nodes/" +
                                    nodes::node_id(at_.project(), nodes::identity_of(text)));
  }

  void end() {
    const auto shown = sees_.list(at_.alice(), "/api/v1/projects/" + at_.project() + "/nodes?limit=100");
    std::uint64_t created = 0;
    for (const auto& each : imports_)
      created += sees_.see(at_.bob(), each).at("progress").at("created").get<std::uint64_t>();
    if (created != sent_)
      throw lost("created are " + std::to_string(created) + " of " + std::to_string(sent_));
    if (shown.size() != wanted_.size())
      throw lost("there are " + std::to_string(shown.size()) + " nodes of " + std::to_string(wanted_.size()));
    for (const auto& one : shown)
      if (!wanted_.contains(one.at("url").get<std::string>().substr(8)))
        throw lost("nobody handed it in: " + one.dump());
    sees_.see_rest();
    at_.stop();
    see_whole(at_);
    see_nodes(shown, at_.project(), at_.data());
    see_rebuilt(at_);
  }

  house& at_;
  dice& random_;
  witness sees_;
  std::vector<std::string> leaves_, imports_;
  std::set<std::string> wanted_;
  std::uint64_t sent_ = 0;
};

auto with_late_ancestors(const yardstick& by, std::uint64_t seed) -> struck {
  constexpr unsigned most_faults = 5;
  dice random{seed};
  auto how = faulty(seed);
  how.settings = {{"WAYBILL_IMPORTS_CHUNK_RECORDS", std::to_string(3 + seed % 18)},
                  {"WAYBILL_IMPORTS_CONCURRENT", "3"},
                  {"WAYBILL_STORAGE_INDEX_FLUSH_ROWS", std::to_string(20 + seed % 60)}};
  how.before_start = [](const st::fs::path& data) { compare_trees(data); };
  how.next_fault = at_points(points, "kill", most_faults, seed, random);
  house at(by.home, how);
  late_ancestors(at, random).live();
  return at.struck();
}

}  // namespace

auto orphans_row() -> row {
  return {"kill.orphans", "kill -9 at named points while late ancestors take over what stands below them", 2,
          with_late_ancestors};
}

}  // namespace waybill::crash
