// From a request to its answer: the route, who asks, what it may ask, the handler, the numbers.
#pragma once

#include <chrono>
#include <string>

#include "http/context.hpp"
#include "http/exchange.hpp"
#include "http/routes.hpp"

namespace waybill::http {

/// Any thread.
class dispatcher {
 public:
  /// Serves the routes of one listener; of both when they are not `split`.
  dispatcher(context& asks, listener_kind where, bool split) : context_(asks), where_(where), split_(split) {}
  auto respond(request& call) const -> answer;

 private:
  using clock = std::chrono::steady_clock;
  auto run(request& call, const matched& route) const -> result<answer>;
  auto hold_right(request& call, const route& by, bool transfers) const -> result<done>;
  /// With a seat among the slow.
  auto hold_transfer(request& call, const route& by) const -> result<done>;
  auto run_to_end(request& call, const matched& route) const -> result<answer>;
  auto said(const route& by, result<answer> went) const -> answer;
  auto awaited(const std::string& method, const route& by, answer first, clock::time_point begin) const
      -> answer;
  void note(const std::string& method, const route* found, const answer& what, clock::time_point begin) const;

  context& context_;
  listener_kind where_;
  bool split_;
};

}  // namespace waybill::http
