#include "http/kinds/nodes/shapes.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "domains/nodes/identity.hpp"
#include "domains/nodes/kind.hpp"
#include "http/shape_parts.hpp"

namespace waybill::http {
namespace {

/// Two decimals.
auto hundredths(double number) -> std::string {
  std::array<char, 32> text{};
  const auto size = std::snprintf(text.data(), text.size(), "%.2f", number);
  return {text.data(), static_cast<std::size_t>(size)};
}

void write_fields(json_text& to, const nodes::node& what) {
  to.field("url", what.url).field("path", nodes::parts_of(what.canonical).path).field("title", what.title);
  to.field("slug", nodes::slug_of(what.canonical));
  write_object(to, "metadata", what.metadata);
  write_time(to, "created_at", what.created_at);
  write_time(to, "updated_at", what.updated_at);
}

void write_fields(json_text& to, const node_item& one) {
  to.field("id", one.id);
  write_fields(to, one.what);
  to.field("parent", one.parent).field("depth", one.depth).field("position", one.position);
  to.field("children_count", one.children_count).field("subtree_count", one.subtree_count);
  write_text_or_null(to, "import", one.import.value);
}

}  // namespace

void write(json_text& to, const node_item& one) {
  to.begin_object();
  write_fields(to, one);
  to.end_object();
}

void write_whole(json_text& to, const node_item& one) {
  to.begin_object();
  write_fields(to, one);
  write_list(to, "breadcrumb", breadcrumb_of(one.what.canonical));
  to.end_object();
}

void write(json_text& to, const node_change& one) {
  write_change(to, one, [](json_text& into, const nodes::node& row) { write_fields(into, row); });
}

void write_chunks(json_text& to, const import_row& row, std::size_t usual) {
  const auto& counts = row.progress.counts;
  const auto size =
      std::max<std::uint64_t>(1, nodes::kind().chunk_records(row.options, {.chunk_records = usual}));
  // A chunk may be closed early; then there are more of them, and what is left is reckoned from there.
  std::optional<std::uint64_t> all;
  if (row.total) {
    const auto left = *row.total - std::min(*row.total, counts.processed());
    all = row.progress.chunks + (left + size - 1) / size;
  }
  to.field("currentChunk", row.progress.chunks).field("totalChunks", all);
  to.field("successful", counts.processed() - counts.failed).field("failed", counts.failed);
}

void write_fields(json_text& to, const tree_stats& stats) {
  to.field("nodes", stats.nodes).field("roots", stats.roots).field("leaves", stats.leaves);
  to.field("max_depth", stats.max_depth);
  to.key("average_children").raw(hundredths(stats.average_children()));
  to.field("max_children", stats.max_children).field("hosts", stats.hosts).field("position", stats.at);
}

}  // namespace waybill::http
