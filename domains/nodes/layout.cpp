#include "domains/nodes/layout.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "domains/kind.hpp"
#include "domains/nodes/sitemap_text.hpp"
#include "domains/nodes/table.hpp"
#include "domains/nodes/url_line.hpp"
#include "formats/encoding.hpp"
#include "formats/gzip/inflate.hpp"
#include "formats/json/list_check.hpp"
#include "formats/json/members.hpp"
#include "formats/links/text_input.hpp"
#include "formats/recognise.hpp"
#include "formats/sitemap/parser.hpp"
#include "formats/text.hpp"
#include "formats/unicode/blanks.hpp"
#include "formats/zip/archive.hpp"

namespace waybill::nodes {
namespace {

using namespace std::string_view_literals;

constexpr auto blanks = " \t\r\n"sv;

auto without_mark(std::string_view text) -> std::string_view {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  return text;
}

/// It is a table, but none of URLs: what is missing is said, and what is there instead.
auto table_without_urls(std::string_view first) -> error {
  constexpr std::size_t most_told = 20;
  constexpr std::size_t most_bytes = 60;
  const auto columns = table_names_of(first);
  std::string names;
  for (std::size_t i = 0; i < std::min(most_told, columns.size()); ++i)
    names.append(i == 0 ? "" : ", ").append(text::cut_to_bytes(text::trimmed(columns[i]), most_bytes));
  if (columns.size() > most_told) names += ", ...";
  return {errc::unknown_format,
          "The table names no column of URLs: call one 'url'. Its first line is: " + names + "."};
}

auto foreign(std::string_view first) -> error {
  const auto found = formats::recognise(first);
  if (found.name.starts_with("a CSV table") || found.name.starts_with("a table with tabs (TSV)") ||
      found.name.starts_with("a list of URLs"))
    return table_without_urls(first);
  if (found.name.empty())
    return {errc::no_urls,
            "No URLs are found in the file: a list 'urls', a column 'url' or a sitemap is expected.",
            {}};
  return {errc::unknown_format, "The file is " + found.name + ", which no import of nodes reads.", {}};
}

/// A list with a key `urls`, or alone, is a batch; of other objects there is one a line.
auto form_of_json(std::string_view text) -> file_form {
  if (text.starts_with('[')) return file_form::json_batch;
  formats::json::list_check check("urls");
  check.feed(text);
  if (check.has_list() || check.has_member("urls")) return file_form::json_batch;
  // The nested export is no list; what is missing is told once, and not as a fault of a record.
  if (check.has_member("nodes") && !check.has_member("url")) return file_form::json_batch;
  const bool is_whole = !formats::json::first_value(text).empty();
  return is_whole || check.has_member("url") ? file_form::json_lines : file_form::json_batch;
}

/// A line that is one string, and in it an address: no header of a table. Another one behind it is JSON, too.
auto is_line_of_json(std::string_view text) -> bool {
  if (!text::starts_ignoring_case(text, "\"http")) return false;
  const auto end = std::min(text.find('\n'), text.size());
  const auto line = text::trimmed(text.substr(0, end));
  const auto next = text::trimmed(text.substr(end)).substr(0, 1);
  return formats::json::first_value(line).size() == line.size() &&
         (next.empty() || next == "\"" || next == "{");
}

/// Are there lines that end with CR alone? Others would take them for one.
auto has_lone_cr(std::string_view text) -> bool {
  for (auto at = text.find('\r'); at != std::string_view::npos; at = text.find('\r', at + 1))
    if (at + 1 < text.size() && text[at + 1] != '\n') return true;
  return false;
}

/// How a line speaks for a list: it begins with a URL, or is one word that may be meant as one.
enum class line_kind : std::uint8_t { url, word, other };
auto kind_of(std::string_view line) -> line_kind {
  const auto given = url_in_line(line).url;
  if (text::starts_ignoring_case(given, "http://") || text::starts_ignoring_case(given, "https://"))
    return line_kind::url;
  const bool is_word = given.size() == line.size() && given.find_first_of("./:") != std::string_view::npos;
  return is_word ? line_kind::word : line_kind::other;
}

/// Lines that begin with URLs, and not most of them with anything else: a line that is none fails alone. What
/// stands between delimiters on all of them may be a table whose columns nobody has named.
auto is_url_list(std::string_view first) -> bool {
  auto rest = without_mark(first);
  if (has_lone_cr(rest)) return false;
  constexpr std::size_t enough = 100;
  std::array<std::size_t, 3> lines{};
  std::array<std::size_t, 3> parted{};
  for (std::size_t looked_at = 0; !rest.empty() && looked_at < enough;) {
    const auto end = std::min(rest.find('\n'), rest.size());
    const auto line = unicode::trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.empty() || line.starts_with('#')) continue;
    ++looked_at;
    const auto kind = kind_of(line);
    ++lines.at(static_cast<std::size_t>(kind));
    if (kind != line_kind::url) continue;
    for (std::size_t i = 0; i < parted.size(); ++i)
      parted.at(i) += url_in_line(line).url.find(",;|"[i]) == std::string_view::npos ? 0 : 1;
  }
  const auto [urls, words, others] = lines;
  return urls > 0 && urls + words >= others &&
         std::all_of(parted.begin(), parted.end(), [&](auto count) { return count < urls; });
}

/// XML by its first tag; what is no sitemap is called by its name.
auto layout_of_markup(std::string_view first, std::string_view text) -> result<layout> {
  namespace map = formats::sitemap;
  map::parser parser;
  parser.feed(text);
  parser.flush();
  const auto& why = parser.why();
  if (why.code == map::fault_code::refused) {
    const auto found = formats::recognise(first);
    return found.name == "an XML document" || found.name.find("sitemap") != std::string::npos
               ? error_of(why)
               : foreign(first);
  }
  if (why.code == map::fault_code::invalid_xml && parser.kind() == map::root::unknown &&
      formats::recognise(first).name.find("sitemap") != std::string::npos)
    return error_of(why);
  if (parser.kind() == map::root::urls) return layout{file_form::sitemap};
  if (parser.kind() == map::root::unknown) return foreign(first);
  std::vector<std::string> missing;
  while (const auto* const one = parser.next()) missing.push_back(one->loc);
  return index_alone(missing);
}

/// Text of two or four bytes a character: a list or a table, as their letters of ASCII tell.
auto layout_of_wide(std::string_view first) -> std::optional<layout> {
  const bool is_wide =
      formats::wide_encoding_of(first).unit_bytes > 0 || formats::wide_by_zero_bytes(first).unit_bytes > 0;
  if (!is_wide) return std::nullopt;
  if (table_head_of(first)) return layout{file_form::csv};
  formats::links::text_input input;
  std::string text(input.take(first));
  text.append(input.finish());
  if (input.is_marked() && is_url_list(text)) return layout{file_form::urls, false, true};
  return std::nullopt;
}

auto layout_of_text(std::string_view first) -> result<layout> {
  if (const auto wide = layout_of_wide(first)) return *wide;
  const auto text = without_mark(first);
  if (text.starts_with('{') || text.starts_with('[')) return layout{form_of_json(text)};
  if (is_line_of_json(text)) return layout{file_form::json_lines};
  if (text.starts_with('<')) return layout_of_markup(first, text);
  if (table_head_of(first)) return layout{file_form::csv};
  if (is_url_list(first)) return layout{file_form::urls};
  return foreign(first);
}

/// Office documents are ZIPs too, and called by their names.
auto layout_of_archive(std::string_view first) -> result<layout> {
  if (formats::recognise(first).name != "a ZIP archive") return foreign(first);
  return layout{file_form::archive};
}

}  // namespace

