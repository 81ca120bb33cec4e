#include "events/codec.hpp"

#include <catch2/catch.hpp>
#include <limits>
#include <random>

#include "events/catalog.hpp"
#include "tests/events/samples.hpp"

using namespace waybill;

namespace {

enum class colour : std::uint8_t { red, green };
constexpr auto enum_end(colour) -> std::uint64_t { return 2; }

struct everything {
  bool yes = false;
  std::uint64_t big = 0;
  std::uint32_t small = 0;
  std::int64_t below = 0;
  instant when{};
  digest hash{};
  std::string text;
  std::optional<std::string> perhaps;
  std::vector<std::uint64_t> list;
  colour paint = colour::red;
  friend auto operator==(const everything&, const everything&) -> bool = default;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("yes", e.yes, "");
    visit("big", e.big, "");
    visit("small", e.small, "");
    visit("below", e.below, "");
    visit("when", e.when, "");
    visit("hash", e.hash, "");
    visit("text", e.text, "");
    visit("perhaps", e.perhaps, "");
    visit("list", e.list, "");
    visit("paint", e.paint, "");
  }
};

auto random_thing(std::mt19937_64& dice) -> everything {
  everything thing;
  thing.yes = (dice() & 1) != 0;
  thing.big = dice() >> (dice() % 64);
  thing.small = static_cast<std::uint32_t>(dice() >> (32 + dice() % 32));
  thing.below = static_cast<std::int64_t>(dice()) >> (dice() % 64);
  thing.when = {static_cast<std::int64_t>(dice())};
  for (auto& byte : thing.hash) byte = static_cast<std::uint8_t>(dice());
  thing.text.assign(dice() % 300, static_cast<char>(dice()));
  if ((dice() & 1) != 0) thing.perhaps = std::string(dice() % 5, '\0');
  thing.list.resize(dice() % 20);
  for (auto& number : thing.list) number = dice() >> (dice() % 64);
  thing.paint = (dice() & 1) != 0 ? colour::green : colour::red;
  return thing;
}

auto decodes(const samples::sample& event) -> bool {
  return decode_event<import_event>(event.tag, event.payload).ok() ||
         decode_event<collection_event>(event.tag, event.payload).ok() ||
         decode_event<account_event>(event.tag, event.payload).ok() ||
         decode_event<project_event>(event.tag, event.payload).ok() ||
         decode_event<server_event>(event.tag, event.payload).ok() ||
         decode_event<operator_event>(event.tag, event.payload).ok() ||
         decode_event<bulk_event>(event.tag, event.payload).ok() ||
         decode_event<bulk_key_event>(event.tag, event.payload).ok();
}

/// Encodes what the payload decodes to; "" when it does not decode.
auto written_again(const samples::sample& event) -> std::string {
  std::string bytes;
  const auto attempt = [&](auto decoded) {
    if (decoded) bytes = encode_event(*decoded).second;
  };
  attempt(decode_event<import_event>(event.tag, event.payload));
  attempt(decode_event<collection_event>(event.tag, event.payload));
  attempt(decode_event<account_event>(event.tag, event.payload));
  attempt(decode_event<project_event>(event.tag, event.payload));
  attempt(decode_event<server_event>(event.tag, event.payload));
  attempt(decode_event<operator_event>(event.tag, event.payload));
  attempt(decode_event<bulk_event>(event.tag, event.payload));
  attempt(decode_event<bulk_key_event>(event.tag, event.payload));
  return bytes;
}

}  // namespace

TEST_CASE("given any values, when they are encoded and decoded, then they are the same") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937_64 dice{seed};
  for (int round = 0; round < 2000; ++round) {
    const auto thing = random_thing(dice);
    everything back;
    REQUIRE(decode(encode(thing), back));
    REQUIRE(back == thing);
  }
}

