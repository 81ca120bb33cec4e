#include "actors/usage_book.hpp"

#include <algorithm>

namespace waybill {
namespace {

auto refused(std::string_view of_what, std::uint64_t used, std::uint64_t wanted, std::uint64_t limit)
    -> error {
  error why{errc::quota_exceeded,
            "You keep " + std::to_string(used) + " " + std::string(of_what) + "; with " +
                std::to_string(wanted) + " more, the limit of " + std::to_string(limit) + " would be passed.",
            {}};
  why.quota = quota_figures{used, limit};
  return why;
}

}  // namespace

auto usage_book::used(std::string_view owner) -> result<usage_row> {
  const std::scoped_lock lock{mutex_};
  return sum_of(owner);
}

auto usage_book::sum_of(std::string_view owner) -> result<usage_row> {
  const auto folded = shown_.at();
  while (!fresh_.empty() && fresh_.front().at <= folded) fresh_.pop_front();
  auto sum = load_usage(rows_, owner);
  if (!sum) return sum.why();
  for (const auto& one : fresh_)
    if (one.owner == owner) *sum += one.what;
  if (const auto held = held_.find(owner); held != held_.end()) sum->file_bytes += held->second;
  return sum;
}

auto usage_book::admit(std::string_view owner, const usage_row& more) -> result<done> {
  if (limits_.stored_bytes == 0 && limits_.records == 0) return done{};
  const std::scoped_lock lock{mutex_};
  return judge(owner, more, limits_);
}

auto usage_book::admit_deletion(std::string_view owner, const usage_row& more) -> result<done> {
  if (limits_.stored_bytes == 0) return done{};
  const std::scoped_lock lock{mutex_};
  return judge(owner, more, {limits_.stored_bytes + limits_.stored_bytes / 2, 0});
}

auto usage_book::judge(std::string_view owner, const usage_row& more, const usage_limits& limits)
    -> result<done> {
  const auto now = sum_of(owner);
  if (!now) return now.why();
  const auto over = [](std::uint64_t has, std::uint64_t wants, std::uint64_t limit) {
    return limit != 0 && wants != 0 && (has > limit || wants > limit - has);
  };
  if (over(now->stored_bytes(), more.stored_bytes(), limits.stored_bytes))
    return refused("bytes", now->stored_bytes(), more.stored_bytes(), limits.stored_bytes);
  if (over(now->records, more.records, limits.records))
    return refused("records", now->records, more.records, limits.records);
  return done{};
}

void usage_book::wrote(std::string_view owner, const usage_row& more, position at) {
  const std::scoped_lock lock{mutex_};
  if (at > shown_.at()) fresh_.push_back({at, std::string(owner), more});
}

auto usage_book::hold(std::string_view owner, std::uint64_t bytes) -> result<done> {
  const std::scoped_lock lock{mutex_};
  if (limits_.stored_bytes != 0)
    if (auto fine = judge(owner, {bytes, 0, 0}, limits_); !fine) return fine;
  held_[std::string(owner)] += bytes;
  return done{};
}

void usage_book::hold_what_is_there(std::string_view owner, std::uint64_t bytes) {
  const std::scoped_lock lock{mutex_};
  if (bytes != 0) held_[std::string(owner)] += bytes;
}

void usage_book::release(std::string_view owner, std::uint64_t bytes) {
  const std::scoped_lock lock{mutex_};
  const auto held = held_.find(owner);
  if (held == held_.end()) return;
  held->second -= std::min(held->second, bytes);
  if (held->second == 0) held_.erase(held);
}

}  // namespace waybill
