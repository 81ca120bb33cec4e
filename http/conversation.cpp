#include "http/conversation.hpp"

#include <sys/socket.h>

#include <algorithm>

#include "actors/journal.hpp"
#include "http/body.hpp"
#include "http/faults.hpp"
#include "http/head.hpp"
#include "http/library.hpp"

namespace waybill::http {

/// What is needed to write it once it is there.
struct awaited_answer {
  request_head head;
  bool close = false;
  std::atomic<bool> taken{false};
  late_answer make;
};

namespace {

/// The last of X-Forwarded-For is what our own proxy wrote; all before it anybody may have sent.
auto peer_of(const header_list& headers, const std::string& address, bool trusted_proxy) -> std::string {
  if (!trusted_proxy) return address;
  std::string_view last;
  for (const auto& [name, value] : headers)
    if (same_name(name, "x-forwarded-for")) last = value;
  last.remove_prefix(last.find_last_of(", ") + 1);
  return last.empty() || last.size() > 64 ? address : std::string(last);
}

/// Takes the target and the headers out of the head.
auto request_of(request_head& head, request_target& target) -> request {
  request call;
  call.method = head.method;
  call.target = head.target;
  call.segments = std::move(target.segments);
  call.query = std::move(target.query);
  call.headers = std::move(head.headers);
  return call;
}

template <class Make>
auto guarded(Make make) -> answer {
  try {
    return make();
  } catch (const std::exception& why) {
    journal::warn("http_exception", {{"what", why.what()}});
  } catch (...) {
    journal::warn("http_exception", {{"what", "unknown"}});
  }
  return problem({errc::internal, {}, {}});
}

auto made(const late_answer& make) -> answer {
  auto what = make();
  return what ? *std::move(what) : problem(what.why());
}

/// The connection waits without a thread: what `later` gives it is kept until a worker speaks on.
void wait_for(connection& with, request_head head, written so_far) {
  auto slot = std::make_shared<awaited_answer>();
  slot->head = std::move(head);
  slot->close = so_far.close;
  with.awaited = slot;
  with.later = [slot, begin = std::move(so_far.later)](const std::function<void()>& go_on) {
    const auto take = [slot, go_on](late_answer make) {
      if (slot->taken.exchange(true)) return;
      slot->make = std::move(make);
      go_on();
    };
    try {
      begin(take);
    } catch (const std::exception& why) {
      journal::warn("http_exception", {{"what", why.what()}});
      take([]() -> result<answer> { return error{errc::internal, {}, {}}; });
    }
  };
}

/// The close that follows drops what was not sent yet, and the peer notices that something is missing.
void close_hard(int fd) {
  const linger at_once{1, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

auto refusal_status(const error& why, bool long_target) -> int {
  if (why.code != errc::too_large) return words_of(why.code).status;
  return long_target ? 414 : 431;
}

}  // namespace

void add_security_headers(header_list& to) {
  const auto add = [&](const char* name, const char* value) {
    const bool there = std::ranges::any_of(to, [&](const auto& one) { return same_name(one.first, name); });
    if (!there) to.emplace_back(name, value);
  };
  add("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  add("X-Content-Type-Options", "nosniff");
  add("Referrer-Policy", "no-referrer");
  add("Cache-Control", "no-store");
}

auto too_slow_text() -> std::string {
  auto what = problem({errc::request_timeout, "The request did not come in time.", {}});
  add_security_headers(what.headers);
  return text_of(std::move(what));
}

auto conversation::refuse(connection& with, const error& why) const -> verdict {
  const auto line = std::string_view(with.in).substr(0, with.in.find('\n'));
  auto what = problem(refusal_status(why, line.size() > target_limit_bytes), why);
  if (what.status == 405) what.headers.emplace_back("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE");
  add_security_headers(what.headers);
  with.in.clear();
  wire out{with.fd, with.in, seats_, limits_.patience};
  out.write(text_of(std::move(what)));
  if (!out.flush()) return verdict::close;
  with.out = out.take_rest();
  return verdict::linger;
}

auto conversation::one_request(connection& with) const -> verdict {
  std::size_t scanned = 0;
  const auto size = head_size(with.in, scanned);
  if (size.value_or(with.in.size()) > limits_.header_bytes)
    return refuse(with,
                  {errc::too_large,
                   "The request's head is longer than " + std::to_string(limits_.header_bytes) + " bytes.",
                   {}});
  if (!size) return verdict::keep;
  auto head = parse_head(std::string_view(with.in).substr(0, *size));
  if (!head) return refuse(with, head.why());
  auto target = parse_target(head->target);
  if (!target) return refuse(with, target.why());
  with.in.erase(0, *size);

  wire out{with.fd, with.in, seats_, limits_.patience};
  framed_body body{out, *head};
  auto call = request_of(*head, *target);
  call.address = peer_of(call.headers, with.address, limits_.trusted_proxy);
  call.body = &body;
  call.hold_seat = [&out, &call] {
    if (call.who) out.speak_for(call.who->user.value);
    return out.hold_seat();
  };
  call.live_by_line = [&out, &call] { out.live_by(call.line); };
  auto ended = run_library(*head, out, !head->keep_alive || stopping_, [&] {
    auto what = guarded([&] { return respond_(call); });
    if (call.who) out.speak_for(call.who->user.value);
    if (what.stream && call.line) out.write_by_line();
    // What nobody read would be taken for the next request.
    if (!body.skip_rest()) what.close = true;
    add_security_headers(what.headers);
    return what;
  });
  if (ended.take_over) {
    ended.take_over(with.fd);
    return verdict::taken;
  }
  if (ended.later) {
    wait_for(with, std::move(*head), std::move(ended));
    return verdict::later;
  }
  if (out.cut_off()) close_hard(with.fd);
  if (!ended.whole) return verdict::close;
  with.out = out.take_rest();
  return ended.close ? verdict::linger : verdict::keep;
}

auto conversation::say_late_answer(connection& with) const -> verdict {
  const auto slot = std::exchange(with.awaited, nullptr);
  wire out{with.fd, with.in, seats_, limits_.patience};
  const auto ended = run_library(slot->head, out, slot->close || stopping_, [&] {
    auto what = guarded([&] { return made(slot->make); });
    add_security_headers(what.headers);
    return what;
  });
  if (!ended.whole) return verdict::close;
  with.out = out.take_rest();
  return ended.close ? verdict::linger : verdict::keep;
}

auto conversation::speak(connection& with) const -> verdict {
  for (;;) {
    const auto what = with.awaited ? say_late_answer(with) : one_request(with);
    if (what == verdict::later) return what;
    with.scanned = 0;
    with.body.reset();
    if (what != verdict::keep) return what;
    with.in.erase(0, std::min(with.in.find_first_not_of("\r\n"), with.in.size()));
    if (!with.out.empty() || !ready_(with)) return verdict::keep;
  }
}

}  // namespace waybill::http
