// SHA-256, written once for the whole house: seals of the log, digests of files, identities, secrets.
// Source: FIPS 180-4; the work is OpenSSL's.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "events/words.hpp"

namespace waybill {

/// Hashes what passes by, piece by piece. Needs no memory of its own and cannot fail. One thread at a time.
class sha256 {
 public:
  sha256();
  void update(std::string_view bytes);
  void update(const digest& bytes) { update({reinterpret_cast<const char*>(bytes.data()), bytes.size()}); }
  /// Once, behind the last piece.
  [[nodiscard]] auto finish() -> digest;

 private:
  /// Room for OpenSSL's own state: nobody else has to read its headers.
  alignas(8) std::array<std::byte, 112> state_;
};

/// The digest of one text.
[[nodiscard]] auto sha256_of(std::string_view text) -> digest;

}  // namespace waybill
