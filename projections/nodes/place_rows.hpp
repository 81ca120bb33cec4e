// Which places above a node hold nodes, of paths with very many of them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "events/result.hpp"
#include "projections/store.hpp"

namespace waybill {

/// Most places of a long path hold no node, and the row that stands behind one of them says so of many: so
/// this looks as often as there are nodes, not as there are places. For a short time, since it holds a
/// cursor; one thread.
class place_rows {
 public:
  place_rows(const projection_store& store, std::string_view prefix) : store_(store), prefix_(prefix) {}

  /// From now on it is asked about places above this text, quickest in ascending order.
  void turn_to(std::string_view text);
  /// Of the node whose text the first `size` bytes of that one are: whether it is linked. Nothing: there is
  /// no such node. Errors: corrupt, unavailable.
  auto look_up(std::size_t size) -> result<std::optional<bool>>;
  /// Lets go of the cursor; the next question takes a fresh one.
  void rest() { rows_.reset(); }

 private:
  [[nodiscard]] auto stands_behind(std::size_t size) const -> bool;
  void measure();

  const projection_store& store_;
  std::string prefix_;
  std::string text_;
  std::unique_ptr<row_cursor> rows_;  ///< at the first row that is not before `sought_`
  std::string sought_;
  std::size_t common_ = 0;  ///< bytes that the row's text and `text_` begin with
};

}  // namespace waybill
