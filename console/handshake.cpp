#include "console/handshake.hpp"

#include <sodium.h>

#include <algorithm>

#include "actors/operator_desk.hpp"

namespace waybill::console {
namespace {

constexpr std::string_view magic = "WAYBILL CONSOLE\n";
constexpr std::size_t greeting_size = magic.size() + 4;
constexpr std::size_t chance_size = sizeof(digest);
constexpr std::size_t longest_name = 64;
constexpr char welcome = 1, wrong_secret = 2, no_room = 3;

static_assert(crypto_auth_hmacsha256_BYTES == sizeof(digest));
static_assert(crypto_auth_hmacsha256_KEYBYTES == sizeof(digest));

auto four_bytes(std::uint32_t number) -> std::string {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>((number >> shift) & 0xff);
  return bytes;
}

auto number_of(std::string_view bytes) -> std::uint32_t {
  std::uint32_t number = 0;
  for (const char one : bytes) number = number << 8 | static_cast<unsigned char>(one);
  return number;
}

auto text_of(const digest& bytes) -> std::string {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

auto digest_of(std::string_view bytes) -> digest {
  digest made{};
  std::copy_n(bytes.begin(), std::min(bytes.size(), made.size()), made.begin());
  return made;
}

/// What an HMAC is made over.
struct proven {
  std::string_view role;
  std::uint32_t version;
  const digest& servers;
  const digest& clients;
  std::string_view name;

  [[nodiscard]] auto text() const -> std::string {
    return std::string(role) + four_bytes(version) + text_of(servers) + text_of(clients) + std::string(name);
  }
};
constexpr std::string_view by_client = "waybill console client", by_server = "waybill console server";

auto proof_of(const digest& secret, const proven& what) -> std::string {
  digest made{};
  const auto text = what.text();
  crypto_auth_hmacsha256(made.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                         secret.data());
  return text_of(made);
}

/// Takes the same time wherever they differ.
auto is_proof(std::string_view proof, const digest& secret, const proven& what) -> bool {
  const auto text = what.text();
  return crypto_auth_hmacsha256_verify(reinterpret_cast<const unsigned char*>(proof.data()),
                                       reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                                       secret.data()) == 0;
}

auto greeting_of(std::uint32_t version) -> std::string { return std::string(magic) + four_bytes(version); }

/// Whether it can still become a greeting: garbage is not waited for.
auto begins_well(std::string_view came) -> bool {
  return magic.starts_with(came.substr(0, std::min(came.size(), magic.size())));
}

auto versions_differ(std::uint32_t server, std::uint32_t client) -> std::string {
  return "the server speaks version " + std::to_string(server) + " of the console's protocol, the console " +
         "version " + std::to_string(client);
}

}  // namespace

auto fresh_chance() -> digest {
  digest made{};
  randombytes_buf(made.data(), made.size());
  return made;
}

server_handshake::server_handshake(const digest& secret, const digest& chance, std::uint32_t version)
    : secret_(secret), chance_(chance), version_(version) {}

auto server_handshake::greeting() const -> std::string { return greeting_of(version_); }

auto server_handshake::end(std::string why) -> progress {
  why_ = std::move(why);
  came_.clear();
  return progress::ended;
}

auto server_handshake::take(std::string_view bytes, bool room, std::string& send) -> progress {
  constexpr std::size_t longest = greeting_size + chance_size + 1 + longest_name + sizeof(digest);
  if (!why_.empty()) return progress::ended;
  if (came_.size() + bytes.size() > longest) return end("it said more than a handshake is");
  came_ += bytes;
  if (!greeted_) {
    if (const auto now = look_at_greeting(send); now == progress::ended || !greeted_) return now;
  }
  return look_at_proof(room, send);
}

auto server_handshake::look_at_greeting(std::string& send) -> progress {
  if (!begins_well(came_)) return end("it speaks something else");
  if (came_.size() < greeting_size) return progress::waits;
  const auto theirs = number_of(std::string_view(came_).substr(magic.size(), 4));
  if (theirs != version_) return end(versions_differ(version_, theirs));
  came_.erase(0, greeting_size);
  greeted_ = true;
  send += text_of(chance_);
  return progress::waits;
}

auto server_handshake::look_at_proof(bool room, std::string& send) -> progress {
  if (came_.size() < chance_size + 1) return progress::waits;
  const auto length = static_cast<unsigned char>(came_[chance_size]);
  if (length > longest_name) return end("its name is too long");
  const auto whole = chance_size + 1 + length + sizeof(digest);
  if (came_.size() < whole) return progress::waits;
  if (came_.size() > whole) return end("it said more than a handshake is");
  const auto theirs = digest_of(came_);
  const auto name = came_.substr(chance_size + 1, length);
  const auto proof = std::string_view(came_).substr(chance_size + 1 + length);
  if (!is_proof(proof, secret_, {by_client, version_, chance_, theirs, name})) {
    send += wrong_secret;
    return end("it does not know the secret");
  }
  if (!is_operator_name(name)) return end("an operator has no such name");
  if (!room) {
    send += no_room;
    return end("there is no room for another session");
  }
  name_ = name;
  send += welcome;
  send += proof_of(secret_, {by_server, version_, chance_, theirs, name});
  came_.clear();
  return progress::trusts;
}

client_handshake::client_handshake(const digest& secret, const digest& chance, std::string name,
                                   std::uint32_t version)
    : secret_(secret), chance_(chance), name_(std::move(name)), version_(version) {}

auto client_handshake::greeting() const -> std::string { return greeting_of(version_); }

auto client_handshake::end(errc code, std::string why) -> progress {
  why_ = {code, std::move(why), {}};
  return progress::ended;
}

auto client_handshake::take(std::string_view bytes, std::string& send) -> progress {
  came_ += bytes;
  if (at_ == stage::greeting)
    if (const auto now = look_at_greeting(); now == progress::ended || at_ == stage::greeting) return now;
  if (at_ == stage::chance)
    if (const auto now = look_at_chance(send); now == progress::ended || at_ == stage::chance) return now;
  return look_at_verdict();
}

auto client_handshake::look_at_greeting() -> progress {
  if (!begins_well(came_))
    return end(errc::bad_request, "What listens there is no console of Waybill's; nothing was told to it.");
  if (came_.size() < greeting_size) return progress::waits;
  const auto theirs = number_of(std::string_view(came_).substr(magic.size(), 4));
  if (theirs != version_)
    return end(errc::unsupported_version,
               "They do not understand each other: " + versions_differ(theirs, version_) +
                   ". Use the 'waybill' that the server was started from.");
  came_.erase(0, greeting_size);
  at_ = stage::chance;
  return progress::waits;
}

auto client_handshake::look_at_chance(std::string& send) -> progress {
  if (came_.size() < chance_size) return progress::waits;
  theirs_ = digest_of(came_);
  came_.erase(0, chance_size);
  send += text_of(chance_) + static_cast<char>(name_.size()) + name_ +
          proof_of(secret_, {by_client, version_, theirs_, chance_, name_});
  at_ = stage::verdict;
  return progress::waits;
}

auto client_handshake::look_at_verdict() -> progress {
  if (came_.empty()) return progress::waits;
  if (came_.front() == wrong_secret)
    return end(errc::unauthorized,
               "The server does not take this secret; it makes a new one at each start (console.secret).");
  if (came_.front() == no_room) return end(errc::busy, "Too many operators are connected already.");
  if (came_.front() != welcome || came_.size() > 1 + sizeof(digest))
    return end(errc::bad_request, "What listens there does not speak as a console of Waybill's does.");
  if (came_.size() < 1 + sizeof(digest)) return progress::waits;
  if (!is_proof(std::string_view(came_).substr(1), secret_, {by_server, version_, theirs_, chance_, name_}))
    return end(errc::unauthorized,
               "What listens there does not know the server's secret; nothing was told to it.");
  return progress::trusts;
}

}  // namespace waybill::console
