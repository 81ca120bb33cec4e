// Chunks in columns: what is written record by record is read as it was said, and costs what it should.
#include "events/collection/chunk.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <limits>
#include <random>

#include "events/collection/chunk_writer.hpp"
#include "tests/events/samples.hpp"

using namespace waybill;

namespace {

constexpr position here = 1'000;

/// A record that owns what it says.
struct said {
  outcome what = outcome::created;
  std::string code, message;
  std::uint32_t warnings = 0;
  std::uint64_t line = 0;
  std::vector<digest> keys, released;
  record_place before;
  std::string before_row, after;
  std::vector<std::string> shown;
  struct fault {
    std::string code, field, value;
    friend auto operator==(const fault&, const fault&) -> bool = default;
  };
  std::vector<fault> faults;
  friend auto operator==(const said&, const said&) -> bool = default;
};

auto write(const std::vector<said>& records) -> std::string {
  chunk_header head{{"imp_1"}, 7, 100, 9'000, {}};
  chunk_writer writer{records.size()};
  decided_record out;
  for (const auto& one : records) {
    out.clear();
    out.what = one.what;
    out.code = one.code;
    out.message = one.message;
    out.warnings = one.warnings;
    out.line = one.line;
    out.keys = one.keys;
    out.released = one.released;
    out.before_at = one.before.at == here ? same_event : one.before.at;
    out.before_index = one.before.index;
    out.before = one.before_row;
    out.after = one.after;
    out.shown.assign(one.shown.begin(), one.shown.end());
    for (const auto& fault : one.faults) out.faults.push_back({fault.code, fault.field, fault.value});
    writer.add(out);
    head.counts.count(one.what);
  }
  std::string payload;
  writer.finish(head, payload);
  return payload;
}

auto read(std::string_view payload, chunk_applied& chunk) -> bool {
  return read_chunk(chunk_applied_v2::tag, payload, here, chunk).ok();
}

auto heard(const chunk_applied& chunk) -> std::vector<said> {
  std::vector<said> records;
  for (const auto& one : chunk.records) {
    auto& to = records.emplace_back(said{one.what,
                                         std::string(one.code),
                                         std::string(one.message),
                                         one.warnings,
                                         one.line,
                                         {one.keys.begin(), one.keys.end()},
                                         {one.released.begin(), one.released.end()},
                                         {one.before_at, one.before_index},
                                         std::string(one.before),
                                         std::string(one.after),
                                         {one.shown.begin(), one.shown.end()},
                                         {}});
    for (const auto& fault : one.faults)
      to.faults.push_back({std::string(fault.code), std::string(fault.field), std::string(fault.value)});
  }
  return records;
}

auto created(std::uint8_t key, std::string row) -> said {
  said one;
  one.keys = {samples::digest_of(key)};
  one.after = std::move(row);
  return one;
}
auto skipped(record_place met, std::string url = {}, std::string title = {}) -> said {
  said one;
  one.what = outcome::skipped;
  one.code = "duplicate";
  one.before = met;
  if (!url.empty() || !title.empty()) one.shown = {std::move(url), std::move(title)};
  return one;
}
auto failed(std::string code, std::string shown = {}) -> said {
  said one;
  one.what = outcome::failed;
  one.code = std::move(code);
  if (!shown.empty()) one.shown = {std::move(shown)};
  return one;
}

/// On the lines from 100.
auto in_order(std::vector<said> records) -> std::vector<said> {
  for (std::size_t i = 0; i < records.size(); ++i) records[i].line = 100 + i;
  return records;
}

/// Bytes a record takes beside what the chunk takes without any.
auto cost(const std::vector<said>& records) -> double {
  const auto more = write(in_order(records)).size() - write({}).size();
  return static_cast<double>(more) / static_cast<double>(records.size());
}

/// One record of any kind, as a random number says, at `index` of its chunk.
auto random_record(std::mt19937& random, std::uint32_t index) -> said {
  static const std::vector<std::string> words{"", "a", "duplicate", "url_missing", "Nothing."};
  const auto any = [&](std::uint32_t below) { return static_cast<std::uint32_t>(random() % below); };
  const auto place = [&]() -> record_place {
    if (index > 0 && any(3) == 0) return {here, any(index)};
    return {1 + any(here - 1), any(any(2) == 0 ? 3 : most_chunk_records)};
  };
  said one;
  one.what = static_cast<outcome>(any(4));
  one.code = words[any(5)];
  one.message = words[any(5)];
  one.warnings = any(3) == 0 ? any(8) : 0;
  for (auto n = any(3); n > 0; --n) one.faults.push_back({words[any(5)], words[any(5)], words[any(5)]});
  for (auto n = any(4); n > 0; --n) one.shown.push_back(n == 1 ? "end" : words[any(5)]);
  const bool changes = one.what == outcome::created || one.what == outcome::updated;
  if (one.what == outcome::updated || any(2) == 0) one.before = place();
  if (!changes) return one;
  for (auto n = any(4); n > 0; --n)
    one.keys.push_back(samples::digest_of(static_cast<std::uint8_t>(any(256))));
  for (auto n = any(2); n > 0; --n) one.released.push_back(samples::digest_of(1));
  if (one.what == outcome::updated) one.before_row = "before " + std::to_string(any(100));
  one.after = "after " + std::to_string(any(100));
  return one;
}

}  // namespace

TEST_CASE(
    "given a record that a person changed, when it is read as a chunk, then it is one that was updated, of "
    "no "
    "import") {
  const std::vector<digest> keys{{1}, {2}};
  const std::vector<digest> released{{3}};
  const auto payload = encode(record_edited{keys, released, 12, 6, "before", "after"});
  chunk_applied read;
  REQUIRE(read_chunk(record_edited::tag, payload, 13, read));
  CHECK(read.head.import.empty());
  REQUIRE(read.records.size() == 1);
  const auto& record = read.records.front();
  CHECK(record.what == outcome::updated);
  CHECK(record.keys.size() == 2);
  CHECK(record.released.size() == 1);
  CHECK(record.before_at == 12);
  CHECK(record.before_index == 6);
  CHECK(record.before == "before");
  CHECK(record.after == "after");
  // It cannot follow what is not written yet, and is recognised by something.
  CHECK_FALSE(read_chunk(record_edited::tag, payload, 12, read));
  CHECK_FALSE(read_chunk(record_edited::tag, encode(record_edited{{}, {}, 1, 0, "", "x"}), 13, read));
  CHECK(holds_records(record_edited::tag));
  CHECK_FALSE(is_chunk(record_edited::tag));
}

TEST_CASE("given any records, when they are written and read, then they are what was said of them") {
  const char* given = std::getenv("WAYBILL_TEST_SEED");
  const auto seed = given != nullptr ? static_cast<unsigned>(std::atoi(given)) : std::random_device{}();
  std::mt19937 random{seed};
  CAPTURE(seed);
  chunk_applied chunk;  // the same for all: its memory is used again
  for (int round = 0; round < 300; ++round) {
    std::vector<said> records;
    std::uint64_t line = random() % 5;
    for (auto left = random() % 40; left > 0; --left) {
      // Often as the one before: that is what the columns are for.
      if (!records.empty() && random() % 2 == 0)
        records.push_back(records.back());
      else
        records.push_back(random_record(random, static_cast<std::uint32_t>(records.size())));
      records.back().line = line += 1 + (random() % 4 == 0 ? random() % 3 : 0);
    }
    const auto payload = write(records);
    REQUIRE(read(payload, chunk));
    REQUIRE(heard(chunk) == records);
    CHECK(chunk.head.counts.processed() == records.size());
    chunk_applied_v2 columns;
    REQUIRE(decode(payload, columns));
    CHECK(encode(columns) == payload);
  }
}

TEST_CASE("given what rows have in common, when a chunk is written with it, then it is read with it") {
  const auto payload_of = [](std::string_view common) {
    chunk_writer writer{1};
    decided_record out;
    out.what = outcome::failed;
    out.line = 42;
    writer.add(out);
    std::string payload;
    const auto tag = writer.finish({{"imp_1"}, 1, 1, 9, {0, 0, 0, 1}}, common, payload);
    return std::pair{std::string(tag), payload};
  };
  const auto [tag, payload] = payload_of("name;email");
  CHECK(tag == chunk_applied_v3::tag);
  CHECK(payload_of("").first == chunk_applied_v2::tag);
  chunk_applied chunk;
  REQUIRE(read_chunk(tag, payload, here, chunk).ok());
  CHECK(chunk.common == "name;email");
  CHECK(chunk.head.last_line == 42);
  chunk_header head;
  REQUIRE(decode_chunk_header(tag, payload, head));
  CHECK(head == chunk.head);
  // Its last line is said twice, and has to be the same.
  chunk_applied_v3 lies;
  REQUIRE(decode(payload, lies));
  lies.last_line = 41;
  CHECK_FALSE(read_chunk(tag, encode(lies), here, chunk).ok());
  lies.last_line = 42;
  lies.common = {};
  CHECK_FALSE(read_chunk(tag, encode(lies), here, chunk).ok());
}

TEST_CASE(
    "given records that failed or were skipped alike, when they are written, then they cost next to "
    "nothing") {
  std::vector<said> equal(500, failed("not_a_bookmark"));
  CHECK(cost(equal) < 0.1);
  std::vector<said> of_one_url(500, skipped({17, 3}, "https://example.org/", "Title"));
  CHECK(cost(of_one_url) < 0.2);
}

TEST_CASE("given records that fail in turns, when they are written, then each costs two bytes") {
  std::vector<said> alternating, cycling;
  for (int i = 0; i < 500; ++i) {
    alternating.push_back(failed(i % 2 == 0 ? "not_a_bookmark" : "url_missing"));
    cycling.push_back(failed("not_a_bookmark", std::to_string(i % 7)));
  }
  CHECK(cost(alternating) < 2.2);
  CHECK(cost(cycling) < 2.3);
}

TEST_CASE(
    "given a file that comes again, when its records are skipped, then each costs four to eight bytes more") {
  std::vector<said> in_order, reversed;
  for (std::uint32_t i = 0; i < 500; ++i) {
    in_order.push_back(skipped({900, i}, "https://a.b/" + std::to_string(i + 100)));
    reversed.push_back(skipped({900 - i, 499 - i}, "https://a.b/" + std::to_string(i + 100)));
  }
  const double shows = 15;
  CHECK(cost(in_order) < shows + 4.1);
  CHECK(cost(reversed) < shows + 7.1);
}

TEST_CASE("given chunks at the edges of what one can be, when they are read, then they are read whole") {
  chunk_applied chunk;
  REQUIRE(read(write({}), chunk));
  CHECK(chunk.records.empty());
  std::vector<said> many(most_chunk_records, failed("url_missing"));
  many = in_order(std::move(many));
  REQUIRE(read(write(many), chunk));
  CHECK(heard(chunk) == many);
  const auto both = in_order({created(1, "row"), skipped({here, 0}), skipped({here, 0}), created(2, "other"),
                              skipped({here, 3}), skipped({999, 9'999}), skipped({1, 0})});
  REQUIRE(read(write(both), chunk));
  CHECK(heard(chunk) == both);
}

TEST_CASE(
    "given chunks at the edges of what one can be, when they are written, then the bytes are those of ever") {
  const auto bytes = [](std::vector<said> records) {
    const auto payload = write(in_order(std::move(records)));
    return to_hex(reinterpret_cast<const std::uint8_t*>(payload.data()), payload.size());
  };
  CHECK(bytes({}) == "05696d705f310764a846000000000000000000000000");
  // One shape again and again; then in turns; a place that all meet, places that rise, the event itself.
  CHECK(bytes({failed("a"), failed("a"), failed("b"), failed("a"), skipped({7, 2}), skipped({7, 2}),
               skipped({7, 2}), skipped({7, 3}), skipped({7, 4}), skipped({5, 9'999}, "u", "t")}) ==
        "05696d705f310764a8460000060464000301610162096475706c6963617465030301000000000302"
        "00000000020300000100040000000100000200000200020175017407000101010001010100010304"
        "0001000310040500020403969c0102");
  auto first = created(1, "row");
  first.keys.push_back(samples::digest_of(2));
  auto again = skipped({here, 0});
  auto changed = created(1, "new");
  changed.what = outcome::updated;
  changed.before = {here, 0};
  changed.before_row = "row";
  auto wrong = failed("c", "cell");
  wrong.faults = {{"bad", "field", "value"}, {"bad", "other", ""}};
  CHECK(bytes({first, again, changed, wrong}) ==
        "05696d705f310764a84601010101640005096475706c6963617465016303626164056669656c6405"
        "6f746865720400000000000002010000010001000000000003020000000203040305040000000100"
        "0002000003020576616c756500010463656c6c010004020201080f161d242b323940474e555c636a"
        "71787f868d949ba2a9b0b7bec5ccd3da020910171e252c333a41484f565d646b727980878e959ca3"
        "aab1b8bfc6cdd4db0000000003726f770101080f161d242b323940474e555c636a71787f868d949b"
        "a2a9b0b7bec5ccd3da00010003726f77036e657701020002");
}

TEST_CASE("given a chunk of the first version, when it is read, then url and title are what it is found by") {
  const auto payload = encode(std::get<chunk_applied_v1>(samples::collection_events()[0]));
  chunk_applied chunk;
  REQUIRE(read_chunk(chunk_applied_v1::tag, payload, here, chunk));
  REQUIRE(chunk.records.size() == 4);
  CHECK(chunk.head.chunk == 4);
  const auto& records = chunk.records;
  CHECK(records[0].id() == samples::digest_of(10));
  CHECK(records[0].after == "row as it is now");
  CHECK(records[0].shown.empty());
  CHECK(records[0].line == 1501);
  CHECK(records[1].before == "row before");
  CHECK(records[1].before_at == 77);
  CHECK(records[2].code == "duplicate");
  CHECK(records[2].id() == samples::digest_of(30));
  CHECK(records[2].found_by(0) == "https://example.org/");
  CHECK(records[2].found_by(1) == "Twice");
  CHECK(records[3].keys.empty());
  CHECK(records[3].message == "The item has no URL.");
  CHECK(records[3].found_by(0).empty());
  CHECK(records[3].found_by(1) == "Nameless");
}

TEST_CASE("given columns that do not fit together, when they are read, then the chunk is refused") {
  const auto spoilt = [](auto spoil) {
    auto columns = samples::chunk_in_columns();
    spoil(columns);
    chunk_applied chunk;
    return !read(encode(columns), chunk);
  };
  using columns = chunk_applied_v2;
  CHECK_FALSE(spoilt([](columns&) {}));
  CHECK(spoilt([](columns& c) { c.head.counts.failed = 2; }));
  CHECK(spoilt([](columns& c) { c.runs = {{0, 3}}; }));
  CHECK(spoilt([](columns& c) { c.runs = {{0, 5}}; }));
  CHECK(spoilt([](columns& c) { c.runs.push_back({5, 1}); }));
  CHECK(spoilt([](columns& c) { c.runs.push_back({1, 0}); }));
  CHECK(spoilt([](columns& c) { c.runs = {{4, 4}}; }));
  CHECK(spoilt([](columns& c) { c.runs.push_back({4, 1'000'000'000}); }));
  CHECK(spoilt([](columns& c) { c.runs.push_back({4, ~std::uint32_t{0}}); }));
  CHECK(spoilt([](columns& c) {
    c.head.counts.failed = most_chunk_records - 2;
    c.runs.push_back({4, most_chunk_records - 3});
  }));
  CHECK(spoilt([](columns& c) { c.shapes[0].reason = 4; }));
  CHECK(spoilt([](columns& c) { c.shapes[3].values = {}; }));
  CHECK(spoilt([](columns& c) { c.reasons[0].code = 5; }));
  CHECK(spoilt([](columns& c) { c.reasons[3].faults[0].field = 5; }));
  CHECK(spoilt([](columns& c) { c.reasons[0].meets = true; }));
  CHECK(spoilt([](columns& c) { c.changes.pop_back(); }));
  CHECK(spoilt([](columns& c) { c.changes.push_back(c.changes.back()); }));
  CHECK(spoilt([](columns& c) { c.changes[1].before_event = 0; }));
  CHECK(spoilt([](columns& c) { c.changes[1].before_event = here + 1; }));
  CHECK(spoilt([](columns& c) { c.changes[1] = {{}, {}, 1, 1, "", "its own place"}; }));
  CHECK(spoilt([](columns& c) { c.changes[1].before_index = most_chunk_records; }));
  CHECK(spoilt([](columns& c) { c.meets.clear(); }));
  CHECK(spoilt([](columns& c) { c.meets[0].records = 0; }));
  CHECK(spoilt([](columns& c) { c.meets[0].records = 2; }));
  CHECK(spoilt([](columns& c) { c.meets[0].records = std::numeric_limits<std::int64_t>::min(); }));
  CHECK(spoilt([](columns& c) { c.meets[0].event = 0; }));
  CHECK(spoilt([](columns& c) { c.meets[0].event = -1; }));
  CHECK(spoilt([](columns& c) { c.meets[0].index = -1; }));
  CHECK(spoilt([](columns& c) { c.jumps = {{4, 1}}; }));
  CHECK(spoilt([](columns& c) { c.jumps = {{0, 1}}; }));
  CHECK(spoilt([](columns& c) { c.jumps = {{1, 0}}; }));
}

TEST_CASE(
    "given a chunk's bytes cut anywhere or with more behind them, when they are read, then it is refused") {
  const auto payload = encode(samples::chunk_in_columns());
  chunk_applied chunk;
  for (std::size_t size = 0; size < payload.size(); ++size)
    CHECK_FALSE(read(std::string_view(payload).substr(0, size), chunk));
  CHECK_FALSE(read(payload + '\0', chunk));
  CHECK_FALSE(read_chunk("collection.chunk_applied.v9", payload, here, chunk));
  CHECK_FALSE(read_chunk(record_deleted::tag, payload, here, chunk));
}
