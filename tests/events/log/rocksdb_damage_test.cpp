// Whatever is done to the stored bytes is found, and said where.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "events/log/record_format.hpp"
#include "tests/events/log/raw_store.hpp"

using namespace waybill;
using namespace waybill::log_tests;
using Catch::Matchers::Contains;
using rocksdb_store::event_key;
using rocksdb_store::number_bytes;
using store = rocksdb::DB;
namespace fs = std::filesystem;

namespace {

auto bytes_of(const fs::path& file) -> std::string {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Flips one bit in the first file of a kind that holds `text`, at the place of the text.
auto flip_in(const std::string& directory, const std::string& extension, const std::string& text) -> bool {
  for (const auto& entry : fs::directory_iterator(directory)) {
    if (entry.path().extension() != extension) continue;
    auto bytes = bytes_of(entry.path());
    const auto at = bytes.find(text);
    if (at == std::string::npos) continue;
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    std::ofstream(entry.path(), std::ios::binary | std::ios::trunc) << bytes;
    return true;
  }
  return false;
}

auto faults_in(const temporary_directory& directory) -> std::vector<log_fault> {
  const auto log = open_or_fail(directory);
  const auto report = verify(*log);
  REQUIRE(report.ok());
  return (*report).faults;
}

auto sealed(store& in, position at, position previous, const std::string& payload) -> std::string {
  auto head = (*decode_record(record_at(in, at))).head;
  const auto before = previous == 0 ? digest{} : (*decode_record(record_at(in, previous))).head.seal;
  const auto bytes = encode_head(head, payload.size());
  const auto seal = seal_of(before, bytes, payload);
  return std::string(reinterpret_cast<const char*>(seal.data()), seal.size()) + bytes + payload;
}

}  // namespace

TEST_CASE(
    "given a flipped bit in a blob file, when verified, then its event is named and the rest is checked") {
  const temporary_directory directory;
  fill_two_streams(directory);
  behind_its_back(directory, [](store&) {});
  REQUIRE(flip_in(directory.path(), ".blob", "event 7."));
  const auto faults = faults_in(directory);
  REQUIRE(faults.size() >= 1);
  CHECK(faults[0].at == 7);
  CHECK_THAT(faults[0].what, Contains("position 7"));
  for (const auto& fault : faults) CHECK((fault.at == 7 || fault.stream == "a"));
  const auto log = open_or_fail(directory);
  const auto page = log->read_all(5, 10, all_bytes);
  REQUIRE(!page);
  CHECK(page.why().code == errc::corrupt);
  CHECK_THAT(page.why().message, Contains("position 7"));
  CHECK(payloads_of(log->read_all(8, 10, all_bytes)).size() == 5);
}

TEST_CASE("given a flipped bit in a table file, when verified, then a position in it is named") {
  const temporary_directory directory;
  {
    const auto log = open_or_fail(directory);
    for (std::uint64_t i = 0; i < 300; ++i)
      must(*log, one("a", i, {"small " + std::to_string(i + 1) + std::string(100, '.')}));
  }
  behind_its_back(directory, [](store&) {});
  REQUIRE(flip_in(directory.path(), ".sst", "small 150."));
  const auto faults = faults_in(directory);
  REQUIRE(!faults.empty());
  CHECK(faults[0].at <= 150);
  CHECK(faults[0].at > 100);
  CHECK_THAT(faults[0].what, Contains("position"));
  CHECK(std::any_of(faults.begin(), faults.end(), [](const log_fault& fault) { return fault.at == 150; }));
}

TEST_CASE(
    "given a table file with a flipped bit, when opened or verified, then it is named or all is there") {
  const temporary_directory directory;
  fill_two_streams(directory);
  behind_its_back(directory, [](store&) {});
  fs::path table;
  for (const auto& entry : fs::directory_iterator(directory.path()))
    if (entry.path().extension() == ".sst") table = entry.path();
  const auto bytes = bytes_of(table);
  // All bits of the last bytes, which have no checksum; of each byte before them the one that says most.
  constexpr std::size_t last = 53;
  std::size_t refused = 0;
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    if (bit < 8 * (bytes.size() - last) && bit % 8 != 7) continue;
    auto damaged = bytes;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    std::ofstream(table, std::ios::binary) << damaged;
    auto options = options_for(directory.path());
    options.read_only = true;
    CAPTURE(bit);
    const auto log = open_rocksdb_log(options);
    if (log) {
      REQUIRE(verify(**log).ok());
      continue;
    }
    ++refused;
    REQUIRE(log.why().code == errc::corrupt);
    REQUIRE_THAT(log.why().message, Contains(table.filename().string()));
  }
  CHECK(refused > 8 * 13);
}

