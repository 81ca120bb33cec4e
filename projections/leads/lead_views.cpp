#include "projections/leads/lead_views.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>
#include <utility>

#include "events/codec.hpp"
#include "projections/collections/collection_reader.hpp"
#include "projections/collections/places.hpp"
#include "projections/collections/record_history.hpp"
#include "projections/cursor.hpp"
#include "projections/keys.hpp"
#include "projections/leads/lead_search.hpp"

namespace waybill {
namespace {

auto no_such_lead() -> error { return {errc::not_found, "There is no such lead.", {}}; }

struct order_name {
  std::string_view name;
  lead_order what;
};
constexpr std::array order_names{
    order_name{"created_at", lead_order::created}, order_name{"-created_at", lead_order::newest},
    order_name{"name", lead_order::name},          order_name{"-name", lead_order::name_back},
    order_name{"updated_at", lead_order::updated}, order_name{"-updated_at", lead_order::updated_last}};

auto is_by_name(lead_order order) -> bool {
  return order == lead_order::name || order == lead_order::name_back;
}

/// Where a lead stands in a list. `Text` is a view of a name, or one that is kept.
template <class Text>
struct list_key {
  Text name{};             ///< "" in lists that do not go by it
  std::uint64_t time = 0;  ///< rises along the list
  std::uint64_t first_at = 0;
  std::uint64_t first_index = 0;
};

template <class A, class B>
auto is_before(const list_key<A>& a, const list_key<B>& b, bool names_fall) -> bool {
  const int names = std::string_view(a.name).compare(b.name);
  if (names != 0) return names_fall ? names > 0 : names < 0;
  return std::tie(a.time, a.first_at, a.first_index) < std::tie(b.time, b.first_at, b.first_index);
}

auto key_of(const met_lead& lead, lead_order order) -> list_key<std::string_view> {
  const bool changes = order == lead_order::updated || order == lead_order::updated_last;
  const auto time = in_column(changes ? lead.block->updated_at : lead.block->created_at, lead.at.index);
  const auto rising = static_cast<std::uint64_t>(time.us) ^ (std::uint64_t{1} << 63);
  const bool falls = order == lead_order::newest || order == lead_order::updated_last;
  const auto origin = lead.block->origin_of(lead.at);
  return {is_by_name(order) ? lead.name : std::string_view{}, falls ? ~rising : rising, origin.first_at,
          origin.first_index};
}

constexpr std::size_t number_bytes = 24;
auto as_cursor(const std::string& prefix, const list_key<std::string>& key) -> std::string {
  auto bytes = prefix;
  for (const auto number : {key.time, key.first_at, key.first_index}) append_be(bytes, number, 8);
  return make_cursor(bytes.append(key.name));
}
auto from_cursor(const std::string& cursor, const std::string& prefix)
    -> result<std::optional<list_key<std::string>>> {
  std::optional<list_key<std::string>> key;
  if (cursor.empty()) return key;
  const auto bytes = read_cursor(cursor, prefix);
  if (!bytes) return bytes.why();
  const auto rest = std::string_view(*bytes).substr(prefix.size());
  if (rest.size() < number_bytes) return {errc::bad_value, "The cursor was not given out by this list."};
  key = {std::string(rest.substr(number_bytes)), read_be(rest.substr(0, 8)), read_be(rest.substr(8, 8)),
         read_be(rest.substr(16, 8))};
  return key;
}

/// The first of all that come, in the order of their keys; more than `most` are never held.
class first_few {
 public:
  struct entry {
    list_key<std::string> key;
    record_place at;
    import_id import;
    std::uint64_t record = 0;
  };
  first_few(std::size_t most, bool names_fall) : most_(most), names_fall_(names_fall) {}

  [[nodiscard]] auto order() const {
    return [falls = names_fall_](const entry& a, const entry& b) { return is_before(a.key, b.key, falls); };
  }

  [[nodiscard]] auto wants(const list_key<std::string_view>& key) const -> bool {
    return all_.size() < most_ || is_before(key, all_.front().key, names_fall_);
  }
  void add(entry one) {
    all_.push_back(std::move(one));
    std::ranges::push_heap(all_, order());
    if (all_.size() <= most_) return;
    std::ranges::pop_heap(all_, order());
    all_.pop_back();
  }
  auto sorted() && -> std::vector<entry> {
    std::ranges::sort_heap(all_, order());
    return std::move(all_);
  }

 private:
  std::vector<entry> all_;  ///< a heap: the last of them in front
  std::size_t most_;
  bool names_fall_;
};

class views final : public lead_views {
 public:
  views(const projection_store& store, const event_log& log) : store_(store), log_(log) {}

  [[nodiscard]] auto list(const owner_id& owner, const lead_filter& filter) const
      -> result<page<lead_item>> override {
    const auto collection = collection_of(owner);
    const auto prefix = collection_prefix(collection) + static_cast<char>(filter.order);
    const auto after = from_cursor(filter.cursor, prefix);
    if (!after) return after.why();
    const bool names_fall = filter.order == lead_order::name_back;
    first_few found{filter.limit + 1, names_fall};
    const auto take = [&](const met_lead& lead) {
      const auto key = key_of(lead, filter.order);
      if (found.wants(key) && (!*after || is_before(**after, key, names_fall)))
        found.add(entry_of(lead, key));
      return true;
    };
    const auto walked = walk_leads(store_, collection, filter.wish, is_by_name(filter.order), take);
    if (!walked) return walked.why();
    return page_of(std::move(found).sorted(), filter.limit, prefix);
  }

