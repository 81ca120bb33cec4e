// Folds a projection of a running server anew: `control` beside the old one, whose place it takes; `search`
// in its place.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <thread>

#include "actors/projection_set.hpp"
#include "config/settings.hpp"
#include "events/result.hpp"

namespace waybill {

struct projection_rebuild_figures {
  bool began = false;    ///< there was one since the start
  bool running = false;  ///< else it is done, or `why` says why not
  position at = 0, end = 0;
  std::uint64_t changed = 0;  ///< rows that were not as the log has it
  std::string why{};          ///< "": nothing ended it
};

/// How a projection is.
struct projection_figures {
  std::string name;
  position at = 0, tail = 0;
  std::uint64_t size_bytes = 0;
  std::string layout;
  bool stuck = false;
};

/// Any thread.
class projection_rebuild {
 public:
  /// All must outlive it.
  projection_rebuild(const event_log& log, const projection_store& rows, projection_set& set, settings config)
      : log_(log), rows_(rows), set_(set), config_(std::move(config)) {}
  ~projection_rebuild();
  projection_rebuild(const projection_rebuild&) = delete;
  auto operator=(const projection_rebuild&) -> projection_rebuild& = delete;

  [[nodiscard]] auto projections() const -> std::vector<projection_figures>;
  /// Whether it can be rebuilt while the server works. Errors: not_found, wrong_status (says what to do).
  static auto may_rebuild(std::string_view name) -> result<done>;
  /// Begins, and does not wait for the end. Errors: as above; busy (one is running), unavailable (there is no
  /// thread for it).
  auto begin(std::string_view name) -> result<done>;
  [[nodiscard]] auto figures() const -> projection_rebuild_figures;

 private:
  void run(const std::string& what);
  auto rebuild_control() -> result<std::uint64_t>;
  auto rebuild_search() -> result<std::uint64_t>;
  auto fold_all(projection_runner& one) -> result<done>;
  auto fold_and_exchange(const std::string& directory) -> result<std::uint64_t>;

  const event_log& log_;
  const projection_store& rows_;
  projection_set& set_;
  settings config_;
  std::atomic<bool> stopped_{false};
  mutable std::mutex mutex_;
  projection_rebuild_figures now_;
  std::thread thread_;
};

}  // namespace waybill
