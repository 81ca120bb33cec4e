// How two strangers on a socket come to trust each other, before anything that they say is read as a message.
//
//   both    -> "WAYBILL CONSOLE\n", version (4 bytes, big endian)
//   server  -> 32 bytes of chance                                (only when the versions are the same)
//   client  -> 32 bytes of chance, length of the name (1 byte), the name, HMAC-SHA-256
//   server  -> 1: welcome, and its own HMAC-SHA-256; or 2: wrong secret; or 3: no room
//
// An HMAC is over the sender's role, the version, both chances and the name; its key is the secret, which is
// never sent. Pure: bytes in, bytes out. One thread each.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "console/vocabulary.hpp"
#include "events/result.hpp"
#include "events/words.hpp"

namespace waybill::console {

enum class progress : std::uint8_t { waits, trusts, ended };

class server_handshake {
 public:
  /// `version`: another one in tests alone.
  server_handshake(const digest& secret, const digest& chance, std::uint32_t version = protocol_version);

  /// What to send first.
  [[nodiscard]] auto greeting() const -> std::string;
  /// What came in; appends to `send` what is to be answered. Keeps at most what a handshake can be. `room`:
  /// whether one more may come in.
  auto take(std::string_view bytes, bool room, std::string& send) -> progress;
  /// Of who is trusted.
  [[nodiscard]] auto name() const -> const std::string& { return name_; }
  /// For the journal, when it has ended.
  [[nodiscard]] auto why() const -> const std::string& { return why_; }

 private:
  auto look_at_greeting(std::string& send) -> progress;
  auto look_at_proof(bool room, std::string& send) -> progress;
  auto end(std::string why) -> progress;

  digest secret_;
  digest chance_;
  std::uint32_t version_;
  bool greeted_ = false;
  std::string came_;
  std::string name_;
  std::string why_;
};

class client_handshake {
 public:
  client_handshake(const digest& secret, const digest& chance, std::string name,
                   std::uint32_t version = protocol_version);

  [[nodiscard]] auto greeting() const -> std::string;
  auto take(std::string_view bytes, std::string& send) -> progress;
  /// When it has ended. The sentence is for a person. Errors: unsupported_version, unauthorized, busy,
  /// bad_request (what is there speaks something else).
  [[nodiscard]] auto why() const -> const error& { return why_; }

 private:
  auto look_at_greeting() -> progress;
  auto look_at_chance(std::string& send) -> progress;
  auto look_at_verdict() -> progress;
  auto end(errc code, std::string why) -> progress;

  enum class stage : std::uint8_t { greeting, chance, verdict };
  digest secret_;
  digest chance_;
  digest theirs_{};
  std::string name_;
  std::uint32_t version_;
  stage at_ = stage::greeting;
  std::string came_;
  error why_;
};

/// 32 bytes from the kernel.
auto fresh_chance() -> digest;

}  // namespace waybill::console
