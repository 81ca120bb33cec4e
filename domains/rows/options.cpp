#include "domains/rows/options.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "formats/text.hpp"

namespace waybill::rows {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 5> duplicate_names{"skip", "update", "replace", "error", "create"};
constexpr std::size_t shown_bytes = 100;
constexpr std::size_t most_name_bytes = 64;
constexpr std::size_t most_key_columns = 16;
constexpr std::int64_t most_batch = 100'000;
constexpr std::int64_t most_header_rows = 100;
constexpr std::string_view known =
    "'collection', 'key', 'on_duplicate', 'ragged', 'header_rows', 'delimiter', 'quote', 'batch_size', "
    "'create_result_files', 'count_total_first', 'output_format', 'type', 'mode' and 'handler_options'";

auto is_name(std::string_view text) -> bool {
  return !text.empty() && text.size() <= most_name_bytes && std::all_of(text.begin(), text.end(), [](char c) {
    return text::is_digit(c) || (text::lower(c) >= 'a' && text::lower(c) <= 'z') || c == '-' || c == '_';
  });
}

auto bad(std::string_view name, std::string_view rule) -> error {
  return {errc::bad_value, "'" + std::string(name) + "' " + std::string(rule)};
}

auto take_name(std::string_view name, const json& value, std::string& into) -> result<done> {
  if (!value.is_string() || !is_name(value.get_ref<const std::string&>()))
    return bad(name, "must be a name: 1 to 64 letters, digits, - and _.");
  into = value.get<std::string>();
  return done{};
}

auto take_truth(std::string_view name, const json& value, bool& into) -> result<done> {
  if (!value.is_boolean()) return bad(name, "must be true or false.");
  into = value.get<bool>();
  return done{};
}

auto take_number(std::string_view name, const json& value, std::int64_t least, std::int64_t most,
                 std::optional<std::size_t>& into) -> result<done> {
  const auto number = value.is_number_integer() ? value.get<std::int64_t>() : least - 1;
  if (number < least || number > most)
    return bad(name,
               "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most) + ".");
  into = static_cast<std::size_t>(number);
  return done{};
}

auto take_sign(std::string_view name, const json& value, char& into) -> result<done> {
  const auto text = value.is_string() ? value.get<std::string>() : std::string();
  const bool fits = text.size() == 1 && static_cast<unsigned char>(text[0]) < 0x80 && text[0] != '\n' &&
                    text[0] != '\r' && text[0] != '\0';
  if (!fits) return bad(name, "must be one character of ASCII that does not end a line.");
  into = text[0];
  return done{};
}

auto take_choice(std::string_view name, const json& value, std::span<const std::string_view> choices,
                 std::size_t& into) -> result<done> {
  std::string all;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (value == choices[i]) {
      into = i;
      return done{};
    }
    all.append(i == 0                    ? ""
               : i + 1 == choices.size() ? " or "
                                         : ", ")
        .append("'")
        .append(choices[i])
        .append("'");
  }
  return bad(name, "must be " + all + ".");
}

auto take_key(const json& value, std::vector<std::string>& into) -> result<done> {
  constexpr std::string_view rule = "must be a list of 1 to 16 names of columns, each once.";
  const auto list = value.is_string() ? json::array({value}) : value;
  if (!list.is_array() || list.empty() || list.size() > most_key_columns) return bad("key", rule);
  std::vector<std::string> names;
  for (const auto& one : list) {
    if (!one.is_string() || one.get_ref<const std::string&>().empty()) return bad("key", rule);
    const auto name = one.get<std::string>();
    if (std::find(names.begin(), names.end(), name) != names.end()) return bad("key", rule);
    names.push_back(name);
  }
  into = std::move(names);
  return done{};
}

/// Names that the service this API follows has for some of them.
auto name_of_option(std::string_view key) -> std::string_view {
  return key == "create_result_file_records" ? "create_result_files" : key;
}

auto take_of_table(std::string_view name, const json& value, import_options& into)
    -> std::optional<result<done>> {
  static constexpr std::array<std::string_view, 2> ragged{"accept", "fail_row"};
  if (name == "header_rows") {
    if (value == "auto") return done{};
    return take_number(name, value, 0, most_header_rows, into.header_rows);
  }
  if (name == "delimiter") return take_sign(name, value, into.delimiter);
  if (name == "quote") return take_sign(name, value, into.quote);
  if (name == "ragged") {
    std::size_t which = 0;
    auto taken = take_choice(name, value, ragged, which);
    into.ragged_fails = which == 1;
    return taken;
  }
  return std::nullopt;
}

auto take_of_records(std::string_view name, const json& value, import_options& into)
    -> std::optional<result<done>> {
  if (name == "collection") return take_name(name, value, into.collection);
  if (name == "key") return take_key(value, into.key);
  if (name == "on_duplicate") {
    auto which = static_cast<std::size_t>(into.duplicates);
    auto taken = take_choice(name, value, duplicate_names, which);
    into.duplicates = static_cast<on_duplicate>(which);
    return taken;
  }
  if (name == "allow_update") {
    bool updates = false;
    auto taken = take_truth(name, value, updates);
    into.duplicates = updates ? on_duplicate::update : on_duplicate::skip;
    return taken;
  }
  return std::nullopt;
}

auto take_of_import(std::string_view name, const json& value, import_options& into)
    -> std::optional<result<done>> {
  static constexpr std::array<std::string_view, 1> outputs{"csv"};
  if (name == "batch_size") return take_number(name, value, 1, most_batch, into.batch_size);
  if (name == "create_result_files") return take_truth(name, value, into.create_result_files);
  if (name == "count_total_first") return take_truth(name, value, into.count_total_first);
  if (name == "output_format") {
    std::size_t which = 0;
    return take_choice(name, value, outputs, which);
  }
  if (name == "type") return take_name(name, value, into.type);
  if (name == "mode") return take_name(name, value, into.mode);
  if (name == "result_file_prefix") return done{};
  if (name == "handler_options") {
    if (!value.is_object()) return bad(name, "must be a JSON object.");
    into.handler_options = value.dump();
    return done{};
  }
  return std::nullopt;
}

auto take(const std::string& key, const json& value, import_options& into) -> result<done> {
  const auto name = name_of_option(key);
  for (auto* const of : {take_of_table, take_of_records, take_of_import})
    if (auto taken = of(name, value, into)) return *taken;
  const auto shown = std::string(text::cut_to_bytes(key, shown_bytes));
  if (key.find("handler") != std::string::npos || key == "command")
    return {errc::handler_by_type, "The option '" + shown +
                                       "' is not taken: which handler gets the rows is said by the import's "
                                       "type, in the configuration of the server."};
  return {errc::unknown_field, "The option '" + shown + "' is not known; rows know " + std::string(known) +
                                   ". What a handler needs stands in 'handler_options'."};
}

}  // namespace

