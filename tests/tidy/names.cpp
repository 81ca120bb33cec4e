// Files that a text names: whoever looks for one must find it.
#include <algorithm>
#include <set>

#include "tests/tidy/tree.hpp"

namespace waybill::tidy {
namespace {

constexpr std::string_view name_bytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-";

auto base_of(std::string_view path) -> std::string_view { return path.substr(path.rfind('/') + 1); }

/// A file of the source tree, as far as its ending tells.
auto looks_like_ours(std::string_view word) -> bool {
  for (const std::string_view ending : {".cpp", ".hpp", ".md", ".mjs", ".cmake"})
    if (word.ends_with(ending) && base_of(word).size() > ending.size()) return true;
  return false;
}

auto words_of(std::string_view text) -> std::vector<std::string_view> {
  std::vector<std::string_view> words;
  for (auto at = text.find_first_of(name_bytes); at != std::string_view::npos;
       at = text.find_first_of(name_bytes, at)) {
    const auto end = std::min(text.find_first_not_of(name_bytes, at), text.size());
    auto word = text.substr(at, end - at);
    while (word.ends_with('.')) word.remove_suffix(1);
    words.push_back(word);
    at = end;
  }
  return words;
}

/// The whole of a document; of code only its comments.
auto prose_of(std::string_view path, std::string_view text) -> std::string {
  if (path.ends_with(".md")) return std::string{text};
  std::string prose;
  for (const auto line : lines_of(text))
    if (const auto at = line.find("//"); at != std::string_view::npos) prose.append(line.substr(at)) += '\n';
  return prose;
}

auto is_read(std::string_view path) -> bool {
  // The changes name what was there once; tests plant names that are nowhere.
  return (is_source(path) || path.ends_with(".md")) && !path.starts_with("tests/tidy/") &&
         path != "CHANGELOG.md";
}

}  // namespace

auto check_names(const tree& files) -> findings {
  findings found;
  std::set<std::string_view> bases;
  for (const auto& [path, text] : files) bases.insert(base_of(path));
  for (const auto& [path, text] : files) {
    if (!is_read(path)) continue;
    const auto prose = prose_of(path, text);
    for (const auto word : words_of(prose)) {
      const bool is_path = word.find('/') != std::string_view::npos;
      const bool there = is_path ? files.contains(std::string{word}) ||
                                       files.contains(std::string{folder_of(path)} + "/" + std::string{word})
                                 : bases.contains(word);
      if (looks_like_ours(word) && !word.starts_with('/') && !there)
        found.push_back(path + " names " + std::string{word} + ", which is not in the tree");
    }
    for (const std::string_view cited : {"spec/", "spec \"", "spec of the"})
      if (prose.find(cited) != std::string::npos)
        found.push_back(path + " cites a text that is not in the tree: " + std::string{cited});
  }
  return found;
}

}  // namespace waybill::tidy
