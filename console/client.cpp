#include "console/client.hpp"

#include <sys/socket.h>

#include <atomic>

#include "console/codec.hpp"
#include "console/handshake.hpp"
#include "console/socket.hpp"

namespace waybill::console {
namespace {

using steady = std::chrono::steady_clock;

class the_client final : public client {
 public:
  explicit the_client(descriptor socket) : socket_(std::move(socket)) {}

  auto ask(const request& what, std::chrono::milliseconds patience) -> result<answer> override {
    const auto until = steady::now() + patience;
    const auto question = encode(what);
    if (question.size() > longest_request)
      return {errc::too_large, "That is too much for one command; give it fewer imports."};
    if (!send_frame(socket_, question, until)) return gone();
    const auto frame = receive_frame(socket_, longest_answer_frame, until);
    if (!frame) return gone();
    auto heard = decode_answer(*frame);
    if (!heard) alive_ = false;
    if (!heard) return {errc::corrupt, "The server's answer cannot be read."};
    if (const auto* why = std::get_if<refused>(&*heard))
      return error{errc_of(why->code).value_or(errc::internal), why->message, {}};
    return *std::move(heard);
  }

  [[nodiscard]] auto alive() const -> bool override { return alive_; }
  void hang_up() override { ::shutdown(socket_.get(), SHUT_RDWR); }

 private:
  auto gone() -> error {
    alive_ = false;
    return {errc::unavailable, "The server closed the connection before it answered.", {}};
  }
  descriptor socket_;
  std::atomic<bool> alive_{true};
};

auto shake_hands(const descriptor& socket, client_handshake& talk, deadline until) -> result<done> {
  if (!send_all(socket, talk.greeting(), until))
    return {errc::unavailable, "The server's console closed the connection."};
  for (;;) {
    constexpr std::size_t at_once = 256;
    const auto came = receive_some(socket, at_once, until);
    if (!came && steady::now() >= until)
      return {errc::timeout, "The server's console does not answer in time."};
    if (!came)
      return {errc::unavailable,
              "The server's console closed the connection; too many may be on their way in. Try again."};
    std::string send;
    const auto now = talk.take(*came, send);
    if (now == progress::ended) return talk.why();
    if (now == progress::trusts) return done{};
    if (!send_all(socket, send, until))
      return {errc::unavailable, "The server's console closed the connection."};
  }
}

}  // namespace

auto client::connect(const endpoint& where, const digest& secret, const std::string& name,
                     std::chrono::milliseconds patience) -> result<std::unique_ptr<client>> {
  const auto until = steady::now() + patience;
  auto socket = connect_to(where, until);
  if (!socket) return socket.why();
  client_handshake talk{secret, fresh_chance(), name};
  if (auto trusted = shake_hands(*socket, talk, until); !trusted) return std::move(trusted).why();
  return std::unique_ptr<client>{std::make_unique<the_client>(std::move(*socket))};
}

}  // namespace waybill::console
