#include "cli/event_stream.hpp"

#include <utility>

namespace waybill::cli {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

}  // namespace

void event_stream_reader::field(std::string_view line) {
  const auto colon = line.find(':');
  const auto name = line.substr(0, colon);
  auto value = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (name == "data") {
    event_.data.append(value);
    event_.data += '\n';
  } else if (name == "event") {
    event_.type = value;
  } else if (name == "id" && value.find('\0') == std::string_view::npos) {
    event_.id = value;
  }
}

auto event_stream_reader::feed(std::string_view bytes, const std::function<bool(const stream_event&)>& take)
    -> bool {
  for (const char c : bytes) {
    const bool ends_pair = c == '\n' && after_return_;
    after_return_ = c == '\r';
    if (ends_pair) continue;
    if (c != '\n' && c != '\r') {
      line_ += c;
      continue;
    }
    if (std::exchange(first_line_, false) && line_.starts_with(byte_order_mark))
      line_.erase(0, byte_order_mark.size());
    if (!line_.empty()) {
      field(line_);
      line_.clear();
      continue;
    }
    if (!event_.data.empty()) {
      event_.data.pop_back();
      if (event_.type.empty()) event_.type = "message";
      if (!take(event_)) return false;
    }
    event_.type.clear();
    event_.data.clear();
  }
  return true;
}

}  // namespace waybill::cli
