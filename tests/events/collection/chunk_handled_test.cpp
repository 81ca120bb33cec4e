// Chunks of whose records nothing is kept.
#include <catch2/catch.hpp>

#include "events/codec.hpp"
#include "events/collection/chunk.hpp"
#include "events/collection/chunk_writer.hpp"

using namespace waybill;

namespace {
constexpr position here = 1'000;
}

TEST_CASE("given records that no key finds again, when they are written, then they are told as handled") {
  const auto payload_of = [](bool with_key) {
    chunk_writer writer{2};
    static const std::vector<digest> keys{digest{7}};
    decided_record out;
    for (const auto what : {outcome::created, outcome::updated}) {
      out.clear();
      out.what = what;
      out.line = what == outcome::created ? 2 : 3;
      out.after = "as it came";
      if (with_key && what == outcome::created) out.keys = keys;
      writer.add(out);
    }
    std::string payload;
    const auto tag = writer.finish({{"imp_1"}, 1, 1, 9, {1, 1, 0, 0}}, "name;email", payload);
    return std::pair{std::string(tag), payload};
  };
  const auto [tag, payload] = payload_of(false);
  CHECK(tag == chunk_handled_v1::tag);
  CHECK(is_handled(tag));
  chunk_applied chunk;
  REQUIRE(read_chunk(tag, payload, here, chunk).ok());
  CHECK(chunk.common == "name;email");
  CHECK(chunk.records[1].what == outcome::updated);
  CHECK(chunk.records[1].after == "as it came");
  CHECK(chunk.records[1].keys.empty());
  chunk_header head;
  REQUIRE(decode_chunk_header(tag, payload, head));
  CHECK(head == chunk.head);
  // What has a key is of the collection, and changes what stands there.
  const auto [other_tag, other] = payload_of(true);
  CHECK(other_tag == chunk_applied_v3::tag);
  CHECK_FALSE(read_chunk(chunk_handled_v1::tag, other, here, chunk).ok());
  CHECK_FALSE(read_chunk(chunk_applied_v3::tag, payload, here, chunk).ok());
}
