#include "domains/rows/options.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "domains/rows/option_values.hpp"
#include "formats/text.hpp"

namespace waybill::rows {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 5> duplicate_names{"skip", "update", "replace", "error", "create"};
constexpr std::size_t shown_bytes = 100;
constexpr std::size_t most_name_bytes = 64;
constexpr std::size_t most_named_columns = 16;
constexpr std::size_t most_column_name_bytes = 1'024;
constexpr std::size_t most_handler_options_bytes = 16'384;
constexpr std::string_view columns_rule =
    "must be a list of 1 to 16 names of columns, each once, of at most 1,024 bytes.";
constexpr std::string_view handler_options_rule = "must be a JSON object of at most 16,384 bytes.";
constexpr std::int64_t most_batch = 100'000;
constexpr std::string_view known =
    "'collection', 'key', 'on_duplicate', 'ragged', 'header_rows', 'delimiter', 'quote', 'escape', "
    "'encoding', 'sheet', 'batch_size', "
    "'create_result_files', 'count_total_first', 'output_format', 'type', 'mode', 'handler_options' and "
    "'result_columns'";

auto is_name(std::string_view text) -> bool {
  return !text.empty() && text.size() <= most_name_bytes && std::all_of(text.begin(), text.end(), [](char c) {
    return text::is_digit(c) || (text::lower(c) >= 'a' && text::lower(c) <= 'z') || c == '-' || c == '_';
  });
}

auto take_name(std::string_view name, const json& value, std::string& into) -> result<done> {
  if (!value.is_string() || !is_name(value.get_ref<const std::string&>()))
    return bad(name, "must be a name: 1 to 64 letters, digits, - and _.");
  into = value.get<std::string>();
  return done{};
}

auto take_columns(std::string_view option, const json& value, std::vector<std::string>& into)
    -> result<done> {
  const auto list = value.is_string() ? json::array({value}) : value;
  if (!list.is_array() || list.empty() || list.size() > most_named_columns) return bad(option, columns_rule);
  std::vector<std::string> names;
  for (const auto& one : list) {
    if (!one.is_string() || one.get_ref<const std::string&>().empty()) return bad(option, columns_rule);
    const auto name = one.get<std::string>();
    if (std::find(names.begin(), names.end(), name) != names.end()) return bad(option, columns_rule);
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
  if (auto taken = take_dialect_part(name, value, into)) return taken;
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
  if (name == "key") {
    into.key.clear();
    // So it is told of an import without one.
    if (value == json::array()) return done{};
    return take_columns(name, value, into.key);
  }
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
  static constexpr std::array<std::string_view, 2> outputs{"csv", "xlsx"};
  if (name == "batch_size") return take_number(name, value, 1, most_batch, into.batch_size);
  if (name == "create_result_files") return take_truth(name, value, into.create_result_files);
  if (name == "count_total_first") return take_truth(name, value, into.count_total_first);
  if (name == "output_format") {
    std::size_t which = 0;
    auto taken = take_choice(name, value, outputs, which);
    into.output_format = outputs[which];
    return taken;
  }
  if (name == "type") return take_name(name, value, into.type);
  if (name == "mode") return take_name(name, value, into.mode);
  if (name == "result_columns") return take_columns(name, value, into.result_columns);
  if (name == "result_file_prefix") return done{};
  if (name == "handler_options") {
    if (!value.is_object()) return bad(name, handler_options_rule);
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

auto no_such_type(std::string_view name) -> error {
  return {errc::no_such_type, "There is no import type '" + std::string(name) + "' on this server."};
}

auto type_in(std::string_view text) -> std::string {
  const auto given = json::parse(text, nullptr, false);
  const auto named = given.is_object() ? given.value("type", json()) : json();
  return named.is_string() && is_name(named.get_ref<const std::string&>()) ? named.get<std::string>() : "";
}

auto take_options(std::string_view text, import_options made) -> result<import_options> {
  const auto given = json::parse(text, nullptr, false);
  if (!given.is_object()) return {errc::bad_value, "'options' must be a JSON object."};
  for (const auto& [key, value] : given.items())
    if (auto taken = take(key, value, made); !taken) return std::move(taken).why();
  const bool said_twice = given.contains("allow_update") && given.contains("on_duplicate");
  if (said_twice && given["allow_update"] != (made.duplicates == on_duplicate::update))
    return bad("allow_update", "and 'on_duplicate' do not agree.");
  return made;
}

auto parse_options(std::string_view text) -> result<import_options> {
  auto made = take_options(text, {});
  if (made && !made->type.empty()) return no_such_type(made->type);
  if (made)
    if (auto fine = check_together(*made); !fine) return std::move(fine).why();
  return made;
}

auto check_together(const import_options& made) -> result<done> {
  // The log keeps them with every import. Not looked at where stored ones are read: some are older than this.
  const auto is_long = [](const std::string& name) { return name.size() > most_column_name_bytes; };
  if (std::ranges::any_of(made.key, is_long)) return bad("key", columns_rule);
  if (std::ranges::any_of(made.result_columns, is_long)) return bad("result_columns", columns_rule);
  if (made.handler_options.size() > most_handler_options_bytes)
    return bad("handler_options", handler_options_rule);
  if (made.type.empty() && !made.mode.empty()) return bad("mode", "belongs to a 'type', and none is given.");
  if (made.type.empty() && !made.result_columns.empty())
    return bad("result_columns", "belongs to a 'type', and none is given.");
  if (const auto wrong = formats::csv::wrong_part(wishes_of(made)); !wrong.empty())
    return bad(wrong, "must be a sign, and another one than the rest.");
  if (made.duplicates != on_duplicate::skip && made.duplicates != on_duplicate::create && made.key.empty())
    return bad("on_duplicate", "other than 'skip' and 'create' takes a 'key': without one every row is new.");
  return done{};
}

auto options_text(const import_options& from) -> std::string {
  json text{{"ragged", from.ragged_fails ? "fail_row" : "accept"},
            {"create_result_files", from.create_result_files},
            {"count_total_first", from.count_total_first},
            {"output_format", from.output_format},
            {"header_rows", "auto"}};
  if (!from.collection.empty()) {
    text["collection"] = from.collection;
    text["key"] = from.key;
    text["on_duplicate"] = duplicate_names[static_cast<std::size_t>(from.duplicates)];
  }
  if (!from.type.empty()) text["type"] = from.type;
  if (!from.mode.empty()) text["mode"] = from.mode;
  if (!from.handler.empty()) text["handler"] = from.handler;
  if (from.batch_rows != 0) text["batch_rows"] = from.batch_rows;
  if (from.batch_size) text["batch_size"] = *from.batch_size;
  put_dialect(from, text);
  if (from.handler_options != "{}") text["handler_options"] = json::parse(from.handler_options);
  if (!from.result_columns.empty()) text["result_columns"] = from.result_columns;
  return text.dump();
}

auto read_options(std::string_view text) -> import_options {
  auto stored = json::parse(text, nullptr, false);
  if (!stored.is_object()) return {};
  import_options usual;
  if (!stored.contains("collection")) usual.collection.clear();
  if (const auto& handler = stored["handler"]; handler.is_string())
    usual.handler = handler.get<std::string>();
  if (const auto& rows = stored["batch_rows"]; rows.is_number_unsigned())
    usual.batch_rows = rows.get<std::size_t>();
  for (const auto* name : {"handler", "batch_rows"}) stored.erase(name);
  if (stored.value("key", json::array()).empty()) stored.erase("key");
  const auto given = take_options(stored.dump(), std::move(usual));
  return given ? *given : import_options{};
}

}  // namespace waybill::rows
