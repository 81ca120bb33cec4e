// What a sanitizer costs, kept here alone: waits get longer and bulk gets smaller, what is tested stays.
#pragma once

#include <chrono>
#include <cstddef>

namespace waybill::tests {

// ThreadSanitizer is about ten times slower.
#if defined(__SANITIZE_THREAD__)
inline constexpr int slowness = 10;
#elif defined(__SANITIZE_ADDRESS__)
inline constexpr int slowness = 3;
#else
inline constexpr int slowness = 1;
#endif

/// How long to wait for what must come; `plain` in an ordinary build. Passing it fails the test.
template <class Duration>
constexpr auto patience_of(Duration plain) -> Duration {
  return plain * slowness;
}

/// So many that work on them takes a while; `plain` in an ordinary build. Only where the number itself means
/// nothing.
constexpr auto bulk(std::size_t plain) -> std::size_t { return plain / slowness; }

/// Whether a process's memory, used and reserved, is its own: sanitizers keep shadows, histories and freed
/// blocks beside it.
inline constexpr bool memory_is_measured = slowness == 1;

}  // namespace waybill::tests
