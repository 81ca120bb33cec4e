// What the tests of this folder share.
#pragma once

#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "domains/nodes/identity.hpp"
#include "domains/nodes/node.hpp"

namespace waybill::nodes::test {

inline auto canonical(std::string_view url, const identity_rule& rule = {}) -> std::string {
  std::string out;
  if (canonical_text(url, rule, out) != url_fault::none) return "no node: " + std::string(url);
  return out;
}

inline auto fault_of(std::string_view url) -> url_fault {
  std::string out;
  return canonical_text(url, {}, out);
}

/// The tree of some canonical texts, found the slow way.
class naive_tree {
 public:
  explicit naive_tree(std::set<std::string> all) : all_(std::move(all)) {
    for (const auto& one : all_) children_[parent_of(one).value_or("")].push_back(one);
  }
  [[nodiscard]] auto parent_of(const std::string& one) const -> std::optional<std::string> {
    for (auto above = place_above(one); !above.empty(); above = place_above(above))
      if (all_.contains(std::string(above))) return std::string(above);
    return std::nullopt;
  }
  [[nodiscard]] auto depth_of(const std::string& one) const -> int {
    const auto parent = parent_of(one);
    return parent ? depth_of(*parent) + 1 : 0;
  }
  /// Among its siblings, in code point order.
  [[nodiscard]] auto position_of(const std::string& one) const -> std::size_t {
    const auto& siblings = children_.at(parent_of(one).value_or(""));
    return static_cast<std::size_t>(std::find(siblings.begin(), siblings.end(), one) - siblings.begin());
  }

 private:
  std::set<std::string> all_;
  std::map<std::string, std::vector<std::string>> children_;
};

}  // namespace waybill::nodes::test
