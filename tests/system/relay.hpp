// Stands between a client and a server, and breaks their connections off where a test wants it.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

namespace waybill::system_test {

/// Any free port of 127.0.0.1; one connection at a time.
class relay {
 public:
  explicit relay(int server_port);
  ~relay();
  relay(const relay&) = delete;
  auto operator=(const relay&) -> relay& = delete;

  enum class then : std::uint8_t {
    close,  ///< the connection breaks, and the next one has no limit
    hold    ///< nothing more passes
  };
  /// From now on so many bytes pass to the server.
  void let_pass(std::uint64_t bytes, then what);
  /// Waits until they have.
  void await_limit();
  /// Everything passes again.
  void open();
  [[nodiscard]] auto url() const -> std::string { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  void run();
  void speak(int client);
  /// How many bytes may pass now; waits where the limit is reached and nothing may. Nothing: break off.
  auto may_pass() -> std::int64_t;

  int server_port_;
  int port_ = 0;
  int listening_ = -1;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t left_ = UINT64_MAX;
  then then_ = then::close;
  bool reached_ = false;
  std::atomic<bool> over_{false};
  std::thread thread_;
};

}  // namespace waybill::system_test
