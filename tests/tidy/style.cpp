// Style that a machine can hold: lengths, tabs, unfinished work, headers that say nothing, READMEs, packages.
#include <algorithm>
#include <array>
#include <set>

#include "tests/tidy/tree.hpp"

namespace waybill::tidy {
namespace {

constexpr std::size_t file_lines_limit = 400;
constexpr std::size_t readme_lines_limit = 15;

// In two pieces, so that this file does not find itself.
const std::array unfinished{std::string{"TO"} + "DO", std::string{"FIX"} + "ME"};

// Sub-folders are described by the README above them, but for these.
constexpr std::array described{std::string_view{"events/log"}};

auto readme_folder(std::string_view path) -> std::string {
  for (const auto folder : described)
    if (path.starts_with(folder) && path.size() > folder.size() && path[folder.size()] == '/')
      return std::string{folder};
  return std::string{path.substr(0, path.find('/'))};
}

void check_file(const std::string& path, const std::string& text, findings& found) {
  const auto lines = lines_of(text).size();
  if (lines > file_lines_limit)
    found.push_back(path + " has " + std::to_string(lines) + " lines, more than 400");
  if (text.find('\t') != std::string::npos) found.push_back(path + " holds a tab");
  if (path.ends_with(".cpp") && !path.starts_with("tests/") &&
      text.find("system.spawn(") != std::string::npos)
    found.push_back(path + " spawns an actor without a card; actors/spawn.hpp gives it one");
  for (const auto& word : unfinished)
    if (text.find(word) != std::string::npos) found.push_back(path + " says " + word);
  if (path.ends_with(".hpp") && !text.starts_with("//"))
    found.push_back(path + " does not begin with a comment that says what it is for");
}

/// The names in the lists at the top of ./dev: `  name   # why`.
auto installed(std::string_view dev_script) -> std::set<std::string> {
  std::set<std::string> names;
  bool inside = false;
  for (const auto line : lines_of(dev_script)) {
    if (line.ends_with("packages=("))
      inside = true;
    else if (line.starts_with(")"))
      inside = false;
    else if (inside && line.starts_with("  "))
      names.emplace(line.substr(2, line.find(' ', 2) - 2));
  }
  return names;
}

/// The names in the table of docs/dependencies.md: | `name` | what for | why this one |
auto explained(std::string_view dependencies) -> std::set<std::string> {
  std::set<std::string> names;
  for (const auto line : lines_of(dependencies))
    if (line.starts_with("| `")) names.emplace(line.substr(3, line.find('`', 3) - 3));
  return names;
}

}  // namespace

auto check_style(const tree& files) -> findings {
  findings found;
  std::set<std::string> folders;
  for (const auto& [path, text] : files) {
    if (!is_source(path)) continue;
    check_file(path, text, found);
    folders.insert(readme_folder(path));
  }
  for (const auto& folder : folders) {
    const auto readme = files.find(folder + "/README.md");
    if (readme == files.end())
      found.push_back(folder + " has no README.md");
    else if (lines_of(readme->second).size() > readme_lines_limit)
      found.push_back(readme->first + " has more than 15 lines");
  }
  return found;
}

auto check_packages(std::string_view dev_script, std::string_view dependencies) -> findings {
  findings found;
  const auto in_dev = installed(dev_script);
  const auto in_docs = explained(dependencies);
  for (const auto& name : in_dev)
    if (!in_docs.contains(name))
      found.push_back("dev installs " + name + ", docs/dependencies.md does not say why");
  for (const auto& name : in_docs)
    if (!in_dev.contains(name))
      found.push_back("docs/dependencies.md names " + name + ", dev does not install it");
  return found;
}

}  // namespace waybill::tidy
