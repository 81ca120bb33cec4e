#include "events/log/crc32c.hpp"

#include <dlfcn.h>

#include <cstddef>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace waybill {
namespace {

/// As the library exports it: `rocksdb::crc32c::Extend(uint32_t, const char*, size_t)`.
constexpr const char* exported_name = "_ZN7rocksdb6crc32c6ExtendEjPKcm";
using extend_function = std::uint32_t (*)(std::uint32_t, const char*, std::size_t);

#if defined(__x86_64__)
#define WAYBILL_CRC_TARGET __attribute__((target("sse4.2,pclmul")))

auto word_at(const char* bytes) -> std::uint64_t {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

/// x^n modulo the polynomial, for n > 31, in the order of bits that the instruction has.
/// Source: P. Kankowski, C. Doucette and others, "fast-crc32" (the function xnmodp).
WAYBILL_CRC_TARGET auto power_of_x(std::uint64_t n) -> std::uint32_t {
  auto stack = ~std::uint64_t{1};
  for (; n > 191; n = (n >> 1) - 16) stack = (stack << 1) + (n & 1);
  stack = ~stack;
  auto power = std::uint32_t{0x80000000} >> (n & 31);
  for (n >>= 5; n > 0; --n) power = _mm_crc32_u32(power, 0);
  while (true) {
    const auto low = stack & 1;
    stack >>= 1;
    if (stack == 0) return power;
    const auto once = _mm_cvtsi32_si128(static_cast<int>(power));
    const auto square = static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_clmulepi64_si128(once, once, 0)));
    power = static_cast<std::uint32_t>(_mm_crc32_u64(0, square << low));
  }
}

/// What `sum` comes to behind `bytes` zeros, 8 bytes before it is reduced.
WAYBILL_CRC_TARGET auto moved_on(std::uint64_t sum, std::size_t bytes) -> std::uint64_t {
  const auto power = power_of_x(std::uint64_t{bytes} * 8 - 33);
  return static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_clmulepi64_si128(
      _mm_cvtsi32_si128(static_cast<int>(sum)), _mm_cvtsi32_si128(static_cast<int>(power)), 0)));
}

/// Three stretches side by side: the instruction answers after three cycles, and can be asked in each.
/// Source: V. Gopal and others, "Fast CRC Computation for iSCSI Polynomial Using CRC32 Instruction".
WAYBILL_CRC_TARGET auto by_instruction(std::uint64_t sum, const char* from, std::size_t size)
    -> std::uint64_t {
  constexpr std::size_t worth_it = 1024;
  constexpr std::size_t word = sizeof(std::uint64_t);
  if (size >= worth_it) {
    const auto stretch = (size - word) / (3 * word) * word;
    std::uint64_t second = 0;
    std::uint64_t third = 0;
    for (const auto* const end = from + stretch; from != end; from += word) {
      sum = _mm_crc32_u64(sum, word_at(from));
      second = _mm_crc32_u64(second, word_at(from + stretch));
      third = _mm_crc32_u64(third, word_at(from + 2 * stretch));
    }
    from += 2 * stretch;
    const auto before = moved_on(sum, 2 * stretch + word) ^ moved_on(second, stretch + word);
    sum = _mm_crc32_u64(third, word_at(from) ^ before);
    from += word;
    size -= 3 * stretch + word;
  }
  for (; size >= word; size -= word, from += word) sum = _mm_crc32_u64(sum, word_at(from));
  for (; size > 0; --size, ++from)
    sum = _mm_crc32_u8(static_cast<std::uint32_t>(sum), static_cast<std::uint8_t>(*from));
  return sum;
}
#undef WAYBILL_CRC_TARGET

auto quick(std::uint32_t before, const char* from, std::size_t size) -> std::uint32_t {
  return ~static_cast<std::uint32_t>(by_instruction(~before, from, size));
}

auto has_instruction() -> bool {
  return __builtin_cpu_supports("sse4.2") != 0 && __builtin_cpu_supports("pclmul") != 0;
}
#else
constexpr extend_function quick = nullptr;
auto has_instruction() -> bool { return false; }
#endif

/// The library's own function stands behind ours in the order in which names are looked up.
auto chosen() -> extend_function {
  static const auto it =
      has_instruction() ? quick : reinterpret_cast<extend_function>(::dlsym(RTLD_NEXT, exported_name));
  return it;
}

}  // namespace

auto crc32c(std::uint32_t before, std::string_view bytes) -> std::uint32_t {
  return chosen()(before, bytes.data(), bytes.size());
}

}  // namespace waybill

namespace rocksdb::crc32c {

/// In place of the library's. Named by it, so neither its name nor its parameters are ours.
__attribute__((visibility("default"))) auto Extend(std::uint32_t before, const char* from, std::size_t size)
    -> std::uint32_t {
  return waybill::crc32c(before, {from, size});
}

}  // namespace rocksdb::crc32c

namespace waybill {

auto checks_for_rocksdb() -> bool {
  return ::dlsym(RTLD_DEFAULT, exported_name) == reinterpret_cast<void*>(&rocksdb::crc32c::Extend);
}

}  // namespace waybill
