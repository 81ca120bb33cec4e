#include "formats/text_shape.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "formats/text.hpp"
#include "formats/written_markup.hpp"

namespace waybill::formats {
namespace {

constexpr std::string_view as_json = "Export it as JSON.";

struct beginning {
  std::string_view lowered;
  text_shape means;
};

/// What a text begins with, in any letter case.
constexpr std::array beginnings{
    beginning{"<!doctype netscape-bookmark",
              {"a browser's bookmarks file (HTML)", "Export the bookmarks as JSON."}},
    beginning{"<!doctype html", {"an HTML page", {}}},
    beginning{"<html", {"an HTML page", {}}},
    beginning{"<head", {"an HTML page", {}}},
    beginning{"<body", {"an HTML page", {}}},
    beginning{"begin:vcard", {"a list of contacts (vCard)", {}}},
    beginning{"begin:vcalendar", {"a calendar (iCalendar)", {}}},
    beginning{"[internetshortcut]", {"a shortcut to one page", {}}},
    beginning{"mime-version:", {"an e-mail or a saved page (MHTML)", {}}},
};

/// The root of an XML document, and its doctype.
constexpr std::array roots{
    beginning{"<rss", {"an RSS feed", {}}},
    beginning{"<rdf:rdf", {"an RSS feed (RDF)", {}}},
    beginning{"<feed", {"an Atom feed", {}}},
    beginning{"<opml", {"an OPML list of feeds", as_json}},
    beginning{"<plist",
              {"a property list (XML)",
               "Safari's bookmarks are one: export them from its menu File, or make XML of it with plutil."}},
    beginning{"<!doctype plist",
              {"a property list (XML)",
               "Safari's bookmarks are one: export them from its menu File, or make XML of it with plutil."}},
    beginning{"<svg", {"an image (SVG)", {}}},
    beginning{"<!doctype svg", {"an image (SVG)", {}}},
    beginning{"<html", {"an HTML page", {}}},
    beginning{"<!doctype html", {"an HTML page", {}}},
    beginning{"<urlset", {"a sitemap", as_json}},
    beginning{"<sitemapindex", {"an index of sitemaps", as_json}},
    beginning{"<xbel", {"a list of bookmarks (XBEL)", as_json}},
};

constexpr text_shape xml{"an XML document", as_json};

auto is_letter(char c) -> bool { return text::lower(c) >= 'a' && text::lower(c) <= 'z'; }

/// Takes blanks, comments and the declaration off the front of markup.
auto without_prolog(std::string_view markup) -> std::string_view {
  for (;;) {
    markup.remove_prefix(std::min(markup.find_first_not_of(" \t\r\n"), markup.size()));
    const std::string_view closing = markup.starts_with("<!--") ? "-->"
                                     : markup.starts_with("<?") ? "?>"
                                                                : "";
    const auto end = closing.empty() ? std::string_view::npos : markup.find(closing);
    if (end == std::string_view::npos) return markup;
    markup.remove_prefix(end + closing.size());
  }
}

auto markup_of(std::string_view text) -> std::optional<text_shape> {
  const auto root = without_prolog(text);
  for (const auto& [lowered, means] : beginnings)
    if (text::starts_ignoring_case(root, lowered)) return means;
  if (!text.starts_with('<')) return std::nullopt;
  for (const auto& [lowered, means] : roots)
    if (text::starts_ignoring_case(root, lowered)) return means;
  const bool is_markup =
      root.size() < text.size() || root.starts_with("<!") || (root.size() > 2 && is_letter(root[1]));
  return is_markup && text.find('>') != std::string_view::npos ? std::optional(xml) : std::nullopt;
}

/// The first lines that are not empty; the last one of a text that goes on may be cut, and is left out then.
auto first_lines(std::string_view text) -> std::vector<std::string_view> {
  constexpr std::size_t enough = 12;
  std::vector<std::string_view> lines;
  while (!text.empty() && lines.size() < enough) {
    const auto end = std::min(text.find_first_of("\r\n"), text.size());
    if (const auto line = text.substr(0, end); !text::is_blank(line)) lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

auto begins_with_url(std::string_view line) -> bool {
  line = text::trimmed(line);
  for (const std::string_view scheme : {"http://", "https://", "ftp://"})
    if (text::starts_ignoring_case(line, scheme)) return line.size() > scheme.size();
  return text::starts_ignoring_case(line, "www.");
}

/// One a line, with or without a title behind it.
auto is_url_list(const std::vector<std::string_view>& lines) -> bool {
  std::size_t urls = 0;
  std::size_t others = 0;
  for (const auto line : lines) {
    if (text::trimmed(line).starts_with('#')) continue;
    ++(begins_with_url(line) ? urls : others);
  }
  return urls > 0 && urls >= 2 * others;
}

/// How often `delimiter` stands outside of quotes.
auto cells_between(std::string_view line, char delimiter) -> std::size_t {
  std::size_t count = 0;
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    if (c == delimiter && !quoted) ++count;
  }
  return count;
}

auto holds_url(std::string_view line) -> bool { return line.find("://") != std::string_view::npos; }

/// Most lines have as many cells as the first, or the cells hold URLs.
auto is_table(const std::vector<std::string_view>& lines, char delimiter) -> bool {
  const auto width = lines.empty() ? 0 : cells_between(lines.front(), delimiter);
  if (width == 0) return false;
  const auto alike = static_cast<std::size_t>(std::count_if(
      lines.begin(), lines.end(), [&](auto line) { return cells_between(line, delimiter) == width; }));
  const bool urls = std::any_of(lines.begin(), lines.end(), holds_url);
  if (lines.size() < 2) return urls;
  return alike > 1 && (4 * alike >= 3 * lines.size() || urls);
}

auto table_of(const std::vector<std::string_view>& lines) -> std::optional<text_shape> {
  if (is_table(lines, '\t')) return text_shape{"a table with tabs (TSV)", as_json};
  for (const char delimiter : {',', ';', '|'})
    if (is_table(lines, delimiter)) return text_shape{"a CSV table", as_json};
  return std::nullopt;
}

/// Names in brackets, as SQL Server writes them: `[id],[name]`. A list of JSON ends with its bracket, and
/// holds no bare words.
auto begins_with_name_in_brackets(std::string_view text) -> bool {
  const auto line = text.substr(0, text.find_first_of("\r\n"));
  const auto end = line.find(']');
  if (!line.starts_with('[') || end == std::string_view::npos) return false;
  const auto name = text::trimmed(line.substr(1, end - 1));
  if (name.empty() || name.find_first_of("\"[{") != std::string_view::npos) return false;
  const auto rest = line.substr(end + 1);
  if (!rest.empty()) return std::string_view(",;\t|").find(rest.front()) != std::string_view::npos;
  return is_letter(name.front()) && name != "true" && name != "false" && name != "null" &&
         name.find(',') == std::string_view::npos;
}

/// `[[Note]]`, `["Quoted" title](url)`, `[](url)` and `{title} url`: of lists in lists of JSON each begins
/// with a value, and behind a text in a list stands a comma or a bracket.
auto begins_with_words_in_brackets(std::string_view text) -> bool {
  const auto line = text.substr(0, text.find_first_of("\r\n"));
  // Outside of its texts JSON has no bracket behind another one's end.
  if (const auto at = line.find("](");
      at != std::string_view::npos && line.substr(0, at).find('"') == std::string_view::npos)
    return true;
  if (line.starts_with('{')) {
    const auto closed = line.substr(0, line.find('"')).find("} ");
    return closed != std::string_view::npos && closed + 2 < line.size() && is_letter(line[closed + 2]);
  }
  const auto begun = line.find_first_not_of("[ \t");
  if (!line.starts_with('[') || begun == std::string_view::npos) return false;
  if (line[begun] != '"')
    return line.starts_with("[[") &&
           std::string_view("]{}-0123456789tfn").find(line[begun]) == std::string_view::npos;
  const auto end = line.find_first_of("\"\\", begun + 1);
  if (end == std::string_view::npos || line[end] != '"') return false;
  const auto behind = line.find_first_not_of(" \t", end + 1);
  return behind != std::string_view::npos && line[behind] != ',' && line[behind] != ']';
}

/// A few characters may be anything that went wrong.
constexpr std::size_t least_prose_bytes = 64;

}  // namespace

auto begins_as_json(std::string_view text) -> bool {
  const auto first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && (text[first] == '{' || text[first] == '[') &&
         !begins_with_markdown_link(text.substr(first)) &&
         !begins_with_name_in_brackets(text.substr(first)) &&
         !begins_with_words_in_brackets(text.substr(first));
}

auto shape_of_markup(std::string_view text) -> text_shape {
  return markup_of(text::trimmed(text)).value_or(text_shape{});
}

auto shape_of_text(std::string_view text) -> text_shape {
  text = text::trimmed(text);
  if (const auto markup = markup_of(text)) return *markup;
  if (begins_as_json(text)) return {};
  const auto lines = first_lines(text);
  // What stands above its columns is a header, and no line of a list that is wrong.
  const bool is_headed = !lines.empty() && !begins_with_url(lines.front()) && table_of(lines);
  if (!is_headed && is_url_list(lines)) return {"a list of URLs", as_json};
  if (is_yaml(lines)) return {"a YAML document", as_json};
  if (is_markdown(lines) && !(holds_url(lines.front()) && table_of(lines)))
    return {"a Markdown document", {}};
  if (const auto table = table_of(lines)) return *table;
  // JSON begins with no letter of a script beyond ASCII, which may do without blanks.
  const bool is_foreign = !text.empty() && static_cast<unsigned char>(text.front()) >= 0x80;
  const bool is_prose = text.size() >= least_prose_bytes &&
                        (is_foreign || (text.find(' ') != std::string_view::npos && !text.starts_with('"')));
  return is_prose ? text_shape{"plain text", {}} : text_shape{};
}

}  // namespace waybill::formats
