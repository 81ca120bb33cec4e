// Where nodes hang: their parents and depths, found from what stands above them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "events/result.hpp"
#include "projections/nodes/place_rows.hpp"

namespace waybill {

struct found_node;

/// Of nodes that come in the order of their texts it looks up every place above them once; in any other order
/// it is right too, and slower. A host of many levels costs as much as there are nodes on it, not as there
/// are places above each. One thread.
class parent_finder {
 public:
  parent_finder(const projection_store& store, std::string_view prefix) : rows_(store, prefix) {}

  /// Sets parent and depth of all. Errors: corrupt, unavailable.
  auto find(std::vector<found_node>& nodes) -> result<done>;

 private:
  struct place {
    std::uint32_t size = 0;  ///< of its text, which the last node's begins with
    bool is_node = false;
  };
  auto find(found_node& node) -> result<done>;
  void turn_to(std::string_view text);

  place_rows rows_;
  std::string last_;  ///< the node before
  std::vector<place> open_;
  std::vector<place> merged_;
  std::vector<std::uint32_t> sizes_;
};

}  // namespace waybill
