// The members of `bookmark::extra` byte for byte, without a tree. Private to this folder. Source: RFC 8259.
#pragma once

#include <string>
#include <string_view>

namespace waybill::bookmarks::json_text {

/// One member as it is spelled: the key without its quotes, the value with all that belongs to it.
struct member {
  std::string_view key;
  std::string_view value;
};

/// Walks the members of a minified object. Text that is no such object ends the walk early; it never reads
/// beyond it.
class members {
 public:
  explicit members(std::string_view object);
  auto next(member& out) -> bool;

 private:
  std::string_view rest_;  ///< from the next key's quote on
};

}  // namespace waybill::bookmarks::json_text
