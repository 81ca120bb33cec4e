// What a program writes to its standard error, line by line, and never more than somebody can read: the rest
// is counted.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace waybill::handlers {

class fault_lines {
 public:
  using clock = std::chrono::steady_clock;
  /// A line that is longer is cut.
  static constexpr std::size_t most_line_bytes = 1'000;
  /// So many lines are told at once, and so many more with each second.
  static constexpr double most_lines = 100;
  static constexpr double lines_a_second = 10;

  explicit fault_lines(std::function<void(std::string_view)> tell) : tell_(std::move(tell)) {}

  void add(std::string_view bytes, clock::time_point now);
  /// The program has ended: what has no end of line is one too.
  void end(clock::time_point now);

 private:
  void line_ends(clock::time_point now);
  void tell_left_out();

  std::function<void(std::string_view)> tell_;
  std::string line_;
  double may_tell_ = most_lines;
  clock::time_point last_{};
  std::uint64_t left_out_ = 0;
};

}  // namespace waybill::handlers
