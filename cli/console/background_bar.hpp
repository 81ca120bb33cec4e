// How far something is that the server does in its background.
#pragma once

#include <unistd.h>

#include <iostream>
#include <string>
#include <utility>

#include "cli/text.hpp"

namespace waybill::cli {

/// A line on standard error: on a terminal it is written again and again, else one for each tenth.
class background_bar {
 public:
  explicit background_bar(std::string what) : what_(std::move(what)) {}
  void show(std::uint64_t through, std::uint64_t whole, const std::string& more = "") {
    constexpr std::uint64_t all = 100;
    const auto percent = whole == 0 ? all : through * all / whole;
    const auto line = what_ + ": " + grouped(percent) + " %" + (more.empty() ? "" : ", " + more);
    if (terminal_)
      std::cerr << "\r\x1b[K" << line << std::flush;
    else if (percent / tenth != said_ / tenth)
      std::cerr << line << "\n" << std::flush;
    said_ = percent;
  }
  void end() const {
    if (terminal_) std::cerr << "\n" << std::flush;
  }

 private:
  static constexpr std::uint64_t tenth = 10;
  std::string what_;
  bool terminal_ = ::isatty(STDERR_FILENO) != 0;
  std::uint64_t said_ = 0;
};

}  // namespace waybill::cli
