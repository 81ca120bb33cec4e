// An import of a file that is here already, as the body of one call.
#include "http/json_body.hpp"
#include "http/resources/pages.hpp"
#include "http/resources/resources_of_files.hpp"
#include "http/resources/submitting.hpp"

namespace waybill::http {
namespace {

using json = nlohmann::json;

/// "" when it is not there. Errors: bad_value.
auto text_in(const json& body, std::string_view key, std::string otherwise = {}) -> result<std::string> {
  if (!body.contains(key)) return otherwise;
  return text_of(body, key);
}

auto owner_in(const context& asks, const request& call, const json& body) -> result<owner_id> {
  if (!body.contains("project") || body["project"].is_null()) return receiver_of(asks, call, std::nullopt);
  const auto named = text_of(body, "project");
  return named ? receiver_of(asks, call, *named) : result<owner_id>{named.why()};
}

auto submission_in(const json& body, std::string key, const caller& who) -> result<submission> {
  auto kind = text_in(body, "kind");
  if (!kind) return std::move(kind).why();
  auto format = text_in(body, "format", "auto");
  if (!format) return std::move(format).why();
  auto options = body.value("options", json::object());
  if (!options.is_object()) return {errc::bad_value, "The field 'options' has to be a JSON object."};
  auto on_duplicate = text_in(body, "on_duplicate");
  if (!on_duplicate) return std::move(on_duplicate).why();
  if (body.contains("on_duplicate"))
    if (auto fine = say_on_duplicate(options, *on_duplicate); !fine) return std::move(fine).why();
  return submission{std::move(*kind), std::move(*format), text_of_options(options),
                    std::move(key),   who.username,       who.may};
}

}  // namespace

auto submit_stored_file(context& asks, request& call) -> result<answer> {
  auto key = idempotency_key_of(call);
  if (!key) return std::move(key).why();
  const auto body = read_object(call, asks.config.http_json_body_limit_bytes,
                                {"file_id", "kind", "format", "options", "on_duplicate", "project"});
  if (!body) return body.why();
  if (!body->contains("file_id"))
    return {errc::missing_file, "The field 'file_id' is missing: it names a confirmed file."};
  auto file = text_of(*body, "file_id");
  if (!file) return std::move(file).why();
  auto owner = owner_in(asks, call, *body);
  if (!owner) return std::move(owner).why();
  auto what = submission_in(*body, std::move(*key), *call.who);
  if (!what) return std::move(what).why();
  if (call.line->is_cut()) return right_is_gone();
  const auto accepted =
      asks.core.imports().submit_stored({call.who->user, *owner}, *what, {std::move(*file)});
  if (!accepted) return accepted.why();
  auto out = import_answer(asks, 202, accepted->import);
  say_accepted(*accepted, out);
  return out;
}

}  // namespace waybill::http
