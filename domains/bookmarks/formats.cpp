#include "domains/bookmarks/formats.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "domains/bookmarks/kind.hpp"
#include "domains/recognised_file.hpp"
#include "formats/byte_source.hpp"
#include "formats/encoding.hpp"
#include "formats/extension.hpp"
#include "formats/links/producers.hpp"
#include "formats/links/urls.hpp"
#include "formats/recognise.hpp"
#include "formats/text.hpp"

namespace waybill::bookmarks {
namespace {

constexpr std::string_view utf_8_mark = "\xEF\xBB\xBF";
constexpr std::string_view begins_as_json =
    "It begins as JSON does, and not as another program's file of bookmarks.";

/// As often as somebody put one there.
auto without_marks(std::string_view text, std::string_view mark) -> std::string_view {
  while (!mark.empty() && text.starts_with(mark)) text.remove_prefix(mark.size());
  return text;
}

auto is_table(std::string_view shape) -> bool {
  return shape.starts_with("a CSV table") || shape.starts_with("a table with tabs (TSV)");
}

auto foreign(std::string_view first) -> error {
  const auto found = formats::recognise(first);
  // Such are read when they have one.
  if (is_table(found.name))
    return {errc::unknown_format, "The table has no column `url`: its first line has to name one.", {}};
  auto sentence = "The file is " + found.name + ", which no import of bookmarks reads.";
  if (!found.advice.empty()) sentence.append(" ").append(found.advice);
  return {errc::unknown_format, std::move(sentence), {}};
}

auto format_named(std::string_view name) -> const link_format* {
  return &*std::ranges::find(link_formats(), name, &link_format::name);
}

/// Text that people write by hand; `shape`: what it seems to be.
auto is_prose(std::string_view shape) -> bool {
  constexpr std::array<std::string_view, 4> all{"a Markdown document", "plain text", "a list of URLs",
                                                "a YAML document"};
  return shape.empty() || std::ranges::any_of(all, [&](auto one) { return shape.starts_with(one); });
}

/// Of a file that is read only when somebody says what it is.
auto unsaid(const link_format& format) -> error {
  if (format.name == "urls")
    return {
        errc::unknown_format,
        "The file is a text with URLs, and too few of its lines are links; say that its format is 'urls'.",
        {}};
  return {errc::unknown_format,
          "The file is a table with URLs, of no program that is known; say that its format is 'csv'.",
          {}};
}

auto check_of(std::string_view first) -> result<std::unique_ptr<file_check>> {
  const auto found = format_of(first);
  if (!found) return found.why();
  return found->links == nullptr ? activitystreams_checker(found->evidence) : links_checker(*found);
}

}  // namespace

auto name_of(const found_format& found) -> std::string_view {
  return found.links == nullptr ? activitystreams_name : found.links->name;
}

auto found_text(std::string_view format, std::string_view evidence) -> std::string {
  if (evidence.empty()) return {};
  return nlohmann::ordered_json{{"format_found", {{"format", format}, {"evidence", evidence}}}}.dump();
}

auto findings_of(const found_file& file) -> std::string {
  nlohmann::ordered_json all;
  all["format_found"] = {{"format", file.format}, {"evidence", file.evidence}};
  all["left_out"] = file.left_out;
  all["warnings"] = nlohmann::ordered_json::array();
  if (file.is_truncated) all["warnings"].push_back("file_truncated");
  if (file.is_guessed) all["warnings"].push_back("encoding_guessed");
  if (file.records == 0) all["warnings"].push_back("nothing_found");
  return all.dump();
}

auto beginning_of(std::string_view first, std::string& room) -> beginning {
  auto wide = formats::wide_encoding_of(first);
  if (!wide.name.empty()) {
    const auto wide_mark = first.substr(0, wide.mark_bytes);
    wide.mark_bytes = 0;
    room = formats::narrowed(without_marks(first, wide_mark), wide);
  }
  const auto text = wide.name.empty() ? without_marks(first, utf_8_mark) : std::string_view(room);
  return {first, text, formats::extension_of(first) == "json"};
}

auto format_of(std::string_view first) -> result<found_format> {
  std::string room;
  const auto begun = beginning_of(first, room);
  for (const auto& one : link_formats())
    if (const auto why = one.evidence(begun); !why.empty()) return found_format{&one, why};
  // A table of a program that nobody knows is read when somebody says that it is one of links.
  if (formats::links::table_by_columns(first)) return found_format{format_named("csv"), {}};
  const auto shape = formats::recognise(first).name;
  // So is a text of which a few lines are links, also when its signs look like those of a table.
  if (!begun.is_json && (is_prose(shape) || is_table(shape)) && formats::links::holds_link(begun.text))
    return found_format{format_named("urls"), {}};
  if (!shape.empty()) return foreign(first);
  return found_format{nullptr, begun.is_json ? begins_as_json : std::string_view{}};
}

auto recognise_file(std::string_view format, std::string_view first) -> result<done> {
  const auto all = link_formats();
  const bool is_known = format == "auto" || format == activitystreams_name ||
                        std::ranges::find(all, format, &link_format::name) != all.end();
  if (!is_known) return no_such_format(format);
  const auto found = format_of(first);
  if (!found) return found.why();
  const bool is_unsaid_text = name_of(*found) == "urls" && found->evidence.empty();
  if (is_unsaid_text && format != "urls" && is_table(formats::recognise(first).name)) return foreign(first);
  if (format == "auto" && found->links != nullptr && found->evidence.empty()) return unsaid(*found->links);
  // What nobody recognises is told apart by its check.
  // What is a table for one program is a table for everybody.
  const bool is_table = format == "csv" && formats::links::table_by_columns(first);
  if (format == "auto" || format == name_of(*found) || is_table) return done{};
  const bool is_table_found = found->links != nullptr && found->links->name == "csv";
  if (found->evidence.empty() && !is_table_found)
    return error{errc::unknown_format, "The file is not what '" + std::string(format) + "' means.", {}};
  return error{errc::unknown_format,
               "The file is '" + std::string(name_of(*found)) + "', and not '" + std::string(format) + "'.",
               {}};
}

auto file_checker() -> std::unique_ptr<file_check> { return recognising_check(check_of); }

auto file_records(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                  const reading_order& order) -> std::unique_ptr<record_source> {
  const auto again = formats::open_file(order.path, 0);
  const auto found = format_of(again ? formats::first_bytes_of(*again) : std::string());
  if (!found) return broken_records();
  if (found->links != nullptr) return links_records(*found->links, from, order);
  return activitystreams_source(std::move(bytes), from, order.import_time, order.limits);
}

}  // namespace waybill::bookmarks
