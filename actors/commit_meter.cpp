#include "actors/commit_meter.hpp"

#include <algorithm>
#include <vector>

namespace waybill {
namespace {

constexpr std::chrono::seconds rate_window{10};
constexpr std::chrono::minutes sample_window{1};

/// By nearest rank.
auto percentile(const std::vector<std::chrono::nanoseconds>& sorted, std::size_t per_cent)
    -> std::chrono::nanoseconds {
  constexpr std::size_t hundred = 100;
  return sorted[(sorted.size() * per_cent + hundred - 1) / hundred - 1];
}

}  // namespace

void commit_meter::took(time began, time ended) {
  const std::scoped_lock lock{mutex_};
  ring_[count_++ % kept] = {ended, ended - began};
}

auto commit_meter::read(time now) const -> commit_figures {
  std::vector<std::chrono::nanoseconds> times;
  commit_figures seen;
  std::uint64_t fresh = 0;
  auto oldest = now;
  {
    const std::scoped_lock lock{mutex_};
    seen.commits = count_;
    for (std::size_t i = 0; i < std::min<std::uint64_t>(count_, kept); ++i) {
      const auto& one = ring_[i];
      if (now - one.ended > sample_window) continue;
      times.push_back(one.took);
      if (now - one.ended > rate_window) continue;
      ++fresh;
      oldest = std::min(oldest, one.ended);
    }
  }
  // A full ring of commits that all are fresh does not reach back to the window's beginning.
  const auto window = fresh == kept ? std::chrono::duration<double>(now - oldest)
                                    : std::chrono::duration<double>(rate_window);
  if (window.count() > 0) seen.per_second = static_cast<double>(fresh) / window.count();
  if (times.empty()) return seen;
  std::ranges::sort(times);
  constexpr std::size_t half = 50, nearly_all = 99;
  seen.p50 = percentile(times, half);
  seen.p99 = percentile(times, nearly_all);
  seen.most = times.back();
  return seen;
}

}  // namespace waybill
