#include "tests/tidy/tree.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace waybill::tidy {
namespace {

auto is_ours(const std::string& name) -> bool {
  return !name.starts_with('.') && !name.starts_with("build") && name != "var" && name != "node_modules";
}

auto read_text(const std::filesystem::path& path) -> std::string {
  std::ifstream in{path, std::ios::binary};
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void read_folder(const std::filesystem::path& folder, const std::string& prefix, tree& into) {
  for (const auto& entry : std::filesystem::directory_iterator{folder}) {
    const auto name = entry.path().filename().string();
    if (!is_ours(name)) continue;
    if (entry.is_directory())
      read_folder(entry.path(), prefix + name + "/", into);
    else if (entry.is_regular_file())
      into.emplace(prefix + name, read_text(entry.path()));
  }
}

}  // namespace

auto read_tree() -> tree {
  tree files;
  read_folder(".", "", files);
  return files;
}

auto lines_of(std::string_view text) -> std::vector<std::string_view> {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

auto folder_of(std::string_view path) -> std::string_view {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

auto is_source(std::string_view path) -> bool {
  return path.ends_with(".cpp") || path.ends_with(".hpp") || path.ends_with(".js") || path.ends_with(".mjs");
}

auto includes_of(std::string_view text) -> std::vector<include_line> {
  std::vector<include_line> found;
  for (auto line : lines_of(text)) {
    const auto skip_blanks = [&] {
      line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    };
    skip_blanks();
    if (!line.starts_with('#')) continue;
    line.remove_prefix(1);
    skip_blanks();
    if (!line.starts_with("include")) continue;
    line.remove_prefix(7);
    skip_blanks();
    if (!line.starts_with('"') && !line.starts_with('<')) continue;
    const bool is_own = line.starts_with('"');
    line.remove_prefix(1);
    found.push_back({line.substr(0, line.find(is_own ? '"' : '>')), is_own});
  }
  return found;
}

}  // namespace waybill::tidy
