#include "http/openapi.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <span>

#include "http/faults.hpp"
#include "http/gate.hpp"
#include "http/routes.hpp"

namespace waybill::http {
namespace {

using json = nlohmann::ordered_json;

auto reference(std::string_view name) -> json {
  return {{"$ref", "#/components/schemas/" + std::string(name)}};
}

/// A problem of that status, with the codes that it may carry.
auto problem_content(int status) -> json {
  auto codes = json::array();
  for (std::size_t i = 0; i < errc_count; ++i)
    if (const auto code = static_cast<errc>(i); words_of(code).status == status)
      codes.push_back(name_of(code));
  // Of the protocol tus, for a piece of an upload.
  if (status == 460) codes.push_back(name_of(errc::checksum_mismatch));
  const json narrowed{{"type", "object"}, {"properties", {{"code", {{"enum", codes}}}}}};
  return {{"application/problem+json", {{"schema", {{"allOf", {reference("Problem"), narrowed}}}}}}};
}

auto parameter(std::string_view name, const char* in, bool required, std::string_view about, json schema)
    -> json {
  return {{"name", name},
          {"in", in},
          {"required", required},
          {"description", about},
          {"schema", std::move(schema)}};
}

auto hands_in_import(const route& one) -> bool {
  return one.body == body_kind::form || one.body == body_kind::form_or_json ||
         one.body == body_kind::long_json;
}

auto parameters_of(const route& one) -> json {
  auto list = json::array();
  for (auto at = one.pattern.find('{'); at != std::string_view::npos; at = one.pattern.find('{', at + 1)) {
    const auto name = one.pattern.substr(at + 1, one.pattern.find('}', at) - at - 1);
    list.push_back(parameter(name, "path", true, "Which one.", {{"type", "string"}}));
  }
  for (const auto& words : one.query) {
    auto schema = json::parse(words.schema);
    if (words.repeats) schema = {{"type", "array"}, {"items", schema}};
    list.push_back(parameter(words.name, "query", false, words.about, std::move(schema)));
  }
  if (hands_in_import(one) || one.once)
    list.push_back(parameter("Idempotency-Key", "header", false, "Kept for 24 hours.",
                             {{"type", "string"}, {"minLength", 1}, {"maxLength", 255}}));
  if (one.answers == "text/event-stream")
    list.push_back(parameter("Last-Event-ID", "header", false, "The last id seen.", {{"type", "string"}}));
  return list;
}

/// Several media types stand with a comma between them.
auto answer_content(std::string_view answers) -> json {
  if (answers.find('/') == std::string_view::npos)
    return {{"application/json", {{"schema", reference(answers)}}}};
  json content;
  while (!answers.empty()) {
    const auto one = answers.substr(0, answers.find(','));
    content[std::string(one)] = {
        {"schema", {{"type", one == "application/json" ? json{"object", "array"} : json("string")}}}};
    answers.remove_prefix(std::min(one.size() + 1, answers.size()));
  }
  return content;
}

auto header_words(std::string_view about) -> json {
  return {{"description", about}, {"schema", {{"type", "string"}}}};
}

void add_faults(json& answers, std::span<const int> statuses) {
  for (const int status : statuses)
    answers[std::to_string(status)] = {{"description", status_title(status)},
                                       {"content", problem_content(status)}};
  for (const auto* const status : {"429", "503"})
    if (answers.contains(status))
      answers[status]["headers"] = {{"Retry-After", header_words("Seconds to wait.")}};
  if (answers.contains("401"))
    answers["401"]["headers"] = {{"WWW-Authenticate", header_words("How to say who asks.")}};
}

void add_faults(json& answers, std::initializer_list<int> statuses) {
  add_faults(answers, std::span<const int>(statuses.begin(), statuses.size()));
}

auto answers_of(const route& one) -> json {
  json answers;
  json good{{"description", status_title(one.success)}};
  if (!one.answers.empty()) good["content"] = answer_content(one.answers);
  if (hands_in_import(one) || one.once)
    good["headers"] = {{"Location", header_words(one.once ? "Where the change is." : "Where the import is.")},
                       {"Idempotency-Replayed", header_words("`true`: this is the first answer again.")}};
  answers[std::to_string(one.success)] = std::move(good);
  if (one.may_be_over) answers["204"] = {{"description", "It has ended, and the client knows it."}};
  // A parameter that is none is refused everywhere.
  add_faults(answers, {400});
  if (one.who != access::anybody || one.body_schema == "SignIn") add_faults(answers, {401});
  if (one.method != "GET" || one.who == access::admin) add_faults(answers, {403});
  const bool names_project =
      std::ranges::any_of(one.query, [](const auto& q) { return q.name == "project"; });
  if (one.pattern.find('{') != std::string_view::npos || names_project || hands_in_import(one))
    add_faults(answers, {404});
  if (one.method != "GET" && (one.pattern.starts_with("/api/v1/imports/") ||
                              one.pattern.starts_with("/api/v1/projects") || one.body_schema == "NewAccount"))
    add_faults(answers, {409});
  if (one.body != body_kind::none) add_faults(answers, {408});
  if (hands_in_import(one)) add_faults(answers, {409, 413, 422, 429});
  if (one.once) add_faults(answers, {409, 429});
  if (one.body == body_kind::json || one.body == body_kind::maybe_json) add_faults(answers, {413, 429});
  if (one.answers == "text/event-stream") add_faults(answers, {429});
  if (one.method != "GET") add_faults(answers, {507});
  for (const auto status : one.faults) {
    // No fault: work that goes on, told by the import as it is meanwhile.
    if (status == 202)
      answers["202"] = {{"description", status_title(202)}, {"content", answer_content("Import")}};
    else
      add_faults(answers, {status});
  }
  add_faults(answers, {503});
  return answers;
}

auto body_content(const route& one) -> json {
  const bool form = one.body == body_kind::form || one.body == body_kind::form_or_json;
  json content;
  content[form                           ? "multipart/form-data"
          : one.body == body_kind::bytes ? "*/*"
                                         : "application/json"] = {{"schema", reference(one.body_schema)}};
  if (!one.json_schema.empty()) content["application/json"] = {{"schema", reference(one.json_schema)}};
  return content;
}

auto operation_of(const route& one) -> json {
  json out{{"operationId", one.id}, {"summary", one.summary}};
  if (auto list = parameters_of(one); !list.empty()) out["parameters"] = std::move(list);
  if (one.body != body_kind::none)
    out["requestBody"] = {{"required", one.body != body_kind::maybe_json}, {"content", body_content(one)}};
  out["responses"] = answers_of(one);
  if (one.who == access::anybody) out["security"] = json::array();
  return out;
}

auto lowercase(std::string_view text) -> std::string {
  std::string out;
  for (const char c : text) out.push_back(static_cast<char>(c | 0x20));
  return out;
}

}  // namespace

auto openapi_document() -> json {
  json paths;
  for (const auto& one : route_table())
    if (!one.page) paths[std::string(one.pattern)][lowercase(one.method)] = operation_of(one);
  return {
      {"openapi", "3.1.0"},
      {"info",
       {{"title", "Waybill"},
        {"version", "1"},
        {"description",
         "Hand in a file; watch every record go in, or learn why it did not. Any request may also "
         "be answered with a problem before its route is known: 408 (it came too slowly), 414 and 431 (its "
         "target or head is too long); and with 500 where a fault is ours. HEAD is answered as GET is, "
         "without the body."}}},
      {"paths", std::move(paths)},
      {"components",
       {{"schemas", openapi_schemas()},
        {"securitySchemes",
         {{"token", {{"type", "http"}, {"scheme", "bearer"}}},
          {"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", session_cookie}}}}}}},
      {"security", json::array({{{"token", json::array()}}, {{"session", json::array()}}})}};
}

}  // namespace waybill::http
