#include "http/resources/submitting.hpp"

#include <algorithm>
#include <memory>

#include "formats/text.hpp"

namespace waybill::http {
namespace {

constexpr std::size_t key_limit_characters = 255;
constexpr std::size_t piece_bytes = 65'536;

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

auto receiver_of(const context& asks, const request& call, const std::optional<std::string>& project)
    -> result<owner_id> {
  if (!project) return owner_id{call.who->user};
  const owner_id named{project_id{*project}};
  if (!named.project()) return {errc::not_found, "There is no such project."};
  if (auto fine = asks.core.projects().may(call.who->user, named, member_role::editor); !fine)
    return std::move(fine).why();
  return named;
}

auto expect_plain_body(const request& call) -> result<done> {
  if (same_name(call.header("content-encoding").value_or("identity"), "identity")) return done{};
  return {errc::bad_value, "A body must come plain, without Content-Encoding."};
}

auto pass_body(request& call, const std::function<result<done>(std::string_view)>& take) -> result<done> {
  const auto piece = std::make_unique<char[]>(piece_bytes);
  for (;;) {
    auto got = call.body->read(piece.get(), piece_bytes);
    if (!got) return std::move(got).why();
    if (*got == 0) return done{};
    if (auto taken = take({piece.get(), *got}); !taken) return taken;
  }
}

auto say_on_duplicate(nlohmann::json& options, const std::string& value) -> result<done> {
  const auto at = options.find("on_duplicate");
  if (at != options.end() && *at != value)
    return {errc::bad_value, "The field 'on_duplicate' and the options do not agree."};
  options["on_duplicate"] = value;
  return done{};
}

auto text_of_options(const nlohmann::json& options) -> std::string {
  return options.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void say_accepted(const submitted& what, answer& out) {
  out.headers.emplace_back("Location", "/api/v1/imports/" + what.import.id.value);
  if (what.repeated) out.headers.emplace_back("Idempotency-Replayed", "true");
}

}  // namespace waybill::http