auto wishes_of(const import_options& from) -> formats::csv::wishes {
  formats::csv::wishes asked;
  if (from.delimiter != 0) asked.delimiter = from.delimiter;
  if (from.quote != 0) asked.quote = from.quote;
  if (from.header_rows) asked.header_rows = static_cast<unsigned>(*from.header_rows);
  return asked;
}

auto parse_options(std::string_view text) -> result<import_options> {
  const auto given = json::parse(text, nullptr, false);
  if (!given.is_object()) return {errc::bad_value, "'options' must be a JSON object."};
  import_options made;
  for (const auto& [key, value] : given.items())
    if (auto taken = take(key, value, made); !taken) return std::move(taken).why();
  if (!made.type.empty())
    return {errc::no_such_type, "There is no import type '" + made.type + "' on this server."};
  if (!made.mode.empty()) return bad("mode", "belongs to a 'type', and none is given.");
  if (const auto wrong = formats::csv::wrong_part(wishes_of(made)); !wrong.empty())
    return bad(wrong, "must be a sign, and another one than the rest.");
  if (made.duplicates != on_duplicate::skip && made.duplicates != on_duplicate::create && made.key.empty())
    return bad("on_duplicate", "other than 'skip' and 'create' takes a 'key': without one every row is new.");
  return made;
}

auto options_text(const import_options& from) -> std::string {
  json text{{"collection", from.collection},
            {"key", from.key},
            {"on_duplicate", duplicate_names[static_cast<std::size_t>(from.duplicates)]},
            {"ragged", from.ragged_fails ? "fail_row" : "accept"},
            {"create_result_files", from.create_result_files},
            {"count_total_first", from.count_total_first},
            {"output_format", from.output_format},
            {"header_rows", "auto"}};
  if (from.header_rows) text["header_rows"] = *from.header_rows;
  if (from.batch_size) text["batch_size"] = *from.batch_size;
  if (from.delimiter != 0) text["delimiter"] = std::string(1, from.delimiter);
  if (from.quote != 0) text["quote"] = std::string(1, from.quote);
  if (from.handler_options != "{}") text["handler_options"] = json::parse(from.handler_options);
  return text.dump();
}

auto read_options(std::string_view text) -> import_options {
  auto stored = json::parse(text, nullptr, false);
  if (stored.is_object() && stored.value("key", json::array()).empty()) stored.erase("key");
  const auto given = parse_options(stored.dump());
  return given ? *given : import_options{};
}

}  // namespace waybill::rows
