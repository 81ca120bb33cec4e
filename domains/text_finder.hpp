// Finds a text in others, letter case ignored (ASCII, Latin, Greek, Cyrillic).
#pragma once

#include <string>
#include <string_view>

namespace waybill {

/// One thread.
class text_finder {
 public:
  /// An empty text is in every other. Invalid UTF-8 is compared byte by byte.
  explicit text_finder(std::string_view wanted);
  [[nodiscard]] auto empty() const -> bool { return wanted_.empty(); }
  [[nodiscard]] auto in(std::string_view text) const -> bool;

 private:
  std::string wanted_;
  mutable std::string folded_;
};

}  // namespace waybill
