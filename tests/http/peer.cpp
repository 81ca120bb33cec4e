#include "tests/http/peer.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "http/exchange.hpp"

namespace waybill::http_test {
namespace {

/// A socket with a time-out is interrupted by any signal, also by the end of a child that nobody here waits
/// for.
template <class call>
auto uninterrupted(const call& again) -> ssize_t {
  ssize_t n = 0;
  do n = again();
  while (n < 0 && errno == EINTR);
  return n;
}

}  // namespace

auto reply::header(std::string_view name) const -> std::string {
  std::string_view rest = head;
  while (!rest.empty()) {
    const auto line = rest.substr(0, rest.find("\r\n"));
    rest.remove_prefix(std::min(line.size() + 2, rest.size()));
    const auto colon = line.find(": ");
    if (colon != std::string_view::npos && http::same_name(line.substr(0, colon), name))
      return std::string(line.substr(colon + 2));
  }
  return {};
}

peer::peer(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const timeval most{patience.count(), 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
  ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &most, sizeof most);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) hang_up();
}

auto peer::send(std::string_view bytes) -> bool {
  const auto line = bytes.substr(0, bytes.find("\r\n"));
  if (line.ends_with(" HTTP/1.1")) asked_.emplace_back(line);
  while (!bytes.empty()) {
    const auto n = uninterrupted([&] { return ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL); });
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

auto peer::hears_within(std::chrono::milliseconds time) const -> bool {
  pollfd one{fd_, POLLIN, 0};
  return !in_.empty() || ::poll(&one, 1, static_cast<int>(time.count())) > 0;
}

void peer::end_sending() { ::shutdown(fd_, SHUT_WR); }

void peer::hang_up() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

auto peer::more() -> bool {
  std::array<char, 16'384> bytes;
  const auto n = uninterrupted([&] { return ::recv(fd_, bytes.data(), bytes.size(), 0); });
  if (n <= 0) return false;
  in_.append(bytes.data(), static_cast<std::size_t>(n));
  return true;
}

auto peer::take(std::size_t size) -> std::string {
  while (in_.size() < size && more()) {
  }
  auto out = in_.substr(0, size);
  in_.erase(0, size);
  return out;
}

auto peer::receive_until(std::string_view mark) -> std::string {
  for (;;) {
    const auto at = in_.find(mark);
    if (at != std::string::npos) return take(at + mark.size());
    if (!more()) return std::exchange(in_, {});
  }
}

auto peer::ends() -> bool {
  receive_rest();
  char byte = 0;
  return uninterrupted([&] { return ::recv(fd_, &byte, 1, 0); }) == 0 || errno == ECONNRESET;
}

auto peer::receive_rest() -> std::string {
  while (more()) {
  }
  return std::exchange(in_, {});
}

auto peer::take_chunks(std::string& body) -> bool {
  for (;;) {
    const auto line = receive_until("\r\n");
    if (!line.ends_with("\r\n")) return false;
    const auto size = std::stoul(line, nullptr, 16);
    const auto chunk = take(size + 2);
    if (chunk.size() != size + 2) return false;
    body.append(chunk, 0, size);
    if (size == 0) return true;
  }
}

auto peer::receive(bool bodyless) -> reply {
  reply out;
  out.head = receive_until("\r\n\r\n");
  if (!out.head.ends_with("\r\n\r\n")) return out;
  const int status = std::stoi(out.head.substr(9, 3));
  out.closes = out.header("Connection") == "close";
  const auto length = out.header("Content-Length");
  bool whole = true;
  if (bodyless || status == 204 || status < 200) {
    whole = true;
  } else if (out.header("Transfer-Encoding") == "chunked") {
    whole = take_chunks(out.body);
  } else if (!length.empty()) {
    out.body = take(std::stoul(length));
    whole = out.body.size() == std::stoul(length);
  } else {
    out.body = receive_rest();
  }
  if (whole) out.status = status;
  if (whole && status >= 200 && !asked_.empty()) {
    if (each_answer != nullptr) each_answer(asked_.front(), status, out.header("Content-Type"), out.body);
    asked_.pop_front();
  }
  return out;
}

auto request_text(std::string_view method, std::string_view target, const std::vector<std::string>& headers,
                  std::string_view body) -> std::string {
  std::string text;
  text.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: test\r\n");
  for (const auto& one : headers) text.append(one).append("\r\n");
  if (!body.empty()) text.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
  return text.append("\r\n").append(body);
}

auto ask(std::uint16_t port, std::string_view text) -> reply {
  peer one{port};
  one.send(text);
  return one.receive(text.starts_with("HEAD "));
}

}  // namespace waybill::http_test
