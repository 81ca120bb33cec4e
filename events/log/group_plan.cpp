#include "events/log/group_plan.hpp"

#include <set>

#include "events/log/record_format.hpp"

namespace waybill {
namespace {

auto refused(std::string why) -> error { return {errc::bad_value, std::move(why), {}}; }

auto check_event(const new_event& event) -> result<done> {
  if (event.tag.empty() || event.tag.size() > max_name_bytes)
    return refused("an event's tag must have 1 to 512 bytes");
  if (event.payload.size() > max_payload_bytes) return refused("an event may have at most 1 GiB");
  return done{};
}

auto check_append(const stream_append& append) -> result<done> {
  if (!is_stream_name(append.stream))
    return refused("a stream's name must have 1 to 512 bytes and no NUL among them");
  if (append.events.empty()) return refused("an append needs at least one event");
  for (const auto& event : append.events)
    if (auto fine = check_event(event); !fine) return fine;
  return done{};
}

auto check_shape(const transaction& one) -> result<done> {
  if (one.appends.empty()) return refused("a transaction needs at least one append");
  if (one.by.size() > max_name_bytes)
    return refused("the name of who causes an event may have at most 512 bytes");
  std::set<std::string_view> named;
  for (const auto& append : one.appends) {
    if (auto fine = check_append(append); !fine) return fine;
    if (!named.insert(append.stream).second)
      return refused("the stream " + printable(append.stream) + " is named twice in one transaction");
  }
  return done{};
}

}  // namespace

auto stored(const planned_event& event) -> stored_event {
  auto bytes = std::make_shared<const std::string>(event.payload);
  const std::string_view payload = *bytes;
  return {event.head, std::move(bytes), payload};
}

auto group_plan::head_now(const std::string& stream) -> result<stream_head> {
  if (const auto known = heads_.find(stream); known != heads_.end()) return known->second;
  auto head = source_(stream);
  if (head) heads_.emplace(stream, *head);
  return head;
}

auto group_plan::check(const transaction& one) -> result<done> {
  if (auto fine = check_shape(one); !fine) return fine;
  for (const auto& append : one.appends) {
    const auto head = head_now(append.stream);
    if (!head) return head.why();
    if ((*head).version != append.expected_version)
      return error{errc::wrong_version,
                   "the stream " + printable(append.stream) + " is at version " +
                       std::to_string((*head).version) + ", not at " +
                       std::to_string(append.expected_version),
                   {}};
  }
  return done{};
}

auto group_plan::take(const transaction& one, const event_sink& sink) -> receipt {
  receipt given{tail_ + 1, tail_};
  for (const auto& append : one.appends) {
    auto& head = heads_[append.stream];
    envelope next{.stream = append.stream, .time = one.time, .by = one.by, .cause = one.cause, .tag = {}};
    for (const auto& event : append.events) {
      next.at = ++tail_;
      next.version = head.version + 1;
      next.tag = event.tag;
      const auto head_bytes = encode_head(next, event.payload.size());
      next.seal = seal_of(head.seal, head_bytes, event.payload);
      sink({next, head_bytes, event.payload});
      head = {next.version, next.at, next.seal};
    }
  }
  given.last = tail_;
  return given;
}

auto bytes_of(const transaction& one) -> std::uint64_t {
  static constexpr std::uint64_t head_allowance = 256;
  std::uint64_t bytes = 0;
  for (const auto& append : one.appends)
    for (const auto& event : append.events) bytes += event.payload.size() + head_allowance;
  return bytes;
}

}  // namespace waybill
