// Records with several keys and with none: what the store knows of them, against a plain map, whatever it
// remembers and whatever the index holds.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>

#include "actors/collection_store.hpp"
#include "actors/journal.hpp"
#include "actors/projection_set.hpp"
#include "actors/trial.hpp"
#include "events/codec.hpp"
#include "events/log/memory_log.hpp"
#include "tests/kinds/pebbles.hpp"
#include "tests/temporary_directory.hpp"

using namespace waybill;

namespace {

constexpr std::uint64_t pool = 12;  // keys that there are

auto key_text(std::uint64_t key) -> std::string { return "k" + std::to_string(key); }

class checked_pebbles {
 public:
  explicit checked_pebbles(std::uint64_t seed) : random_{seed} {
    journal::open("off", false);
    auto opened = projection_store::open({directory_.path() + "/rows"});
    REQUIRE(opened);
    rows_ = std::move(*opened);
    open_models();
    forget();
  }

  void something_by_chance() {
    switch (random_() % 9) {
      case 0:
        REQUIRE(set_.collections->catch_up());
        return store_->index_moved(set_.collections->at());
      case 1:
        return forget();
      case 2:
        return remove();
      case 3:
        return edit();
      case 4:
        return import_in_chunks();
      default:
        return import();
    }
  }

  /// The index, folded to the end, knows exactly the keys that are taken.
  void check_index() {
    REQUIRE(set_.collections->catch_up());
    std::set<std::string> taken;
    REQUIRE(rows_->scan(family::places, {}, {}, [&](std::string_view key, std::string_view value) {
      if (!decode_place(value).deleted) taken.emplace(key);
      return true;
    }));
    std::set<std::string> expected;
    for (const auto& each : holder_) {
      const auto place =
          scoped(pebbles::key_of(key_text(each.first)), collection_digest("pebbles", owner_.value));
      expected.emplace(view_of(place));
    }
    CHECK(taken == expected);
  }

  static auto view_of(const digest& of) -> std::string {
    return {reinterpret_cast<const char*>(of.data()), of.size()};
  }

 private:
  struct pebble {
    std::string line;
    std::vector<std::uint64_t> keys;
  };

  void open_models() {
    auto both = open_projection_set(*log_, *rows_, {});
    REQUIRE(both);
    set_ = std::move(*both);
  }

  /// Another start: nothing is remembered but what index and log hold.
  void forget() {
    store_ = std::make_unique<collection_store>(*log_, *rows_, 1 << 16);
    REQUIRE(store_->recover(set_.collections->at()));
  }

  auto line_by_chance() -> pebble {
    pebble made;
    made.line = "p" + std::to_string(random_() % 3);
    for (auto n = random_() % 4; n > 0; --n) {
      const auto key = random_() % pool;
      if (std::find(made.keys.begin(), made.keys.end(), key) != made.keys.end()) continue;
      made.keys.push_back(key);
      made.line += "\t" + key_text(key);
    }
    return made;
  }

  /// What must become of the pebble.
  auto expect(const pebble& one, bool update) -> outcome {
    std::set<std::uint64_t> met;
    for (const auto key : one.keys)
      if (const auto at = holder_.find(key); at != holder_.end()) met.insert(at->second);
    if (met.size() > 1) return outcome::failed;
    if (met.size() == 1 && (!update || pebbles_[*met.begin()].line == one.line)) return outcome::skipped;
    if (met.size() == 1)
      for (const auto key : pebbles_[*met.begin()].keys) holder_.erase(key);
    pebbles_.push_back(one);
    for (const auto key : one.keys) holder_[key] = pebbles_.size() - 1;
    return met.empty() ? outcome::created : outcome::updated;
  }

  /// A chunk by chance, and what it holds.
  auto chunk_by_chance(std::uint64_t number, std::uint64_t first_record, std::vector<pebble>& lines)
      -> std::shared_ptr<candidate_chunk> {
    auto chunk = std::make_shared<candidate_chunk>();
    chunk->number = number;
    chunk->first_record = first_record;
    for (auto n = random_() % 6 + 1; n > 0; --n) {
      lines.push_back(line_by_chance());
      auto& record = chunk->records.emplace_back();
      record.row = {static_cast<std::uint32_t>(chunk->bytes.size()),
                    static_cast<std::uint32_t>(lines.back().line.size())};
      chunk->bytes += lines.back().line;
      for (const auto key : lines.back().keys) chunk->add_key(pebbles::key_of(key_text(key)));
    }
    return chunk;
  }

  [[nodiscard]] auto order_of(std::shared_ptr<const candidate_chunk> chunk, bool update) const
      -> chunk_order {
    const auto* kind = kind_named("pebbles");
    return {{"imp_" + std::to_string(imports_)},
            owner_,
            "pebbles",
            log_->tail() + 1,
            kind->decider(update ? R"({"on_duplicate":"update"})" : "{}", {}),
            std::move(chunk),
            nullptr,
            false};
  }

  auto apply(const chunk_order& order) -> position {
    auto decided = store_->decide(order);
    REQUIRE(decided);
    const auto at = append(chunk_applied_v2::tag, decided->payload);
    store_->applied(order, *decided, at);
    return at;
  }

