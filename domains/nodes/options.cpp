#include "domains/nodes/options.hpp"

#include <array>
#include <nlohmann/json.hpp>

namespace waybill::nodes {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 3> duplicate_names{"skip", "update", "error"};
constexpr std::size_t shown_bytes = 100;

/// Each option has two names; given by both, they have to agree.
auto name_of_option(std::string_view key) -> std::string_view {
  if (key == "handleDuplicates") return "on_duplicate";
  if (key == "chunkSize") return "chunk_size";
  if (key == "buildRelationships") return "build_relationships";
  return key;
}

auto take_duplicates(const json& value, import_options& into) -> result<done> {
  for (std::size_t i = 0; i < duplicate_names.size(); ++i)
    if (value == duplicate_names[i]) {
      into.duplicates = static_cast<on_duplicate>(i);
      return done{};
    }
  return {errc::bad_value, "'on_duplicate' must be 'skip', 'update' or 'error'."};
}

auto take_chunk_size(const json& value, import_options& into) -> result<done> {
  const auto size = value.is_number_integer() ? value.get<std::int64_t>() : 0;
  if (size < static_cast<std::int64_t>(chunk_size_least) || size > static_cast<std::int64_t>(chunk_size_most))
    return {errc::bad_value, "'chunk_size' must be a whole number from 10 to 500."};
  into.chunk_size = static_cast<std::size_t>(size);
  return done{};
}

auto take_relationships(const json& value, import_options& into) -> result<done> {
  if (!value.is_boolean()) return {errc::bad_value, "'build_relationships' must be true or false."};
  into.build_relationships = value.get<bool>();
  return done{};
}

auto take(std::string_view name, const std::string& key, const json& value, import_options& into)
    -> result<done> {
  if (name == "on_duplicate") return take_duplicates(value, into);
  if (name == "chunk_size") return take_chunk_size(value, into);
  if (name == "build_relationships") return take_relationships(value, into);
  return {errc::unknown_field, "The option '" + key.substr(0, shown_bytes) +
                                   "' is not known; nodes know 'on_duplicate', 'chunk_size' and "
                                   "'build_relationships'."};
}

}  // namespace

auto parse_options(std::string_view text) -> result<import_options> {
  const auto given = json::parse(text, nullptr, false);
  if (!given.is_object()) return {errc::bad_value, "'options' must be a JSON object."};
  import_options made;
  json seen = json::object();
  for (const auto& [key, value] : given.items()) {
    const auto name = name_of_option(key);
    if (auto taken = take(name, key, value, made); !taken) return taken.why();
    const auto [earlier, fresh] = seen.emplace(std::string(name), value);
    if (!fresh && *earlier != value)
      return {errc::bad_value, "'" + std::string(name) + "' is given twice, and not the same."};
  }
  return made;
}

auto options_text(const import_options& from) -> std::string {
  json text{{"on_duplicate", duplicate_names[static_cast<std::size_t>(from.duplicates)]},
            {"build_relationships", from.build_relationships}};
  if (from.chunk_size) text["chunk_size"] = *from.chunk_size;
  if (from.rule.scheme) text["scheme"] = true;
  if (from.rule.keep_query) text["keep_query"] = true;
  return text.dump();
}

auto read_options(std::string_view text) -> import_options {
  auto stored = json::parse(text, nullptr, false);
  import_options made;
  if (!stored.is_object()) return made;
  const auto says = [&](const char* key) {
    const auto found = stored.find(key);
    return found != stored.end() && *found == true;
  };
  made.rule = {says("scheme"), says("keep_query")};
  stored.erase("scheme");
  stored.erase("keep_query");
  if (auto given = parse_options(stored.dump())) {
    given->rule = made.rule;
    return *given;
  }
  return made;
}

auto parse_rule(std::string_view text) -> result<identity_rule> {
  const auto given = json::parse(text, nullptr, false);
  if (!given.is_object()) return {errc::bad_value, "Settings of nodes are a JSON object."};
  identity_rule rule;
  for (const auto& [key, value] : given.items()) {
    if (key != "scheme" && key != "keep_query")
      return {errc::unknown_field, "The setting '" + key.substr(0, shown_bytes) +
                                       "' is not known; nodes know 'scheme' and 'keep_query'."};
    if (!value.is_boolean()) return {errc::bad_value, "'" + key + "' must be true or false."};
    (key == "scheme" ? rule.scheme : rule.keep_query) = value.get<bool>();
  }
  return rule;
}

auto rule_text(const identity_rule& from) -> std::string {
  return json{{"scheme", from.scheme}, {"keep_query", from.keep_query}}.dump();
}

auto read_rule(std::string_view text) -> identity_rule {
  const auto known = parse_rule(text);
  return known ? *known : identity_rule{};
}

auto with_rule(std::string_view text, const identity_rule& rule) -> std::string {
  auto options = read_options(text);
  options.rule = rule;
  return options_text(options);
}

auto batch_options(std::string_view text) -> result<std::string> {
  auto given = parse_options(text);
  if (!given) return given.why();
  if (!given->chunk_size) given->chunk_size = chunk_size_of_batch;
  return options_text(*given);
}

}  // namespace waybill::nodes
