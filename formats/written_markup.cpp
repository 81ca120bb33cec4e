#include "formats/written_markup.hpp"

#include <algorithm>

#include "formats/text.hpp"

namespace waybill::formats {
namespace {

auto is_key_character(char c) -> bool {
  return (text::lower(c) >= 'a' && text::lower(c) <= 'z') || text::is_digit(c) || c == '_' || c == '-' ||
         c == '.';
}

/// `key: value` or `key:`; a key is one plain word, so that prose with a colon is none.
auto is_yaml_pair(std::string_view line) -> bool {
  const auto end = std::find_if_not(line.begin(), line.end(), is_key_character);
  const auto key = line.substr(0, static_cast<std::size_t>(end - line.begin()));
  const auto rest = line.substr(key.size());
  return !key.empty() && !text::is_digit(key.front()) && key.front() != '-' &&
         (rest == ":" || rest.starts_with(": "));
}

auto is_list_mark(std::string_view line) -> bool { return line == "-" || line.starts_with("- "); }

auto after_list_marks(std::string_view line) -> std::string_view {
  while (is_list_mark(line)) line = text::trimmed(line.substr(1));
  return line;
}

/// `[words](target` or `![words](target` anywhere in it.
auto holds_link(std::string_view line) -> bool {
  for (auto at = line.find("]("); at != std::string_view::npos; at = line.find("](", at + 1)) {
    const auto open = line.rfind('[', at);
    if (open != std::string_view::npos && open + 1 <= at && line.find(')', at) != std::string_view::npos)
      return true;
  }
  return false;
}

/// `[1]: https://...`
auto is_reference(std::string_view line) -> bool {
  const auto end = line.find("]: ");
  return line.size() > 1 && line.front() == '[' && line[1] != '"' && end != std::string_view::npos &&
         line.find("://", end) != std::string_view::npos;
}

/// `# Words`, up to six of them.
auto is_heading(std::string_view line) -> bool {
  const auto marks = std::min(line.find_first_not_of('#'), line.size());
  return marks >= 1 && marks <= 6 && marks + 1 < line.size() && line[marks] == ' ';
}

/// A line under a heading.
auto is_underline(std::string_view line) -> bool {
  return line.size() >= 3 && line.find_first_not_of('=') == std::string_view::npos;
}

}  // namespace

auto is_yaml(std::span<const std::string_view> lines) -> bool {
  if (!lines.empty() && lines.front().starts_with("%YAML ")) return true;
  std::size_t pairs = 0;
  std::size_t others = 0;
  bool begun = false;
  bool listed = false;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    const auto line = lines[at];
    const auto bare = text::trimmed(line);
    if (bare.starts_with('#')) continue;
    if (bare == "---" || bare == "...") {
      // It may have been the matter in front of another text.
      if (pairs > 0) return others == 0 && (at + 1 == lines.size() || is_yaml(lines.subspan(at)));
      begun = true;
      continue;
    }
    const auto said = after_list_marks(bare);
    listed = listed || said.size() < bare.size();
    if (is_yaml_pair(said)) {
      ++pairs;
    } else if (said.size() == bare.size() && (line.front() != ' ' || pairs == 0)) {
      ++others;
    }
  }
  return others == 0 && (pairs > 1 || (pairs == 1 && (begun || listed)));
}

auto is_markdown(std::span<const std::string_view> lines) -> bool {
  for (std::size_t at = 0; at < lines.size(); ++at) {
    const auto line = text::trimmed(lines[at]);
    if (holds_link(line) || is_reference(line)) return true;
    const bool goes_on = at + 1 < lines.size();
    if (is_heading(line) && goes_on) return true;
    if (goes_on && is_underline(text::trimmed(lines[at + 1]))) return true;
  }
  return false;
}

auto begins_with_markdown_link(std::string_view text) -> bool {
  if (!text.starts_with('[')) return false;
  const auto end = text.find_first_of("]\"{");
  if (end == std::string_view::npos || text[end] != ']' || end == 1) return false;
  const auto rest = text.substr(end + 1);
  return rest.starts_with('(') || rest.starts_with(": ");
}

}  // namespace waybill::formats
