// A log in memory that can be told to refuse, as a disk does that is full or gone.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "events/log/memory_log.hpp"

namespace waybill::tests {

class refusing_log final : public event_log {
 public:
  /// The next so many transactions are refused, one by one; those behind them are not.
  void refuse_next(std::size_t transactions, error why) {
    refusals_ = transactions;
    why_ = std::move(why);
  }
  /// Whether anything can be written at all.
  void set_writable(bool writable) { writable_ = writable; }

  auto commit(std::span<const transaction> group) -> std::vector<result<receipt>> override {
    std::vector<result<receipt>> answers;
    for (const auto& one : group) answers.push_back(take(one));
    return answers;
  }
  [[nodiscard]] auto writable() const -> bool override { return writable_; }

  [[nodiscard]] auto head(std::string_view stream) const -> result<stream_head> override {
    return kept_->head(stream);
  }
  [[nodiscard]] auto read_stream(std::string_view stream, std::uint64_t from_version, std::size_t most,
                                 std::size_t most_bytes) const -> result<std::vector<stored_event>> override {
    return kept_->read_stream(stream, from_version, most, most_bytes);
  }
  [[nodiscard]] auto read_all(position from, std::size_t most, std::size_t most_bytes) const
      -> result<std::vector<stored_event>> override {
    return kept_->read_all(from, most, most_bytes);
  }
  [[nodiscard]] auto read_at(position at) const -> result<stored_event> override {
    return kept_->read_at(at);
  }
  [[nodiscard]] auto tail() const -> position override { return kept_->tail(); }
  auto wait_beyond(position after, std::chrono::milliseconds at_most) const -> position override {
    return kept_->wait_beyond(after, at_most);
  }
  void close_waiters() override { kept_->close_waiters(); }
  auto checkpoint(const std::string& directory) const -> result<done> override {
    return kept_->checkpoint(directory);
  }
  [[nodiscard]] auto size_bytes() const -> std::uint64_t override { return kept_->size_bytes(); }

 private:
  auto take(const transaction& one) -> result<receipt> {
    if (!writable_) return {errc::unavailable, "The disk is gone."};
    if (refusals_ > 0) {
      --refusals_;
      return why_;
    }
    return kept_->commit({&one, 1}).front();
  }

  std::unique_ptr<event_log> kept_ = open_memory_log();
  bool writable_ = true;
  std::size_t refusals_ = 0;
  error why_;
};

}  // namespace waybill::tests
