#include "domains/bookmarks/export_parts.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "formats/json/minified.hpp"
#include "formats/text.hpp"

namespace waybill::bookmarks {
namespace {

/// The value of a member, as it is spelled; "": there is none. Of two the last counts.
auto spelled_in_extra(const bookmark& from, std::string_view lowered) -> std::string_view {
  std::string_view found;
  formats::json::minified_members walk(from.extra);
  for (formats::json::minified_member each; walk.next(each);)
    if (text::equals_ignoring_case(each.key, lowered)) found = each.value;
  return found;
}

/// U+FFFE or U+FFFF.
auto ends_with_no_character(std::string_view text) -> bool {
  return text.ends_with("\xEF\xBF\xBE") || text.ends_with("\xEF\xBF\xBF");
}

}  // namespace

auto folder_of(const bookmark& from) -> std::vector<std::string> {
  const auto list = nlohmann::json::parse(spelled_in_extra(from, "folder"), nullptr, false);
  std::vector<std::string> names;
  if (!list.is_array()) return names;
  for (const auto& name : list)
    if (name.is_string()) names.push_back(name.get<std::string>());
  return names;
}

auto said_in_extra(const bookmark& from, std::string_view lowered) -> std::string {
  const auto value = spelled_in_extra(from, lowered);
  if (value.size() < 2 || value.front() != '"') return std::string(value);
  return text::json_unescaped(value.substr(1, value.size() - 2));
}

auto is_marked(const bookmark& from, std::string_view lowered) -> bool {
  const auto said = said_in_extra(from, lowered);
  return said == "1" || text::equals_ignoring_case(said, "true") || text::equals_ignoring_case(said, "yes");
}

void append_markup(std::string_view text, std::string& out) {
  for (const char c : text) {
    if (c == '&')
      out.append("&amp;");
    else if (c == '<')
      out.append("&lt;");
    else if (c == '>')
      out.append("&gt;");
    else if (c == '"')
      out.append("&quot;");
    else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t')
      out.push_back(c);
    if (ends_with_no_character(out)) out.resize(out.size() - 3);
  }
}

auto seconds_of(instant at) -> std::string {
  return std::to_string(std::max<std::int64_t>(at.us, 0) / 1'000'000);
}

void folder_walk::go_to(std::vector<std::string> folder, const opener& open, const closer& close) {
  const auto common = static_cast<std::size_t>(std::ranges::mismatch(now_, folder).in1 - now_.begin());
  for (auto depth = now_.size(); depth > common; --depth) close(depth);
  for (auto depth = common; depth < folder.size(); ++depth) open(folder[depth], depth);
  now_ = std::move(folder);
}

}  // namespace waybill::bookmarks
