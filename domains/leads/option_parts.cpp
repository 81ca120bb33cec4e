#include "domains/leads/option_parts.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "domains/leads/column_choice.hpp"
#include "domains/rows/option_values.hpp"
#include "formats/text.hpp"

namespace waybill::leads {
namespace {

using nlohmann::json;
using rows::bad;

constexpr std::array<std::string_view, 3> duplicate_names{"skip", "update", "create"};
constexpr std::array<std::string_view, 4> mode_names{"none", "single", "round_robin", "by_column"};
constexpr std::size_t shown_bytes = 100;
constexpr std::size_t most_members = 1'000;
constexpr std::size_t most_names = 10'000;
constexpr std::size_t most_name_bytes = 400;
constexpr std::string_view known =
    "'keys', 'on_duplicate', 'update_fields', 'assignment', 'name_case', 'strict', 'default_region', "
    "'default_status', 'source', 'check_file', 'check_project', 'allow_duplicate_file', 'keep_extra', "
    "'mapping', 'header_rows', 'delimiter', 'quote', 'escape', 'encoding' and 'sheet'";

auto take_keys(const json& value, import_options& into) -> result<done> {
  constexpr std::string_view rule =
      "must be a list of 'email', 'phone' and 'external_id', or some of them, each once.";
  if (!value.is_array() || value.empty()) return bad("keys", rule);
  std::vector<lead_key> keys;
  for (const auto& one : value) {
    const auto key = one.is_string() ? lead_key_of(one.get_ref<const std::string&>()) : std::nullopt;
    if (!key || std::find(keys.begin(), keys.end(), *key) != keys.end()) return bad("keys", rule);
    keys.push_back(*key);
  }
  into.keys = std::move(keys);
  return done{};
}

auto take_update_fields(const json& value, import_options& into) -> result<done> {
  constexpr std::string_view rule = "must be a list of names of fields, each once.";
  if (!value.is_array()) return bad("update_fields", rule);
  std::vector<lead_field> fields;
  for (const auto& one : value) {
    const auto field = one.is_string() ? lead_field_of(one.get_ref<const std::string&>()) : std::nullopt;
    if (!field || std::find(fields.begin(), fields.end(), *field) != fields.end())
      return bad("update_fields", rule);
    fields.push_back(*field);
  }
  into.update_fields = std::move(fields);
  return done{};
}

auto is_short_text(const json& value) -> bool {
  return value.is_string() && !text::is_blank(value.get_ref<const std::string&>()) &&
         value.get_ref<const std::string&>().size() <= most_name_bytes;
}

auto take_members(const json& value, assignment_wish& into) -> result<done> {
  constexpr std::string_view rule = "'members' must be a list of user names, each once.";
  if (!value.is_array() || value.size() > most_members) return bad("assignment", rule);
  into.members.clear();
  for (const auto& one : value) {
    if (!is_short_text(one)) return bad("assignment", rule);
    auto name = one.get<std::string>();
    if (std::find(into.members.begin(), into.members.end(), name) != into.members.end())
      return bad("assignment", rule);
    into.members.push_back(std::move(name));
  }
  return done{};
}

auto take_names(const json& value, assignment_wish& into) -> result<done> {
  constexpr std::string_view rule =
      "'names' must be an object: a text of the file, and the user name it means.";
  if (!value.is_object() || value.size() > most_names) return bad("assignment", rule);
  into.names.clear();
  for (const auto& [text, user] : value.items()) {
    if (text.size() > most_name_bytes || !is_short_text(user)) return bad("assignment", rule);
    into.names.emplace_back(text, user.get<std::string>());
  }
  return done{};
}

auto take_assignment_part(const std::string& key, const json& value, assignment_wish& into) -> result<done> {
  if (key == "mode") {
    std::size_t which = 0;
    auto taken = rows::take_choice("assignment.mode", value, mode_names, which);
    into.mode = static_cast<assignment_mode>(which);
    return taken;
  }
  if (key == "members") return take_members(value, into);
  if (key == "even_out") return rows::take_truth("assignment.even_out", value, into.even_out);
  if (key == "names") return take_names(value, into);
  return {errc::unknown_field, "'assignment' has no '" + std::string(text::cut_to_bytes(key, shown_bytes)) +
                                   "': it knows 'mode', 'members', 'even_out' and 'names'."};
}

auto take_assignment(const json& value, import_options& into) -> result<done> {
  if (!value.is_object()) return bad("assignment", "must be an object with a 'mode'.");
  assignment_wish made;
  for (const auto& [key, part] : value.items())
    if (auto taken = take_assignment_part(key, part, made); !taken) return taken;
  if (made.mode == assignment_mode::single && made.members.size() > 1)
    return bad("assignment", "of the mode 'single' has one of 'members'.");
  into.assignment = std::move(made);
  return done{};
}

auto take_region(const json& value, import_options& into) -> result<done> {
  if (value.is_null()) {
    into.default_region.reset();
    return done{};
  }
  const auto* const found =
      value.is_string() ? country_of_code(value.get_ref<const std::string&>()) : nullptr;
  if (found == nullptr) return bad("default_region", "must be a country's code of two letters, or null.");
  into.default_region = std::string(found->code);
  return done{};
}

auto take_text(std::string_view name, const json& value, std::size_t most_characters,
               std::optional<std::string>& into) -> result<done> {
  if (value.is_null()) {
    into.reset();
    return done{};
  }
  if (!is_short_text(value) ||
      text::cut_to_characters(value.get_ref<const std::string&>(), most_characters).size() !=
          value.get_ref<const std::string&>().size())
    return bad(name, "must be a text of 1 to " + std::to_string(most_characters) + " characters, or null.");
  into = value.get<std::string>();
  return done{};
}

auto take_mapping(const json& value, import_options& into) -> result<done> {
  auto choices = read_choices(value);
  if (!choices) return std::move(choices).why();
  into.mapping.clear();
  merge_choices(*choices, into.mapping);
  return done{};
}

auto take_truths(std::string_view name, const json& value, import_options& into)
    -> std::optional<result<done>> {
  struct truth {
    std::string_view name;
    bool import_options::*of;
  };
  static constexpr std::array all{truth{"name_case", &import_options::name_case},
                                  truth{"strict", &import_options::strict},
                                  truth{"check_file", &import_options::check_file},
                                  truth{"check_project", &import_options::check_project},
                                  truth{"allow_duplicate_file", &import_options::allow_duplicate_file},
                                  truth{"keep_extra", &import_options::keep_extra}};
  for (const auto& one : all)
    if (one.name == name) return rows::take_truth(name, value, into.*one.of);
  return std::nullopt;
}

auto take_rest(std::string_view name, const json& value, import_options& into)
    -> std::optional<result<done>> {
  if (name == "keys") return take_keys(value, into);
  if (name == "on_duplicate") {
    auto which = static_cast<std::size_t>(into.duplicates);
    auto taken = rows::take_choice(name, value, duplicate_names, which);
    into.duplicates = static_cast<on_duplicate>(which);
    return taken;
  }
  if (name == "update_fields") return take_update_fields(value, into);
  if (name == "assignment") return take_assignment(value, into);
  if (name == "default_region") return take_region(value, into);
  if (name == "default_status") return take_text(name, value, 64, into.default_status);
  if (name == "source") return take_text(name, value, 100, into.source);
  if (name == "mapping") return take_mapping(value, into);
  return std::nullopt;
}

}  // namespace

auto take_dialect(std::string_view name, const json& value, import_options& into)
    -> std::optional<result<done>> {
  if (!value.is_null() && !(name == "header_rows" && value == "auto"))
    return rows::take_dialect_part(name, value, into.table);
  auto& table = into.table;
  const rows::import_options found;
  if (name == "header_rows")
    table.header_rows.reset();
  else if (name == "delimiter")
    table.delimiter = found.delimiter;
  else if (name == "quote")
    table.quote.reset();
  else if (name == "escape")
    table.escape = found.escape;
  else if (name == "encoding")
    table.encoding.clear();
  else if (name == "sheet")
    table.sheet.clear();
  else
    return std::nullopt;
  return done{};
}

auto dialect_fits(const import_options& all) -> result<done> {
  if (const auto wrong = formats::csv::wrong_part(rows::wishes_of(all.table)); !wrong.empty())
    return bad(wrong, "must be a sign, and another one than the rest.");
  return done{};
}

auto take_options(const json& given, import_options& into) -> result<done> {
  if (!given.is_object()) return {errc::bad_value, "'options' must be a JSON object."};
  for (const auto& [key, value] : given.items()) {
    std::optional<result<done>> taken;
    for (auto* const of : {take_rest, take_truths, take_dialect})
      if (taken = of(key, value, into); taken) break;
    if (!taken)
      return {errc::unknown_field, "The option '" + std::string(text::cut_to_bytes(key, shown_bytes)) +
                                       "' is not known; leads know " + std::string(known) + "."};
    if (!*taken) return *std::move(taken);
  }
  return dialect_fits(into);
}

}  // namespace waybill::leads
