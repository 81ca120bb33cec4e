#include <charconv>

#include "http/resources/resources.hpp"

namespace waybill::http {
namespace {

auto last_event_id(const request& call) -> std::optional<position> {
  const auto text = call.header("last-event-id").value_or("");
  position at = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, failed] = std::from_chars(text.data(), end, at);
  if (text.empty() || failed != std::errc{} || stop != end) return std::nullopt;
  return at;
}

auto stream_head_only() -> answer {
  answer out;
  out.content_type = "text/event-stream";
  out.close = true;
  return out;
}

}  // namespace

auto follow_list(context& asks, request& call) -> result<answer> {
  if (call.method == "HEAD") return stream_head_only();
  auto place = asks.streams.reserve(call.who->user);
  if (!place) return std::move(place).why();
  answer out;
  out.take_over = [&streams = asks.streams, owner = call.who->user, place = std::move(*place)](int fd) {
    streams.adopt_list(fd, owner, place);
  };
  return out;
}

auto follow_progress(context& asks, request& call) -> result<answer> {
  auto row = asks.core.import_view().get(call.who->user, {call.captured[0]});
  if (!row) return std::move(row).why();
  if (call.method == "HEAD") return stream_head_only();
  auto place = asks.streams.reserve(call.who->user);
  if (!place) return std::move(place).why();
  answer out;
  out.take_over = [&streams = asks.streams, row = std::move(*row), seen = last_event_id(call),
                   place = std::move(*place)](int fd) { streams.adopt(fd, row, seen, place); };
  return out;
}

}  // namespace waybill::http
