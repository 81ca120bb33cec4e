// SHA-1, for who asks for it: it finds bytes that were damaged on their way, and keeps out nobody who means
// harm. Source: FIPS 180-4; the work is OpenSSL's.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace waybill {

/// Hashes what passes by, piece by piece. One thread at a time.
class sha1 {
 public:
  sha1();
  void update(std::string_view bytes);
  /// Once, behind the last piece: 20 bytes.
  [[nodiscard]] auto finish() -> std::string;

 private:
  /// Room for OpenSSL's own state: nobody else has to read its headers.
  alignas(8) std::array<std::byte, 96> state_;
};

}  // namespace waybill
