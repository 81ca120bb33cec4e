#include "tests/http/contract.hpp"

#include <algorithm>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

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

  /// `is_all`: what it does not name, nothing else names.
  void look(const json& value, const json& schema, const std::string& at, bool is_all = true) {
    if (schema.contains("$ref")) look(value, named_by(schema), at, false);
    for (const auto& one : schema.value("allOf", json::array())) look(value, one, at, false);
    if (schema.contains("oneOf") && fitting(value, schema["oneOf"], at) != 1)
      faults.push_back(at + " does not fit one of its choices: " + value.dump().substr(0, 200));
    if (schema.contains("anyOf") && fitting(value, schema["anyOf"], at) == 0)
      faults.push_back(at + " fits none of its choices: " + value.dump().substr(0, 200));
    if (is_all && value.is_object()) look_at_names(value, schema, at);
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
  static auto fitting(const json& value, const json& choice, const std::string& at) -> std::ptrdiff_t {
    return std::ranges::count_if(choice, [&](const json& one) {
      judge alone;
      alone.look(value, one, at);
      return alone.faults.empty();
    });
  }
  static auto named_by(const json& schema) -> const json& {
    return document().at(json::json_pointer(schema["$ref"].get<std::string>().substr(1)));
  }
  /// Which fields it names; false: it says itself what others may be, or leaves all of them open.
  static auto names_in(const json& schema, std::set<std::string>& names) -> bool {
    if (schema.contains("additionalProperties") || schema.contains("oneOf") || schema.contains("anyOf"))
      return false;
    bool closed = schema.contains("$ref") && names_in(named_by(schema), names);
    bool open = schema.contains("$ref") && !closed;
    for (const auto& one : schema.value("allOf", json::array())) {
      const bool is_closed = names_in(one, names);
      closed = closed || is_closed;
      open = open || !is_closed;
    }
    const auto own = schema.value("properties", json::object());
    for (const auto& [name, one] : own.items()) names.insert(name);
    return !open && (closed || schema.contains("properties"));
  }
  /// Who reads the description learns of every field that an answer may have.
  void look_at_names(const json& value, const json& schema, const std::string& at) {
    std::set<std::string> names;
    if (!names_in(schema, names)) return;
    for (const auto& [name, one] : value.items())
      if (!names.contains(name)) faults.push_back(at + " has " + name + ", which is not described");
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
