#include "backup/pace.hpp"

#include <algorithm>
#include <thread>

namespace waybill::backup {

auto pace::spend(std::uint64_t bytes) -> result<done> {
  using std::chrono::steady_clock;
  constexpr std::chrono::milliseconds look{50};
  const auto now = steady_clock::now();
  // What was not used is not saved up.
  next_ = std::max(next_, now);
  if (bytes_per_s_ != 0)
    next_ += std::chrono::duration_cast<steady_clock::duration>(
        std::chrono::duration<double>(static_cast<double>(bytes) / static_cast<double>(bytes_per_s_)));
  for (;;) {
    if (stopped_ && stopped_()) return {errc::unavailable, "The backup was stopped, and is not finished."};
    const auto left = next_ - steady_clock::now();
    if (bytes_per_s_ == 0 || left <= steady_clock::duration::zero()) return done{};
    std::this_thread::sleep_for(std::min<steady_clock::duration>(left, look));
  }
}

auto pace::piece_bytes() const -> std::size_t {
  constexpr std::uint64_t most = 256U << 10, least = 4U << 10;
  return bytes_per_s_ == 0 ? most : std::clamp(bytes_per_s_ / 10, least, most);
}

}  // namespace waybill::backup
