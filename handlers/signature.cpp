#include "handlers/signature.hpp"

#include "events/hash.hpp"

namespace waybill::handlers {
namespace {

constexpr std::size_t block_bytes = 64;
constexpr char inner = 0x36;
constexpr char outer = 0x5C;

auto padded(std::string key, char with) -> std::string {
  key.resize(block_bytes, '\0');
  for (auto& c : key) c = static_cast<char>(c ^ with);
  return key;
}

auto as_text(const digest& bytes) -> std::string { return {bytes.begin(), bytes.end()}; }

}  // namespace

hmac::hmac(std::string_view secret)
    : key_(secret.size() > block_bytes ? as_text(sha256_of(secret)) : std::string(secret)) {
  within_.update(padded(key_, inner));
}

auto hmac::finish() -> digest {
  sha256 around;
  around.update(padded(key_, outer));
  around.update(within_.finish());
  return around.finish();
}

auto signature_of(std::int64_t seconds, const digest& hmac) -> std::string {
  return "t=" + std::to_string(seconds) + ",v1=" + to_hex(hmac);
}

}  // namespace waybill::handlers
