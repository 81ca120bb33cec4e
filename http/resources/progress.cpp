#include <charconv>

#include "http/kinds/room.hpp"
#include "http/resources/owned.hpp"
#include "http/resources/pages.hpp"
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

/// What the import's kind says beside what all kinds say.
auto details_of(const context& asks, const import_row& row) -> progress_details {
  for (const auto& room : kind_rooms())
    if (room.kind == row.kind && room.progress != nullptr)
      return [write = room.progress, usual = asks.config.imports_chunk_records](
                 json_text& to, const import_row& now) { write(to, now, usual); };
  return {};
}

auto stream_head_only() -> answer {
  answer out;
  out.content_type = "text/event-stream";
  out.close = true;
  return out;
}

}  // namespace

auto follow_list(context& asks, request& call) -> result<answer> {
  const auto whose = acting_in(asks, call, member_role::viewer);
  if (!whose) return whose.why();
  if (call.method == "HEAD") return stream_head_only();
  if (auto held = hold_role(asks, call, whose->owner, member_role::viewer); !held)
    return std::move(held).why();
  auto seat = asks.streams.reserve(call.who->user);
  if (!seat) return std::move(seat).why();
  answer out;
  out.take_over = [&streams = asks.streams, owner = whose->owner,
                   with = stream_needs{std::move(*seat), call.line}](int fd) {
    streams.adopt_list(fd, owner, with);
  };
  return out;
}

auto follow_progress(context& asks, request& call) -> result<answer> {
  auto row = import_of(asks, call, member_role::viewer);
  if (!row) return std::move(row).why();
  const auto seen = last_event_id(call);
  // A reader that has had the last event comes back by itself, until it is told that there is no more.
  if (is_finished(row->status) && seen == row->changed_at) return nothing_to_say();
  if (call.method == "HEAD") return stream_head_only();
  if (auto held = hold_role(asks, call, row->owner, member_role::viewer); !held) return std::move(held).why();
  auto seat = asks.streams.reserve(call.who->user);
  if (!seat) return std::move(seat).why();
  stream_needs with{std::move(*seat), call.line, details_of(asks, *row)};
  answer out;
  out.take_over = [&streams = asks.streams, row = std::move(*row), seen, with = std::move(with)](int fd) {
    streams.adopt(fd, row, seen, with);
  };
  return out;
}

}  // namespace waybill::http
