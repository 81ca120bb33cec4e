// Behind this header stands cpp-httplib, the one writer of answers: status line, headers, and the chunks of
// long ones. Sockets, heads and bodies of requests, time and seats are ours (README.md).
#pragma once

#include <functional>
#include <string>

#include "http/exchange.hpp"
#include "http/head.hpp"
#include "http/wire.hpp"

namespace waybill::http {

/// What a call to the library leaves behind.
struct written {
  bool whole = false;                            ///< the answer went out, all of it
  bool close = false;                            ///< the answer said that the connection ends
  std::function<void(int fd)> take_over;         ///< nothing went out: somebody takes the socket
  std::function<void(late_answer_taker)> later;  ///< nothing went out: the answer is waited for
};

/// Lets the library run `respond` for a request with this head and write what it answers. `close`: the
/// connection ends after this answer anyway.
auto run_library(const request_head& head, wire& to, bool close, const std::function<answer()>& respond)
    -> written;

/// The same answer as text, for whoever has a socket and no worker: refusals of what is no request, heads of
/// streams of events (which have no length). Says that the connection ends.
auto text_of(answer what) -> std::string;

/// Before there are threads: the library makes tables of its own at the first request it reads. They are made
/// safely at any time, but inside it, where ThreadSanitizer does not see it.
void prepare_library();

}  // namespace waybill::http
