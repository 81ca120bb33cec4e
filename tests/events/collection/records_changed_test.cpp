// A chunk of a bulk change, read as everybody reads chunks.
#include <catch2/catch.hpp>

#include "events/collection/chunk.hpp"
#include "tests/events/samples.hpp"

using namespace waybill;

namespace {

constexpr position here = 1'000;

auto sample() -> records_changed {
  records_changed made;
  static const std::vector<digest> keys{samples::digest_of(1), samples::digest_of(2)};
  made.head = {{"chg_1"}, 3, 1, 1, {3, 7, 0, 0, 0}};
  made.records = {{digest_list(keys).subspan(0, 1), 12, 6, "before", "after"},
                  {digest_list(keys).subspan(1, 1), 14, 2, "", "there again"}};
  made.deleted = {{samples::digest_of(3), 12, 7, "its last row"}};
  return made;
}

auto is_read(const records_changed& what, chunk_applied& into) -> bool {
  return read_chunk(records_changed::tag, encode(what), here, into).ok();
}

}  // namespace

TEST_CASE("given a chunk of a bulk change, when it is read, then its records and what it deleted are there") {
  const auto payload = encode(sample());
  chunk_applied read;
  REQUIRE(read_chunk(records_changed::tag, payload, here, read).ok());
  CHECK(read.bulk.value == "chg_1");
  CHECK(read.head.import.empty());
  REQUIRE(read.records.size() == 2);
  CHECK(read.records[0].what == outcome::updated);
  CHECK(read.records[0].before == "before");
  CHECK(read.records[0].before_at == 12);
  CHECK(read.records[0].before_index == 6);
  CHECK(read.records[1].what == outcome::created);
  CHECK(read.records[1].after == "there again");
  CHECK(read.records[1].id() == samples::digest_of(2));
  REQUIRE(read.deleted.size() == 1);
  CHECK(read.deleted[0].before == "its last row");
  CHECK(holds_records(records_changed::tag));
  CHECK_FALSE(is_chunk(records_changed::tag));
  bulk_header head;
  REQUIRE(decode_bulk_header(payload, head));
  CHECK(head == sample().head);
  CHECK(head.counts.processed() == 10);
  // Its memory is used again.
  REQUIRE(read_chunk(record_edited::tag, encode(record_edited{sample().records[0].keys, {}, 1, 0, "a", "b"}),
                     here, read)
              .ok());
  CHECK(read.bulk.empty());
  CHECK(read.deleted.empty());
}

TEST_CASE("given bytes that say what no bulk change can do, when they are read, then they are refused") {
  chunk_applied read;
  CHECK(is_read(sample(), read));
  auto lies = sample();
  const auto refused = [&](auto change) {
    lies = sample();
    change(lies);
    return !is_read(lies, read);
  };
  CHECK(refused([](auto& e) { e.records[0].keys = {}; }));
  CHECK(refused([](auto& e) { e.records[0].after = {}; }));
  CHECK(refused([](auto& e) { e.records[0].before_at = 0; }));
  CHECK(refused([](auto& e) { e.records[1].before_at = here; }));
  CHECK(refused([](auto& e) { e.records[1].before_index = most_chunk_records; }));
  CHECK(refused([](auto& e) { e.deleted[0].before_at = here + 1; }));
  CHECK(refused([](auto& e) { e.head.created = 0; }));
  CHECK(refused([](auto& e) { e.head.deleted = 2; }));
  CHECK(refused([](auto& e) { e.head.counts.changed = 2; }));
  CHECK(refused([](auto& e) {
    e.deleted.resize(most_chunk_records, e.deleted[0]);
    e.head.deleted = e.deleted.size();
    e.head.counts.changed = e.records.size() + e.deleted.size();
  }));
}
