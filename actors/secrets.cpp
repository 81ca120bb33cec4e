#include "actors/secrets.hpp"

#include <sodium.h>

#include <array>
#include <cstdlib>
#include <mutex>

#include "events/hash.hpp"

namespace waybill {
namespace {

constexpr std::size_t memory_bytes = std::size_t{19} << 20;
constexpr unsigned long long passes = 2;

auto turn() -> std::mutex& {
  static std::mutex one_at_a_time;
  return one_at_a_time;
}

void need_sodium() {
  static const bool ready = sodium_init() >= 0;
  // Without a source of randomness no secret may be given out.
  if (!ready) std::abort();
}

auto base64_of(const digest& bytes) -> std::string {
  std::array<char, sodium_base64_ENCODED_LEN(sizeof(digest), sodium_base64_VARIANT_URLSAFE_NO_PADDING)>
      text{};
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return text.data();
}

}  // namespace

auto hash_password(const std::string& password) -> result<std::string> {
  need_sodium();
  const std::scoped_lock lock{turn()};
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), passes, memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    return {errc::unavailable, "There is not enough memory to hash a password now."};
  return std::string(hash.data());
}

auto password_matches(const std::string& hash, const std::string& password) -> bool {
  need_sodium();
  const std::scoped_lock lock{turn()};
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

auto random_secret() -> std::string { return base64_of(random_key()); }

auto random_key() -> digest {
  need_sodium();
  digest bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

auto sealed(const digest& key, std::string_view text) -> std::string {
  digest seal{};
  static_assert(sizeof(digest) == crypto_auth_hmacsha256_BYTES &&
                sizeof(digest) == crypto_auth_hmacsha256_KEYBYTES);
  crypto_auth_hmacsha256(seal.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                         key.data());
  return base64_of(seal);
}

auto equal_in_constant_time(std::string_view a, std::string_view b) -> bool {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

auto csrf_of_cookie(std::string_view cookie) -> std::string {
  return to_hex(sha256_of("csrf " + std::string(cookie)));
}

}  // namespace waybill
