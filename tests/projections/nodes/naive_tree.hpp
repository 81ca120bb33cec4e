// What a plain map knows of a project's nodes.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domains/nodes/node.hpp"
#include "events/words.hpp"

namespace waybill::tests {

/// Parents, depths and counts by looking at everything.
class naive_tree {
 public:
  struct standing {
    nodes::node row;
    record_place at;
  };
  std::map<std::string, standing> all;  ///< by canonical text

  [[nodiscard]] auto parent_of(const std::string& text) const -> std::optional<std::string>;
  [[nodiscard]] auto depth_of(const std::string& text) const -> std::uint64_t;
  /// Ascending; of nothing: the roots.
  [[nodiscard]] auto children_of(const std::optional<std::string>& text) const -> std::vector<std::string>;
  /// The places where no node of the tree stands above some, and above how many.
  [[nodiscard]] auto gaps() const -> std::map<std::string, std::uint64_t>;
  /// Every row that the read model should have, by the name of its family.
  [[nodiscard]] auto rows(std::string_view project, position last) const
      -> std::map<std::string, std::map<std::string, std::string>>;
};

}  // namespace waybill::tests
