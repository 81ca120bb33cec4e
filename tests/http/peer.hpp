// A client made of a socket: it can say what no library would say.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/sanitizer.hpp"

namespace waybill::http_test {

/// For everything that is waited for.
inline constexpr std::chrono::seconds patience = tests::patience_of(std::chrono::seconds{20});

struct reply {
  int status = 0;  ///< 0: there was no whole answer
  std::string head;
  std::string body;
  bool closes = false;  ///< says Connection: close
  [[nodiscard]] auto header(std::string_view name) const -> std::string;
  [[nodiscard]] auto parsed() const -> nlohmann::json { return nlohmann::json::parse(body, nullptr, false); }
  [[nodiscard]] auto code() const -> std::string { return parsed().value("code", std::string()); }
};

/// Is shown every whole answer: request line, status, content type, body. Set before there are peers.
inline void (*each_answer)(std::string_view, int, std::string_view, std::string_view) = nullptr;

/// One connection to 127.0.0.1. Has `patience` with everything.
class peer {
 public:
  explicit peer(std::uint16_t port);
  peer(peer&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)), in_(std::move(other.in_)), asked_(std::move(other.asked_)) {}
  peer(const peer&) = delete;
  auto operator=(const peer&) -> peer& = delete;
  auto operator=(peer&&) -> peer& = delete;
  ~peer() { hang_up(); }

  /// False: the other end is gone.
  auto send(std::string_view bytes) -> bool;
  /// One whole answer; `bodyless`: to a HEAD.
  auto receive(bool bodyless = false) -> reply;
  /// All bytes up to and with `mark`; what came when there was none.
  auto receive_until(std::string_view mark) -> std::string;
  /// All that comes until the other end closes.
  /// Reads what is still to come; answers whether the server ended it.
  auto ends() -> bool;
  auto receive_rest() -> std::string;
  /// Is there anything to receive, if only the end, within that time?
  [[nodiscard]] auto hears_within(std::chrono::milliseconds time) const -> bool;
  /// No more from us; the other end's words still come.
  void end_sending();
  void hang_up();
  [[nodiscard]] auto open() const -> bool { return fd_ >= 0; }

 private:
  auto more() -> bool;
  auto take(std::size_t size) -> std::string;
  auto take_chunks(std::string& body) -> bool;

  int fd_ = -1;
  std::string in_;
  std::deque<std::string> asked_;  ///< request lines whose answers did not come yet
};

/// The text of a request; Host, and Content-Length when there is a body, are added.
auto request_text(std::string_view method, std::string_view target,
                  const std::vector<std::string>& headers = {}, std::string_view body = {}) -> std::string;

/// On a connection of its own.
auto ask(std::uint16_t port, std::string_view text) -> reply;

}  // namespace waybill::http_test