TEST_CASE("given a damaged table file that a crash left behind, when the log is opened, then nobody minds") {
  const temporary_directory directory;
  fill_two_streams(directory);
  behind_its_back(directory, [](store&) {});
  for (const auto& entry : std::vector<fs::directory_entry>(fs::directory_iterator(directory.path()), {})) {
    if (entry.path().extension() != ".sst") continue;
    auto bytes = bytes_of(entry.path());
    std::fill(bytes.begin(), bytes.end() - 53, '\0');
    std::ofstream(directory.path() + "/999999.sst", std::ios::binary) << bytes;
  }
  REQUIRE(fs::exists(directory.path() + "/999999.sst"));
  CHECK(faults_in(directory).empty());
}

TEST_CASE("given a closed log that somebody wrote to who leaves no note, when opened, then it is") {
  const temporary_directory directory;
  fill_two_streams(directory);
  const auto note = directory.path() + "/CLOSED";
  const auto noted = bytes_of(note);
  REQUIRE(!noted.empty());
  behind_its_back(directory, [](store&) {});
  CHECK(!fs::exists(note));
  std::ofstream(note, std::ios::binary) << noted;
  CHECK(faults_in(directory).empty());
}

TEST_CASE("given a flipped bit in the write-ahead log, when opened, then it is refused, not shortened") {
  const temporary_directory directory;
  fill_two_streams(directory);
  // Reopening has moved nothing yet: the events are still in the file they were first written to.
  REQUIRE(flip_in(directory.path(), ".log", "event 5"));
  const auto log = open_rocksdb_log(options_for(directory.path()));
  REQUIRE(!log);
  CHECK(log.why().code == errc::corrupt);
  CHECK_THAT(log.why().message, Contains(".log: "));
}

TEST_CASE("given a log whose file CURRENT is damaged in any bit, when opened, then that file is named") {
  const temporary_directory directory;
  fill_two_streams(directory);
  const fs::path current = fs::path(directory.path()) / "CURRENT";
  const auto bytes = bytes_of(current);
  auto options = options_for(directory.path());
  options.read_only = true;
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    auto damaged = bytes;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    std::ofstream(current, std::ios::binary) << damaged;
    CAPTURE(bit);
    const auto log = open_rocksdb_log(options);
    REQUIRE(!log);
    CHECK(log.why().code == errc::corrupt);
    CHECK_THAT(log.why().message, Contains("CURRENT"));
  }
}

TEST_CASE(
    "given a log without its file CURRENT, when opened again and again, then nothing of it is removed") {
  const temporary_directory directory;
  fill_two_streams(directory);
  behind_its_back(directory, [](store&) {});
  const fs::path current = fs::path(directory.path()) / "CURRENT";
  fs::rename(current, directory.path() + "-CURRENT");
  for (const bool read_only : {false, true, false}) {
    auto options = options_for(directory.path());
    options.read_only = read_only;
    const auto log = open_rocksdb_log(options);
    REQUIRE(!log);
    CHECK(log.why().code == errc::corrupt);
    CHECK_THAT(log.why().message, Contains("CURRENT"));
  }
  fs::rename(directory.path() + "-CURRENT", current);
  CHECK(faults_in(directory).empty());
}

