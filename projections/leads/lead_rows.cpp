#include "projections/leads/lead_rows.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "events/codec.hpp"
#include "projections/leads/lead_blocks.hpp"

namespace waybill {
namespace {

auto damaged() -> error {
  return {errc::corrupt, "The rows of leads are damaged; 'waybill rebuild' makes them anew.", {}};
}

/// The number of a word in a short list, to which it is added.
auto number_in(std::vector<std::string>& words, std::string_view word) -> std::uint64_t {
  std::uint64_t number = 0;
  while (number < words.size() && words[number] != word) ++number;
  if (number == words.size()) words.emplace_back(word);
  return number;
}

/// A chunk that was folded since the last flush.
struct fresh_block {
  lead_block what;
  std::string names;
  std::string texts;
  std::vector<std::pair<std::uint32_t, record_place>> updates;  ///< its records, and what they changed
};

using block_name = std::pair<digest, position>;

class lead_rows final : public kind_rows {
 public:
  auto fold(const folded_collection& in, const chunk_applied& chunk, position at) -> bool override {
    fresh_block fresh;
    begin(fresh.what, chunk);
    lead_texts names;
    lead_texts texts;
    for (std::uint32_t i = 0; i < chunk.records.size(); ++i) {
      const auto& record = chunk.records[i];
      const bool kept =
          (record.what == outcome::created || record.what == outcome::updated) && !record.after.empty();
      name_.clear();
      text_.clear();
      if (!kept) {
        add_nothing(fresh.what);
      } else {
        if (!leads::view_row(record.after, row_)) return false;
        add(fresh.what, i);
        append_name_key(row_, scratch_, name_);
        append_search_text(row_, scratch_, text_);
        if (record.what == outcome::updated) fresh.updates.emplace_back(i, place_before(record));
      }
      names.add(name_);
      texts.add(text_);
    }
    fresh.names = std::move(names).bytes();
    fresh.texts = std::move(texts).bytes();
    order_.push_back({in.id, at});
    fresh_.emplace(order_.back(), std::move(fresh));
    return true;
  }

  auto fold(const folded_collection& in, const record_deleted& gone, position) -> bool override {
    gone_.push_back({in.id, {gone.before_at, gone.before_index}});
    return true;
  }

  auto flush(projection_store& store, row_changes& changes) -> result<done> override {
    if (auto fine = learn_origins(store, changes); !fine) return fine;
    for (const auto& name : order_) {
      auto& fresh = fresh_.at(name);
      if (!fresh.what.any_live()) continue;
      put(name, fresh.what, changes);
      changes.put(family::facts, lead_key(name.first, lead_part::names, name.second), std::move(fresh.names));
      changes.put(family::facts, lead_key(name.first, lead_part::texts, name.second), std::move(fresh.texts));
    }
    fresh_.clear();
    order_.clear();
    gone_.clear();
    return done{};
  }

  [[nodiscard]] auto waiting() const -> std::size_t override { return 3 * order_.size(); }

 private:
  static auto place_before(const applied_record& record) -> record_place {
    return {record.before_at, record.before_index};
  }

  static void begin(lead_block& block, const chunk_applied& chunk) {
    block.records = chunk.records.size();
    block.first_record = chunk.head.first_record;
    block.imports.push_back(chunk.head.import.value);
  }

  static void add_nothing(lead_block& block) {
    block.status.push_back(block.status.empty() ? number_in(block.statuses, "") : block.status.back());
    block.person.push_back(block.person.empty() ? number_in(block.people, "") : block.person.back());
    block.created_at.push_back(block.created_at.empty() ? instant{} : block.created_at.back());
    block.updated_at.push_back(block.updated_at.empty() ? instant{} : block.updated_at.back());
  }

  void add(lead_block& block, std::uint32_t index) {
    block.status.push_back(number_in(block.statuses, row_.value(leads::lead_field::status)));
    block.person.push_back(number_in(block.people, row_.assigned_to));
    block.created_at.push_back(row_.created_at);
    block.updated_at.push_back(row_.updated_at);
    block.set_live(index, true);
  }

  static void put(const block_name& name, lead_block& block, row_changes& changes) {
    while (!block.live.empty() && block.live.back() == '\0') block.live.pop_back();
    block.pack();
    changes.put(family::facts, lead_key(name.first, lead_part::block, name.second), encode(block));
  }

