// What becomes of an import whose chunk the store could not take: it tries again, a few times, with growing
// pauses; then the chunk's records are given up, and then the import. One thread.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <random>
#include <utility>

#include "events/result.hpp"

namespace waybill {

/// A fault of a disk may pass by itself.
inline auto may_pass(errc code) -> bool { return code == errc::unavailable || code == errc::storage_full; }

class chunk_retries {
 public:
  /// The pause before each try after the first. Each is up to a quarter shorter or longer, so that imports
  /// that were refused together do not come back together.
  static constexpr std::array<std::chrono::milliseconds, 3> pauses{
      std::chrono::milliseconds{500}, std::chrono::milliseconds{1'000}, std::chrono::milliseconds{2'000}};

  /// Spreads the pauses.
  explicit chunk_retries(std::uint32_t seed = 1) : random_(seed) {}

  /// What to do after a refusal.
  struct pause {
    std::uint64_t number = 0;  ///< for `over`
    std::uint32_t tries = 0;   ///< that were made
    std::chrono::milliseconds time{};
  };
  /// After a refusal: how long to rest before the next try. Nothing: all tries were made.
  auto refused() -> std::optional<pause> {
    if (made_ >= pauses.size()) return std::nullopt;
    const auto whole = pauses[made_++].count();
    std::uniform_int_distribution<std::int64_t> spread{whole - whole / 4, whole + whole / 4};
    resting_ = ++number_;
    return pause{number_, made_, std::chrono::milliseconds{spread(random_)}};
  }
  /// A pause is over. False: it counts no more.
  auto over(std::uint64_t number) -> bool {
    if (resting_ != number) return false;
    resting_ = 0;
    return true;
  }
  [[nodiscard]] auto resting() const -> bool { return resting_ != 0; }

  /// The records of the next chunk are given up, with this reason.
  void give_up(error why) {
    given_up_ = true;
    reason_ = std::move(why);
  }
  /// For the chunk that is sent now. Nothing: it is to be decided as ever.
  auto take_reason() -> std::optional<error> { return std::exchange(reason_, std::nullopt); }
  /// A chunk was sent to be given up, or will be.
  [[nodiscard]] auto gave_up() const -> bool { return given_up_; }

  /// A chunk was taken, or the import goes another way: what comes next has all its tries.
  void begin_anew() {
    made_ = 0;
    resting_ = 0;
    given_up_ = false;
    reason_.reset();
  }

 private:
  std::minstd_rand random_;
  std::uint32_t made_ = 0;     ///< refusals since a chunk was taken
  std::uint64_t number_ = 0;   ///< of the last pause
  std::uint64_t resting_ = 0;  ///< its number; 0: none
  bool given_up_ = false;
  std::optional<error> reason_;
};

}  // namespace waybill
