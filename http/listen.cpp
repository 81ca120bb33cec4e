#include "http/listen.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace waybill::http {
namespace {

// Short bursts of new connections must not wait for a retransmitted SYN.
constexpr int backlog = 1'024;

auto port_of(int fd) -> std::uint16_t {
  sockaddr_storage own{};
  socklen_t size = sizeof own;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&own), &size) != 0) return 0;
  if (own.ss_family == AF_INET6) return ntohs(reinterpret_cast<const sockaddr_in6&>(own).sin6_port);
  return ntohs(reinterpret_cast<const sockaddr_in&>(own).sin_port);
}

/// -1 with errno set.
auto bound(const addrinfo& at) -> int {
  const int fd = ::socket(at.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  const int on = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(fd, at.ai_addr, at.ai_addrlen) == 0 && ::listen(fd, backlog) == 0) return fd;
  const int why = errno;
  ::close(fd);
  errno = why;
  return -1;
}

}  // namespace

auto listen_at(const endpoint& where) -> result<listening> {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  const int failed = ::getaddrinfo(where.host.empty() ? nullptr : where.host.c_str(),
                                   std::to_string(where.port).c_str(), &hints, &found);
  if (failed != 0)
    return {failed == EAI_AGAIN ? errc::busy : errc::bad_value,
            "There is no address '" + where.host + "' to listen on."};
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner{found, &::freeaddrinfo};
  int why = 0;
  for (const auto* at = found; at != nullptr; at = at->ai_next) {
    const int fd = bound(*at);
    if (fd >= 0) return listening{fd, port_of(fd)};
    why = errno;
  }
  // It may be free later, or a network be up.
  const bool passes = why == EADDRINUSE || why == EADDRNOTAVAIL;
  return {passes ? errc::busy : errc::unavailable,
          "Cannot listen on " + where.host + ":" + std::to_string(where.port) + ": " + std::strerror(why) +
              "."};  // NOLINT: called at the start, by one thread
}

auto address_text(const sockaddr_storage& peer) -> std::string {
  char text[INET6_ADDRSTRLEN] = "";
  if (peer.ss_family == AF_INET) {
    ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(peer).sin_addr, text, sizeof text);
  } else if (peer.ss_family == AF_INET6) {
    ::inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6&>(peer).sin6_addr, text, sizeof text);
  }
  const std::string address = text;
  return address.starts_with("::ffff:") && address.find('.') != std::string::npos ? address.substr(7)
                                                                                  : address;
}

}  // namespace waybill::http
