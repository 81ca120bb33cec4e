// OpenSSL 3 calls SHA256_Init and its kin deprecated. They are used all the same: EVP takes twice as long for
// short texts (identities of URLs), and it can fail.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "events/hash.hpp"

#include <openssl/sha.h>

namespace waybill {
namespace {

auto context_of(std::array<std::byte, 112>& state) -> SHA256_CTX* {
  static_assert(sizeof(SHA256_CTX) <= sizeof state && alignof(SHA256_CTX) <= 8);
  return reinterpret_cast<SHA256_CTX*>(state.data());
}

}  // namespace

sha256::sha256() { SHA256_Init(context_of(state_)); }

void sha256::update(std::string_view bytes) { SHA256_Update(context_of(state_), bytes.data(), bytes.size()); }

auto sha256::finish() -> digest {
  digest made{};
  SHA256_Final(made.data(), context_of(state_));
  return made;
}

auto sha256_of(std::string_view text) -> digest {
  sha256 hash;
  hash.update(text);
  return hash.finish();
}

}  // namespace waybill
