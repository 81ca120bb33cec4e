// Settings as text for people: what is in force, and the commented default file.
#include <algorithm>

#include "config/list.hpp"

namespace waybill {
namespace {

constexpr std::size_t line_width = 100;

constexpr std::string_view head =
    "# Settings of Waybill, each with its default. Copy this file, take the # away before what you change, "
    "and start\n"
    "# with `waybill serve --config FILE`. One setting a line: key = value. What follows a # is a comment.\n"
    "#\n"
    "# The command line goes before the environment (http.listen is WAYBILL_HTTP_LISTEN), the environment "
    "before this\n"
    "# file, this file before the defaults. `waybill config` prints what is in force, and where each value "
    "comes from.\n";

auto comment(std::string_view text) -> std::string {
  std::string lines;
  while (!text.empty()) {
    auto end = text.size();
    if (end > line_width) end = text.rfind(' ', line_width);
    if (end == std::string_view::npos) end = text.size();
    lines += "# " + std::string{text.substr(0, end)} + "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

auto group_of(std::string_view key) -> std::string_view { return key.substr(0, key.find('.')); }

auto padded(std::string text, std::size_t width) -> std::string {
  if (text.size() < width) text.resize(width, ' ');
  return text;
}

}  // namespace

auto describe(const loaded_settings& loaded) -> std::string {
  std::size_t key_width = 0;
  std::size_t value_width = 0;
  for (const auto& one : setting_list()) {
    key_width = std::max(key_width, one.key.size());
    value_width = std::max(value_width, value_text(one, loaded.values).size());
  }
  std::string text;
  for (const auto& one : setting_list()) {
    const auto origin = loaded.origins.find(std::string{one.key});
    text += padded(std::string{one.key}, key_width) + " = " +
            padded(value_text(one, loaded.values), value_width) + "  # " +
            (origin == loaded.origins.end() ? "default" : origin->second) + "\n";
  }
  return text;
}

auto default_file() -> std::string {
  std::string text{head};
  std::string_view group;
  const settings defaults;
  for (const auto& one : setting_list()) {
    if (group_of(one.key) != group) {
      group = group_of(one.key);
      text += "\n# --- " + std::string{group} + " ---\n";
    }
    const auto value = value_text(one, defaults);
    text += "\n" + comment(one.reason) + comment("Allowed: " + allowed(one) + ".") + "#" +
            std::string{one.key} + " =" + (value.empty() ? "" : " " + value) + "\n";
  }
  return text;
}

}  // namespace waybill
