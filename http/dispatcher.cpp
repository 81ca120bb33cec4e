#include "http/dispatcher.hpp"

#include <algorithm>
#include <chrono>

#include "actors/journal.hpp"
#include "http/body.hpp"
#include "http/faults.hpp"
#include "http/gate.hpp"
#include "http/json_body.hpp"
#include "http/resources/owned.hpp"
#include "http/resources/web.hpp"

namespace waybill::http {
namespace {

auto check_query(const request& call, const route& by) -> result<done> {
  for (auto it = call.query.begin(); it != call.query.end(); ++it) {
    const auto known = std::ranges::find(by.query, std::string_view(it->first), &query_words::name);
    if (known == by.query.end())
      return {errc::unknown_field, "There is no parameter '" + it->first.substr(0, 64) + "' here."};
    const bool again =
        std::any_of(call.query.begin(), it, [&](const auto& one) { return one.first == it->first; });
    if (again && !known->repeats)
      return {errc::bad_value, "The parameter '" + it->first + "' stands more than once."};
  }
  return done{};
}

/// The schema of bodies that hold nothing.
constexpr std::string_view no_fields = "NoFields";

/// A person who followed a wrong link gets a page that says so.
auto wants_page(const request& call) -> bool {
  return call.method == "GET" && !call.segments.empty() && call.segments.front() != "api" &&
         call.header("accept").value_or("").find("text/html") != std::string_view::npos;
}

auto reads_json(const route& by) -> bool {
  return by.body == body_kind::json || by.body == body_kind::maybe_json;
}

/// Most JSON bodies are, before a worker is asked: http/intake.hpp.
auto is_here(const request& call) -> bool {
  const auto* const body = dynamic_cast<const framed_body*>(call.body);
  return body == nullptr || body->is_here();
}

/// Whoever waited this long for an answer is asked once more who he is.
constexpr auto long_wait = std::chrono::milliseconds{500};

/// Refused for what the caller keeps or does, again and again if they like: no trouble of the server.
auto is_of_caller(const error& why) -> bool {
  return why.code == errc::quota_exceeded || why == too_many_transfers();
}

auto not_found(const matched& how, const request& call) -> answer {
  if (how.allow.empty() && wants_page(call)) return page_answer_of(call, 404);
  if (how.allow.empty()) return problem({errc::not_found, "There is nothing here.", {}});
  auto out = problem({errc::method_not_allowed, "This can only be asked by " + how.allow + ".", {}});
  out.headers.emplace_back("Allow", how.allow);
  return out;
}

}  // namespace

/// What lasts ends with the right that opened it.
auto dispatcher::hold_right(request& call, const route& by, bool transfers) const -> result<done> {
  const auto needed = by.who == access::admin ? role::admin : role::user;
  return hold_credential(context_, call, {*call.who, needed, transfers});
}

auto dispatcher::hold_transfer(request& call, const route& by) const -> result<done> {
  if (!call.hold_seat()) return too_many_transfers();
  return hold_right(call, by, true);
}

auto dispatcher::run(request& call, const matched& how) const -> result<answer> {
  const auto& by = *how.found;
  if (by.who != access::anybody)
    if (auto known = identify(context_.core.accounts(), call, context_.config.http_trusted_proxy); !known)
      return std::move(known).why();
  if (by.who == access::admin && call.who->may != role::admin)
    return {errc::forbidden, "Only an administrator may ask this."};
  if (by.page) {
    // Nobody would read it, and so nobody would notice that it is broken.
    if (call.body->announced_bytes().value_or(1) > 0) return {errc::bad_request, "A page takes no body."};
    return by.act(context_, call);
  }
  if (auto good = check_query(call, by); !good) return std::move(good).why();
  if (by.long_transfer || (reads_json(by) && call.who && !is_here(call)))
    if (auto held = hold_transfer(call, by); !held) return std::move(held).why();
  if (by.stays_open)
    if (auto held = hold_right(call, by, false); !held) return std::move(held).why();
  // For all routes here, so that none forgets it.
  if (by.body_schema == no_fields)
    if (auto none = expect_no_fields(call, context_.config.http_json_body_limit_bytes); !none)
      return std::move(none).why();
  return by.act(context_, call);
}

/// What was asked to be done is done: only an answer that is a piece of information is kept back from who
/// lost the right to it meanwhile.
auto dispatcher::run_to_end(request& call, const matched& how) const -> result<answer> {
  const auto begin = clock::now();
  auto went = run(call, how);
  const bool asks = call.method == "GET" || call.method == "HEAD";
  if (asks && call.who && !call.line && clock::now() - begin > long_wait)
    if (auto still = identify(context_.core.accounts(), call, context_.config.http_trusted_proxy); !still)
      return std::move(still).why();
  return went;
}

auto dispatcher::said(const route& by, result<answer> went) const -> answer {
  if (went) return *std::move(went);
  auto out = problem(went.why());
  if (out.status >= 500 && !is_of_caller(went.why()))
    journal::warn("http_failed", {{"route", std::string(by.id)},
                                  {"code", std::string(name_of(went.why().code))},
                                  {"why", went.why().message}});
  return out;
}

/// What comes later is told and counted when it came.
auto dispatcher::awaited(const std::string& method, const route& by, answer first,
                         clock::time_point begin) const -> answer {
  answer out;
  out.later = [this, method, &by, begin, later = std::move(first.later)](const late_answer_taker& take) {
    later([this, method, &by, begin, take](late_answer make) {
      take([this, method, &by, begin, make = std::move(make)]() -> result<answer> {
        auto what = said(by, make());
        note(method, &by, what, begin);
        return what;
      });
    });
  };
  return out;
}

auto dispatcher::respond(request& call) const -> answer {
  const auto begin = clock::now();
  auto how = match(call.method, call.segments, where_, split_);
  call.captured = std::move(how.captured);
  auto out = how.found == nullptr ? not_found(how, call) : said(*how.found, run_to_end(call, how));
  if (out.later) return awaited(call.method, *how.found, std::move(out), begin);
  note(call.method, how.found, out, begin);
  return out;
}

void dispatcher::note(const std::string& method, const route* found, const answer& what,
                      clock::time_point begin) const {
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(clock::now() - begin);
  std::string name = found == nullptr ? "none" : std::string(found->method);
  if (found != nullptr) name.append(" ").append(found->pattern);
  context_.numbers.count(name, what.status, took);
  journal::debug("http_request", {{"route", name},
                                  {"method", method},
                                  {"status", std::to_string(what.status)},
                                  {"took_us", std::to_string(took.count())}});
}

}  // namespace waybill::http
