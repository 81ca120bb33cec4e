// Waits until views show what happened before somebody asked.
#pragma once

#include <atomic>
#include <chrono>
#include <string_view>

#include "actors/engine.hpp"
#include "actors/projection_set.hpp"
#include "actors/vocabulary.hpp"

namespace waybill {

/// Any thread. What it names must outlive it.
class rows_shown {
 public:
  static constexpr std::chrono::seconds patience{5};

  rows_shown(const event_log& log, const projection_store& rows, const projection_set& set,
             const projector_actor& collections, const std::atomic<bool>& stopped)
      : log_(log), rows_(rows), set_(set), collections_(collections), stopped_(stopped) {}

  /// As `engine::shown` and `engine::shown_late`.
  [[nodiscard]] auto now(std::string_view kind, const owner_id& owner) const -> result<shown_rows>;
  [[nodiscard]] auto late(std::string_view kind, const owner_id& owner) const -> result<shown_rows>;

 private:
  /// What happens to other collections meanwhile is nothing to wait for.
  [[nodiscard]] auto last_of(std::string_view kind, const owner_id& owner) const -> position;

  const event_log& log_;
  const projection_store& rows_;
  const projection_set& set_;
  const projector_actor& collections_;  ///< none once the engine has stopped
  const std::atomic<bool>& stopped_;
};

}  // namespace waybill
