// A kind is a room on each floor, and a line in each floor's list: nothing else of the product knows it by
// name.
#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "tests/tidy/tree.hpp"

namespace waybill::tidy {
namespace {

/// Where the rooms are: the folder of a kind's name in these.
constexpr std::array<std::string_view, 5> floors{"domains/", "projections/", "http/kinds/", "http/web/kinds/",
                                                 "cli/kinds/"};
/// The lists of the rooms.
constexpr std::array<std::string_view, 5> lists{"domains/kinds.cpp", "projections/kinds.cpp",
                                                "http/kinds/kinds.cpp", "http/web/kinds.js",
                                                "cli/kinds/kinds.cpp"};
constexpr std::array<std::string_view, 7> product{
    "events/", "config/", "domains/", "projections/",
    "actors/", "http/",   "cli/"};  // formats tell foreign files

/// The words of a kind whose name is nothing else in this house; of the others, what names them in code.
struct own_word {
  std::string_view kind;
  std::string_view word;
};
// Rows are also what read models are made of.
constexpr std::array own_words{own_word{"bookmarks", "bookmark"}, own_word{"rows", "domains/rows"}};

/// A kind that is built on what another has: leads come in the files of tables.
struct built_on {
  std::string_view kind;
  std::string_view other;
};
constexpr std::array neighbours{built_on{"leads", "rows"}};

auto begins_with_one_of(std::string_view path, const auto& beginnings) -> bool {
  return std::any_of(beginnings.begin(), beginnings.end(), [&](auto one) { return path.starts_with(one); });
}

/// Every folder of `domains/` is a kind.
auto kinds_of(const tree& files) -> std::set<std::string> {
  constexpr std::string_view floor = "domains/";
  std::set<std::string> kinds;
  for (const auto& [path, text] : files) {
    const auto folder = folder_of(path);
    if (folder.starts_with(floor))
      kinds.emplace(folder.substr(floor.size(), folder.find('/', floor.size()) - floor.size()));
  }
  return kinds;
}

auto is_room_of(std::string_view kind, std::string_view path) -> bool {
  return std::any_of(floors.begin(), floors.end(), [&](std::string_view floor) {
    return path.starts_with(std::string(floor) + std::string(kind) + "/");
  });
}

auto may_say(std::string_view path, std::string_view kind) -> bool {
  return is_room_of(kind, path) ||
         std::any_of(neighbours.begin(), neighbours.end(),
                     [&](const built_on& one) { return one.other == kind && is_room_of(one.kind, path); });
}

auto words_of(const std::string& kind) -> std::vector<std::string> {
  for (const auto& own : own_words)
    if (own.kind == kind) return {std::string(own.word)};
  return {"\"" + kind + "\"", "'" + kind + "'", kind + "::", "/" + kind, kind + "/"};
}

auto lowered(std::string_view text) -> std::string {
  std::string low(text);
  std::transform(low.begin(), low.end(), low.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return low;
}

void check_words(const std::string& path, const std::string& text, const std::string& kind, findings& found) {
  const auto low = lowered(text);
  for (const auto& word : words_of(kind)) {
    const auto at = low.find(word);
    if (at == std::string::npos) continue;
    const auto line = 1 + std::count(low.begin(), low.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    found.push_back(path + ":" + std::to_string(line) + " says " + word +
                    ", which is a word of the rooms of " + kind);
    return;
  }
}

/// All headers of ours that a file reaches.
void reach(const std::string& path, const tree& files, std::set<std::string>& reached) {
  const auto at = files.find(path);
  if (at == files.end()) return;
  for (const auto& line : includes_of(at->second))
    if (line.is_own && reached.insert(std::string{line.target}).second)
      reach(std::string{line.target}, files, reached);
}

void check_reach(const std::string& path, const tree& files, const std::set<std::string>& kinds,
                 findings& found) {
  std::set<std::string> reached;
  reach(path, files, reached);
  for (const auto& kind : kinds) {
    if (may_say(path, kind)) continue;
    for (const auto& header : reached)
      if (header.starts_with("domains/" + kind + "/"))
        found.push_back(path + " reaches " + header + ", and is no room of " + kind);
  }
  for (const auto& line : includes_of(files.at(path)))
    if (line.is_own && line.target.starts_with("domains/") && folder_of(line.target) == "domains")
      found.push_back(path + " includes " + std::string(line.target) + "; ask the floors between");
}

}  // namespace

auto check_kinds(const tree& files) -> findings {
  findings found;
  const auto kinds = kinds_of(files);
  for (const auto& [path, text] : files) {
    const bool is_read = is_source(path) || path.ends_with(".css") || path.ends_with(".html");
    if (!is_read || !begins_with_one_of(path, product)) continue;
    if (std::find(lists.begin(), lists.end(), path) == lists.end())
      for (const auto& kind : kinds)
        if (!may_say(path, kind)) check_words(path, text, kind, found);
    if ((path.starts_with("http/") || path.starts_with("cli/")) &&
        (path.ends_with(".cpp") || path.ends_with(".hpp")))
      check_reach(path, files, kinds, found);
  }
  return found;
}

}  // namespace waybill::tidy
