// As in hash.cpp: what OpenSSL 3 puts in their place can fail.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "events/sha1.hpp"

#include <openssl/sha.h>

namespace waybill {
namespace {

auto context_of(std::array<std::byte, 96>& state) -> SHA_CTX* {
  static_assert(sizeof(SHA_CTX) <= sizeof state && alignof(SHA_CTX) <= 8);
  return reinterpret_cast<SHA_CTX*>(state.data());
}

}  // namespace

sha1::sha1() { SHA1_Init(context_of(state_)); }

void sha1::update(std::string_view bytes) { SHA1_Update(context_of(state_), bytes.data(), bytes.size()); }

auto sha1::finish() -> std::string {
  std::string made(SHA_DIGEST_LENGTH, '\0');
  SHA1_Final(reinterpret_cast<unsigned char*>(made.data()), context_of(state_));
  return made;
}

}  // namespace waybill
