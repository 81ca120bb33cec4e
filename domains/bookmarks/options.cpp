#include "domains/bookmarks/options.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace waybill::bookmarks {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 2> duplicate_names{"skip", "overwrite"};
constexpr std::array<std::string_view, 3> folder_names{"ignore", "tags", "path"};
constexpr std::size_t shown_bytes = 100;

/// The place of a text in a list of names.
template <class Value>
auto take(const json& value, const auto& names, Value& into) -> bool {
  const auto found = std::ranges::find_if(names, [&](std::string_view one) { return value == one; });
  if (found == names.end()) return false;
  into = static_cast<Value>(found - names.begin());
  return true;
}

}  // namespace

auto parse_options(std::string_view text) -> result<import_options> {
  const auto given = json::parse(text, nullptr, false);
  if (!given.is_object()) return {errc::bad_value, "'options' must be a JSON object."};
  import_options made;
  for (const auto& [key, value] : given.items()) {
    if (key == "on_duplicate") {
      if (!take(value, duplicate_names, made.duplicates))
        return {errc::bad_value, "'on_duplicate' must be 'skip' or 'overwrite'."};
    } else if (key == "folders") {
      if (!take(value, folder_names, made.folders))
        return {errc::bad_value, "'folders' must be 'ignore', 'tags' or 'path'."};
    } else {
      return {errc::unknown_field, "The option '" + key.substr(0, shown_bytes) +
                                       "' is not known; bookmarks know 'on_duplicate' and 'folders'."};
    }
  }
  return made;
}

auto options_text(const import_options& from) -> std::string {
  return json{{"on_duplicate", duplicate_names[static_cast<std::size_t>(from.duplicates)]},
              {"folders", folder_names[static_cast<std::size_t>(from.folders)]}}
      .dump();
}

auto read_options(std::string_view text) -> import_options {
  const auto given = parse_options(text);
  return given ? *given : import_options{};
}

}  // namespace waybill::bookmarks
