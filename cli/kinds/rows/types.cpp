// Which import types there are, for who asks.
#include <algorithm>
#include <iostream>

#include "cli/connection.hpp"
#include "cli/kinds/rows/verbs.hpp"
#include "cli/text.hpp"

namespace waybill::cli {
namespace {

/// "email*, name, age (integer)": with a mark those that have to be there.
auto columns_in_words(const json& type) -> std::string {
  std::string words;
  for (const auto& column : member_at(type, "columns")) {
    words.append(words.empty() ? "" : ", ").append(printable(text_at(column, "name")));
    const auto& required = member_at(column, "required");
    if (required.is_boolean() && required.get<bool>()) words += "*";
    const auto kind = text_at(column, "type");
    if (kind != "string" && kind != "any") words.append(" (").append(printable(kind)).append(")");
  }
  return words;
}

auto modes_in_words(const json& type) -> std::string {
  std::string words;
  for (const auto& mode : member_at(type, "modes"))
    if (mode.is_string()) words.append(words.empty() ? "" : ", ").append(printable(mode.get<std::string>()));
  return words;
}

void print(const json& type) {
  std::cout << printable(text_at(type, "name")) << "  " << printable(text_at(type, "title")) << "\n";
  if (const auto columns = columns_in_words(type); !columns.empty())
    std::cout << "  columns: " << columns << "\n";
  if (const auto modes = modes_in_words(type); !modes.empty()) std::cout << "  modes: " << modes << "\n";
}

}  // namespace

auto run(const types_options& options) -> result<int> {
  const auto to = connect(options.where);
  if (!to) return to.why();
  const auto all = (*to)->api().get("/api/v1/import-types", "items");
  if (!all) return all.why();
  for (const auto& type : member_at(*all, "items")) {
    if (options.json)
      std::cout << json_line(type) << "\n";
    else
      print(type);
  }
  std::cout << std::flush;
  return exit_good;
}

}  // namespace waybill::cli
