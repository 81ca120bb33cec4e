// Where records stand in their file: whatever their reader says, a chunk is one that can be read.
#include <catch2/catch.hpp>

#include "events/collection/chunk_writer.hpp"

using namespace waybill;

TEST_CASE(
    "given records whose lines do not rise, when they are written, then they are read on lines that do") {
  chunk_writer writer{1};
  decided_record out;
  out.what = outcome::failed;
  for (const std::uint64_t line : {7, 7, 3, 20, 9}) {
    out.line = line;
    writer.add(out);
  }
  std::string payload;
  const auto common = GENERATE(std::string{}, std::string{"name;email"});
  const auto tag = writer.finish({{"imp_1"}, 1, 1, 30, {0, 0, 0, 5}}, common, payload);
  chunk_applied chunk;
  REQUIRE(read_chunk(tag, payload, 1'000, chunk).ok());
  std::vector<std::uint64_t> lines;
  for (const auto& record : chunk.records) lines.push_back(record.line);
  CHECK(lines == std::vector<std::uint64_t>{7, 8, 9, 20, 21});
}