TEST_CASE("given the extremes of every number, when they are encoded and decoded, then they are the same") {
  everything thing;
  thing.big = std::numeric_limits<std::uint64_t>::max();
  thing.small = std::numeric_limits<std::uint32_t>::max();
  for (const auto below :
       {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
    thing.below = below;
    thing.when.us = below;
    everything back;
    REQUIRE(decode(encode(thing), back));
    REQUIRE(back == thing);
  }
}

TEST_CASE("given every event, when it is decoded by its tag, then the same bytes are written again") {
  for (const auto& event : samples::all()) {
    CAPTURE(event.tag);
    if (event.payload.empty())
      CHECK(decodes(event));
    else
      CHECK(written_again(event) == event.payload);
  }
}

TEST_CASE("given every event, when its bytes are cut at any byte or one is added, then it is refused") {
  for (const auto& event : samples::all()) {
    CAPTURE(event.tag);
    for (std::size_t size = 0; size < event.payload.size(); ++size) {
      CAPTURE(size);
      REQUIRE_FALSE(decodes({event.tag, event.payload.substr(0, size)}));
    }
    REQUIRE_FALSE(decodes({event.tag, event.payload + '\0'}));
  }
}

TEST_CASE(
    "given every event, when its bytes are changed at random, then it is refused or means what it says") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937_64 dice{seed};
  for (const auto& event : samples::all()) {
    if (event.payload.empty()) continue;
    CAPTURE(event.tag);
    for (int round = 0; round < 3000; ++round) {
      auto changed = event;
      for (auto times = 1 + dice() % 3; times > 0; --times)
        changed.payload[dice() % changed.payload.size()] = static_cast<char>(dice());
      CAPTURE(to_hex(reinterpret_cast<const std::uint8_t*>(changed.payload.data()), changed.payload.size()));
      if (decodes(changed)) REQUIRE(written_again(changed) == changed.payload);
    }
  }
}

TEST_CASE(
    "given a count or a length beyond the bytes that are left, when it is read, then it is refused at once") {
  for (const std::uint64_t lie : {std::uint64_t{5}, std::uint64_t{1} << 40, ~std::uint64_t{0}}) {
    std::string bytes;
    byte_writer{bytes}.varint(lie);
    bytes += "abc";
    std::vector<std::string> list;
    CHECK_FALSE(decode(bytes, list));
    CHECK(list.capacity() < 100);
    std::string text;
    CHECK_FALSE(decode(bytes, text));
  }
}

TEST_CASE(
    "given varints that are too long, too large or not the shortest, when they are read, then they are "
    "refused") {
  const auto reads = [](std::string_view bytes) {
    std::uint64_t value = 0;
    return decode(bytes, value);
  };
  using namespace std::string_view_literals;
  CHECK(reads("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"sv));
  CHECK_FALSE(reads("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"sv));
  CHECK_FALSE(reads("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"sv));
  CHECK_FALSE(reads("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80"sv));
  CHECK_FALSE(reads("\x80\x00"sv));
  CHECK_FALSE(reads("\x80"sv));
  CHECK_FALSE(reads(""sv));
  CHECK(reads("\x00"sv));
}

TEST_CASE("given numbers a field cannot hold, when they are read, then they are refused") {
  std::string bytes;
  byte_writer{bytes}.varint(std::uint64_t{1} << 32);
  std::uint32_t narrow = 0;
  CHECK_FALSE(decode(bytes, narrow));
  bool flag = false;
  CHECK_FALSE(decode(std::string_view{"\x02"}, flag));
  colour paint = colour::red;
  CHECK_FALSE(decode(std::string_view{"\x02"}, paint));
  outcome what = outcome::created;
  CHECK_FALSE(decode(std::string_view{"\x04"}, what));
}

TEST_CASE(
    "given a reader that met its first fault, when more is read, then everything is zero and it stays so") {
  byte_reader from{
      std::string_view{"\x05"
                       "ab"}};
  CHECK(from.text().empty());
  CHECK_FALSE(from.ok());
  CHECK(from.varint() == 0);
  CHECK(from.raw(1).empty());
  CHECK(from.left() == 0);
  CHECK_FALSE(from.ok());
}

TEST_CASE("given a chunk, when only its header is read, then it is the chunk's header") {
  const auto events = samples::collection_events();
  const auto check = [](const auto& chunk) {
    chunk_header head;
    REQUIRE(decode_chunk_header(encode(chunk), head));
    CHECK(head == chunk.head);
    CHECK_FALSE(decode_chunk_header(encode(chunk).substr(0, 5), head));
  };
  check(std::get<chunk_applied_v1>(events[0]));
  check(std::get<chunk_applied_v2>(events[1]));
}

TEST_CASE(
    "given a tag that nobody knows, when it is decoded or printed, then the answer is corrupt and names it") {
  const auto decoded = decode_event<import_event>("import.exploded.v9", "");
  REQUIRE_FALSE(decoded.ok());
  CHECK(decoded.why().code == errc::corrupt);
  CHECK(decoded.why().message.find("import.exploded.v9") != std::string::npos);
  CHECK_FALSE(is_known_tag("import.exploded.v9"));
  CHECK(is_known_tag("import.submitted.v1"));
}
