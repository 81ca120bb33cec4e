#include "console/socket.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

namespace waybill::console {
namespace {

using addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

auto look_up(const endpoint& where, int flags) -> result<addresses> {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int failed = ::getaddrinfo(where.host.c_str(), std::to_string(where.port).c_str(), &hints, &found);
  if (failed != 0)
    return {errc::unavailable,
            "The address '" + where.host + "' is not known: " + ::gai_strerror(failed) + "."};
  return addresses{found, &::freeaddrinfo};
}

auto is_loopback(const sockaddr* address) -> bool {
  if (address->sa_family == AF_INET)
    return (ntohl(reinterpret_cast<const sockaddr_in*>(address)->sin_addr.s_addr) >> 24) == 127;
  return address->sa_family == AF_INET6 &&
         IN6_IS_ADDR_LOOPBACK(&reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr);
}

auto port_of(const descriptor& socket) -> std::uint16_t {
  sockaddr_storage at{};
  socklen_t size = sizeof(at);
  if (::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&at), &size) != 0) return 0;
  return ntohs(at.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6&>(at).sin6_port
                                        : reinterpret_cast<const sockaddr_in&>(at).sin_port);
}

auto cannot(const std::string& what, const endpoint& where) -> error {
  // An address that is another's, or not there yet, may be ours later.
  const bool passes = errno == EADDRINUSE || errno == EADDRNOTAVAIL;
  return {passes ? errc::busy : errc::unavailable,
          what + " " + where.host + ":" + std::to_string(where.port) + ": " + std::strerror(errno) + ".",
          {}};
}

/// False: the time is over, or somebody wakes us.
auto ready(int socket, short events, deadline until, int wake) -> bool {
  std::array<pollfd, 2> both{pollfd{socket, events, 0}, pollfd{wake, POLLIN, 0}};
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
    if (left <= 0) return false;
    const auto most = static_cast<int>(std::min<std::int64_t>(left, 60'000));
    const int found = ::poll(both.data(), wake < 0 ? 1 : 2, most);
    if (found < 0 && errno != EINTR) return false;
    if (found > 0) return both[1].revents == 0 && both[0].revents != 0;
  }
}

auto make_socket(const addrinfo& address) -> descriptor {
  return descriptor{
      ::socket(address.ai_family, address.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, address.ai_protocol)};
}

void answer_at_once(const descriptor& socket) {
  const int on = 1;
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

}  // namespace

auto listen_on(const endpoint& where, bool allow_remote) -> result<bound_socket> {
  const auto found = look_up(where, AI_PASSIVE);
  if (!found) return found.why();
  const auto& first = **found;
  if (!allow_remote && !is_loopback(first.ai_addr))
    return {errc::forbidden,
            "The console does not listen on '" + where.host +
                "': it speaks without TLS, so others could read and change what operators say. Reach it "
                "through a tunnel (ssh -L), or set console.allow_remote."};
  auto socket = make_socket(first);
  const int on = 1;
  ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  constexpr int backlog = 64;
  if (!socket.good() || ::bind(socket.get(), first.ai_addr, first.ai_addrlen) != 0 ||
      ::listen(socket.get(), backlog) != 0)
    return cannot("The console cannot listen on", where);
  const endpoint at{where.host, port_of(socket)};
  return bound_socket{std::move(socket), at};
}

auto connect_to(const endpoint& where, deadline until) -> result<descriptor> {
  const auto found = look_up(where, 0);
  if (!found) return found.why();
  auto socket = make_socket(**found);
  if (!socket.good()) return cannot("There is no socket for", where);
  if (::connect(socket.get(), (*found)->ai_addr, (*found)->ai_addrlen) != 0) {
    if (errno != EINPROGRESS) return cannot("The server's console does not answer at", where);
    int failed = ETIMEDOUT;
    socklen_t size = sizeof(failed);
    if (ready(socket.get(), POLLOUT, until, -1))
      ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &failed, &size);
    errno = failed;
    if (failed != 0) return cannot("The server's console does not answer at", where);
  }
  answer_at_once(socket);
  return socket;
}

auto accept_one(const descriptor& listening) -> descriptor {
  descriptor socket{::accept4(listening.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)};
  if (socket.good()) answer_at_once(socket);
  return socket;
}

auto receive_some(const descriptor& from, std::size_t most, deadline until, int wake)
    -> std::optional<std::string> {
  std::array<char, 16'384> bytes{};
  for (;;) {
    if (!ready(from.get(), POLLIN, until, wake)) return std::nullopt;
    const auto came = ::recv(from.get(), bytes.data(), std::min(most, bytes.size()), 0);
    if (came > 0) return std::string(bytes.data(), static_cast<std::size_t>(came));
    if (came == 0 || (errno != EINTR && errno != EAGAIN)) return std::nullopt;
  }
}

auto receive(const descriptor& from, std::size_t size, deadline until, int wake)
    -> std::optional<std::string> {
  std::string all;
  while (all.size() < size) {
    const auto some = receive_some(from, size - all.size(), until, wake);
    if (!some) return std::nullopt;
    all += *some;
  }
  return all;
}

auto send_all(const descriptor& to, std::string_view bytes, deadline until, int wake) -> bool {
  while (!bytes.empty()) {
    const auto gone = ::send(to.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (gone > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(gone));
    } else if (errno == EAGAIN) {
      if (!ready(to.get(), POLLOUT, until, wake)) return false;
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

auto receive_frame(const descriptor& from, std::size_t most, deadline until, int wake)
    -> std::optional<std::string> {
  const auto head = receive(from, 4, until, wake);
  if (!head) return std::nullopt;
  std::size_t size = 0;
  for (const char one : *head) size = size << 8 | static_cast<unsigned char>(one);
  if (size > most) return std::nullopt;
  return receive(from, size, until, wake);
}

auto send_frame(const descriptor& to, std::string_view message, deadline until, int wake) -> bool {
  std::string head;
  for (int shift = 24; shift >= 0; shift -= 8) head += static_cast<char>((message.size() >> shift) & 0xff);
  return send_all(to, head, until, wake) && send_all(to, message, until, wake);
}

}  // namespace waybill::console
