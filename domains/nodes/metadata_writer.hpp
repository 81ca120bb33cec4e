// Makes metadata of what a record says piece by piece. Internal to this folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace waybill::nodes {

/// Of a key that comes twice the last value counts; what is added as text counts more than what came in an
/// object. One thread at a time; keeps its memory.
class metadata_writer {
 public:
  void begin();
  void add_text(std::string_view key, std::string_view value);
  /// Adds the members of an object. False: `json` is none, and nothing was added.
  auto add_members(std::string_view json) -> bool;
  /// The object, minified; "" when nothing was added. Holds until `begin`.
  auto finish() -> std::string_view;

 private:
  std::string texts_;    ///< members in the making
  std::string objects_;  ///< a minified object
  std::string made_;
};

}  // namespace waybill::nodes
