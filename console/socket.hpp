// Bytes over a socket, with an end to every wait. One thread at a time.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "config/settings.hpp"
#include "events/log/descriptor.hpp"
#include "events/result.hpp"

namespace waybill::console {

using deadline = std::chrono::steady_clock::time_point;

struct bound_socket {
  descriptor socket;
  endpoint at;  ///< with the port that it got
};

/// Does not wait in accept. Errors: unavailable (says why), busy (the port is taken), forbidden (not an
/// address of this machine alone, and `allow_remote` is not set).
auto listen_on(const endpoint& where, bool allow_remote) -> result<bound_socket>;
/// Errors: unavailable.
auto connect_to(const endpoint& where, deadline until) -> result<descriptor>;

/// The next connection; not good when nobody waits. Errors go the same way: it is looked again later.
auto accept_one(const descriptor& listening) -> descriptor;

/// What has come, at most `most` bytes. Nothing: it is closed or broken, `until` is over, or `wake` (a
/// descriptor; -1: none) became readable.
auto receive_some(const descriptor& from, std::size_t most, deadline until, int wake = -1)
    -> std::optional<std::string>;
/// Exactly `size` bytes. Memory is taken as they come, not as they are announced.
auto receive(const descriptor& from, std::size_t size, deadline until, int wake = -1)
    -> std::optional<std::string>;
/// False: it did not all go.
auto send_all(const descriptor& to, std::string_view bytes, deadline until, int wake = -1) -> bool;

/// A frame is a message's length (4 bytes, big endian) and its bytes. Nothing also when it announces more
/// than `most`.
auto receive_frame(const descriptor& from, std::size_t most, deadline until, int wake = -1)
    -> std::optional<std::string>;
auto send_frame(const descriptor& to, std::string_view message, deadline until, int wake = -1) -> bool;

/// Of a question and of an answer. What operators ask is short.
inline constexpr std::size_t longest_request = std::size_t{64} << 10;
inline constexpr std::size_t longest_answer_frame = std::size_t{16} << 20;

}  // namespace waybill::console
