// What a project is set to, for all its imports of leads.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "domains/leads/kept_mapping.hpp"
#include "domains/leads/options.hpp"
#include "formats/text.hpp"

namespace waybill::leads {
namespace {

using nlohmann::json;

constexpr std::size_t most_statuses = 100;
constexpr std::size_t shown_bytes = 100;

auto bad(std::string_view name, std::string_view rule) -> error {
  return {errc::bad_value, "'" + std::string(name) + "' " + std::string(rule)};
}

auto is_code(const json& value) -> bool {
  if (!value.is_string()) return false;
  const auto& text = value.get_ref<const std::string&>();
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return text::is_digit(c) || (c >= 'a' && c <= 'z') || c == '_';
  });
}

auto is_label(const json& value) -> bool {
  return value.is_string() && !text::is_blank(value.get_ref<const std::string&>()) &&
         text::cut_to_characters(value.get_ref<const std::string&>(), 100).size() ==
             value.get_ref<const std::string&>().size();
}

auto take_statuses(const json& value, project_settings& into) -> result<done> {
  constexpr std::string_view rule =
      "must be a list of 1 to 100 statuses, each with 'code' (small letters, digits and _), 'en' and 'fr'.";
  if (!value.is_array() || value.empty() || value.size() > most_statuses) return bad("statuses", rule);
  std::vector<lead_status> statuses;
  for (const auto& one : value) {
    if (!one.is_object() || one.size() != 3 || !is_code(one.value("code", json())) ||
        !is_label(one.value("en", json())) || !is_label(one.value("fr", json())))
      return bad("statuses", rule);
    lead_status made{one["code"], one["en"], one["fr"]};
    for (const auto& other : statuses)
      if (other.code == made.code) return bad("statuses", "has a code twice.");
    statuses.push_back(std::move(made));
  }
  into.statuses = std::move(statuses);
  return done{};
}

auto take(const std::string& key, const json& value, project_settings& into) -> result<done> {
  if (key == "statuses") return take_statuses(value, into);
  if (key == "default_status") {
    if (!is_code(value)) return bad(key, "must be the code of a status.");
    into.default_status = value.get<std::string>();
    return done{};
  }
  if (key == "default_country") {
    const auto* const found =
        value.is_string() ? country_of_code(value.get_ref<const std::string&>()) : nullptr;
    if (found == nullptr) return bad(key, "must be a country's code of two letters.");
    into.default_country = found->code;
    return done{};
  }
  if (key == "language") {
    if (value != "en" && value != "fr") return bad(key, "must be 'en' or 'fr'.");
    into.in = value == "en" ? language::english : language::french;
    return done{};
  }
  if (key == "mappings") {
    auto mappings = read_mappings(value);
    if (!mappings) return std::move(mappings).why();
    into.mappings = *std::move(mappings);
    return done{};
  }
  if (key == "add_mapping") {
    auto mapping = read_mapping(value);
    if (!mapping) return std::move(mapping).why();
    add_mapping(*std::move(mapping), into.mappings);
    return done{};
  }
  return {errc::unknown_field,
          "The setting '" + std::string(text::cut_to_bytes(key, shown_bytes)) +
              "' is not known; leads know 'statuses', 'default_status', 'default_country', "
              "'language', 'mappings' and 'add_mapping'."};
}

}  // namespace

auto statuses_of(const project_settings& from) -> status_list {
  return from.statuses.empty() ? status_list::usual() : status_list(from.statuses);
}

auto parse_settings(std::string_view text) -> result<project_settings> {
  const auto given = json::parse(text, nullptr, false);
  if (!given.is_object()) return {errc::bad_value, "Settings of leads are a JSON object."};
  project_settings made;
  // What is added comes behind what it is added to.
  for (const bool adds : {false, true})
    for (const auto& [key, value] : given.items())
      if ((key == "add_mapping") == adds)
        if (auto taken = take(key, value, made); !taken) return std::move(taken).why();
  const auto known = statuses_of(made);
  if (std::none_of(known.all().begin(), known.all().end(),
                   [&](const auto& one) { return one.code == made.default_status; }))
    return bad("default_status", "must be the code of one of the project's statuses.");
  if (made.statuses.empty()) made.statuses.assign(known.all().begin(), known.all().end());
  return made;
}

auto settings_text(const project_settings& from) -> std::string {
  auto statuses = json::array();
  const auto known = statuses_of(from);
  for (const auto& one : known.all())
    statuses.push_back({{"code", one.code}, {"en", one.english}, {"fr", one.french}});
  return json{{"statuses", std::move(statuses)},
              {"default_status", from.default_status},
              {"default_country", from.default_country},
              {"mappings", mappings_json(from.mappings)},
              {"language", from.in == language::english ? "en" : "fr"}}
      .dump(-1, ' ', false, json::error_handler_t::replace);
}

auto read_settings(std::string_view text) -> project_settings {
  auto known = parse_settings(text);
  return known ? *std::move(known) : project_settings{};
}

}  // namespace waybill::leads
