#include "cli/kinds/nodes/streamed_items.hpp"

namespace waybill::cli {
namespace {

constexpr std::uint32_t depth_of_items = 3;  ///< inside the document, its list, and an item

}  // namespace

auto streamed_items::feed(std::string_view bytes, const std::function<bool(const json&)>& take) -> bool {
  for (const char c : bytes) {
    if (depth_ >= depth_of_items) item_ += c;
    if (in_text_) {
      in_text_ = is_escaped_ || c != '"';
      is_escaped_ = !is_escaped_ && c == '\\';
    } else if (c == '"') {
      in_text_ = true;
    } else if (c == '{' || c == '[') {
      if (++depth_ == depth_of_items) item_ = c;
    } else if ((c == '}' || c == ']') && depth_ > 0 && --depth_ == depth_of_items - 1) {
      const auto one = json::parse(item_, nullptr, false);
      item_.clear();
      if (one.is_discarded() || !take(one)) return false;
    }
  }
  return true;
}

}  // namespace waybill::cli