TEST_CASE(
    "given a closed log of which a file was cut off at any byte, when opened again and again, then the file "
    "is "
    "named, and nothing of it is removed") {
  const temporary_directory directory;
  fill_two_streams(directory);
  const auto open = [&] { return open_rocksdb_log(options_for(directory.path())); };
  for (const auto& entry : std::vector<fs::directory_entry>(fs::directory_iterator(directory.path()), {})) {
    const auto name = entry.path().filename().string();
    if (!name.starts_with("MANIFEST") && entry.path().extension() != ".log") continue;
    const auto bytes = bytes_of(entry.path());
    REQUIRE(!bytes.empty());
    for (std::size_t kept = 0; kept < bytes.size(); ++kept) {
      fs::resize_file(entry.path(), kept);
      const auto log = open();
      if (log) FAIL(name << " with " << kept << " bytes is opened");
      REQUIRE(log.why().code == errc::corrupt);
      REQUIRE_THAT(log.why().message, Contains(name));
    }
    std::ofstream(entry.path(), std::ios::binary) << bytes;
  }
  CHECK(faults_in(directory).empty());
  CHECK((*open())->tail() == 12);
}

TEST_CASE("given a blob file that is gone, when opened or verified, then its events are named") {
  const temporary_directory directory;
  fill_two_streams(directory);
  behind_its_back(directory, [](store&) {});
  int removed = 0;
  for (const auto& entry : fs::directory_iterator(directory.path()))
    if (entry.path().extension() == ".blob") removed += fs::remove(entry.path()) ? 1 : 0;
  REQUIRE(removed == 1);
  const auto log = open_rocksdb_log(options_for(directory.path()));
  if (!log) {
    CHECK(log.why().code == errc::corrupt);
    return;
  }
  const auto report = verify(**log);
  REQUIRE(report.ok());
  for (const position at : {1U, 4U, 7U, 10U})
    CHECK(std::any_of((*report).faults.begin(), (*report).faults.end(),
                      [&](const log_fault& fault) { return fault.at == at; }));
}

TEST_CASE("given an event that was taken out, when verified, then the hole is named") {
  const temporary_directory directory;
  fill_two_streams(directory);
  behind_its_back(directory, [](store& in) { REQUIRE(in.Delete({}, event_key(5)).ok()); });
  const auto faults = faults_in(directory);
  REQUIRE(!faults.empty());
  CHECK(faults[0].at == 5);
  CHECK_THAT(faults[0].what, Contains("position 5 is missing"));
  const auto log = open_or_fail(directory);
  CHECK(log->read_at(5).why().code == errc::corrupt);
  CHECK_THAT(log->read_all(1, 100, all_bytes).why().message, Contains("position 5 is missing"));
  CHECK(log->read_stream("a", 1, 100).why().code == errc::corrupt);
}

TEST_CASE("given the last event taken out, when opened, then it is refused and the position named") {
  const temporary_directory directory;
  fill_two_streams(directory);
  behind_its_back(directory, [](store& in) { REQUIRE(in.Delete({}, event_key(12)).ok()); });
  const auto log = open_rocksdb_log(options_for(directory.path()));
  REQUIRE(!log);
  CHECK(log.why().code == errc::corrupt);
  CHECK_THAT(log.why().message, Contains("position 12"));
}

TEST_CASE("given an event beyond the end, when opened, then it is refused") {
  const temporary_directory directory;
  fill_two_streams(directory);
  behind_its_back(directory, [](store& in) { put_record(in, 14, record_at(in, 12)); });
  const auto log = open_rocksdb_log(options_for(directory.path()));
  REQUIRE(!log);
  CHECK(log.why().code == errc::corrupt);
  CHECK_THAT(log.why().message, Contains("beyond position 12"));
}