  [[nodiscard]] auto get(const owner_id& owner, const identity& id) const -> result<lead_item> override {
    const auto place = place_of(owner, id);
    if (!place) return place.why();
    if (!place->taken()) return no_such_lead();
    collection_reader reader{log_, 1};
    auto item = item_at(reader, place->at);
    if (!item) return item;
    if (item->id != id) return no_such_lead();
    const auto bytes =
        store_.get(family::facts, lead_key(collection_of(owner), lead_part::block, place->at.at));
    if (!bytes) return bytes.why();
    lead_block block;
    // Gone since: somebody has just changed it.
    if (!*bytes || !decode(**bytes, block) || !block.is_whole() || place->at.index >= block.records)
      return item;
    tell_origin(*item, block, place->at);
    return item;
  }

  [[nodiscard]] auto holder(const owner_id& owner, const identity& key) const
      -> result<std::optional<identity>> override {
    const auto place = place_of(owner, key);
    if (!place && place.why().code == errc::not_found) return std::optional<identity>{};
    if (!place) return place.why();
    if (!place->taken()) return std::optional<identity>{};
    collection_reader reader{log_, 1};
    const auto item = item_at(reader, place->at);
    if (!item) return item.why();
    return std::optional{item->id};
  }

  [[nodiscard]] auto history(const owner_id& owner, const identity& id, std::size_t limit,
                             const std::string& cursor) const -> result<page<lead_change>> override {
    const auto last = place_of(owner, id);
    if (!last) return last.why();
    return page_of_history<std::string>(log_, id, last->at, limit, cursor, [](std::string_view row) {
      return result<std::string>{std::string(row)};
    });
  }

  auto each(const owner_id& owner, const lead_wish& wish,
            const std::function<bool(const lead_item&)>& take) const -> result<done> override {
    collection_reader reader{log_, 1};
    result<done> went;
    const auto walked = walk_leads(store_, collection_of(owner), wish, false, [&](const met_lead& lead) {
      auto item = item_at(reader, lead.at);
      if (!item) {
        went = std::move(item).why();
        return false;
      }
      tell_origin(*item, *lead.block, lead.at);
      return take(*item);
    });
    if (!walked) return walked.why();
    return went;
  }

 private:
  static auto collection_of(const owner_id& owner) -> digest {
    return collection_digest("leads", owner.value);
  }

  [[nodiscard]] auto place_of(const owner_id& owner, const identity& key) const -> result<place_row> {
    const auto scoped_key = scoped(key, collection_of(owner));
    const auto bytes = store_.get(family::places, view_of(scoped_key));
    if (!bytes) return bytes.why();
    if (!*bytes) return no_such_lead();
    return decode_place(**bytes);
  }

  static auto entry_of(const met_lead& lead, const list_key<std::string_view>& key) -> first_few::entry {
    const auto origin = lead.block->origin_of(lead.at);
    return {{std::string(key.name), key.time, key.first_at, key.first_index},
            lead.at,
            {lead.block->imports[origin.import]},
            origin.record};
  }

  static void tell_origin(lead_item& item, const lead_block& block, const record_place& at) {
    const auto origin = block.origin_of(at);
    item.import.value = block.imports[origin.import];
    item.record = origin.record;
  }

  static auto item_at(collection_reader& reader, const record_place& place) -> result<lead_item> {
    const auto chunk = reader.chunk(place.at);
    if (!chunk) return chunk.why();
    if (place.index >= (*chunk)->what.records.size())
      return {errc::corrupt,
              "The chunk at position " + std::to_string(place.at) + " is shorter than its index says."};
    const auto& record = (*chunk)->what.records[place.index];
    return lead_item{record.id(), std::string(record.after), {}, 0};
  }

  /// Each chunk of the log is read once.
  [[nodiscard]] auto page_of(std::vector<first_few::entry> entries, std::size_t limit,
                             const std::string& prefix) const -> result<page<lead_item>> {
    bool has_more = entries.size() > limit;
    if (has_more) entries.pop_back();
    std::vector<std::size_t> by_place(entries.size());
    std::iota(by_place.begin(), by_place.end(), std::size_t{0});
    std::ranges::sort(by_place, {}, [&](std::size_t i) { return entries[i].at; });
    page<lead_item> found;
    found.items.resize(entries.size());
    collection_reader reader{log_, 1};
    for (const auto i : by_place) {
      auto item = item_at(reader, entries[i].at);
      if (!item) return item.why();
      item->import = entries[i].import;
      item->record = entries[i].record;
      found.items[i] = std::move(*item);
    }
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
      bytes += sizeof(lead_item) + found[i].row.size();
      if (i == 0 || bytes <= page_limit_bytes) continue;
      found.items.resize(i);
      entries.resize(i);
      has_more = true;
    }
    if (has_more) found.next_cursor = as_cursor(prefix, entries.back().key);
    return found;
  }

  const projection_store& store_;
  const event_log& log_;
};

}  // namespace

auto lead_order_of(std::string_view name) -> std::optional<lead_order> {
  const auto* const found = std::ranges::find(order_names, name, &order_name::name);
  if (found == order_names.end()) return std::nullopt;
  return found->what;
}

auto make_lead_views(const projection_store& store, const event_log& log) -> std::unique_ptr<lead_views> {
  return std::make_unique<views>(store, log);
}

}  // namespace waybill
