#include <algorithm>
#include <array>

#include "formats/csv/decoder.hpp"
#include "formats/csv/table.hpp"
#include "formats/encoding.hpp"
#include "formats/links/parts.hpp"
#include "formats/links/table_columns.hpp"
#include "formats/links/tables.hpp"
#include "formats/text.hpp"

namespace waybill::formats::links {
namespace {

using namespace std::string_view_literals;

constexpr std::array ours{"url"sv,      "title"sv,      "description"sv, "tags"sv,
                          "feed_url"sv, "created_at"sv, "updated_at"sv};
constexpr std::array instapaper{"url"sv, "title"sv, "selection"sv, "folder"sv};
constexpr std::array pocket{"title"sv, "url"sv, "time_added"sv, "tags"sv, "status"sv};
constexpr std::array raindrop{"title"sv, "excerpt"sv, "url"sv, "folder"sv, "tags"sv, "created"sv};
constexpr std::array readwise{"title"sv, "url"sv, "document tags"sv, "saved date"sv};
constexpr std::array wallabag{"title"sv, "url"sv, "content"sv, "tags"sv, "mime type"sv, "creation date"sv};
constexpr std::array linkding{"url"sv, "title"sv, "tag_names"sv, "date_added"sv};

constexpr std::array<table_shape, 7> shapes{{
    {.name = "csv",
     .evidence = "Its first line names the columns that Waybill writes.",
     .columns = ours,
     .url = "url",
     .title = "title",
     .description = "description",
     .tags = "tags",
     .created = "created_at",
     .updated = "updated_at",
     .folder = "",
     .feed_url = "feed_url",
     .is_ours = true},
    {.name = "instapaper",
     .evidence = "Its first line names Instapaper's columns: URL, Title, Selection, Folder.",
     .columns = instapaper,
     .url = "url",
     .title = "title",
     .description = "selection",
     .tags = "tags",
     .created = "timestamp",
     .updated = "",
     .folder = "folder",
     .feed_url = "",
     .has_states = true},
    {.name = "pocket",
     .evidence = "Its first line names Pocket's columns: title, url, time_added, tags, status.",
     .columns = pocket,
     .url = "url",
     .title = "title",
     .description = "",
     .tags = "tags",
     .created = "time_added",
     .updated = "",
     .folder = "",
     .feed_url = "",
     .tag_borders = "|"},
    {.name = "raindrop",
     .evidence = "Its first line names Raindrop's columns, with excerpt, folder and created among them.",
     .columns = raindrop,
     .url = "url",
     .title = "title",
     .description = "excerpt",
     .tags = "tags",
     .created = "created",
     .updated = "",
     .folder = "folder",
     .feed_url = "",
     .folder_borders = "/",
     .own_folder = "Unsorted"},
    {.name = "readwise",
     .evidence =
         "Its first line names Readwise Reader's columns, with Document tags and Saved date among them.",
     .columns = readwise,
     .url = "url",
     .title = "title",
     .description = "",
     .tags = "document tags",
     .created = "saved date",
     .updated = "",
     .folder = "",
     .feed_url = ""},
    {.name = "wallabag",
     .evidence = "Its first line names wallabag's columns, with MIME Type and Creation date among them.",
     .columns = wallabag,
     .url = "url",
     .title = "title",
     .description = "",
     .tags = "tags",
     .created = "creation date",
     .updated = "",
     .folder = "",
     .feed_url = "",
     .day_first = true},
    {.name = "linkding",
     .evidence = "Its first line names linkding's columns, with tag_names and date_added among them.",
     .columns = linkding,
     .url = "url",
     .title = "title",
     .description = "description",
     .tags = "tag_names",
     .created = "date_added",
     .updated = "date_modified",
     .folder = "",
     .feed_url = ""},
}};

/// As they are compared.
auto plain(std::span<const std::string> names) -> std::vector<std::string> {
  std::vector<std::string> all;
  for (const auto& one : names) all.push_back(lowered(trimmed_cell(one)));
  return all;
}

auto names_of(std::string_view first) -> std::vector<std::string> {
  std::string room;
  if (const auto wide = wide_encoding_of(first); wide.unit_bytes == 4) {
    csv::utf_32_decoder(wide.big_endian).append(first.substr(wide.mark_bytes), room);
    first = room;
  }
  const auto found = csv::find_dialect(first);
  if (found.with.header_rows == 0) return {};
  struct source final : byte_source {
    explicit source(std::string_view text) : rest(text) {}
    auto read(char* into, std::size_t size) -> std::int64_t override {
      const auto count = std::min(size, rest.size());
      rest.copy(into, count);
      rest.remove_prefix(count);
      return static_cast<std::int64_t>(count);
    }
    std::string_view rest;
  } bytes(first);
  return csv::read_head(bytes, found.with).names;
}

}  // namespace

auto known_table(std::span<const std::string> names) -> const table_shape* {
  const auto there = plain(names);
  for (const auto& one : shapes)
    if (std::ranges::all_of(one.columns, [&](std::string_view wanted) {
          return std::ranges::find(there, wanted) != there.end();
        }))
      return &one;
  return nullptr;
}

auto known_table(std::string_view first) -> const table_shape* { return known_table(names_of(first)); }

auto has_url_column(std::string_view first) -> bool {
  return columns_by_name(names_of(first)).url.has_value();
}

auto columns_by_name(std::span<const std::string> names) -> table_columns {
  static constexpr std::array urls{"url"sv, "uri"sv, "link"sv, "href"sv, "address"sv, "given_url"sv};
  static constexpr std::array titles{"title"sv, "name"sv, "given_title"sv, "resolved_title"sv};
  static constexpr std::array descriptions{"description"sv, "excerpt"sv, "summary"sv,
                                           "note"sv,        "notes"sv,   "comment"sv};
  static constexpr std::array tags{"tags"sv, "tag"sv, "labels"sv, "keywords"sv};
  static constexpr std::array created{"created_at"sv, "created"sv,    "date_added"sv, "time_added"sv,
                                      "added"sv,      "saved date"sv, "timestamp"sv,  "date"sv,
                                      "time"sv,       "published"sv};
  static constexpr std::array updated{"updated_at"sv, "updated"sv, "modified"sv, "date_modified"sv,
                                      "last_modified"sv};
  static constexpr std::array folders{"folder"sv, "collection"sv};
  static constexpr std::array feeds{"feed_url"sv, "feed"sv, "xmlurl"sv};
  const auto there = plain(names);
  const auto first_of = [&](std::span<const std::string_view> wanted) -> std::optional<std::size_t> {
    for (const auto name : wanted)
      if (const auto at = std::ranges::find(there, name); at != there.end())
        return static_cast<std::size_t>(at - there.begin());
    return std::nullopt;
  };
  return {first_of(urls),    first_of(titles),  first_of(descriptions), first_of(tags),
          first_of(created), first_of(updated), first_of(folders),      first_of(feeds)};
}

auto columns_of(const table_shape& by, std::span<const std::string> names) -> table_columns {
  const auto there = plain(names);
  const auto of = [&](std::string_view name) -> std::optional<std::size_t> {
    const auto at = std::ranges::find(there, name);
    if (name.empty() || at == there.end()) return std::nullopt;
    return static_cast<std::size_t>(at - there.begin());
  };
  return {of(by.url),     of(by.title),   of(by.description), of(by.tags),
          of(by.created), of(by.updated), of(by.folder),      of(by.feed_url)};
}

}  // namespace waybill::formats::links