  /// First tried out, then applied: what was tried is what happens.
  void import_in_chunks() {
    const bool update = random_() % 2 == 0;
    ++imports_;
    std::vector<chunk_order> orders;
    std::vector<pebble> lines;
    for (auto n = random_() % 5 + 1; n > 0; --n) {
      const auto first = lines.size() + 1;
      orders.push_back(order_of(chunk_by_chance(orders.size() + 1, first, lines), update));
    }
    trial tried{directory_.path(), true};
    for (const auto& order : orders) REQUIRE(store_->try_out(order, tried));
    REQUIRE(tried.records() == lines.size());
    std::size_t line = 0;
    for (std::size_t i = 0; i < orders.size(); ++i) {
      if (random_() % 3 == 0) forget();
      const auto at = apply(orders[i]);
      chunk_applied written;
      REQUIRE(read_chunk(*log_->read_at(at), written));
      const auto planned = tried.chunk(i);
      REQUIRE(planned);
      compare((*planned)->what, written);
      for (const auto& record : written.records)
        REQUIRE(name_of(record.what) == name_of(expect(lines[line++], update)));
    }
  }

  static void compare(const chunk_applied& planned, const chunk_applied& written) {
    REQUIRE(planned.head.counts == written.head.counts);
    REQUIRE(planned.records.size() == written.records.size());
    for (std::size_t i = 0; i < planned.records.size(); ++i) {
      const auto& a = planned.records[i];
      const auto& b = written.records[i];
      REQUIRE(name_of(a.what) == name_of(b.what));
      REQUIRE(a.code == b.code);
      REQUIRE(a.before == b.before);
      REQUIRE(a.after == b.after);
      REQUIRE((a.before_at == 0) == (b.before_at == 0));
      REQUIRE(std::ranges::equal(a.keys, b.keys));
      REQUIRE(std::ranges::equal(a.released, b.released));
    }
  }

  void import() {
    const bool update = random_() % 2 == 0;
    ++imports_;
    std::vector<pebble> lines;
    const auto at = apply(order_of(chunk_by_chance(1, 1, lines), update));
    const auto event = log_->read_at(at);
    REQUIRE(event);
    chunk_applied written;
    REQUIRE(read_chunk(*event, written));
    REQUIRE(written.records.size() == lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      CAPTURE(i, lines[i].line);
      REQUIRE(name_of(written.records[i].what) == name_of(expect(lines[i], update)));
    }
  }

  /// By a key that is a pebble's first, or by one that is not.
  void remove() {
    const auto key = random_() % pool;
    const auto id = pebbles::key_of(key_text(key));
    const auto found = holder_.find(key);
    const bool first = found != holder_.end() && pebbles_[found->second].keys.front() == key;
    const auto gone = store_->decide_deletion("pebbles", owner_, id);
    REQUIRE(gone.operator bool() == first);
    if (!gone) return;
    const auto at = append(record_deleted::tag, gone->payload);
    store_->deleted("pebbles", owner_, id, *gone, at);
    for (const auto each : std::vector<std::uint64_t>(pebbles_[found->second].keys)) holder_.erase(each);
  }

  /// A person says what the pebble with that first key is from now on.
  void edit() {
    const auto wish = line_by_chance();
    candidate_chunk chunk;
    auto& record = chunk.records.emplace_back();
    record.row = chunk.keep(wish.line);
    for (const auto key : wish.keys) chunk.add_key(pebbles::key_of(key_text(key)));
    const auto decider = kind_named("pebbles")->decider(R"({"on_duplicate":"update"})", {});
    const auto decided = store_->decide_edit("pebbles", owner_, chunk, *decider);
    if (wish.keys.empty() || !holder_.contains(wish.keys.front())) {
      REQUIRE(!decided);
      REQUIRE(decided.why().code == errc::not_found);
      return;
    }
    const auto expected = expect(wish, true);
    REQUIRE(decided.operator bool() == (expected != outcome::failed));
    if (!decided) {
      REQUIRE(decided.why().code == errc::bad_value);
      return;
    }
    REQUIRE(decided->payload.empty() == (expected == outcome::skipped));
    if (decided->payload.empty()) return;
    const auto at = append(record_edited::tag, decided->payload);
    store_->edited(*decided, at);
    chunk_applied written;
    REQUIRE(read_chunk(*log_->read_at(at), written));
    REQUIRE(written.records.size() == 1);
    REQUIRE(written.records.front().after == wish.line);
  }

  auto append(std::string_view tag, const std::string& payload) -> position {
    const auto stream = collection_stream("pebbles", owner_);
    transaction what;
    what.by = owner_.value;
    what.appends.push_back({stream, log_->head(stream)->version, {}});
    what.appends.back().events.push_back({std::string(tag), payload});
    const auto answer = log_->commit({&what, 1}).front();
    REQUIRE(answer);
    return answer->last;
  }

  std::mt19937_64 random_;
  tests::temporary_directory directory_;
  std::unique_ptr<event_log> log_ = open_memory_log();
  std::unique_ptr<projection_store> rows_;
  projection_set set_;
  std::unique_ptr<collection_store> store_;
  user_id owner_{"usr_1"};
  std::uint64_t imports_ = 0;
  std::vector<pebble> pebbles_;                  ///< every version that ever was
  std::map<std::uint64_t, std::size_t> holder_;  ///< of a key: which of them
};

}  // namespace

TEST_CASE(
    "given imports of pebbles with some keys or none, tried out before or not, changes by hand, deletions, "
    "restarts and an index behind them by chance, then each meets whom it must, and what was tried happens") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  for (std::uint64_t round = 0; round < 20; ++round) {
    CAPTURE(round);
    checked_pebbles world{seed + round};
    for (int step = 0; step < 150; ++step) {
      CAPTURE(step);
      world.something_by_chance();
    }
    world.check_index();
  }
}
