// The members of a minified object byte for byte, without a tree: of texts that rows keep. Source: RFC 8259.
#pragma once

#include <string>
#include <string_view>

namespace waybill::formats::json {

/// One member as it is spelled: the key without its quotes, the value with all that belongs to it.
struct minified_member {
  std::string_view key;
  std::string_view value;
};

/// Walks the members of a minified object. Text that is no such object ends the walk early; it never reads
/// beyond it. One thread at a time.
class minified_members {
 public:
  explicit minified_members(std::string_view object);
  auto next(minified_member& out) -> bool;

 private:
  std::string_view rest_;  ///< from the next key's quote on
};

}  // namespace waybill::formats::json
