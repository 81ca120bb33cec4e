// The items of a list that is too long to be held: `{"items": [{...}, ...], ...}`, as its bytes come.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "cli/text.hpp"

namespace waybill::cli {

/// Holds one item at a time. One thread.
class streamed_items {
 public:
  /// The next bytes, split anywhere. False: `take` answered false, or they are no such list.
  auto feed(std::string_view bytes, const std::function<bool(const json&)>& take) -> bool;

 private:
  std::string item_;
  std::uint32_t depth_ = 0;  ///< open brackets
  bool in_text_ = false;
  bool is_escaped_ = false;
};

}  // namespace waybill::cli
