// What every fuzz target is made of. A target reads any bytes and holds what comes out against what must
// always be so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

/// One run. Source of the name: https://llvm.org/docs/LibFuzzer.html#fuzz-target
extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int;

namespace waybill::fuzz {

inline auto text_of(const std::uint8_t* data, std::size_t size) -> std::string_view {
  return {reinterpret_cast<const char*>(data), size};
}

/// Ends the process when something that must always hold does not: so a fuzzer keeps the input.
inline void must(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

/// Sizes of pieces that depend on the input alone, so that a failure repeats.
class pieces {
 public:
  explicit pieces(std::string_view from) : state_(from.size() * 0x9E3779B97F4A7C15U + 1) {}
  auto next(std::size_t most) -> std::size_t {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return 1 + state_ % most;
  }

 private:
  std::uint64_t state_;
};

}  // namespace waybill::fuzz
