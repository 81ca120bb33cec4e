// What of a request has to be here before a worker is asked: its head, and a small body. So slow bodies hold
// neither a thread nor a seat.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "http/front.hpp"
#include "http/head.hpp"
#include "http/routes.hpp"

namespace waybill::http {

struct intake_limits {
  std::size_t header_bytes = 16'384;
  std::size_t body_bytes = 65'536;  ///< longer ones are the worker's to refuse, or to read with a seat
};

/// Any thread, one connection each.
class intake {
 public:
  /// Knows the routes of one listener; of both when they are not `split`.
  intake(intake_limits limits, listener_kind where, bool split)
      : limits_(limits), where_(where), split_(split) {}

  /// Can a worker answer the request at the beginning of `of.in` without waiting? While a body is on its way
  /// `of.body` says where it begins. Says `100 Continue` when the peer waits for it. Nothing is collected
  /// that will be refused anyway: without credentials where they are needed, for a route that wants no JSON,
  /// or too large. What anybody may send with a body, a sign-in, gets `of.may_wait`: each of them makes work,
  /// and a crowd of strangers is not to stand before everybody else.
  auto ready(connection& of) const -> bool;

 private:
  [[nodiscard]] auto wanted(const request_head& head, bool& may_wait) const -> bool;
  [[nodiscard]] auto whole(connection& of) const -> bool;

  intake_limits limits_;
  listener_kind where_;
  bool split_;
};

/// Follows a chunked body (RFC 9112, 7.1) from where `walk` stands. True: it ends within `bytes`, or it is
/// broken, which its reader will say.
auto chunks_end(std::string_view bytes, chunk_walk& walk) -> bool;

}  // namespace waybill::http
