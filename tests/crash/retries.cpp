// Kills while a chunk that the store could not take waits for its next try. Whatever was tried, how often and
// by which process: every record has one outcome, and what was given up comes with the next import.
#include <thread>

#include "tests/crash/fate.hpp"
#include "tests/crash/grove.hpp"
#include "tests/crash/trees.hpp"
#include "tests/system/documents.hpp"

namespace waybill::crash {
namespace {

using struck = std::map<std::string, std::uint64_t>;
using st::json;

constexpr int pages = 60;

class tried_again {
 public:
  /// `calm` ends the refusals, from the next start on.
  tried_again(house& at, std::uint64_t seed, std::function<void()> calm)
      : at_(at), random_(seed), calm_(std::move(calm)), sees_(at) {}

  /// Kills soon after one of the imports was refused something.
  void live(unsigned kills) {
    at_.start();
    const auto bookmarks =
        sees_.submit(at_.alice(), {st::good_document(1, pages), "bookmarks.json", {}, "bookmarks"});
    const auto nodes = plant("nodes");
    for (unsigned i = 0; i < kills; ++i) kill_in_a_wait(bookmarks, nodes);
    sees_.bring_to_end(at_.alice(), bookmarks);
    sees_.bring_to_end(at_.bob(), nodes);
    const auto given_up = see_outcomes(at_.bob(), nodes);
    see_outcomes(at_.alice(), bookmarks);
    count_waits(at_.bob(), nodes);
    count_waits(at_.alice(), bookmarks);
    calm_();
    at_.stop();
    at_.start();
    bring_the_rest(given_up);
    sees_.see_rest();
    const auto shown = sees_.list(at_.bob(), "/api/v1/projects/" + at_.project() + "/nodes?limit=100");
    if (shown.size() != pages) throw lost("there are " + std::to_string(shown.size()) + " nodes");
    at_.stop();
    see_whole(at_);
    see_nodes(shown, at_.project(), at_.data());
    see_rebuilt(at_);
  }
  /// Kills that came within a wait: the histories tell.
  [[nodiscard]] auto kills_within() const -> std::uint64_t { return within_; }

 private:
  void kill_in_a_wait(const std::string& bookmarks, const std::string& nodes) {
    constexpr std::uint64_t longest_us = 450'000;  // the shortest pause is 375 ms, the next one 750
    const auto refused = [&](st::person& who, const std::string& id) {
      std::uint64_t times = 0;
      for (const auto& event : sees_.list(who, "/api/v1/imports/" + id + "/events?detail=steps&limit=100"))
        times += event.at("type") == "import.chunk_retried.v1" ? 1 : 0;
      return times;
    };
    const auto over = [&](st::person& who, const std::string& id) {
      const auto status = sees_.see(who, id).at("status");
      return status == "completed" || status == "failed";
    };
    if (!st::eventually([&] {
          return refused(at_.alice(), bookmarks) + refused(at_.bob(), nodes) > refusals_ ||
                 (over(at_.alice(), bookmarks) && over(at_.bob(), nodes));
        }))
      throw lost("nothing is refused, and nothing ends");
    std::this_thread::sleep_for(std::chrono::microseconds{random_() % longest_us});
    at_.kill();
    at_.stop();
    at_.start();
    refusals_ = refused(at_.alice(), bookmarks) + refused(at_.bob(), nodes);
  }

  auto plant(const std::string& key) -> std::string {
    auto urls = json::array();
    for (int i = pages - 1; i >= 0; --i)
      urls.push_back("https://tried.example/" + std::to_string(i % 7) + "/" + std::to_string(i));
    return sees_.submit(
        at_.bob(),
        {json{{"urls", urls}}.dump(), "nodes.json", {{"kind", "nodes"}, {"project", at_.project()}}, key});
  }

  /// Created, or given up after all tries; answers how many were.
  auto see_outcomes(st::person& who, const std::string& id) -> std::uint64_t {
    ending told;
    sees_.tell_import(told, who, id);
    const auto counts = sees_.see(who, id).at("progress");
    const auto failed = sees_.list(who, "/api/v1/imports/" + id + "/records?limit=100&outcome=failed");
    for (const auto& each : failed)
      if (each.at("code") != "storage_failed") throw lost("a record failed: " + each.dump());
    if (counts.at("created").get<std::uint64_t>() + failed.size() != pages)
      throw lost("counts: " + counts.dump());
    return failed.size();
  }

  void count_waits(st::person& who, const std::string& id) {
    const auto events = sees_.list(who, "/api/v1/imports/" + id + "/events?detail=steps&limit=100");
    bool waits = false;
    for (const auto& event : events) {
      const auto type = event.at("type").get<std::string>();
      if (type == "import.taken_up.v1" && waits) ++within_;
      waits = type == "import.chunk_retried.v1";
    }
  }

  void bring_the_rest(std::uint64_t given_up) {
    const auto again = plant("again");
    sees_.bring_to_end(at_.bob(), again);
    if (const auto counts = sees_.see(at_.bob(), again).at("progress");
        counts.at("created") != given_up || counts.at("skipped") != pages - given_up)
      throw lost("the same again: " + counts.dump());
  }

  house& at_;
  dice random_;
  std::function<void()> calm_;
  witness sees_;
  std::uint64_t refusals_ = 0;  ///< that were seen
  std::uint64_t within_ = 0;
};

/// The store refuses a chunk, and its next tries: once to five times, so that some are given up.
auto refusals(dice& random) -> std::string {
  const auto first = 1 + random() % 8;
  const auto times = 1 + random() % 5;
  std::string all;
  for (std::uint64_t i = 0; i < times; ++i)
    all += (all.empty() ? "fail@store.decided#" : ";fail@store.decided#") + std::to_string(first + i);
  return all;
}

auto killed_between_tries(const yardstick& by, std::uint64_t seed) -> struck {
  dice random{seed};
  unsigned refusing = 4;
  auto how = faulty(seed);
  // When the store takes not even that records are given up, their import fails, and goes on when asked to.
  how.may_fail_with = {"unavailable"};
  how.before_start = [](const st::fs::path& data) { compare_trees(data); };
  how.next_fault = [&](const std::string& verb) -> std::string {
    if (verb != "serve" || refusing == 0) return {};
    --refusing;
    return refusals(random);
  };
  house at(by.home, how);
  tried_again one(at, seed, [&] { refusing = 0; });
  one.live(3);
  return {{"a wait", one.kills_within()}};
}

}  // namespace

auto retries_row() -> row {
  return {"kill.retries", "kill -9 while a chunk that the store refused waits for its next try", 1,
          killed_between_tries};
}

}  // namespace waybill::crash
