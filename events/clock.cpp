#include "events/clock.hpp"

#include <sys/random.h>

#include <chrono>
#include <cstdlib>

namespace waybill {
namespace {

class machine_clock final : public clock_source {
 public:
  [[nodiscard]] auto now() const -> instant override {
    using namespace std::chrono;
    return {duration_cast<microseconds>(system_clock::now().time_since_epoch()).count()};
  }
  [[nodiscard]] auto random() const -> std::array<std::uint8_t, 10> override {
    std::array<std::uint8_t, 10> bytes{};
    // Up to 256 bytes come whole or not at all (getrandom(2)); without randomness no id may be given out.
    if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) std::abort();
    return bytes;
  }
};

}  // namespace

auto system_clock_source() -> clock_ptr {
  static const auto the_clock = std::make_shared<const machine_clock>();
  return the_clock;
}

auto manual_clock::random() const -> std::array<std::uint8_t, 10> {
  std::array<std::uint8_t, 10> bytes{};
  ++counter_;
  for (std::size_t i = 0; i < 8; ++i) bytes[9 - i] = static_cast<std::uint8_t>(counter_ >> (8 * i));
  return bytes;
}

}  // namespace waybill
