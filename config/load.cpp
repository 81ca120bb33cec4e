// Where values come from: defaults, file, environment, command line, each later one over the earlier ones.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

#include "config/list.hpp"
#include "config/wording.hpp"

namespace waybill {
namespace {

// A file of settings has a few KiB; this keeps a wrong path (a device, an upload) from filling memory.
constexpr std::size_t file_limit_bytes = std::size_t{1} << 20;

constexpr std::string_view variable_prefix = "WAYBILL_";
constexpr std::array<std::string_view, 3> other_variables{"WAYBILL_CORPORA", "WAYBILL_SERVER",
                                                          "WAYBILL_TOKEN"};

using wording::quoted;
using wording::trimmed;

template <class NameOf>
auto nearest(std::string_view unknown, NameOf name_of_setting) -> std::string {
  std::vector<std::string> names;
  for (const auto& one : setting_list()) names.push_back(name_of_setting(one));
  return wording::nearest(unknown, names);
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

/// Where the quotes end that begin a word of a command here; `at` itself, if they do not.
auto end_of_quotes(std::string_view line, std::size_t at) -> std::size_t {
  const char quote = line[at];
  if (quote != '"' && quote != '\'') return at;
  for (auto i = at + 1; i < line.size(); ++i) {
    if (line[i] == quote) return i;
    if (line[i] == '\\' && quote == '"') ++i;
  }
  return at;
}

/// What stands before a comment. A `#` inside a word is no comment: paths may hold one, and words in quotes.
auto without_comment(std::string_view line) -> std::string_view {
  constexpr std::string_view before_words = " \t=";
  for (std::size_t i = 0; i < line.size(); ++i) {
    const auto before = i == 0 ? ' ' : line[i - 1];
    if (before_words.find(before) == std::string_view::npos) continue;
    if (line[i] == '#' && before != '=') return line.substr(0, i);
    i = end_of_quotes(line, i);
  }
  return line;
}

/// Reads a file line by line: settings, then groups.
class file_lines {
 public:
  file_lines(loaded_settings& into, std::span<const group_type> known) : into_(into), groups_(known) {}

  auto take(std::string_view line, const std::string& origin) -> result<done> {
    const auto said = trimmed(without_comment(line));
    if (said.empty()) return done{};
    if (said.starts_with('[')) return groups_.open(said, origin);
    const auto equals = said.find('=');
    if (equals == std::string_view::npos)
      return {errc::bad_value,
              origin + ": " + quoted(said) + " is no `key = value`, such as `http.listen = 127.0.0.1:8080`"};
    const auto key = trimmed(said.substr(0, equals));
    const auto value = trimmed(said.substr(equals + 1));
    return groups_.is_open() ? groups_.add(key, value, origin) : take_setting(key, value, origin);
  }

  auto finish() -> result<done> {
    auto groups = groups_.finish();
    if (!groups) return std::move(groups).why();
    into_.values.groups = *std::move(groups);
    return done{};
  }

 private:
  auto take_setting(std::string_view key, std::string_view value, const std::string& origin) -> result<done> {
    const auto* one = find(key);
    if (one == nullptr) return unknown_key(origin, key);
    const auto [before, first] = seen_.emplace(key, origin);
    if (!first)
      return {errc::bad_value, origin + ": " + std::string{key} + " stands already in " + before->second};
    return set(*one, value, origin, into_);
  }

  loaded_settings& into_;
  group_reader groups_;
  std::map<std::string, std::string> seen_;
};

/// As it is found from anywhere.
auto folder_of(const std::string& path) -> std::string {
  const auto slash = path.rfind('/');
  const auto folder = slash == std::string::npos ? std::string(".") : path.substr(0, slash + 1);
  const std::unique_ptr<char, decltype(&std::free)> absolute{::realpath(folder.c_str(), nullptr), &std::free};
  return absolute ? std::string(absolute.get()) : folder;
}

auto load_file(const std::string& path, loaded_settings& into, std::span<const group_type> known)
    -> result<done> {
  const auto bytes = read_whole(path);
  if (!bytes) return bytes.why();
  std::string_view rest = *bytes;
  if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
  into.values.folder = folder_of(path);
  file_lines lines(into, known);
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const auto end = std::min(rest.find('\n'), rest.size());
    const auto origin = "file " + path + ":" + std::to_string(number);
    if (const auto good = lines.take(rest.substr(0, end), origin); !good) return good.why();
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return lines.finish();
}

/// Kubernetes, and Docker's links, tell each container of a service called `waybill` by variables of these
/// names.
auto is_of_a_service(std::string_view name) -> bool {
  constexpr std::string_view port = "WAYBILL_PORT";
  if (name == port || name == "WAYBILL_SERVICE_HOST" || name.starts_with("WAYBILL_SERVICE_PORT")) return true;
  constexpr std::string_view of_port = "WAYBILL_PORT_";
  return name.starts_with(of_port) && name.find_first_of("0123456789") == of_port.size();
}

auto is_other_variable(std::string_view name) -> bool {
  return name.starts_with("WAYBILL_TEST_") || is_of_a_service(name) ||
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
          const environment& variables, std::span<const group_type> groups) -> result<loaded_settings> {
  loaded_settings loaded;
  for (const auto& one : setting_list()) loaded.origins.emplace(one.key, "default");
  if (file)
    if (const auto good = load_file(*file, loaded, groups); !good) return good.why();
  if (const auto good = load_environment(variables, loaded); !good) return good.why();
  if (const auto good = load_flags(flags, loaded); !good) return good.why();
  if (const auto good = check_together(loaded.values); !good) return good.why();
  return loaded;
}

}  // namespace waybill
