#include "projections/bookmark_changes.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <tuple>
#include <utility>

#include "projections/keys.hpp"

namespace waybill {
namespace {

using change = bookmark_changes::change;

auto word(const std::uint8_t* from) -> std::uint64_t {
  return read_be64(reinterpret_cast<const char*>(from));
}

/// A change's place in the list, and as much of its key as fits into a few numbers, which are ordered as the
/// keys are. They tell all but a few keys apart, so that the changes themselves, far away in memory, are
/// hardly ever looked at. 24 bytes, since there is one for each change that waits.
struct sort_entry {
  std::uint32_t owner;  ///< its rank, where keys begin with the owner
  std::uint32_t at;
  std::uint64_t first;
  std::uint64_t second;
  [[nodiscard]] auto head() const { return std::tie(owner, first, second); }
};

/// How the rows of family `places` are made of changes.
class places_index {
 public:
  static constexpr auto in = family::places;
  explicit places_index(const bookmark_changes& of) : of_(of) {}
  [[nodiscard]] static auto takes(const change& one) -> bool {
    return one.what != bookmark_changes::not_listed;
  }
  [[nodiscard]] auto entry(const change& one, std::uint32_t at) const -> sort_entry {
    const auto whole = key(one);
    return {0, at, word(whole.data()), word(whole.data() + 8)};
  }
  [[nodiscard]] auto key(const change& one) const -> digest { return scoped(one.id, of_.owner_of(one)); }
  [[nodiscard]] static auto value(const change& one) -> std::array<char, place_row_size> {
    return encode_place({{one.at, one.index}, one.what == bookmark_changes::gone});
  }
  [[nodiscard]] static auto erases(const change&) -> bool { return false; }

 private:
  const bookmark_changes& of_;
};

/// How the rows of family `listing` are made of changes.
class listing_index {
 public:
  static constexpr auto in = family::listing;
  explicit listing_index(const bookmark_changes& of) : of_(of), ranks_(of.ranks()) {}
  [[nodiscard]] static auto takes(const change& one) -> bool { return one.what != bookmark_changes::gone; }
  [[nodiscard]] auto entry(const change& one, std::uint32_t at) const -> sort_entry {
    const auto whole = key(one);
    return {ranks_[one.owner], at, read_be64(whole.data() + 16), word(one.id.data())};
  }
  [[nodiscard]] auto key(const change& one) const -> std::array<char, listing_key_size> {
    return listing_key(of_.owner_of(one), one.created_at, one.id);
  }
  /// A place without whether it was deleted.
  [[nodiscard]] static auto value(const change& one) -> std::array<char, place_row_size - 1> {
    const auto place = encode_place({{one.at, one.index}, false});
    std::array<char, place_row_size - 1> bytes{};
    std::copy_n(place.begin(), bytes.size(), bytes.begin());
    return bytes;
  }
  [[nodiscard]] static auto erases(const change& one) -> bool {
    return one.what == bookmark_changes::not_listed;
  }

 private:
  const bookmark_changes& of_;
  std::vector<std::uint32_t> ranks_;
};

/// The rows of one index, sorted; each is made when it is asked for.
template <class Index>
class sorted_rows final : public bulk_rows {
 public:
  explicit sorted_rows(const bookmark_changes& of) : of_(of), index_(of) {
    order_.reserve(of.size());
    for (std::uint32_t i = 0; i < of.size(); ++i)
      if (const auto& one = of.at(i); Index::takes(one)) order_.push_back(index_.entry(one, i));
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
  using key_bytes = decltype(std::declval<Index>().key(std::declval<change>()));
  using value_bytes = decltype(Index::value(std::declval<change>()));

  /// As the store compares keys.
  auto compare(const sort_entry& a, const sort_entry& b) const -> int {
    const auto first = index_.key(of_.at(a.at));
    const auto second = index_.key(of_.at(b.at));
    return std::memcmp(first.data(), second.data(), first.size());
  }
  auto same_key(const sort_entry& a, const sort_entry& b) const -> bool {
    return a.head() == b.head() && compare(a, b) == 0;
  }

  const bookmark_changes& of_;
  Index index_;
  std::vector<sort_entry> order_;
  mutable key_bytes key_{};
  mutable value_bytes value_{};
};

template <class Index>
auto write_rows(const bookmark_changes& changes, projection_store& store) -> result<done> {
  return store.write_bulk(Index::in, sorted_rows<Index>{changes});
}

}  // namespace

auto bookmark_changes::add_owner(const digest& of) -> std::uint32_t {
  owners_.push_back(of);
  return static_cast<std::uint32_t>(owners_.size() - 1);
}

auto bookmark_changes::ranks() const -> std::vector<std::uint32_t> {
  std::vector<std::uint32_t> sorted(owners_.size());
  std::iota(sorted.begin(), sorted.end(), 0U);
  std::sort(sorted.begin(), sorted.end(), [this](auto a, auto b) { return owners_[a] < owners_[b]; });
  std::vector<std::uint32_t> ranks(owners_.size());
  for (std::uint32_t i = 0; i < sorted.size(); ++i) ranks[sorted[i]] = i;
  return ranks;
}

void bookmark_changes::add(kind what, std::uint32_t owner, const identity& id, instant created_at,
                           const record_place& place) {
  if (size_ == blocks_.size() * changes_a_block)
    blocks_.push_back(std::make_unique<std::array<change, changes_a_block>>());
  auto& made = (*blocks_[size_ / changes_a_block])[size_ % changes_a_block];
  ++size_;
  made.id = id;
  made.created_at = created_at;
  made.at = place.at;
  made.index = place.index;
  made.owner = owner & most_owners;
  made.what = what;
}

auto bookmark_changes::write(projection_store& store) -> result<done> {
  // One after the other: both orders at once would be the memory.
  if (auto written = write_rows<places_index>(*this, store); !written) return written.why();
  if (auto written = write_rows<listing_index>(*this, store); !written) return written.why();
  clear();
  return done{};
}

void bookmark_changes::clear() {
  owners_.clear();
  blocks_.clear();
  size_ = 0;
}

}  // namespace waybill
