#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>

#include "events/codec.hpp"
#include "events/import/events.hpp"
#include "events/log/memory_log.hpp"
#include "projections/import_row.hpp"
#include "projections/read_model.hpp"
#include "tests/temporary_directory.hpp"

using namespace waybill;

namespace {

/// Counts events; refuses to fold or to flush as often as it is told to.
struct counting_model final : read_model {
  counting_model(int& fold_failures, int& flush_failures) : folds(fold_failures), flushes(flush_failures) {}
  auto fold(const stored_event&) -> result<done> override {
    ++count;
    if (folds > 0 && folds-- > 0) return {errc::unavailable, "told to"};
    return done{};
  }
  auto flush(projection_store& store, row_changes& changes) -> result<done> override {
    const auto before = store.get(family::tags, "count");
    std::uint64_t sum = 0;
    if (*before) REQUIRE(decode(**before, sum));
    changes.put(family::tags, "count", encode(sum + count));
    count = 0;
    if (flushes > 0 && flushes-- > 0) return {errc::storage_full, "told to"};
    return done{};
  }
  [[nodiscard]] auto waiting() const -> std::size_t override { return count; }
  std::uint64_t count = 0;
  int& folds;
  int& flushes;
};

auto with_events(event_log& log, int count) {
  for (int i = 0; i < count; ++i) {
    transaction what;
    what.by = "system";
    what.appends.push_back({"import/x", static_cast<std::uint64_t>(i), {}});
    what.appends.back().events.push_back({std::string(import_paused::tag), ""});
    REQUIRE(log.commit({&what, 1}).front());
  }
}

}  // namespace

TEST_CASE(
    "given a flush or a fold that fails once, when the runner goes on, then every event is in the rows "
    "exactly once") {
  for (const bool at_fold : {false, true}) {
    const tests::temporary_directory folder;
    const auto log = open_memory_log();
    with_events(*log, 10);
    auto store = projection_store::open({folder.path() + "/rows"});
    REQUIRE(store);
    int fold_failures = at_fold ? 1 : 0;
    int flush_failures = at_fold ? 0 : 1;
    auto runner = projection_runner::open("counting", *log, **store, [&] {
      std::vector<std::unique_ptr<read_model>> models;
      models.push_back(std::make_unique<counting_model>(fold_failures, flush_failures));
      return models;
    });
    REQUIRE(runner);
    CHECK_FALSE((*runner)->step(1 << 20, 1, true));
    CHECK((*runner)->at() == 0);
    REQUIRE((*runner)->catch_up());
    CHECK((*runner)->at() == 10);
    const auto row = (*store)->get(family::tags, "count");
    REQUIRE(row);
    REQUIRE(*row);
    std::uint64_t count = 0;
    REQUIRE(decode(**row, count));
    CHECK(count == 10);
  }
}

TEST_CASE(
    "given a flush that was refused and is found written later, when the runner goes on, then nothing is "
    "counted "
    "twice") {
  const tests::temporary_directory folder;
  const auto log = open_memory_log();
  with_events(*log, 10);
  auto store = projection_store::open({folder.path() + "/rows"});
  REQUIRE(store);
  int no_failures = 0, flush_failures = 1;
  auto runner = projection_runner::open("counting", *log, **store, [&] {
    std::vector<std::unique_ptr<read_model>> models;
    models.push_back(std::make_unique<counting_model>(no_failures, flush_failures));
    return models;
  });
  REQUIRE(runner);
  CHECK_FALSE((*runner)->step(1 << 20, 1, true));
  // The disk is mended, and the write-ahead log brings back what was refused.
  row_changes back;
  back.put(family::tags, "count", encode(std::uint64_t{10}));
  projection_store::put_checkpoint(back, "counting", 10);
  REQUIRE((*store)->write(back));
  while (!(*runner)->catch_up()) {
  }
  CHECK((*runner)->at() == 10);
  const auto row = (*store)->get(family::tags, "count");
  REQUIRE(row);
  CHECK(*row == encode(std::uint64_t{10}));
}

