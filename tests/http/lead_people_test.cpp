// Two people at one review, at random, beside a model that is small enough to be right.
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "tests/http/sales.hpp"

using namespace waybill;
using namespace waybill::http_test;

namespace {

constexpr int rows = 12;

/// A record as it should be: which address it has, and how often it was changed by itself.
struct model_record {
  int address = 0;
  bool edited = false;
  bool excluded = false;
  int version = 0;
};

struct model {
  std::vector<model_record> records;  ///< from 0
  int version = 0;

  /// Of equal addresses the first comes in.
  [[nodiscard]] auto expected() const -> std::set<int> {
    std::set<int> all;
    for (const auto& one : records)
      if (!one.excluded) all.insert(one.address);
    return all;
  }
  [[nodiscard]] auto skipped() const -> std::size_t { return records.size() - expected().size(); }
};

/// What somebody has seen last; it may be old.
struct person {
  inhabitant who;
  model seen;
};

class history {
 public:
  history(sales& s, int round, std::uint32_t seed) : s_(s), round_(round), random_(seed) {
    std::string file = "E-mail;Nom\n";
    for (int i = 0; i < rows; ++i) {
      now_.records.push_back({static_cast<int>(random_() % rows)});
      file += address(now_.records.back().address) + ";N" + std::to_string(i) + "\n";
    }
    import_ = s_.ready(file);
    people_ = {{s_.ann, now_}, {s_.eve, now_}};
  }

  void step() {
    auto& by = people_[random_() % 2];
    switch (random_() % 6) {
      case 0:
        by.seen = now_;
        return check();
      case 1:
        return edit(by);
      case 2:
      case 3:
        return leave_one(by);
      case 4:
        return leave_many(by);
      default:
        if (random_() % 8 == 0) s_.in.restart();
    }
  }

  void end() {
    check();
    const auto expect = now_.expected();
    const json wish{{"version", now_.version},
                    {"expect", {{"create", expect.size()}, {"update", 0}, {"skip", now_.skipped()}}}};
    const auto made = s_.in.call(s_.eve, "POST", import_ + "/commit", wish.dump());
    INFO(made.body);
    REQUIRE(made.status == 202);
    const auto id = import_.substr(import_.rfind('/') + 1);
    s_.in.await(s_.ann, id, import_status::completed);
    std::set<std::string> there;
    for (const auto& one : s_.leads("?limit=100&import=" + id)) there.insert(one.at("email"));
    std::set<std::string> wanted;
    for (const auto one : expect) wanted.insert(address(one));
    CHECK(there == wanted);
  }

 private:
  /// Those of each round are new to the project.
  [[nodiscard]] auto address(int number) const -> std::string {
    return "u" + std::to_string(number) + "@r" + std::to_string(round_) + ".example";
  }

  void check() {
    const auto review = s_.review(import_);
    REQUIRE(review.at("version") == now_.version);
    REQUIRE(review.at("plan").at("create") == now_.expected().size());
    REQUIRE(review.at("plan").at("skip") == now_.skipped());
    const auto shown = s_.rows(import_, "?limit=100");
    REQUIRE(shown.size() == now_.records.size());
    for (std::size_t i = 0; i < shown.size(); ++i) {
      const auto& one = now_.records[i];
      CAPTURE(i);
      REQUIRE(shown[i].at("version") == one.version);
      REQUIRE(shown[i].at("cells")[0] == address(one.address));
      REQUIRE((shown[i].at("state") == "excluded") == one.excluded);
    }
  }

  void edit(const person& by) {
    const auto which = random_() % rows;
    const auto to = static_cast<int>(random_() % rows);
    const auto& seen = by.seen.records[which];
    const json wish{{"version", seen.version}, {"cells", {{"0", address(to)}}}};
    const auto answer =
        s_.in.call(by.who, "PATCH", import_ + "/review/rows/" + std::to_string(which + 1), wish.dump());
    auto& one = now_.records[which];
    if (!is_taken(answer, seen.version, one.version)) return;
    const bool changes = !one.edited || one.address != to;
    one.edited = true;
    one.address = to;
    if (changes) ++one.version;
    CHECK(answer.parsed().at("version") == one.version);
  }

  void leave_one(const person& by) {
    const auto which = random_() % rows;
    const bool out = random_() % 2 == 0;
    const auto& seen = by.seen.records[which];
    const auto answer =
        s_.in.call(by.who, "POST",
                   import_ + "/review/rows/" + std::to_string(which + 1) + (out ? "/exclude" : "/include"),
                   json{{"version", seen.version}}.dump());
    auto& one = now_.records[which];
    if (!is_taken(answer, seen.version, one.version)) return;
    if (one.excluded != out) ++one.version;
    one.excluded = out;
    CHECK(answer.parsed().at("version") == one.version);
  }

  void leave_many(const person& by) {
    std::set<std::uint64_t> which;
    for (int i = 0; i < 3; ++i) which.insert(random_() % rows + 1);
    const bool out = random_() % 2 == 0;
    const auto answer = s_.in.call(by.who, "POST", import_ + "/review" + (out ? "/exclude" : "/include"),
                                   json{{"version", by.seen.version}, {"records", which}}.dump());
    if (!is_taken(answer, by.seen.version, now_.version)) return;
    ++now_.version;
    for (const auto record : which) now_.records[record - 1].excluded = out;
    CHECK(answer.parsed().at("version") == now_.version);
  }

  static auto is_taken(const reply& answer, int seen, int now) -> bool {
    INFO(answer.body);
    REQUIRE(answer.status == (seen == now ? 200 : 409));
    if (seen != now) CHECK(answer.code() == "stale_version");
    return seen == now;
  }

  sales& s_;
  int round_;
  std::mt19937 random_;
  model now_;
  std::vector<person> people_;
  std::string import_;
};

}  // namespace

TEST_CASE(
    "given two people at one review, when each acts by what was seen last, then nobody overwrites the other, "
    "and "
    "what is committed is what the last one saw") {
  const auto given = std::getenv("WAYBILL_TEST_SEED");
  const auto seed = given != nullptr ? static_cast<std::uint32_t>(std::stoul(given)) : std::random_device{}();
  CAPTURE(seed);
  sales s;
  REQUIRE(s.in.call(s.ann, "PUT", s.path + "/members/eve", R"({"role":"editor"})").status < 300);
  std::mt19937 seeds{seed};
  for (int round = 0; round < 10; ++round) {
    CAPTURE(round);
    history one{s, round, static_cast<std::uint32_t>(seeds())};
    for (int i = 0; i < 40; ++i) one.step();
    one.end();
  }
}
