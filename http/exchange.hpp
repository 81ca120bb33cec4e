// One call and its answer, as the handlers see them. No library's type stands here: handlers are tested and
// read without knowing who parsed the bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actors/engine.hpp"
#include "events/result.hpp"
#include "http/lifeline.hpp"

namespace waybill::http {

/// Names compare without letter case.
using header_list = std::vector<std::pair<std::string, std::string>>;
using query_list = std::vector<std::pair<std::string, std::string>>;

/// The body on its way in. One thread.
class body_source {
 public:
  virtual ~body_source() = default;
  /// As announced by Content-Length; nothing when it comes in chunks.
  [[nodiscard]] virtual auto announced_bytes() const -> std::optional<std::uint64_t> = 0;
  /// 1..size bytes, or 0 at the body's end. Blocks, within the peer's patience, for calls that hold a seat;
  /// JSON bodies within the limit are here already. Errors: bad_request (broken framing, the peer went
  /// away), request_timeout (it is too slow).
  virtual auto read(char* to, std::size_t size) -> result<std::size_t> = 0;
};

struct request {
  std::string method;                 ///< as sent; handlers of GET also see HEAD
  std::string target;                 ///< as sent
  std::vector<std::string> segments;  ///< of the path, percent-decoded, valid UTF-8
  query_list query;                   ///< percent-decoded, valid UTF-8
  header_list headers;
  std::string address;  ///< who is at the other end
  body_source* body = nullptr;
  std::vector<std::string> captured;  ///< what stood in the pattern's {names}, in order
  std::optional<caller> who;          ///< set on routes that ask for it
  /// Asks for a seat among the long transfers, for `who`. False: none is left, or none for this user.
  std::function<bool()> hold_seat;
  std::string cookie;  ///< the session's secret, when `who` came by cookie
  /// Set on routes that last: when it is cut, the right to this call is gone.
  std::shared_ptr<lifeline> line;
  /// Who waits for the peer hears of a cut `line` from now on.
  std::function<void()> live_by_line;

  /// First header of that name.
  [[nodiscard]] auto header(std::string_view name) const -> std::optional<std::string_view>;
  [[nodiscard]] auto header_count(std::string_view name) const -> std::size_t;
  /// First query parameter of that name.
  [[nodiscard]] auto param(std::string_view name) const -> std::optional<std::string_view>;
};

/// Takes bytes of a long answer; false: the peer is gone, stop.
using byte_sink = std::function<bool(std::string_view)>;

struct answer;
/// Makes an answer that had to be waited for; on a worker, and may wait.
using late_answer = std::function<result<answer>()>;
/// Takes it, once, from any thread.
using late_answer_taker = std::function<void(late_answer)>;

struct answer {
  int status = 200;
  std::string content_type;
  std::string body;
  header_list headers;
  /// A long answer: writes itself piece by piece; false: it broke off, and the peer must notice.
  std::function<bool(const byte_sink&)> stream;
  bool close = false;  ///< the connection ends after this answer
  /// The connection leaves the server's hands: called with the socket, which the callee owns from then on.
  /// Nothing else of the answer is written.
  std::function<void(int fd)> take_over;
  /// The answer is not here yet, and no thread waits for it: called once nobody speaks with the peer any
  /// more. Nothing else of this one is looked at.
  std::function<void(late_answer_taker)> later;
};

/// There is no seat for one more long transfer.
inline auto too_many_transfers() -> error {
  return {errc::unavailable, "Too many long transfers are running; please try again in a moment.", {}};
}

/// Letter case of ASCII ignored.
auto same_name(std::string_view a, std::string_view b) -> bool;

}  // namespace waybill::http
