// An import's seat, as its own actor sees it: not wished for, wished for, or had. Wishes have numbers, so
// that a seat that comes after its wish was withdrawn is nobody's. One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

namespace waybill {

class own_seat {
 public:
  /// The number of the wish to send. Nothing: there is one on its way, or a seat.
  auto wish() -> std::optional<std::uint64_t> {
    if (at_ != stand::none) return std::nullopt;
    at_ = stand::wished;
    return ++number_;
  }
  /// True: the import has the seat from now on. False: it answers no wish that still stands.
  auto granted(std::uint64_t wish) -> bool {
    if (at_ != stand::wished || wish != number_) return false;
    at_ = stand::had;
    return true;
  }
  /// Gives the seat back, or withdraws the wish. True: the registry has to be told.
  auto leave() -> bool { return std::exchange(at_, stand::none) != stand::none; }

  [[nodiscard]] auto had() const -> bool { return at_ == stand::had; }

 private:
  enum class stand : std::uint8_t { none, wished, had };
  stand at_ = stand::none;
  std::uint64_t number_ = 0;  ///< of the last wish
};

}  // namespace waybill
