// The front door: one thread that keeps every connection which says nothing at the moment, and hands a
// connection to a worker only when a request is here as far as it has to be (`intake`). Silent peers, slow
// heads, slow small bodies, idle keep-alives and slow readers of short answers hold no thread.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "config/settings.hpp"
#include "events/result.hpp"
#include "http/workers.hpp"

namespace waybill::http {

/// What becomes of a connection after a worker spoke with its peer.
enum class verdict : std::uint8_t {
  keep,    ///< back to the door: the next request may come
  close,   ///< at once
  linger,  ///< we have said all; what the peer still sends is read away for a moment, so that it gets our
           ///< answer
  taken,   ///< somebody else owns the socket now
  later    ///< the answer is waited for: `connection::later` says when to speak on
};

/// An answer that is waited for; whoever speaks with the peer knows what it is.
struct awaited_answer;

/// How far a chunked body was followed; offsets from its beginning.
struct chunk_walk {
  std::size_t at = 0;
  bool trailers = false;
};

/// A small body that is collected before anybody is asked.
struct awaited_body {
  std::size_t begin = 0;     ///< in `connection::in`
  std::uint64_t length = 0;  ///< when it is not chunked
  bool chunked = false;
  chunk_walk chunks;
};

struct connection {
  int fd = -1;
  std::string address;      ///< of the peer, without port
  std::string in;           ///< read, and not yet taken by a request
  std::size_t scanned = 0;  ///< how far `in` was searched for the end of a head
  std::optional<awaited_body> body;
  bool may_wait = false;          ///< other connections' requests go first
  std::string out;                ///< the end of an answer that the socket did not take yet
  verdict after = verdict::keep;  ///< once `out` is sent
  std::size_t drained = 0;        ///< bytes read away while lingering
  std::size_t held = 0;           ///< bytes of memory, as counted by the front
  enum class stage : std::uint8_t { resting, busy, sending, lingering } at = stage::resting;
  std::chrono::steady_clock::time_point deadline{};  ///< while not busy
  std::shared_ptr<awaited_answer> awaited;
  /// Called once the worker is gone; makes a worker speak on when `go_on` is called: once, from any thread.
  std::function<void(std::function<void()> go_on)> later;
};

struct front_limits {
  std::chrono::milliseconds idle{60'000};  ///< between two requests
  /// From the first byte of a head to its last; the first request too; again for a body.
  std::chrono::milliseconds read{30'000};
  std::size_t held_bytes = 16 << 20;  ///< of all connections without a worker; beyond it the slowest go
  std::size_t connections = 8'192;    ///< when one more comes, those go that said nothing for longest
};

class front {
 public:
  /// Speaks with the peer, on a worker, once `ready` said so.
  using talk = std::function<verdict(connection&)>;
  /// Is the request at the beginning of `in` here as far as it has to be? On the front's thread: never waits.
  using readiness = std::function<bool(connection&)>;

  /// `too_slow`: the whole answer to who began a request and did not bring it in time. Who said nothing gets
  /// none.
  front(front_limits limits, workers& hands, readiness ready, talk speak, std::string too_slow = {});
  ~front();
  front(const front&) = delete;
  auto operator=(const front&) -> front& = delete;

  /// Binds and begins. Errors: bad_value (no such address), unavailable (the port is taken, or may not be).
  auto open(const endpoint& where) -> result<done>;
  [[nodiscard]] auto port() const -> std::uint16_t { return port_; }

  /// No new connections; resting ones are closed; busy ones may finish within `patience`, then their sockets
  /// are shut. Idempotent.
  void stop(std::chrono::milliseconds patience);

 private:
  using clock = std::chrono::steady_clock;
  void run();
  void welcome();
  auto pick_up(const connection& one) -> connection::stage;
  void hear(connection& from);
  void drain(connection& from);
  void send_rest(connection& to);
  void hand_over(connection& to);
  void speak_with(connection& to);
  void finish(connection& with, verdict what);
  void settle(connection& with, verdict what);
  void count_memory(connection& of);
  template <class Which>
  auto slowest(Which which) const -> std::vector<connection*>;
  void free_memory();
  void make_room();
  void sweep();
  void give_up(connection& one);
  void arm(connection& one);
  void drop(connection& one);
  void close_resting();
  void watch_listener(bool on);
  void stop_listening();

  front_limits limits_;
  workers& hands_;
  readiness ready_;
  talk speak_;
  std::string too_slow_;
  int listener_ = -1;
  int epoll_ = -1;
  int wake_ = -1;
  std::uint16_t port_ = 0;
  std::thread thread_;
  clock::time_point deaf_until_{};  ///< no file descriptors were left: accept again then
  bool crowded_ = false;            ///< there is one connection too many
  std::atomic<std::size_t> held_{0};
  mutable std::mutex mutex_;  ///< guards all below, and each connection that is not busy
  std::condition_variable quiet_;
  std::unordered_map<connection*, std::unique_ptr<connection>> all_;
  std::size_t busy_ = 0;
  bool stopping_ = false;
};

}  // namespace waybill::http
