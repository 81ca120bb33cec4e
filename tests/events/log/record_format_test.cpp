#include <catch2/catch.hpp>
#include <fstream>
#include <random>

#include "events/log/head_cache.hpp"
#include "events/log/record_format.hpp"
#include "tests/events/log/samples.hpp"

using namespace waybill;
using namespace waybill::log_tests;

namespace {

auto sample(std::string_view payload) -> envelope {
  envelope head{.at = 0x0102030405060708,
                .stream = "collection/bookmarks/usr_1",
                .version = 513,
                .time = noon,
                .by = "usr_1",
                .cause = 77,
                .tag = "bookmarks.chunk_applied.v1"};
  head.seal = seal_of({}, encode_head(head, payload.size()), payload);
  return head;
}

auto record_of(const envelope& head, std::string_view payload) -> std::string {
  std::string record(reinterpret_cast<const char*>(head.seal.data()), head.seal.size());
  return record.append(encode_head(head, payload.size())).append(payload);
}

using namespace std::string_literals;
const std::string payload = "a payload with a NUL: \0 and \xff"s;

auto is_corrupt(std::string_view record) -> bool {
  const auto decoded = decode_record(record);
  return !decoded && decoded.why().code == errc::corrupt && !decoded.why().message.empty();
}

}  // namespace

TEST_CASE("given a sample event, when encoded, then its bytes are those of the golden file") {
  // Never edited: a new shape gets a new format byte and a file of its own.
  std::ifstream file("tests/events/log/data/record_v1.hex");
  REQUIRE(file);
  std::string golden;
  for (std::string line; std::getline(file, line);) golden += line;
  const auto record = record_of(sample(payload), payload);
  CHECK(to_hex(reinterpret_cast<const std::uint8_t*>(record.data()), record.size()) == golden);
}

TEST_CASE("given an encoded event, when decoded, then every field is back") {
  for (const auto& text : {std::string(), payload, std::string(100'000, 'x')}) {
    const auto head = sample(text);
    const auto record = record_of(head, text);
    const auto decoded = decode_record(record);
    REQUIRE(decoded.ok());
    const auto& back = (*decoded).head;
    CHECK(back.at == head.at);
    CHECK(back.stream == head.stream);
    CHECK(back.version == head.version);
    CHECK(back.time == head.time);
    CHECK(back.by == head.by);
    CHECK(back.cause == head.cause);
    CHECK(back.tag == head.tag);
    CHECK(back.seal == head.seal);
    CHECK((*decoded).payload == text);
  }
}

TEST_CASE("given an encoded event, when cut off anywhere or made longer, then it is corrupt") {
  const auto record = record_of(sample(payload), payload);
  for (std::size_t size = 0; size < record.size(); ++size) {
    CAPTURE(size);
    CHECK(is_corrupt(std::string_view(record).substr(0, size)));
  }
  CHECK(is_corrupt(record + "x"));
}

TEST_CASE("given a field that cannot be, when decoded, then it is corrupt and named") {
  const auto changed = [](std::size_t offset, std::initializer_list<int> bytes) {
    auto record = record_of(sample(payload), payload);
    for (const int byte : bytes) record.at(32 + offset++) = static_cast<char>(byte);
    const auto decoded = decode_record(record);
    REQUIRE(!decoded);
    CHECK(decoded.why().code == errc::corrupt);
    return decoded.why().message;
  };
  using Catch::Matchers::Contains;
  CHECK_THAT(changed(0, {7}), Contains("format byte is 7"));
  CHECK_THAT(changed(1, {0, 0, 0, 0, 0, 0, 0, 0}), Contains("position is 0"));
  CHECK_THAT(changed(9, {0, 0, 0, 0, 0, 0, 0, 0}), Contains("version is 0"));
  CHECK_THAT(changed(33, {0, 0}), Contains("stream"));
  CHECK_THAT(changed(33, {1, 2}), Contains("stream"));
  CHECK_THAT(changed(35, {255, 255}), Contains("actor"));
  CHECK_THAT(changed(37, {0, 0}), Contains("tag"));
  CHECK_THAT(changed(39, {255, 255, 255, 255}), Contains("payload"));
  CHECK_THAT(changed(39, {0, 0, 0, 0}), Contains("bytes where its head says"));
  CHECK_THAT(changed(43, {0}), Contains("NUL"));
}

TEST_CASE(
    "given random bytes and random damage, when decoded, then what is accepted encodes to the same bytes") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  const auto whole = record_of(sample(payload), payload);
  int accepted = 0;
  for (int round = 0; round < 20'000; ++round) {
    auto record = whole;
    for (auto changes = 1 + random() % 4; changes > 0; --changes)
      record[random() % record.size()] = static_cast<char>(random());
    if (random() % 4 == 0) record.resize(random() % (record.size() + 1));
    const auto decoded = decode_record(record);
    if (!decoded) continue;
    ++accepted;
    REQUIRE(record_of((*decoded).head, (*decoded).payload) == record);
  }
  CHECK(accepted > 0);
}

TEST_CASE("given any difference in previous seal, head or payload, when sealed, then the seal differs") {
  digest other{};
  other[31] = 1;
  const auto seal = seal_of({}, "head", "payload");
  CHECK(seal == seal_of({}, "head", "payload"));
  CHECK(seal != seal_of(other, "head", "payload"));
  CHECK(seal != seal_of({}, "Head", "payload"));
  CHECK(seal != seal_of({}, "head", "payloaf"));
}

TEST_CASE("given a name of any bytes, when printed, then it is short printable ASCII") {
  CHECK(printable("import/imp_1") == "import/imp_1");
  CHECK(printable("a\n\xff") == "a\\x0a\\xff");
  CHECK(printable(std::string(500, 'a')) == std::string(80, 'a') + "...");
}

TEST_CASE("given more streams than a head cache holds, when put, then those used last stay") {
  head_cache cache(2);
  cache.put("a", {1, 1, {}});
  cache.put("b", {1, 2, {}});
  CHECK(cache.find("a").has_value());
  cache.put("c", {1, 3, {}});
  CHECK(cache.size() == 2);
  CHECK(!cache.find("b").has_value());
  CHECK(cache.find("a").has_value());
  cache.put("a", {2, 4, {}});
  CHECK(cache.find("a")->version == 2);
  CHECK(cache.size() == 2);
}
