// Changes of index rows that were folded and are not written yet: in the order they were folded; sorted, and
// only the last of each key, when they are written.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "events/words.hpp"
#include "projections/keys.hpp"
#include "projections/store.hpp"

namespace waybill {

/// In blocks: a list that grows by doubling holds three times as much while it does. One thread.
template <class Change>
class change_list {
 public:
  void add(const Change& one) {
    if (size_ == blocks_.size() * changes_a_block)
      blocks_.push_back(std::make_unique<std::array<Change, changes_a_block>>());
    (*blocks_[size_ / changes_a_block])[size_ % changes_a_block] = one;
    ++size_;
  }
  [[nodiscard]] auto at(std::uint32_t i) const -> const Change& {
    return (*blocks_[i / changes_a_block])[i % changes_a_block];
  }
  [[nodiscard]] auto size() const -> std::uint32_t { return size_; }
  void clear() {
    blocks_.clear();
    size_ = 0;
  }

 private:
  static constexpr std::size_t changes_a_block = 1024;
  std::vector<std::unique_ptr<std::array<Change, changes_a_block>>> blocks_;
  std::uint32_t size_ = 0;
};

/// A change's number in the list, and as much of its key as fits into a few numbers, which are ordered as the
/// keys are. They tell all but a few keys apart, so that the changes themselves, far away in memory, are
/// hardly ever looked at. 24 bytes, since there is one for each change that waits.
struct sort_entry {
  std::uint32_t collection;  ///< its rank, where keys begin with the collection
  std::uint32_t at;
  std::uint64_t first;
  std::uint64_t second;
  [[nodiscard]] auto head() const { return std::tie(collection, first, second); }
};

/// The rows of one index, sorted; each is made when it is asked for. `Index` says how rows are made of
/// changes: `entry`, `key`, `value`, `erases`.
template <class Change, class Index>
class sorted_rows final : public bulk_rows {
 public:
  sorted_rows(const change_list<Change>& of, Index index) : of_(of), index_(std::move(index)) {
    order_.reserve(of.size());
    for (std::uint32_t i = 0; i < of.size(); ++i) order_.push_back(index_.entry(of.at(i), i));
    std::sort(order_.begin(), order_.end(), [this](const sort_entry& a, const sort_entry& b) {
      if (a.head() != b.head()) return a.head() < b.head();
      const int less = compare(a, b);
      return less != 0 ? less < 0 : a.at < b.at;
    });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < order_.size(); ++i)
      if (i + 1 == order_.size() || !same_key(order_[i], order_[i + 1])) order_[kept++] = order_[i];
    order_.resize(kept);
  }

  [[nodiscard]] auto size() const -> std::size_t override { return order_.size(); }
  [[nodiscard]] auto at(std::size_t i) const -> row override {
    constexpr std::size_t look_ahead = 16;
    if (i + look_ahead < order_.size()) __builtin_prefetch(&of_.at(order_[i + look_ahead].at));
    const auto& one = of_.at(order_[i].at);
    key_ = index_.key(one);
    value_ = Index::value(one);
    return {{reinterpret_cast<const char*>(key_.data()), key_.size()},
            Index::erases(one) ? std::string_view{} : std::string_view{value_.data(), value_.size()}};
  }

 private:
  using key_bytes = std::decay_t<decltype(std::declval<Index>().key(std::declval<Change>()))>;
  using value_bytes = decltype(Index::value(std::declval<Change>()));

  /// As the store compares keys.
  auto compare(const sort_entry& a, const sort_entry& b) const -> int {
    const auto first = index_.key(of_.at(a.at));
    const auto second = index_.key(of_.at(b.at));
    return std::memcmp(first.data(), second.data(), first.size());
  }
  auto same_key(const sort_entry& a, const sort_entry& b) const -> bool {
    return a.head() == b.head() && compare(a, b) == 0;
  }

  const change_list<Change>& of_;
  Index index_;
  std::vector<sort_entry> order_;
  mutable key_bytes key_{};
  mutable value_bytes value_{};
};

}  // namespace waybill
