#include "events/log/crc32c.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <string>

namespace waybill {
namespace {

/// Bit by bit, as RFC 3720 says.
auto plainly(std::uint32_t before, std::string_view bytes) -> std::uint32_t {
  auto sum = ~before;
  for (const char each : bytes) {
    sum ^= static_cast<std::uint8_t>(each);
    for (int bit = 0; bit < 8; ++bit) sum = (sum >> 1) ^ ((sum & 1) != 0 ? 0x82F63B78U : 0);
  }
  return ~sum;
}

TEST_CASE("given the texts of RFC 3720, when they are summed, then the sums are those of the RFC") {
  std::string rising;
  for (int i = 0; i < 32; ++i) rising.push_back(static_cast<char>(i));
  CHECK(crc32c(0, "123456789") == 0xE3069283);
  CHECK(crc32c(0, std::string(32, '\0')) == 0x8A9136AA);
  CHECK(crc32c(0, std::string(32, '\xff')) == 0x62A8AB43);
  CHECK(crc32c(0, rising) == 0x46DD794E);
  CHECK(crc32c(0, "") == 0);
}

TEST_CASE(
    "given bytes of any length, when they are summed at once or in two pieces, then the sum is the same") {
  std::mt19937_64 random{7};
  std::string bytes(20'000, '\0');
  for (auto& each : bytes) each = static_cast<char>(random());
  const std::string_view all{bytes};
  for (std::size_t size = 0; size < bytes.size(); size += size < 3'000 ? 1 : 97) {
    const auto from = random() % 16;
    const auto piece = all.substr(from, size);
    const auto cut = random() % (piece.size() + 1);
    const auto sum = crc32c(0, piece);
    if (sum != crc32c(crc32c(0, piece.substr(0, cut)), piece.substr(cut)))
      FAIL("cut at " << cut << " of " << size);
    if (size % 7 == 0 && sum != plainly(0, piece)) FAIL("of " << size << " bytes");
  }
}

#if defined(__x86_64__)
TEST_CASE("given RocksDB as a library, when it checks a block, then it asks our function") {
  CHECK(checks_for_rocksdb());
}
#endif

}  // namespace
}  // namespace waybill
