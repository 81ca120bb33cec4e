// Which files are being looked at now, and how far that is. It is no state: after a restart a look begins
// anew. Any thread.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "domains/look_progress.hpp"
#include "events/words.hpp"

namespace waybill {

class look_board {
 public:
  /// A look begins; it stands on the board for as long as somebody holds it.
  auto begin(const import_id& of) -> std::shared_ptr<look_progress> {
    auto made = std::make_shared<look_progress>();
    const std::scoped_lock lock{mutex_};
    std::erase_if(looks_, [](const auto& one) { return one.second.expired(); });
    looks_[of] = made;
    return made;
  }
  /// Nothing: nobody looks at that file.
  [[nodiscard]] auto find(const import_id& of) const -> std::optional<look_figures> {
    const std::scoped_lock lock{mutex_};
    const auto found = looks_.find(of);
    const auto look = found == looks_.end() ? nullptr : found->second.lock();
    if (look == nullptr) return std::nullopt;
    return look->figures();
  }

 private:
  mutable std::mutex mutex_;
  std::unordered_map<import_id, std::weak_ptr<look_progress>> looks_;
};

}  // namespace waybill
