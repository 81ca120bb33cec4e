// Settings as text for people: what is in force, and the commented default file.
#include <algorithm>

#include "config/list.hpp"
#include "config/wording.hpp"

namespace waybill {
namespace {

constexpr std::string_view head =
    "# Settings of Waybill, each with its default. Copy this file, take the # away before what you change, "
    "and start\n"
    "# with `waybill serve --config FILE`. One setting a line: key = value. A # before a word begins a "
    "comment, but not in quotes.\n"
    "#\n"
    "# The command line goes before the environment (http.listen is WAYBILL_HTTP_LISTEN), the environment "
    "before this\n"
    "# file, this file before the defaults. `waybill config` prints what is in force, and where each value "
    "comes from.\n";

using wording::comment;
using wording::padded;

auto group_of(std::string_view key) -> std::string_view { return key.substr(0, key.find('.')); }

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
  return text + describe_groups(loaded.values.groups);
}

auto default_file(std::span<const group_type> groups) -> std::string {
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
  return text + default_groups(groups);
}

}  // namespace waybill
