#include "config/groups.hpp"

#include <algorithm>

#include "config/wording.hpp"

namespace waybill {
namespace {

using namespace wording;

constexpr std::size_t name_limit = 64;

auto refuse(const std::string& origin, const std::string& why) -> error {
  return {errc::bad_value, origin + ": " + why};
}

auto is_name(std::string_view text) -> bool {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return !text.empty() && text.size() <= name_limit && std::all_of(text.begin(), text.end(), fits);
}

/// `admin`, `mode.dry`: names with dots between them.
auto are_names(std::string_view text) -> bool {
  const auto dot = text.find('.');
  if (dot == std::string_view::npos) return is_name(text);
  return is_name(text.substr(0, dot)) && are_names(text.substr(dot + 1));
}

auto is_key(const group_key& one, std::string_view key) -> bool {
  if (!one.name.ends_with(".*")) return key == one.name;
  const auto beginning = one.name.substr(0, one.name.size() - 1);
  return key.starts_with(beginning) && key.size() <= 4 * name_limit &&
         are_names(key.substr(beginning.size()));
}

template <class Named>
auto names_of(std::span<const Named> all) -> std::vector<std::string> {
  std::vector<std::string> names;
  for (const auto& one : all) names.emplace_back(one.name);
  return names;
}

auto header_of(std::string_view type, std::string_view name) -> std::string {
  return "[" + std::string{type} + " " + std::string{name} + "]";
}

auto no_group(std::string_view line, const std::string& origin) -> error {
  return refuse(origin,
                quoted(line) +
                    " is no group of settings: a group begins with `[TYPE NAME]`, and a setting is `key "
                    "= value`; a name has 1 to 64 letters, digits, - and _");
}

auto unknown_type(std::string_view type, std::span<const group_type> known, const std::string& origin)
    -> error {
  auto why = "there are no groups of the type " + quoted(type);
  if (known.empty())
    return refuse(origin, why + "; groups of any type are not used here, a setting is `key = value`");
  return refuse(origin, why + "; the nearest is " + quoted(nearest(type, names_of(known))));
}

auto unknown_key(std::string_view key, const group_type& type, const std::string& origin) -> error {
  return refuse(origin, "there is no key " + quoted(key) + " in a group " + quoted(type.name) +
                            "; the nearest is " + quoted(nearest(key, names_of(type.keys))) +
                            " (settings of the whole server stand before the first group)");
}

/// Who looks over the shoulder of the one who asks must not read secrets, and addresses may hold some: a
/// password before the host, a token behind the path.
auto shown(const std::string& key, std::string text) -> std::string {
  constexpr std::string_view instead = "(not shown)";
  if (key == "secret") return std::string(instead);
  if (key != "url") return text;
  if (const auto query = text.find('?'); query != std::string::npos)
    text.replace(query + 1, text.npos, instead);
  const auto site = text.find("//");
  if (site == std::string::npos) return text;
  const auto end = std::min(text.find_first_of("/?#", site + 2), text.size());
  const auto at = text.substr(0, end).rfind('@');
  if (at != std::string::npos && at > site) text.replace(site + 2, at - site - 2, instead);
  return text;
}

}  // namespace

auto named_group::text(std::string_view key) const -> std::string_view {
  const auto found = values.find(key);
  return found == values.end() ? std::string_view{} : std::string_view{found->second.text};
}

auto named_group::number(std::string_view key) const -> std::optional<std::uint64_t> {
  // What has a suffix is bytes; without one both units read alike.
  return wording::number("bytes", text(key));
}

auto group_reader::open(std::string_view line, const std::string& origin) -> result<done> {
  if (auto whole = check_required(); !whole) return whole;
  if (!line.ends_with(']')) return no_group(line, origin);
  const auto inside = trimmed(line.substr(1, line.size() - 2));
  const auto blank = std::min(inside.find_first_of(" \t"), inside.size());
  const auto type = inside.substr(0, blank);
  const auto name = trimmed(inside.substr(blank));
  const auto found =
      std::find_if(known_.begin(), known_.end(), [&](const auto& one) { return one.name == type; });
  if (is_name(type) && found == known_.end()) return unknown_type(type, known_, origin);
  if (!is_name(type) || !is_name(name)) return no_group(line, origin);
  const auto [earlier, fresh] = seen_.emplace(header_of(type, name), origin);
  if (!fresh) return refuse(origin, earlier->first + " stands already in " + earlier->second);
  type_ = &*found;
  groups_.push_back({std::string{type}, std::string{name}, origin, {}});
  return done{};
}

auto group_reader::add(std::string_view key, std::string_view value, const std::string& origin)
    -> result<done> {
  auto& group = groups_.back();
  const auto& keys = type_->keys;
  const auto found =
      std::find_if(keys.begin(), keys.end(), [&](const auto& one) { return is_key(one, key); });
  if (found == keys.end()) return unknown_key(key, *type_, origin);
  if (!is_allowed(found->holds, value))
    return refuse(origin,
                  std::string{key} + " cannot be " + quoted(value) + "; allowed: " + allowed(found->holds));
  const auto [earlier, fresh] = group.values.emplace(key, named_group::entry{std::string{value}, origin});
  if (!fresh) return refuse(origin, std::string{key} + " stands already in " + earlier->second.origin);
  return done{};
}

auto group_reader::check_required() const -> result<done> {
  if (!is_open()) return done{};
  const auto& group = groups_.back();
  for (const auto& key : type_->keys)
    if (key.required && group.text(key.name).empty())
      return refuse(group.origin, header_of(group.type, group.name) + " has no " + quoted(key.name));
  return done{};
}

auto group_reader::finish() -> result<std::vector<named_group>> {
  if (auto whole = check_required(); !whole) return std::move(whole).why();
  return std::move(groups_);
}

auto allowed(const group_value& holds) -> std::string {
  struct in_words {
    auto operator()(const any_text&) const -> std::string { return "a text that is not empty"; }
    auto operator()(const one_of_words& of) const -> std::string { return choice(of.words); }
    auto operator()(const true_or_false&) const -> std::string { return "true or false"; }
    auto operator()(const whole_number_of& of) const -> std::string { return range(of.unit, of.min, of.max); }
  };
  return std::visit(in_words{}, holds);
}

auto is_allowed(const group_value& holds, std::string_view text) -> bool {
  struct fits {
    std::string_view text;
    auto operator()(const any_text&) const -> bool { return !text.empty(); }
    auto operator()(const one_of_words& of) const -> bool { return is_choice(of.words, text); }
    auto operator()(const true_or_false&) const -> bool { return text == "true" || text == "false"; }
    auto operator()(const whole_number_of& of) const -> bool {
      const auto value = number(of.unit, text);
      return value && *value >= of.min && *value <= of.max;
    }
  };
  return is_clean(text) && std::visit(fits{text}, holds);
}

auto describe_groups(std::span<const named_group> groups) -> std::string {
  std::string lines;
  for (const auto& group : groups) {
    std::size_t key_width = 0, value_width = 0;
    for (const auto& [key, value] : group.values) {
      key_width = std::max(key_width, key.size());
      value_width = std::max(value_width, shown(key, value.text).size());
    }
    lines += "\n" + header_of(group.type, group.name) + "  # " + group.origin + "\n";
    for (const auto& [key, value] : group.values)
      // Behind a blank a # would begin a comment.
      lines += padded(key, key_width) + (value.text.starts_with('#') ? " =" : " = ") +
               padded(shown(key, value.text), value_width) + "  # " + value.origin + "\n";
  }
  return lines;
}

auto default_groups(std::span<const group_type> known) -> std::string {
  std::string lines;
  for (const auto& type : known) {
    lines += "\n# --- groups: " + std::string{type.name} + " ---\n\n" + comment(type.reason) + "#" +
             header_of(type.name, "NAME") + "\n";
    for (const auto& key : type.keys)
      lines += "\n" + comment(key.reason) + comment("Allowed: " + allowed(key.holds) + ".") +
               (key.required ? comment("Has to be there.") : "") + "#" + std::string{key.name} + " =\n";
  }
  return lines;
}

}  // namespace waybill
