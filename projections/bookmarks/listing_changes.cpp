#include "projections/bookmarks/listing_changes.hpp"

#include <numeric>

namespace waybill {
namespace {

using change = listing_changes::change;

class listing_index {
 public:
  explicit listing_index(const std::vector<digest>& collections)
      : collections_(collections), ranks_(collections.size()) {
    std::vector<std::uint32_t> sorted(collections.size());
    std::iota(sorted.begin(), sorted.end(), 0U);
    std::sort(sorted.begin(), sorted.end(), [&](auto a, auto b) { return collections[a] < collections[b]; });
    for (std::uint32_t i = 0; i < sorted.size(); ++i) ranks_[sorted[i]] = i;
  }
  [[nodiscard]] auto entry(const change& one, std::uint32_t at) const -> sort_entry {
    const auto whole = key(one);
    return {ranks_[one.collection], at, read_be64(whole.data() + 16), read_be64(one.id.data())};
  }
  [[nodiscard]] auto key(const change& one) const -> std::array<char, listing_key_size> {
    return listing_key(collections_[one.collection], one.created_at, {one.id.data(), one.id.size()});
  }
  /// A place without whether it was deleted.
  [[nodiscard]] static auto value(const change& one) -> std::array<char, place_row_size - 1> {
    const auto place = encode_place({{one.at, one.index}});
    std::array<char, place_row_size - 1> bytes{};
    std::copy_n(place.begin(), bytes.size(), bytes.begin());
    return bytes;
  }
  [[nodiscard]] static auto erases(const change& one) -> bool { return one.at == 0; }

 private:
  const std::vector<digest>& collections_;
  std::vector<std::uint32_t> ranks_;
};

}  // namespace

void listing_changes::add(const folded_collection& in, const identity& id, instant created_at,
                          const record_place& place) {
  if (collections_.size() <= in.number) collections_.resize(in.number + 1);
  collections_[in.number] = in.id;
  change made{{}, created_at, place.at, place.index, in.number};
  std::copy_n(reinterpret_cast<const char*>(id.data()), made.id.size(), made.id.begin());
  changes_.add(made);
}

auto listing_changes::write(projection_store& store) -> result<done> {
  auto written = store.write_bulk(family::listing,
                                  sorted_rows<change, listing_index>{changes_, listing_index{collections_}});
  if (!written) return written;
  changes_.clear();
  collections_.clear();
  return written;
}

}  // namespace waybill
