#include "projections/nodes/nodes_model.hpp"

#include <vector>

#include "domains/nodes/node.hpp"
#include "projections/nodes/node_changes.hpp"
#include "projections/nodes/tree_update.hpp"

namespace waybill {
namespace {

class nodes_tree final : public kind_rows {
 public:
  auto fold(const folded_collection& in, const chunk_applied& chunk, position at) -> bool override {
    auto& mine = changes_of(in);
    for (std::uint32_t i = 0; i < chunk.records.size(); ++i) {
      const auto& record = chunk.records[i];
      if (record.what != outcome::created && record.what != outcome::updated) continue;
      if (!nodes::view_row(record.after, after_)) return false;
      const bool updated = record.what == outcome::updated;
      if (updated && !nodes::view_row(record.before, before_)) return false;
      mine.stands(after_, updated ? &before_ : nullptr, {at, i});
    }
    return true;
  }

  auto fold(const folded_collection& in, const record_deleted& gone, position at) -> bool override {
    if (!nodes::view_row(gone.before, before_)) return false;
    changes_of(in).deleted(before_, at);
    return true;
  }

  auto flush(projection_store& store, row_changes&) -> result<done> override {
    for (auto& mine : collections_)
      if (mine)
        if (auto written = write(store, *mine); !written) return written;
    collections_.clear();
    return done{};
  }

  /// Texts are long, and places above a node are work: with those that all kinds have, a large import waits
  /// with half as many.
  [[nodiscard]] auto waiting() const -> std::size_t override {
    std::size_t weight = 0;
    for (const auto& mine : collections_) weight += mine ? mine->weight() : 0;
    return weight / usual_levels;
  }

 private:
  static constexpr std::size_t usual_levels = 4;
  /// As much is worked on, and written, at once.
  static constexpr std::size_t most_at_once = 400'000;

  auto changes_of(const folded_collection& in) -> node_changes& {
    if (collections_.size() <= in.number) collections_.resize(in.number + 1);
    auto& mine = collections_[in.number];
    if (!mine) mine = std::make_unique<node_changes>(in.id);
    return *mine;
  }

  static auto write(projection_store& store, node_changes& changes) -> result<done> {
    for (;;) {
      auto totals = read_totals(store, changes.prefix());
      if (!totals) return totals.why();
      const auto run = changes.next_run(totals->folded, most_at_once);
      if (run.nodes.empty()) return done{};
      if (auto updated = update_tree(store, changes.prefix(), std::move(*totals), run); !updated)
        return updated;
    }
  }

  std::vector<std::unique_ptr<node_changes>> collections_;  ///< by the collection's number
  nodes::row_view before_;
  nodes::row_view after_;
};

}  // namespace

auto make_nodes_tree() -> std::unique_ptr<kind_rows> { return std::make_unique<nodes_tree>(); }

}  // namespace waybill
