#include "tests/http/contract.hpp"

#include <algorithm>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>

#include "http/head.hpp"
#include "http/openapi.hpp"
#include "http/routes.hpp"

namespace waybill::http_test {
namespace {

using json = nlohmann::ordered_json;

// Said of all requests at once: a head that is no good, or does not come, is refused before its route is
// known.
constexpr int of_any_request[] = {408, 414, 431, 500};

std::mutex mutex;
std::vector<std::string> found;

auto document() -> const json& {
  static const json whole = http::openapi_document();
  return whole;
}

auto fits_type(const json& value, std::string_view type) -> bool {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  if (type == "boolean") return value.is_boolean();
  return type == "null" && value.is_null();
}

/// What of `value` is not as `schema` says; as much of JSON Schema as the description uses.
class judge {
 public:
  std::vector<std::string> faults;

  void look(const json& value, const json& schema, const std::string& at) {
    if (schema.contains("$ref"))
      look(value, document().at(json::json_pointer(schema["$ref"].get<std::string>().substr(1))), at);
    for (const auto& one : schema.value("allOf", json::array())) look(value, one, at);
    if (schema.contains("oneOf")) look_at_choice(value, schema["oneOf"], at);
    if (schema.contains("type")) look_at_type(value, schema["type"], at);
    if (schema.contains("enum") && std::ranges::find(schema["enum"], value) == schema["enum"].end())
      faults.push_back(at + " is " + value.dump() + ", which is none of its values");
    if (schema.value("format", "") == "date-time" && value.is_string() &&
        value.get<std::string>().size() != 24)
      faults.push_back(at + " is no time");
    if (value.is_object()) look_at_fields(value, schema, at);
    if (value.is_array() && schema.contains("items"))
      for (const auto& one : value) look(one, schema["items"], at + "[]");
  }

 private:
  void look_at_type(const json& value, const json& type, const std::string& at) {
    const bool fits =
        type.is_array() ? std::ranges::any_of(
                              type, [&](const json& one) { return fits_type(value, one.get<std::string>()); })
                        : fits_type(value, type.get<std::string>());
    if (!fits) faults.push_back(at + " is " + value.dump().substr(0, 80) + ", not " + type.dump());
  }
  void look_at_choice(const json& value, const json& choice, const std::string& at) {
    const auto fitting = std::ranges::count_if(choice, [&](const json& one) {
      judge alone;
      alone.look(value, one, at);
      return alone.faults.empty();
    });
    if (fitting != 1) faults.push_back(at + " fits " + std::to_string(fitting) + " of its choices");
  }
  void look_at_fields(const json& value, const json& schema, const std::string& at) {
    for (const auto& name : schema.value("required", json::array()))
      if (!value.contains(name.get<std::string>())) faults.push_back(at + " lacks " + name.dump());
    const auto known = schema.value("properties", json::object());
    for (const auto& [name, one] : value.items()) {
      const auto named = known.find(name);
      if (named != known.end())
        look(one, *named, at + "." + name);
      else if (schema.contains("additionalProperties") && schema["additionalProperties"] == false)
        faults.push_back(at + " has the unknown field " + name);
    }
  }
};

auto media_type(std::string_view content_type) -> std::string {
  const auto name = content_type.substr(0, content_type.find(';'));
  return std::string(name.substr(0, name.find_last_not_of(' ') + 1));
}

auto operation_of(std::string_view method, std::string_view target) -> const json* {
  const auto parsed = http::parse_target(std::string(target));
  if (!parsed) return nullptr;
  const auto* route = http::match(method, parsed->segments, http::listener_kind::api, false).found;
  if (route == nullptr || route->page) return nullptr;
  std::string verb;
  for (const char c : route->method) verb.push_back(static_cast<char>(c | 0x20));
  return &document()["paths"][std::string(route->pattern)][verb];
}

auto faults_of(const json& operation, int status, std::string_view content_type, std::string_view body,
               bool head_only) -> std::vector<std::string> {
  const auto& answers = operation["responses"];
  const auto answer = answers.find(std::to_string(status));
  if (answer == answers.end()) return {"status " + std::to_string(status) + " is not described"};
  const auto contents = answer->value("content", json::object());
  if (contents.empty())
    return content_type.empty() && body.empty() ? std::vector<std::string>{}
                                                : std::vector<std::string>{"a body is not described"};
  const auto content = contents.find(media_type(content_type));
  if (content == contents.end()) return {"content type " + media_type(content_type) + " is not described"};
  const auto type = media_type(content_type);
  if (head_only || (type != "application/json" && type != "application/problem+json")) return {};
  judge by;
  const auto value = json::parse(body, nullptr, false);
  if (value.is_discarded()) return {"the body is no JSON"};
  by.look(value, (*content)["schema"], "body");
  return by.faults;
}

}  // namespace

void hold_against_description(std::string_view request_line, int status, std::string_view content_type,
                              std::string_view body) {
  const auto method = request_line.substr(0, request_line.find(' '));
  auto target = request_line.substr(std::min(method.size() + 1, request_line.size()));
  target = target.substr(0, target.find(' '));
  const auto* operation = operation_of(method, target);
  // Asked of a listener that does not serve it.
  if (status == 404 && body.find("\"nothing_here\"") != std::string_view::npos) return;
  if (operation == nullptr || std::ranges::find(of_any_request, status) != std::end(of_any_request)) return;
  for (const auto& fault : faults_of(*operation, status, content_type, body, method == "HEAD")) {
    const std::scoped_lock lock{mutex};
    found.push_back(std::string(method) + " " + std::string(target.substr(0, 120)) + " answers " +
                    std::to_string(status) + ": " + fault);
  }
}

auto broken_promises() -> std::vector<std::string> {
  const std::scoped_lock lock{mutex};
  return std::exchange(found, {});
}

}  // namespace waybill::http_test
