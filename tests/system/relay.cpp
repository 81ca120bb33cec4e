#include "tests/system/relay.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace waybill::system_test {
namespace {

constexpr int look_every_ms = 20;

auto address_of(int port) -> sockaddr_in {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  at.sin_port = htons(static_cast<std::uint16_t>(port));
  return at;
}

auto send_all(int to, const char* bytes, std::size_t size) -> bool {
  while (size > 0) {
    const auto sent = ::send(to, bytes, size, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes += sent;
    size -= static_cast<std::size_t>(sent);
  }
  return true;
}

/// False: that side is over.
auto pass(int from, int to, std::size_t most) -> std::int64_t {
  std::array<char, 65'536> piece{};
  const auto got = ::recv(from, piece.data(), std::min(piece.size(), most), 0);
  if (got <= 0 || !send_all(to, piece.data(), static_cast<std::size_t>(got))) return -1;
  return got;
}

}  // namespace

relay::relay(int server_port) : server_port_(server_port), listening_(::socket(AF_INET, SOCK_STREAM, 0)) {
  auto at = address_of(0);
  socklen_t size = sizeof at;
  auto* const plain = reinterpret_cast<sockaddr*>(&at);
  if (::bind(listening_, plain, size) != 0 || ::listen(listening_, 8) != 0 ||
      ::getsockname(listening_, plain, &size) != 0)
    throw std::runtime_error("no relay");
  port_ = ntohs(at.sin_port);
  thread_ = std::thread([this] { run(); });
}

relay::~relay() {
  over_ = true;
  thread_.join();
  ::close(listening_);
}

void relay::let_pass(std::uint64_t bytes, then what) {
  const std::scoped_lock lock{mutex_};
  left_ = bytes;
  then_ = what;
  reached_ = false;
}

void relay::await_limit() {
  std::unique_lock lock{mutex_};
  changed_.wait(lock, [this] { return reached_; });
}

void relay::open() { let_pass(UINT64_MAX, then::close); }

auto relay::may_pass() -> std::int64_t {
  const std::scoped_lock lock{mutex_};
  if (left_ > 0) return static_cast<std::int64_t>(std::min<std::uint64_t>(left_, 65'536));
  reached_ = true;
  changed_.notify_all();
  if (then_ == then::hold) return 0;
  left_ = UINT64_MAX;
  return -1;
}

void relay::run() {
  while (!over_) {
    pollfd one{listening_, POLLIN, 0};
    if (::poll(&one, 1, look_every_ms) <= 0) continue;
    const int client = ::accept(listening_, nullptr, nullptr);
    if (client < 0) continue;
    speak(client);
    ::close(client);
  }
}

void relay::speak(int client) {
  const int server = ::socket(AF_INET, SOCK_STREAM, 0);
  const auto at = address_of(server_port_);
  bool goes_on = ::connect(server, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0;
  while (goes_on && !over_) {
    const auto most = may_pass();
    // Of a client that is held only its end is waited for.
    std::array<pollfd, 2> both{
        {{client, static_cast<short>(most == 0 ? POLLRDHUP : POLLIN | POLLRDHUP), 0}, {server, POLLIN, 0}}};
    if (most < 0) break;
    if (::poll(both.data(), both.size(), look_every_ms) <= 0) continue;
    if (both[1].revents != 0) goes_on = pass(server, client, 65'536) > 0;
    if (goes_on && most == 0 && both[0].revents != 0) break;
    if (!goes_on || most == 0 || both[0].revents == 0) continue;
    const auto passed = pass(client, server, static_cast<std::size_t>(most));
    goes_on = passed > 0;
    const std::scoped_lock lock{mutex_};
    if (goes_on && left_ != UINT64_MAX) left_ -= static_cast<std::uint64_t>(passed);
  }
  ::close(server);
}

}  // namespace waybill::system_test
