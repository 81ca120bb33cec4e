// A disk that refuses the projections for a while: nothing is lost, reading goes on, and so does writing
// after.
#include <catch2/catch.hpp>

#include <thread>

#include "events/codec.hpp"
#include "projections/store.hpp"
#include "tests/events/log/failing_disk.hpp"
#include "tests/temporary_directory.hpp"

using namespace waybill;
using log_tests::disk_state;
using log_tests::failing_environment;

namespace {

struct rows_under_test {
  [[nodiscard]] auto open() -> std::unique_ptr<projection_store> {
    auto made = projection_store::open({here.path() + "/rows", 1 << 20, 128 << 10, &env});
    if (!made) FAIL(made.why().message);
    return std::move(*made);
  }

  tests::temporary_directory here;
  std::shared_ptr<disk_state> state = std::make_shared<disk_state>();
  failing_environment env{state};
};

auto key_of(std::uint64_t number) -> std::string {
  auto text = std::to_string(number);
  return std::string(16 - text.size(), '0') + text;
}

/// Enough rows for a file of their own.
struct many_rows final : bulk_rows {
  std::vector<std::string> keys;
  many_rows() {
    for (std::uint64_t i = 0; i < 25'000; ++i) keys.push_back(key_of(i));
  }
  [[nodiscard]] auto size() const -> std::size_t override { return keys.size(); }
  [[nodiscard]] auto at(std::size_t i) const -> row override { return {keys[i], "12345678"}; }
};

/// While the last of its rows is written, somebody else's write fails.
struct rows_beside_a_failure final : bulk_rows {
  rows_beside_a_failure(projection_store& to, disk_state& disk) : to_(to), disk_(disk) {}
  ~rows_beside_a_failure() override {
    if (other_.joinable()) other_.join();
  }
  [[nodiscard]] auto size() const -> std::size_t override { return rows_.size(); }
  [[nodiscard]] auto at(std::size_t i) const -> row override {
    if (i + 1 == rows_.size() && !other_.joinable()) {
      disk_.fail_after(0);
      other_ = std::thread([this] {
        row_changes changes;
        changes.put(family::imports, key_of(7), "of somebody else");
        written_ = to_.write(changes).ok();
      });
      disk_.refused.wait(0);
      disk_.mend();
    }
    return rows_.at(i);
  }
  /// Whether the other write succeeded in the end.
  [[nodiscard]] auto other_is_written() -> bool {
    other_.join();
    return written_;
  }

 private:
  many_rows rows_;
  projection_store& to_;
  disk_state& disk_;
  mutable std::thread other_;
  mutable bool written_ = false;
};

/// One step: a row of 1 KiB, a count and the checkpoint together, now and then a bulk.
auto write_step(projection_store& to, std::uint64_t step) -> result<done> {
  row_changes changes;
  changes.put(family::imports, key_of(step), std::string(1'024, static_cast<char>('a' + step % 26)));
  changes.put(family::tags, "count", encode(step));
  projection_store::put_checkpoint(changes, "test", step);
  if (auto written = to.write(changes); !written) return written;
  if (step % 50 != 0) return done{};
  return to.write_bulk(family::places, many_rows{});
}

/// The first `steps` steps, and not a trace of more than one beyond.
void check_holds(const projection_store& rows, std::uint64_t steps) {
  const auto at = rows.checkpoint("test");
  REQUIRE(at);
  REQUIRE((*at == steps || *at == steps + 1));
  std::uint64_t count = 0;
  REQUIRE(rows.scan(family::imports, {}, {}, [&](std::string_view key, std::string_view value) {
    CHECK(key == key_of(++count));
    CHECK(value.size() == 1'024);
    return true;
  }));
  CHECK(count == *at);
}

enum class fate : std::uint8_t { not_met, gone_on, to_be_folded_again };

/// Writes 300 steps through a disk that fails from its n-th write on, until it is mended at the first
/// refusal.
auto write_through(std::int64_t failing_write, bool broken_device) -> fate {
  CAPTURE(failing_write, broken_device);
  rows_under_test under;
  under.state->broken_device = broken_device;
  auto rows = under.open();
  under.state->fail_after(failing_write);
  int refused = 0;
  for (std::uint64_t step = 1; step <= 300;) {
    const auto written = write_step(*rows, step);
    if (written) {
      ++step;
      continue;
    }
    if (written.why().code == errc::corrupt) {
      // Said, not hidden: also by who opens it the next time.
      CHECK(rows->beyond_repair());
      under.state->mend();
      rows.reset();
      const auto again = projection_store::open({under.here.path() + "/rows"});
      REQUIRE_FALSE(again);
      CHECK(again.why().code == errc::corrupt);
      return fate::to_be_folded_again;
    }
    REQUIRE(++refused < 4);
    CHECK(written.why().code == (broken_device ? errc::unavailable : errc::storage_full));
    CHECK_FALSE(write_step(*rows, step));
    check_holds(*rows, step - 1);
    under.state->mend();
  }
  under.state->mend();
  check_holds(*rows, 300);
  rows.reset();
  rows = under.open();
  check_holds(*rows, 300);
  return refused > 0 ? fate::gone_on : fate::not_met;
}

/// How often writing went on, for a failure at every so many writes.
void write_through_all(std::int64_t first, std::int64_t step, bool broken_device, int least) {
  int gone_on = 0, lost = 0;
  for (auto write = first; write < 700; write += step) {
    const auto what = write_through(write, broken_device);
    gone_on += what == fate::gone_on ? 1 : 0;
    lost += what == fate::to_be_folded_again ? 1 : 0;
  }
  CHECK(gone_on > least);
  CHECK(lost <= gone_on / 20 + 1);
}

}  // namespace

TEST_CASE(
    "given a disk that has no room from its n-th write on, when rows are written, then none is lost and "
    "writing goes on") {
  write_through_all(0, 23, false, 15);
}

TEST_CASE("given a disk that breaks at its n-th write, when it is mended, then writing goes on") {
  write_through_all(10, 97, true, 3);
}

TEST_CASE(
    "given a write that fails while another thread writes files of rows, when the disk is mended, then both "
    "are written") {
  rows_under_test under;
  under.state->broken_device = true;
  const auto rows = under.open();
  REQUIRE(write_step(*rows, 1));
  rows_beside_a_failure places{*rows, *under.state};
  const many_rows tags;
  const bulk_part parts[] = {{family::places, &places}, {family::live, &tags}};
  CHECK(rows->write_together(parts));
  CHECK(places.other_is_written());
  std::uint64_t count = 0;
  for (const auto in : {family::places, family::live})
    CHECK(rows->scan(in, {}, {}, [&](std::string_view, std::string_view) { return ++count > 0; }));
  CHECK(count == 2 * tags.size());
}

TEST_CASE(
    "given rows that cannot even be read for a while, when the disk is mended, then who reads finds them") {
  rows_under_test under;
  const auto rows = under.open();
  REQUIRE(write_step(*rows, 1));
  under.state->broken_device = true;
  under.state->unreadable = true;
  under.state->fail_after(0);
  CHECK_FALSE(write_step(*rows, 2));
  CHECK_FALSE(rows->checkpoint("test"));
  under.state->mend();
  check_holds(*rows, 1);
  REQUIRE(write_step(*rows, *rows->checkpoint("test") + 1));
}
