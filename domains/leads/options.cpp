#include "domains/leads/options.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "domains/leads/column_choice.hpp"
#include "domains/leads/option_parts.hpp"
#include "domains/rows/option_values.hpp"
#include "formats/text.hpp"

namespace waybill::leads {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 3> duplicate_names{"skip", "update", "create"};
constexpr std::array<std::string_view, 4> mode_names{"none", "single", "round_robin", "by_column"};
constexpr std::array<lead_key, 3> all_of_keys{key_email, key_phone, key_external_id};
constexpr std::string_view settings_key = "settings";

auto assignment_json(const assignment_wish& from) -> json {
  auto names = json::object();
  for (const auto& [text, user] : from.names) names[text] = user;
  return {{"mode", name_of(from.mode)},
          {"members", from.members},
          {"even_out", from.even_out},
          {"names", std::move(names)}};
}

auto text_or_null(const std::optional<std::string>& text) -> json { return text ? json(*text) : json(); }

}  // namespace

auto name_of(lead_key key) -> std::string_view {
  return key == key_email ? "email" : key == key_phone ? "phone" : "external_id";
}

auto lead_key_of(std::string_view name) -> std::optional<lead_key> {
  for (const auto key : all_of_keys)
    if (name_of(key) == name) return key;
  return std::nullopt;
}

auto name_of(on_duplicate what) -> std::string_view {
  return duplicate_names[static_cast<std::size_t>(what)];
}
auto name_of(assignment_mode what) -> std::string_view { return mode_names[static_cast<std::size_t>(what)]; }

auto parse_options(std::string_view text) -> result<import_options> {
  const auto given = json::parse(text, nullptr, false);
  import_options made;
  if (auto taken = take_options(given, made); !taken) return std::move(taken).why();
  return made;
}

auto options_text(const import_options& from) -> std::string {
  json text{{"on_duplicate", name_of(from.duplicates)},
            {"assignment", assignment_json(from.assignment)},
            {"name_case", from.name_case},
            {"strict", from.strict},
            {"default_region", text_or_null(from.default_region)},
            {"default_status", text_or_null(from.default_status)},
            {"source", text_or_null(from.source)},
            {"check_file", from.check_file},
            {"check_project", from.check_project},
            {"allow_duplicate_file", from.allow_duplicate_file},
            {"keep_extra", from.keep_extra},
            {"mapping", choices_json(from.mapping)}};
  text["keys"] = json::array();
  for (const auto key : from.keys) text["keys"].push_back(name_of(key));
  text["update_fields"] = json::array();
  for (const auto field : from.update_fields) text["update_fields"].push_back(name_of(field));
  rows::put_dialect(from.table, text);
  return text.dump(-1, ' ', false, json::error_handler_t::replace);
}

auto read_options(std::string_view text) -> import_options {
  auto stored = json::parse(text, nullptr, false);
  import_options made;
  if (!stored.is_object()) return made;
  project_settings project;
  if (const auto set = stored.find(settings_key); set != stored.end()) {
    project = read_settings(set->dump());
    stored.erase(set);
  }
  if (!take_options(stored, made)) made = {};
  made.project = std::move(project);
  return made;
}

auto with_project_settings(const std::string& options, std::string_view settings) -> std::string {
  auto all = json::parse(options, nullptr, false);
  if (!all.is_object()) all = json::object();
  auto project = read_settings(settings);
  project.mappings.clear();
  all[settings_key] = json::parse(settings_text(project));
  return all.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace waybill::leads