auto layout_of(std::string_view first) -> result<layout> {
  if (first.starts_with(formats::zip::signature)) return layout_of_archive(first);
  if (!first.starts_with(formats::gzip::signature)) return layout_of_text(first);
  const auto inside = formats::gzip::beginning_of(first, formats::recognised_bytes);
  if (inside.empty()) return error{errc::archive_damaged, "The gzip file cannot be unpacked.", {}};
  auto found = layout_of_text(inside);
  if (!found) return found.why();
  found->gzip = true;
  return found;
}

auto name_of(file_form form) -> std::string_view {
  switch (form) {
    case file_form::json_batch:
      return "json_batch";
    case file_form::json_lines:
      return "json_lines";
    case file_form::csv:
      return "csv";
    case file_form::sitemap:
      return "sitemap";
    case file_form::archive:
      return "sitemap_zip";
    case file_form::urls:
      return "urls";
  }
  return {};
}

auto recognise_file(std::string_view format, std::string_view first) -> result<done> {
  constexpr std::array known{"auto"sv,    "json_batch"sv,  "json_lines"sv, "csv"sv,
                             "sitemap"sv, "sitemap_zip"sv, "urls"sv};
  if (std::find(known.begin(), known.end(), format) == known.end()) return no_such_format(format);
  const auto found = layout_of(first);
  if (!found) return found.why();
  const auto name = name_of(found->form);
  if (format == "auto" || format == name) return done{};
  return {errc::unknown_format,
          "The file is of the format '" + std::string(name) + "', not '" + std::string(format) + "'."};
}

}  // namespace waybill::nodes