  /// What a lead that was changed keeps of what it was.
  static void inherit(fresh_block& of, std::uint32_t index, const lead_block& from, const record_place& at) {
    auto& block = of.what;
    const auto before = from.origin_of(at);
    auto& origin = block.origins[index];
    origin = {0, block.first_record + index, before.first_at, before.first_index};
    if (!block.imports.front().empty()) return;
    // A person changed it: it stays that of its import.
    origin.import = number_in(block.imports, from.imports[before.import]);
    origin.record = before.record;
  }

  /// Leads of the same chunk that were created have an origin too, once another has one.
  static void fill_origins(fresh_block& of, position at) {
    auto& block = of.what;
    if (of.updates.empty()) return;
    std::vector<bool> updated(block.records);
    for (const auto& each : of.updates) updated[each.first] = true;
    if (block.origins.empty()) block.origins.resize(block.records);
    for (std::uint32_t i = 0; i < block.records; ++i)
      if (!updated[i]) block.origins[i] = {0, block.first_record + i, at, i};
  }

  struct heir {
    fresh_block* of = nullptr;  ///< null: it was deleted
    std::uint32_t index = 0;
    record_place from;
  };

  /// First those whose earlier version stands in the store, then those of which it was folded just now.
  auto learn_origins(const projection_store& store, row_changes& changes) -> result<done> {
    std::map<block_name, std::vector<heir>> stored;
    for (const auto& name : order_) fill_origins(fresh_.at(name), name.second);
    for (const auto& name : order_) {
      auto& fresh = fresh_.at(name);
      for (const auto& [index, from] : fresh.updates)
        if (const block_name earlier{name.first, from.at}; !fresh_.contains(earlier))
          stored[earlier].push_back({&fresh, index, from});
    }
    for (const auto& [collection, from] : gone_)
      if (const block_name earlier{collection, from.at}; !fresh_.contains(earlier))
        stored[earlier].push_back({nullptr, 0, from});
    for (const auto& [name, heirs] : stored)
      if (auto fine = leave_stored(store, name, heirs, changes); !fine) return fine;
    return leave_fresh();
  }

  static auto leave_stored(const projection_store& store, const block_name& name,
                           const std::vector<heir>& heirs, row_changes& changes) -> result<done> {
    const auto key = lead_key(name.first, lead_part::block, name.second);
    const auto bytes = store.get(family::facts, key);
    if (!bytes) return bytes.why();
    lead_block block;
    if (!*bytes || !decode(**bytes, block) || !block.is_whole()) return damaged();
    for (const auto& one : heirs) {
      if (one.from.index >= block.records) return damaged();
      if (one.of != nullptr) inherit(*one.of, one.index, block, one.from);
      block.set_live(one.from.index, false);
    }
    if (block.any_live()) {
      put(name, block, changes);
      return done{};
    }
    for (const auto part : {lead_part::block, lead_part::names, lead_part::texts})
      changes.erase(family::facts, lead_key(name.first, part, name.second));
    return done{};
  }

  auto leave_fresh() -> result<done> {
    for (const auto& name : order_) {
      auto& fresh = fresh_.at(name);
      for (const auto& [index, from] : fresh.updates) {
        const auto earlier = fresh_.find({name.first, from.at});
        if (earlier == fresh_.end()) continue;
        auto& block = earlier->second.what;
        if (from.index >= block.records) return damaged();
        inherit(fresh, index, block, from);
        block.set_live(from.index, false);
      }
    }
    for (const auto& [collection, from] : gone_) {
      const auto earlier = fresh_.find({collection, from.at});
      if (earlier == fresh_.end()) continue;
      if (from.index >= earlier->second.what.records) return damaged();
      earlier->second.what.set_live(from.index, false);
    }
    return done{};
  }

  leads::row_view row_;
  std::string scratch_, name_, text_;
  std::map<block_name, fresh_block> fresh_;
  std::vector<block_name> order_;  ///< as they were folded
  std::vector<std::pair<digest, record_place>> gone_;
};

}  // namespace

auto make_lead_rows() -> std::unique_ptr<kind_rows> { return std::make_unique<lead_rows>(); }

auto count_given_leads(const projection_store& store, std::string_view owner) -> result<given_counts> {
  given_counts counts;
  const auto prefix = lead_prefix(collection_digest("leads", owner), lead_part::block);
  bool whole = true;
  const auto walked = store.scan(family::facts, prefix, {}, [&](std::string_view, std::string_view bytes) {
    lead_block block;
    whole = decode(bytes, block) && block.is_whole();
    for (std::uint32_t index = 0; whole && index < block.records; ++index)
      if (block.is_live(index)) ++counts[block.people[in_column(block.person, index)]];
    return whole;
  });
  if (!walked) return walked.why();
  if (!whole) return damaged();
  counts.erase("");
  return counts;
}

}  // namespace waybill
