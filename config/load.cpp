// Where values come from: defaults, file, environment, command line, each later one over the earlier ones.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <numeric>
#include <vector>

#include "config/list.hpp"

namespace waybill {
namespace {

// A file of settings has a few KiB; this keeps a wrong path (a device, an upload) from filling memory.
constexpr std::size_t file_limit_bytes = std::size_t{1} << 20;

constexpr std::string_view variable_prefix = "WAYBILL_";
constexpr std::array<std::string_view, 3> other_variables{"WAYBILL_CORPORA", "WAYBILL_SERVER",
                                                          "WAYBILL_TOKEN"};

auto quoted(std::string_view text) -> std::string { return "`" + std::string{text} + "`"; }

auto trimmed(std::string_view text) -> std::string_view {
  constexpr std::string_view blanks = " \t\r";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// How many letters must be put in, taken out or changed to make one of the other (Levenshtein).
auto distance(std::string_view a, std::string_view b) -> std::size_t {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const auto change = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({change, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

template <class NameOf>
auto nearest(std::string_view unknown, NameOf name_of_setting) -> std::string {
  // Cut: what is longer than any name is far from all of them, and the distance takes time by its length.
  const auto head = unknown.substr(0, 100);
  std::string best;
  std::size_t best_distance = std::string::npos;
  for (const auto& one : setting_list()) {
    const auto name = name_of_setting(one);
    const auto far = distance(head, name);
    if (far < best_distance) best = name, best_distance = far;
  }
  return best;
}

auto key_name(const setting& one) -> std::string { return std::string{one.key}; }
auto variable_name(const setting& one) -> std::string { return environment_name(one.key); }

auto find(std::string_view key) -> const setting* {
  const auto all = setting_list();
  const auto found = std::find_if(all.begin(), all.end(), [&](const setting& one) { return one.key == key; });
  return found == all.end() ? nullptr : &*found;
}

auto unknown_key(const std::string& origin, std::string_view key) -> error {
  return {errc::bad_value, origin + ": there is no setting " + quoted(key) + "; the nearest is " +
                               quoted(nearest(key, key_name))};
}

auto set(const setting& one, std::string_view text, const std::string& origin, loaded_settings& into)
    -> result<done> {
  if (const auto good = set_value(one, text, into.values); !good)
    return {errc::bad_value,
            origin + ": " + std::string{one.key} + " cannot be " + quoted(text) + "; " + good.why().message};
  into.origins[std::string{one.key}] = origin;
  return done{};
}

auto read_whole(const std::string& path) -> result<std::string> {
  const auto refused = [&](const std::string& why) {
    return error{errc::bad_value, "the configuration file " + quoted(path) + " cannot be read: " + why};
  };
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{std::fopen(path.c_str(), "rb"), &std::fclose};
  if (!file) return refused(std::strerror(errno));
  std::string bytes(file_limit_bytes + 1, '\0');
  bytes.resize(std::fread(bytes.data(), 1, bytes.size(), file.get()));
  if (std::ferror(file.get()) != 0) return refused(std::strerror(errno));
  if (bytes.size() > file_limit_bytes) return refused("it is larger than 1 MiB");
  return bytes;
}

/// What stands before a comment. A `#` inside a word is no comment: paths may hold one.
auto without_comment(std::string_view line) -> std::string_view {
  for (std::size_t i = 0; i < line.size(); ++i)
    if (line[i] == '#' && (i == 0 || line[i - 1] == ' ' || line[i - 1] == '\t')) return line.substr(0, i);
  return line;
}

auto load_line(std::string_view line, const std::string& origin, std::map<std::string, std::string>& seen,
               loaded_settings& into) -> result<done> {
  const auto said = trimmed(without_comment(line));
  if (said.empty()) return done{};
  const auto equals = said.find('=');
  if (equals == std::string_view::npos)
    return {errc::bad_value,
            origin + ": " + quoted(said) + " is no `key = value`, such as `http.listen = 127.0.0.1:8080`"};
  const auto key = trimmed(said.substr(0, equals));
  const auto* one = find(key);
  if (one == nullptr) return unknown_key(origin, key);
  const auto [before, first] = seen.emplace(key, origin);
  if (!first)
    return {errc::bad_value, origin + ": " + std::string{key} + " stands already in " + before->second};
  return set(*one, trimmed(said.substr(equals + 1)), origin, into);
}

auto load_file(const std::string& path, loaded_settings& into) -> result<done> {
  const auto bytes = read_whole(path);
  if (!bytes) return bytes.why();
  std::string_view rest = *bytes;
  if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
  std::map<std::string, std::string> seen;
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const auto end = std::min(rest.find('\n'), rest.size());
    const auto origin = "file " + path + ":" + std::to_string(number);
    if (const auto good = load_line(rest.substr(0, end), origin, seen, into); !good) return good.why();
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return done{};
}

auto is_other_variable(std::string_view name) -> bool {
  return name.starts_with("WAYBILL_TEST_") ||
         std::find(other_variables.begin(), other_variables.end(), name) != other_variables.end();
}

auto load_environment(const environment& variables, loaded_settings& into) -> result<done> {
  for (const auto& variable : variables) {
    const auto& name = variable.first;
    if (!name.starts_with(variable_prefix) || is_other_variable(name)) continue;
    const auto origin = "environment " + name;
    const auto all = setting_list();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const setting& one) { return variable_name(one) == name; });
    if (found == all.end())
      return {errc::bad_value,
              origin + ": no setting has this name; the nearest is " + quoted(nearest(name, variable_name))};
    if (const auto good = set(*found, variable.second, origin, into); !good) return good.why();
  }
  return done{};
}

auto load_flags(const std::map<std::string, std::string>& flags, loaded_settings& into) -> result<done> {
  for (const auto& [key, value] : flags) {
    const auto* one = find(key);
    if (one == nullptr) return unknown_key("command line", key);
    if (const auto good = set(*one, value, "command line", into); !good) return good.why();
  }
  return done{};
}

}  // namespace

auto process_environment() -> environment {
  environment variables;
  for (char** each = environ; each != nullptr && *each != nullptr; ++each) {
    const std::string_view entry = *each;
    const auto equals = entry.find('=');
    if (equals != std::string_view::npos)
      variables.emplace(entry.substr(0, equals), entry.substr(equals + 1));
  }
  return variables;
}

auto load(const std::optional<std::string>& file, const std::map<std::string, std::string>& flags,
          const environment& variables) -> result<loaded_settings> {
  loaded_settings loaded;
  for (const auto& one : setting_list()) loaded.origins.emplace(one.key, "default");
  if (file)
    if (const auto good = load_file(*file, loaded); !good) return good.why();
  if (const auto good = load_environment(variables, loaded); !good) return good.why();
  if (const auto good = load_flags(flags, loaded); !good) return good.why();
  if (const auto good = check_together(loaded.values); !good) return good.why();
  return loaded;
}

}  // namespace waybill
