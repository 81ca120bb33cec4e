// Moves bytes between us and a child: lines to it, lines from it, and what it says of its faults. Internal to
// the room.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "handlers/answer.hpp"
#include "handlers/batch_text.hpp"
#include "handlers/child.hpp"
#include "handlers/fault_lines.hpp"

namespace waybill::handlers {

class child_pipes {
 public:
  using clock = std::chrono::steady_clock;
  enum class event : std::uint8_t {
    line,      ///< the child said one
    late,      ///< the time is over
    ended,     ///< it has ended, or closed its output
    too_long,  ///< its line has no end where it must have one
    stopped    ///< `keep_on` said no
  };

  /// `program` must outlive it.
  child_pipes(child& program, fault_lines& faults) : child_(program), faults_(faults) {}

  /// Is written, as far as it goes without waiting: the rest while `next` waits. What was not written of the
  /// text before is forgotten.
  void write(text_pieces text) { write({}, std::move(text), false); }
  /// The same of a text of which `made` is the beginning, and all of it when `whole`.
  void write(std::string made, text_pieces rest, bool whole);
  /// The next thing that happens. `line` holds until the next call.
  auto next(clock::time_point until, const std::function<bool()>& keep_on, std::string_view& line) -> event;
  /// Are many short lines to come? Then several are taken at once: being woken for each costs both sides more
  /// than the line itself.
  void gather(bool many) { gathers_ = many; }
  /// No line may be longer from now on.
  void allow(std::size_t most_line_bytes) { most_bytes_ = most_line_bytes; }
  /// Has it said something that nobody took? Does not wait.
  auto has_more() -> bool;
  /// A whole line of what was there when it was asked so. Does not wait.
  auto take_line(std::string_view& line) -> bool;
  /// Has it everything that it was written?
  [[nodiscard]] auto wrote_all() const -> bool { return unmade_ == nullptr && unwritten_.empty(); }
  /// What it wrote of its faults before it ended.
  void take_last_faults();

 private:
  void wait(clock::time_point until);
  void put();
  auto make_more() -> bool;
  auto get() -> bool;
  void get_last();
  void get_faults();

  child& child_;
  fault_lines& faults_;
  std::unique_ptr<text_pieces> unmade_;  ///< null: all of it was made
  std::string made_;
  std::string_view unwritten_;  ///< of `made_`
  std::string said_;
  std::size_t taken_ = 0;   ///< of `said_`
  std::size_t looked_ = 0;  ///< of `said_`: no line ends before
  std::size_t most_bytes_ = most_answer_bytes;
  bool gathers_ = false;
  bool output_over_ = false;
  bool errors_over_ = false;
};

}  // namespace waybill::handlers
