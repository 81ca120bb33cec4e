// Streams of server-sent events, about one import or about a list. However many are open, they hold one
// thread together.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "actors/engine.hpp"
#include "events/result.hpp"
#include "http/lifeline.hpp"
#include "http/voices.hpp"

namespace waybill::http {

struct stream_limits {
  std::size_t all = 1'000;
  std::size_t per_user = 400;
  std::chrono::milliseconds least_gap{250};  ///< between two `progress` of the same status
  std::chrono::milliseconds keep_alive{15'000};
  std::chrono::milliseconds idle{600'000};  ///< without any change: the stream says so and ends
  std::chrono::milliseconds stuck{30'000};  ///< a reader that takes nothing for so long is dropped
};

/// What a stream holds for as long as it is open.
struct stream_needs {
  std::shared_ptr<void> seat;
  std::shared_ptr<lifeline> line;
  progress_details more{};  ///< of the one import that it is about
};

/// Any thread may reserve and adopt.
class progress_streams {
 public:
  progress_streams(engine& of, stream_limits limits);
  ~progress_streams();
  progress_streams(const progress_streams&) = delete;
  auto operator=(const progress_streams&) -> progress_streams& = delete;

  /// A seat for one more stream, given back when the handle dies. Errors: too_many_requests, unavailable
  /// (stopping).
  auto reserve(const user_id& user) -> result<std::shared_ptr<void>>;

  /// Takes a non-blocking socket whose request was read: writes the head, then events, and closes it, at the
  /// latest when the `line` is cut. `seen` is the position the client has had already.
  void adopt(int fd, const import_row& of, std::optional<position> seen, stream_needs with);

  /// The same for everything that happens in an owner's list.
  void adopt_list(int fd, const owner_id& owner, stream_needs with);

  [[nodiscard]] auto open() const -> std::size_t;
  /// Closes every stream. Idempotent.
  void stop();

 private:
  struct stream;
  struct seats;
  using clock = stream_clock;

  void adopt(int fd, const std::string& topic, std::unique_ptr<voice> says, stream_needs with);
  void run();
  auto wait_for_events(int timeout_ms) -> bool;
  void take_news();
  void offer(const import_row& row);
  void free_gone();
  void wake();

  engine& engine_;
  stream_limits limits_;
  int epoll_ = -1;
  int wake_ = -1;
  std::shared_ptr<seats> seats_;

  mutable std::mutex mutex_;                              ///< guards what is below
  std::unordered_map<std::string, std::size_t> watched_;  ///< by topic, how many streams
  std::unordered_map<std::string, import_row> changed_;   ///< the latest of each, not taken yet
  std::vector<std::unique_ptr<stream>> incoming_;
  bool stopping_ = false;

  std::vector<std::unique_ptr<stream>> streams_;  ///< the thread's own
  std::shared_ptr<void> watch_;
  std::thread thread_;
};

}  // namespace waybill::http
