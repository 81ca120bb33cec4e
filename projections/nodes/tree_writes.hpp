// The rows that a run of changes leaves, sorted as they are written.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "projections/nodes/node_changes.hpp"

namespace waybill {

/// Of `tree`. One thread at a time.
class node_writes final : public bulk_rows {
 public:
  explicit node_writes(std::span<const changed_node> nodes) : nodes_(nodes) {}
  [[nodiscard]] auto size() const -> std::size_t override { return nodes_.size(); }
  [[nodiscard]] auto at(std::size_t i) const -> row override;

 private:
  std::span<const changed_node> nodes_;
  mutable std::string value_;
};

/// Of `tree_children`.
class child_writes final : public bulk_rows {
 public:
  enum state : std::uint32_t { gone, leaf, with_children };
  /// `parent_size`: of its text; 0 for a root. A child stands below one parent once at most, and under each
  /// of its parents there is one change.
  void add(std::string_view key, std::size_t parent_size, state now) {
    rows_.push_back({key, static_cast<std::uint32_t>(tree_prefix_size + parent_size), now});
  }
  void sort();
  [[nodiscard]] auto size() const -> std::size_t override { return rows_.size(); }
  [[nodiscard]] auto at(std::size_t i) const -> row override;

 private:
  struct child {
    std::string_view key;
    std::uint32_t parent_end;
    state now;
  };
  std::vector<child> rows_;
  mutable std::string key_;
};

/// Of `tree_counts` and of `tree_gaps`. An empty value: there is no such row any more.
class count_writes final : public bulk_rows {
 public:
  void add(std::string_view key, std::string value) { rows_.push_back({key, std::move(value)}); }
  void sort();
  [[nodiscard]] auto size() const -> std::size_t override { return rows_.size(); }
  [[nodiscard]] auto at(std::size_t i) const -> row override { return {rows_[i].key, rows_[i].value}; }

 private:
  struct count {
    std::string_view key;
    std::string value;
  };
  std::vector<count> rows_;
};

/// The key of a child below its parent, for who looks children up.
auto child_key(std::string_view prefix, std::string_view parent, std::string_view rest) -> std::string;

}  // namespace waybill
