// A server that says any bytes, where a library would say HTTP only.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <catch2/catch.hpp>
#include <functional>
#include <string>
#include <thread>

namespace waybill::handlers::test {

/// Takes one connection after the other, reads each request to its end, and lets the test answer.
class raw_server {
 public:
  /// Says something; false: the other one is gone.
  using voice = std::function<bool(std::string_view)>;
  /// Answers one request. False: the connection ends.
  using answer = std::function<bool(const voice&)>;

  explicit raw_server(answer what) : what_(std::move(what)), listening_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    REQUIRE(::bind(listening_, reinterpret_cast<sockaddr*>(&at), size) == 0);
    REQUIRE(::listen(listening_, 16) == 0);
    REQUIRE(::getsockname(listening_, reinterpret_cast<sockaddr*>(&at), &size) == 0);
    port = ntohs(at.sin_port);
    thread_ = std::thread{[this] { run(); }};
  }
  ~raw_server() {
    ends_ = true;
    ::shutdown(listening_, SHUT_RDWR);
    ::shutdown(connection_, SHUT_RDWR);
    thread_.join();
    ::close(listening_);
  }
  raw_server(const raw_server&) = delete;
  auto operator=(const raw_server&) -> raw_server& = delete;

  int port = 0;
  std::atomic<int> requests = 0;
  std::atomic<int> connections = 0;

 private:
  void run() {
    while (!ends_) {
      const int fd = ::accept(listening_, nullptr, nullptr);
      if (fd < 0) return;
      connection_ = fd;
      ++connections;
      while (!ends_ && read_request(fd)) {
        ++requests;
        if (!what_([fd](std::string_view text) { return say(fd, text); })) break;
      }
      connection_ = -1;
      ::close(fd);
    }
  }

  static auto say(int fd, std::string_view text) -> bool {
    while (!text.empty()) {
      const auto sent = ::send(fd, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  auto read_request(int fd) -> bool {
    std::string head;
    std::array<char, 65'536> block{};
    std::size_t body = 0;
    for (auto end = std::string::npos;;) {
      if (end == std::string::npos && (end = head.find("\r\n\r\n")) != std::string::npos) {
        const auto length = head.find("Content-Length: ");
        body = head.size() - (end + 4);
        head.resize(end);
        left_ = length < end ? std::stoul(head.substr(length + 16)) : 0;
      }
      if (end != std::string::npos && body >= left_) return true;
      const auto got = ::recv(fd, block.data(), block.size(), 0);
      if (got <= 0) return false;
      if (end == std::string::npos)
        head.append(block.data(), static_cast<std::size_t>(got));
      else
        body += static_cast<std::size_t>(got);
    }
  }

  answer what_;
  std::size_t left_ = 0;  ///< the body of the request at hand
  int listening_;
  std::atomic<int> connection_ = -1;
  std::atomic<bool> ends_ = false;
  std::thread thread_;
};

}  // namespace waybill::handlers::test
