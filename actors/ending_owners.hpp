// Owners that are going, or gone: projects that are deleted. One thread.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "events/result.hpp"
#include "events/words.hpp"
#include "projections/store.hpp"

namespace waybill {

class ending_owners {
 public:
  /// Nothing new is begun for this owner until it is settled.
  void begin(const owner_id& owner) { deciding_ = owner.value; }
  void settle(bool gone) {
    if (gone && deciding_) gone_.insert(*deciding_);
    deciding_.reset();
  }
  /// They are gone since an earlier start.
  void forget(std::set<std::string> gone) { gone_ = std::move(gone); }
  /// While it is decided, no seat is given at all: that takes one write to the log.
  [[nodiscard]] auto is_deciding() const -> bool { return deciding_.has_value(); }
  /// Gone, or about to be.
  [[nodiscard]] auto is_gone(const owner_id& owner) const -> bool {
    return deciding_ == owner.value || gone_.contains(owner.value);
  }

 private:
  std::optional<std::string> deciding_;
  std::set<std::string> gone_;
};

/// Calls `then` when `count` things are done.
class countdown {
 public:
  countdown(std::size_t count, std::function<void()> then) : left_(count), then_(std::move(then)) {}
  void one_done() {
    if (--left_ == 0) then_();
  }

 private:
  std::size_t left_;
  std::function<void()> then_;
};

/// The paths of files that the owner's imports keep, as the rows show it.
void each_kept_file(const projection_store& rows, const owner_id& owner,
                    const std::function<void(const std::string& path)>& take);

}  // namespace waybill