TEST_CASE("given rows folded from a longer log, when a shorter one is opened, then the runner says so") {
  const tests::temporary_directory folder;
  auto store = projection_store::open({folder.path() + "/rows"});
  REQUIRE(store);
  row_changes changes;
  projection_store::put_checkpoint(changes, "counting", 7);
  REQUIRE((*store)->write(changes));
  const auto log = open_memory_log();
  const auto runner = projection_runner::open("counting", *log, **store,
                                              [] { return std::vector<std::unique_ptr<read_model>>{}; });
  REQUIRE_FALSE(runner);
  CHECK(runner.why().code == errc::corrupt);
  CHECK(runner.why().message.find("position 7") != std::string::npos);
}

TEST_CASE(
    "given samples of the last seconds, when progress is asked for, then rate, time left and percent follow "
    "them") {
  import_row row;
  row.status = import_status::processing;
  CHECK_FALSE(percent(row));
  CHECK_FALSE(eta_seconds(row, {0}));
  row.total = 10'000;
  row.progress.counts.created = 2'500;
  row.samples = {{{0}, 0}, {{5'000'000}, 500}, {{10'000'000}, 2'500}};
  CHECK(percent(row) == 25.0);
  CHECK(records_per_second(row, {10'000'000}) == 400.0);  // of the last five seconds, not of all ten
  CHECK(*eta_seconds(row, {10'000'000}) == Approx(18.8));
  CHECK(records_per_second(row, {20'000'000}) < 200.0);  // nothing moves: it falls
  CHECK(records_per_second(row, {9'000'000}) == 400.0);  // the clock was set back
  row.progress.counts.created = 9'999;
  CHECK(percent(row) == 99.9);  // 100 is said when all are done
  row.total = 0;
  row.progress.counts = {};
  CHECK(percent(row) == 0.0);
  row.status = import_status::completed;
  CHECK(percent(row) == 100.0);
}

TEST_CASE(
    "given rows that are not as the log has it, when fresh ones take their place, then only what differs is "
    "written, and the next events are folded once") {
  const tests::temporary_directory folder;
  const auto log = open_memory_log();
  with_events(*log, 5);
  int never = 0;
  const auto models = [&never] {
    std::vector<std::unique_ptr<read_model>> all;
    all.push_back(std::make_unique<counting_model>(never, never));
    return all;
  };
  const auto rows = projection_store::open({folder.path() + "/rows"});
  const auto fresh_rows = projection_store::open({folder.path() + "/fresh"});
  REQUIRE(rows);
  REQUIRE(fresh_rows);
  const auto runner = projection_runner::open("x", *log, **rows, models);
  const auto fresh = projection_runner::open("x", *log, **fresh_rows, models);
  REQUIRE(runner);
  REQUIRE(fresh);
  REQUIRE((*runner)->catch_up());
  row_changes damage;
  damage.put(family::tags, "count", encode(std::uint64_t{99}));
  damage.put(family::tags, "nobody's", "row");
  damage.put(family::live, "other", "family");
  REQUIRE((*rows)->write(damage));
  const std::array families{family::tags};
  const auto changed = (*runner)->exchange(**fresh, **fresh_rows, families);
  REQUIRE(changed);
  CHECK(*changed == 2);
  CHECK(*(*rows)->get(family::tags, "count") == encode(std::uint64_t{5}));
  CHECK_FALSE(*(*rows)->get(family::tags, "nobody's"));
  CHECK(*(*rows)->get(family::live, "other") == "family");
  for (int i = 5; i < 8; ++i) {
    transaction what;
    what.by = "system";
    what.appends.push_back(
        {"import/x", static_cast<std::uint64_t>(i), {{std::string(import_paused::tag), ""}}});
    REQUIRE(log->commit({&what, 1}).front());
  }
  REQUIRE((*runner)->catch_up());
  CHECK(*(*rows)->get(family::tags, "count") == encode(std::uint64_t{8}));
  CHECK((*runner)->at() == 8);
}
