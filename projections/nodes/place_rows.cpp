#include "projections/nodes/place_rows.hpp"

#include "projections/nodes/tree_rows.hpp"

namespace waybill {

void place_rows::turn_to(std::string_view text) {
  text_.assign(text);
  if (rows_) measure();
}

void place_rows::measure() {
  common_ = 0;
  if (!rows_->valid()) return;
  common_ = common_size(rows_->key().substr(tree_prefix_size), text_);
}

/// The row is the place itself, or behind it.
auto place_rows::stands_behind(std::size_t size) const -> bool {
  if (!rows_->valid() || common_ >= size) return true;
  const auto row = rows_->key().substr(tree_prefix_size);
  return common_ < row.size() &&
         static_cast<unsigned char>(row[common_]) > static_cast<unsigned char>(text_[common_]);
}

auto place_rows::look_up(std::size_t size) -> result<std::optional<bool>> {
  const auto wanted = std::string_view(text_).substr(0, size);
  const bool is_fresh = !rows_;
  if (is_fresh) {
    auto rows = store_.walk(family::tree, prefix_);
    if (!rows) return rows.why();
    rows_ = std::move(*rows);
  }
  if (is_fresh || wanted < sought_ || !stands_behind(size)) {
    rows_->seek(tree_key(prefix_, wanted));
    sought_.assign(wanted);
    measure();
  }
  if (!rows_->valid()) {
    if (auto ended = rows_->ended(); !ended) return ended.why();
    return std::optional<bool>{};
  }
  if (common_ != size || rows_->key().size() != tree_prefix_size + size) return std::optional<bool>{};
  node_row row;
  if (!decode_node(rows_->value(), row)) return damaged_tree();
  return std::optional{row.linked};
}

}  // namespace waybill
