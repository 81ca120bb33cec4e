#include <unistd.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <utility>

#include "config/list.hpp"
#include "config/settings.hpp"

namespace {

using namespace waybill;
using Catch::Matchers::Contains;

constexpr const char* default_path = "config/waybill.conf.default";

auto file_text(const std::string& path) -> std::string {
  std::ifstream in{path, std::ios::binary};
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// The default file as a person makes it who takes every # away from a setting.
auto with_all_in_force(const std::string& text) -> std::string {
  std::istringstream in{text};
  std::string line;
  std::string out;
  while (std::getline(in, line)) {
    const bool is_setting = line.size() > 1 && line[0] == '#' && line[1] != ' ';
    out += (is_setting ? line.substr(1) : line) + "\n";
  }
  return out;
}

/// How many bytes the fields of the listed settings take; a member without an entry makes the struct larger.
auto bytes_listed() -> std::size_t {
  std::size_t bytes = 0;
  for (const auto& one : setting_list())
    std::visit([&]<class Type>(const Type& type) { bytes += sizeof(settings{}.*type.field); }, one.type);
  return bytes;
}

}  // namespace

TEST_CASE("given the list, when the default file is made, then the one in the tree begins so") {
  // The groups of the kinds stand behind it: `waybill config --default` writes the whole.
  CHECK(file_text(default_path).starts_with(default_file()));
}

TEST_CASE(
    "given the default file, when it is loaded with every setting in force, then all are the defaults") {
  const std::string path = std::string{"/tmp/waybill-default-"} + std::to_string(::getpid()) + ".conf";
  std::ofstream{path, std::ios::binary} << with_all_in_force(default_file());
  auto loaded = load(path, {}, {});
  const auto untouched = load(std::string{default_path}, {}, {});
  std::remove(path.c_str());
  REQUIRE(loaded.ok());
  CHECK(std::exchange(loaded->values.folder, {}) == "/tmp");
  CHECK(loaded->values == settings{});
  for (const auto& [key, origin] : loaded->origins)
    CHECK_THAT(origin, Catch::StartsWith("file " + path + ":"));
  REQUIRE(untouched.ok());
  for (const auto& [key, origin] : untouched->origins) CHECK(origin == "default");
}

TEST_CASE("given the struct, when its size is compared with the list, then no member is without an entry") {
  // Two flags share one word with padding, two have their own; all other members fill whole words.
  CHECK(sizeof(settings) == bytes_listed() - 4 * sizeof(bool) + 3 * sizeof(std::uint64_t) +
                                sizeof(std::vector<named_group>) + sizeof(std::string));
}

TEST_CASE(
    "given the list, when it is walked, then keys are unique, reasons are sentences and defaults are "
    "allowed") {
  std::set<std::string_view> keys;
  std::set<std::string> variables;
  for (const auto& one : setting_list()) {
    CAPTURE(one.key);
    CHECK(keys.insert(one.key).second);
    CHECK(variables.insert(environment_name(one.key)).second);
    CHECK(one.key.find('.') != std::string_view::npos);
    CHECK(one.reason.size() > 20);
    CHECK(one.reason.ends_with('.'));
    settings copy;
    CHECK(set_value(one, value_text(one, settings{}), copy).ok());
    CHECK(copy == settings{});
  }
  CHECK(check_together(settings{}).ok());
}

TEST_CASE("given the list, when each setting is given another value, then that member alone changes") {
  for (const auto& one : setting_list()) {
    CAPTURE(one.key);
    bool changed = false;
    for (const auto* text : {"true", "false", "json", "admins", "debug", "[::1]:1", "7", "8", "70000"}) {
      settings copy;
      if (!set_value(one, text, copy).ok() || copy == settings{}) continue;
      changed = true;
      for (const auto& other : setting_list())
        if (other.key != one.key) CHECK(value_text(other, copy) == value_text(other, settings{}));
    }
    // Only sizes of whole MiB take none of the texts above.
    settings copy;
    if (!changed) changed = set_value(one, "33MiB", copy).ok() && copy != settings{};
    CHECK(changed);
  }
}

TEST_CASE(
    "given settings from several sources, when they are described, then each line says value and origin") {
  const auto loaded =
      load(std::nullopt, {{"http.listen", "127.0.0.1:0"}}, {{"WAYBILL_STORAGE_FILTER_BYTES", "8MiB"}});
  REQUIRE(loaded.ok());
  const auto text = describe(*loaded);
  CHECK_THAT(text, Contains("http.listen ") && Contains("= 127.0.0.1:0 ") && Contains("# command line\n"));
  CHECK_THAT(text, Contains("= 8MiB ") && Contains("# environment WAYBILL_STORAGE_FILTER_BYTES\n"));
  CHECK(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) == setting_list().size());
}

TEST_CASE("given what is described, when it is loaded as a file, then the same is in force") {
  const auto loaded = load(std::nullopt, {{"data.directory", "/srv/way bill"}, {"log.level", "warn"}}, {});
  REQUIRE(loaded.ok());
  const std::string path = std::string{"/tmp/waybill-described-"} + std::to_string(::getpid()) + ".conf";
  std::ofstream{path, std::ios::binary} << describe(*loaded);
  auto again = load(path, {}, {});
  std::remove(path.c_str());
  REQUIRE(again.ok());
  CHECK(std::exchange(again->values.folder, {}) == "/tmp");
  CHECK(again->values == loaded->values);
}