TEST_CASE("given two events that changed places, when verified, then both positions are named") {
  const temporary_directory directory;
  fill_two_streams(directory);
  behind_its_back(directory, [](store& in) {
    const auto third = record_at(in, 3);
    put_record(in, 3, record_at(in, 5));
    put_record(in, 5, third);
  });
  const auto faults = faults_in(directory);
  REQUIRE(faults.size() >= 2);
  CHECK(faults[0].at == 3);
  CHECK_THAT(faults[0].what, Contains("position 3 stands the event of position 5"));
  CHECK(std::any_of(faults.begin(), faults.end(), [](const log_fault& fault) { return fault.at == 5; }));
}

TEST_CASE("given a changed payload, when verified, then its event is named") {
  const temporary_directory directory;
  fill_two_streams(directory);
  behind_its_back(directory, [](store& in) {
    auto record = record_at(in, 6);
    record.back() = 'X';
    put_record(in, 6, record);
  });
  const auto faults = faults_in(directory);
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].at == 6);
  CHECK(faults[0].stream == "b");
  CHECK_THAT(faults[0].what, Contains("seal"));
}

TEST_CASE(
    "given a changed payload under a fresh seal, when verified, then the next event of the stream is named") {
  const temporary_directory directory;
  fill_two_streams(directory);
  behind_its_back(directory, [](store& in) { put_record(in, 6, sealed(in, 6, 4, "forged")); });
  const auto faults = faults_in(directory);
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].at == 8);
  CHECK(faults[0].stream == "b");
}

TEST_CASE("given an event of an unknown format, when verified, then the format is named and the position") {
  const temporary_directory directory;
  fill_two_streams(directory);
  behind_its_back(directory, [](store& in) {
    auto record = record_at(in, 6);
    record[32] = 9;
    put_record(in, 6, record);
  });
  const auto faults = faults_in(directory);
  REQUIRE(!faults.empty());
  CHECK(faults[0].at == 6);
  CHECK_THAT(faults[0].what, Contains("format byte is 9"));
}

TEST_CASE("given a stream that was told to end earlier, when verified, then the stream is named") {
  const temporary_directory directory;
  fill_two_streams(directory);
  behind_its_back(directory,
                  [](store& in) { REQUIRE(in.Delete({}, rocksdb_store::stream_key("a", 6)).ok()); });
  const auto faults = faults_in(directory);
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].stream == "a");
  CHECK_THAT(faults[0].what, Contains("ends at version 5"));
}

TEST_CASE("given a stream with a gap or with another's event, when read, then it is corrupt") {
  const temporary_directory directory;
  fill_two_streams(directory);
  behind_its_back(directory, [](store& in) {
    REQUIRE(in.Delete({}, rocksdb_store::stream_key("a", 3)).ok());
    REQUIRE(in.Put({}, rocksdb_store::stream_key("b", 3), number_bytes(5)).ok());
  });
  const auto log = open_or_fail(directory);
  CHECK(log->read_stream("a", 1, 100).why().code == errc::corrupt);
  CHECK_THAT(log->read_stream("a", 1, 100).why().message, Contains("version 3 of the stream a"));
  CHECK(log->read_stream("b", 1, 100).why().code == errc::corrupt);
  CHECK(log->read_stream("b", 4, 100).ok());
}

TEST_CASE("given more faults than are listed, when verified, then a hundred are, and it comes to an end") {
  const temporary_directory directory;
  {
    const auto log = open_or_fail(directory);
    std::vector<transaction> group;
    for (std::uint64_t i = 0; i < 400; ++i) group.push_back(one("a", i, {"x"}));
    REQUIRE(log->commit(group).back().ok());
  }
  behind_its_back(directory, [](store& in) {
    for (position at = 2; at < 400; at += 2) REQUIRE(in.Delete({}, event_key(at)).ok());
  });
  const auto faults = faults_in(directory);
  CHECK(faults.size() == 100);
  CHECK(faults.front().at == 2);
}
