#include "handlers/fault_lines.hpp"

#include <algorithm>

namespace waybill::handlers {

void fault_lines::add(std::string_view bytes, clock::time_point now) {
  while (!bytes.empty()) {
    const auto end = std::min(bytes.find('\n'), bytes.size());
    line_.append(bytes.substr(0, std::min(end, most_line_bytes - std::min(line_.size(), most_line_bytes))));
    const bool ended = end < bytes.size();
    bytes.remove_prefix(ended ? end + 1 : end);
    if (ended) line_ends(now);
  }
}

void fault_lines::line_ends(clock::time_point now) {
  if (last_ != clock::time_point{}) {
    const std::chrono::duration<double> passed = now - last_;
    may_tell_ = std::min(most_lines, may_tell_ + passed.count() * lines_a_second);
  }
  last_ = now;
  if (may_tell_ >= 1) {
    may_tell_ -= 1;
    tell_left_out();
    tell_(line_);
  } else {
    ++left_out_;
  }
  line_.clear();
}

void fault_lines::tell_left_out() {
  if (left_out_ > 0) tell_("(" + std::to_string(left_out_) + " lines were left out)");
  left_out_ = 0;
}

void fault_lines::end(clock::time_point now) {
  if (!line_.empty()) line_ends(now);
  tell_left_out();
}

}  // namespace waybill::handlers
