#include "handlers/turns.hpp"

#include <algorithm>
#include <utility>

namespace waybill::handlers {
namespace {

auto wrong(const std::string& what) -> row_said {
  return failed_row(bad_answer, "The handler's answer to this row is wrong: " + what);
}

}  // namespace

row_turns::row_turns(std::vector<std::uint64_t> rows, std::uint64_t first_sent)
    : rows_(std::move(rows)), said_(rows_.size()), first_sent_(first_sent) {}

auto row_turns::take(row_answer answer) -> bool {
  if (over()) return false;
  if (!answer.row_index || *answer.row_index == rows_[turn_]) {
    settle(std::move(answer.said));
    return true;
  }
  return take_for(*answer.row_index, std::move(answer.said));
}

auto row_turns::take_for(std::uint64_t row, row_said said) -> bool {
  const auto at = std::lower_bound(rows_.begin(), rows_.end(), row);
  const bool in_batch = at != rows_.end() && *at == row;
  const auto place = static_cast<std::size_t>(at - rows_.begin());
  if (in_batch && !said_[place]) {
    const auto turn = std::to_string(rows_[turn_]);
    said_[place] = wrong("it came before the one to row " + turn + ", whose turn it was.");
    return true;
  }
  const bool sent_before = !in_batch && row >= first_sent_ && row < rows_.front();
  // Who says the same row again and again means this one by it.
  if ((in_batch || sent_before) && last_stray_ != row) {
    last_stray_ = row;
    if (in_batch) said_[place] = wrong("it was answered twice.");
    return false;
  }
  (void)said;
  settle(wrong("it is for row " + std::to_string(row) + "."));
  return true;
}

void row_turns::settle(row_said said) {
  said_[turn_] = std::move(said);
  pass_answered();
}

void row_turns::pass_answered() {
  while (turn_ < rows_.size() && said_[turn_]) ++turn_;
}

auto row_turns::finish() -> std::vector<row_said> {
  std::vector<row_said> all;
  all.reserve(said_.size());
  for (auto& one : said_) all.push_back(std::move(*one));
  *this = {};
  return all;
}

}  // namespace waybill::handlers
