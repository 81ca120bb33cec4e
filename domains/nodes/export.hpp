// Nodes on their way out, one after the other, in constant memory.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "domains/nodes/node.hpp"

namespace waybill::nodes {

/// A node as an export shows it.
struct exported_node {
  row_view row;
  std::string_view id;
  std::string_view parent;  ///< its id; empty: a root
  std::uint32_t depth = 0;  ///< by parents
};

/// Writes one document: `begin`, `add` for each node, `end`; all append. One thread at a time.
class exporter {
 public:
  virtual ~exporter() = default;
  virtual void begin(std::string& out) = 0;
  virtual void add(const exported_node& one, std::string& out) = 0;
  virtual void end(std::string& out) = 0;
};

/// A batch with the nodes in any order: it can be imported again.
auto flat_json_exporter() -> std::unique_ptr<exporter>;
/// Roots with `children`; nodes have to come in the order of the tree, each behind its parent.
auto nested_json_exporter() -> std::unique_ptr<exporter>;
/// A table that can be imported again.
auto csv_exporter() -> std::unique_ptr<exporter>;
/// One sitemap: at most `sitemap_most_urls`.
auto sitemap_exporter() -> std::unique_ptr<exporter>;

inline constexpr std::size_t sitemap_most_urls = 50'000;
/// Where there are more: an index of sitemaps that are found at these addresses.
void append_sitemap_index(std::span<const std::string> addresses, std::string& out);

}  // namespace waybill::nodes
