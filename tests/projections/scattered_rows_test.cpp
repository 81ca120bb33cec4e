#include "projections/collections/scattered_rows.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include "events/collection/chunk_writer.hpp"
#include "events/log/rocksdb_log.hpp"
#include "tests/temporary_directory.hpp"

using namespace waybill;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

constexpr std::uint32_t rows_a_chunk = 200;

auto row_of(position at, std::uint32_t index) -> std::string {
  return "row " + std::to_string(index) + " of " + std::to_string(at) + std::string(30 + index, 'x') + ".";
}

/// Each third record is skipped: it has no row.
auto has_row(std::uint32_t index) -> bool { return index % 3 != 2; }

auto chunk_payload(position at) -> std::string {
  chunk_writer writer{rows_a_chunk};
  chunk_header head{{"imp_1"}, at, 1, 0, {}};
  std::vector<std::string> rows(rows_a_chunk);
  std::vector<identity> keys(rows_a_chunk);
  for (std::uint32_t i = 0; i < rows_a_chunk; ++i) {
    decided_record out;
    out.line = i + 1;
    out.what = has_row(i) ? outcome::created : outcome::skipped;
    if (has_row(i)) {
      keys[i][0] = static_cast<std::uint8_t>(i);
      out.keys = {&keys[i], 1};
      out.after = rows[i] = row_of(at, i);
    }
    head.counts.count(out.what);
    writer.add(out);
  }
  std::string payload;
  writer.finish(head, payload);
  return payload;
}

/// A log on the disk, none of whose events is kept in memory once it was opened again.
class log_on_disk {
 public:
  log_on_disk() { open(); }
  void open() {
    log_.reset();
    log_options options;
    options.directory = directory_.path();
    options.recent_bytes = 0;
    auto opened = open_rocksdb_log(options);
    REQUIRE(opened);
    log_ = std::move(*opened);
  }
  void append(position at) {
    transaction what;
    what.by = "usr_1";
    what.appends.push_back({"collection/bookmarks/usr_1", at - 1, {}});
    what.appends.back().events.push_back({std::string(chunk_applied_v2::tag), chunk_payload(at)});
    REQUIRE(log_->commit({&what, 1}).front());
  }
  /// Where a text stands in the blob files is other text from now on; the log has them open.
  void spoil(const std::string& text) const {
    for (const auto& entry : fs::directory_iterator(directory_.path())) {
      if (entry.path().extension() != ".blob") continue;
      std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(file), {}};
      const auto at = bytes.find(text);
      if (at == std::string::npos) continue;
      file.clear();
      file.seekp(static_cast<std::streamoff>(at));
      file.put(static_cast<char>(bytes[at] ^ 1));
      return;
    }
    FAIL("not in any blob file: " << text);
  }
  [[nodiscard]] auto operator*() const -> const event_log& { return *log_; }

 private:
  tests::temporary_directory directory_;
  std::unique_ptr<event_log> log_;
};

/// Chunk by chunk would be another matter: here each comes once a round.
void check_all(scattered_rows& rows, position chunks) {
  std::string row;
  for (std::uint32_t i = 0; i < rows_a_chunk; ++i)
    for (position at = 1; at <= chunks; ++at) {
      if (!has_row(i)) continue;
      const auto read = rows.read({at, i}, row);
      INFO((read ? "" : read.why().message));
      REQUIRE(read);
      if (row != row_of(at, i)) FAIL("row " << i << " of " << at << " is " << row);
    }
}

}  // namespace

TEST_CASE("given chunks on the disk, when their rows are read in no order, then each is as it was written") {
  log_on_disk log;
  for (position at = 1; at <= 20; ++at) log.append(at);
  {
    scattered_rows in_memory{*log};
    check_all(in_memory, 20);
  }
  log.open();
  for (const std::size_t memory : {scattered_rows::usual_memory_bytes, std::size_t{20'000}, std::size_t{0}}) {
    scattered_rows rows{*log, memory};
    check_all(rows, 20);
  }
}

TEST_CASE("given a chunk that was read, when one of its rows is read again, then the chunk is not") {
  log_on_disk log;
  for (position at = 1; at <= 8; ++at) log.append(at);
  log.open();
  scattered_rows rows{*log};
  std::string row;
  for (position at = 1; at <= 8; ++at) REQUIRE(rows.read({at, 0}, row));
  // Whoever read all of it would find this.
  log.spoil(row_of(1, 7));
  REQUIRE(rows.read({1, 9}, row));
  CHECK(row == row_of(1, 9));
}

TEST_CASE("given a row whose bytes changed on the disk, when it is read alone, then its chunk is corrupt") {
  log_on_disk log;
  for (position at = 1; at <= 8; ++at) log.append(at);
  log.open();
  scattered_rows rows{*log};
  std::string row;
  for (position at = 1; at <= 8; ++at) REQUIRE(rows.read({at, 0}, row));
  log.spoil(row_of(2, 10));
  const auto read = rows.read({2, 10}, row);
  REQUIRE_FALSE(read);
  CHECK(read.why().code == errc::corrupt);
  CHECK_THAT(read.why().message, Contains("position 2"));
}

TEST_CASE(
    "given a place beyond the records of a chunk, when it is read, then that is told, also the second time") {
  log_on_disk log;
  log.append(1);
  log.open();
  scattered_rows rows{*log};
  std::string row;
  for (int time = 0; time < 2; ++time) {
    const auto read = rows.read({1, rows_a_chunk}, row);
    REQUIRE_FALSE(read);
    CHECK(read.why().code == errc::corrupt);
  }
}

TEST_CASE(
    "given a chunk that was read, when the log is closed, then its place is known no more, and nothing is "
    "read there") {
  log_on_disk log;
  log.append(1);
  log.open();
  const stored_event event = *(*log).read_at(1);
  std::optional<placed_bytes> place;
  {
    const reading_watch watch;
    REQUIRE((*log).read_at(1));
    place = watch.place_of(event);
  }
  REQUIRE(place);
  std::string some(100, '\0');
  REQUIRE(place->read(50, some));
  CHECK(some == event.payload.substr(50, 100));
  log.open();
  CHECK_FALSE(place->read(50, some));
}
