// A way forward through rows.
#pragma once

#include <memory>
#include <string_view>
#include <utility>

#include "projections/store.hpp"

namespace waybill {

/// Walks to rows that are near: that costs a hundredth of looking for one. For a short time, as its cursor;
/// without one it is good for nothing but to be given one.
class rows_ahead {
 public:
  rows_ahead() = default;
  explicit rows_ahead(std::unique_ptr<row_cursor> rows) : rows_(std::move(rows)) {}

  /// The first row that is `wanted` or behind it; forward only.
  void go_to(std::string_view wanted) {
    constexpr int near = 64;
    if (started_)
      for (int i = 0; i < near && rows_->valid() && rows_->key() < wanted; ++i) rows_->next();
    if (!started_ || (rows_->valid() && rows_->key() < wanted)) rows_->seek(wanted);
    started_ = true;
  }
  auto operator->() const -> row_cursor* { return rows_.get(); }

 private:
  std::unique_ptr<row_cursor> rows_;
  bool started_ = false;
};

}  // namespace waybill
