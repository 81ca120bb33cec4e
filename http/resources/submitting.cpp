#include "http/resources/submitting.hpp"

#include <algorithm>

#include "formats/text.hpp"

namespace waybill::http {
namespace {

constexpr std::size_t key_limit_characters = 255;

}  // namespace

auto idempotency_key_of(const request& call) -> result<std::string> {
  const auto key = call.header("idempotency-key");
  if (!key) return std::string{};
  std::size_t characters = 0;
  bool printable = call.header_count("idempotency-key") == 1;
  for (auto rest = *key; printable && !rest.empty() && characters <= key_limit_characters; ++characters) {
    const auto length = text::character_size(rest);
    printable = length > 0 && !text::is_control(rest.substr(0, length));
    rest.remove_prefix(std::max<std::size_t>(length, 1));
  }
  if (!printable || characters == 0 || characters > key_limit_characters)
    return {errc::bad_value, "Idempotency-Key has 1 to 255 printable characters of UTF-8."};
  return std::string(*key);
}

auto expect_plain_body(const request& call) -> result<done> {
  if (same_name(call.header("content-encoding").value_or("identity"), "identity")) return done{};
  return {errc::bad_value, "A body must come plain, without Content-Encoding."};
}

void say_accepted(const submitted& what, answer& out) {
  out.headers.emplace_back("Location", "/api/v1/imports/" + what.import.id.value);
  if (what.repeated) out.headers.emplace_back("Idempotency-Replayed", "true");
}

}  // namespace waybill::http
