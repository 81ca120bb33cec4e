#include "http/kinds/bookmarks/room.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "http/kinds/bookmarks/resources.hpp"
#include "http/openapi.hpp"
#include "http/resources/resources.hpp"

namespace waybill::http {
namespace {

using namespace route_lines;

const query_words tag_filter{"tag", "A tag that has to be there; may repeat.", text, true};

auto lines() -> std::vector<line> {
  const std::string_view all = "/api/v1/bookmarks", one = "/api/v1/bookmarks/{identity}";
  const query_words q{"q",
                      "Words that must be there, in title, url, description or tags; also `begin*`, `\"a "
                      "phrase\"`, `-without`, `tag:`, `site:`, `before:`, `after:`.",
                      text};
  const query_words format{
      "format",
      "`netscape` is what browsers import; `json` is as Pinboard writes it; `opml` has those with a feed.",
      R"({"type":"string","enum":["activitystreams","netscape","csv","json","opml"],"default":"activitystreams"})"};
  const query_words since{
      "since", "Only those created or updated since this date, or since so long ago: `12h`, `30d`, `8w`.",
      text};
  const query_words newest{"limit", "Only so many of the newest, 1 to 10000.",
                           R"({"type":"integer","minimum":1,"maximum":10000})"};
  const query_words sort{"sort", "`count`: those of the most bookmarks first; `tag`: in byte order.",
                         R"({"type":"string","enum":["tag","count"],"default":"tag"})"};
  return {
      get(all, list_bookmarks, "listBookmarks", "BookmarkList", "Own bookmarks, newest first.")
          .asks({q, tag_filter, limit, cursor}),
      get("/api/v1/bookmarks/export", export_bookmarks, "exportBookmarks",
          "application/ld+json,text/html,text/csv,application/json,text/x-opml", "Own bookmarks as a file.")
          .asks({format, q, tag_filter, since, newest})
          .lasts(),
      get("/api/v1/bookmarks/tags", list_tags, "listTags", "TagList",
          "Own tags, each with the number of bookmarks that carry it. A cursor belongs to its order.")
          .asks({sort, limit, cursor}),
      get(one, get_bookmark, "getBookmark", "Bookmark", "One bookmark."),
      remove(one, delete_bookmark, "deleteBookmark", "Delete a bookmark; the log keeps what it was."),
      get("/api/v1/bookmarks/{identity}/history", bookmark_history, "bookmarkHistory", "HistoryList",
          "Every change of a bookmark, oldest first.")
          .asks({limit, cursor}),
      get("/bookmarks", show_page, "", "text/html", "").of_pages(),
      get("/bookmarks/{identity}", show_page, "", "text/html", "").of_pages(),
  };
}

// As JSON text: that is how it reads best, and how it comes out.
constexpr const char* shapes = R"json({
"PlainBookmark": {"type": "object",
  "required": ["url", "title", "description", "tags", "feed_url", "created_at", "updated_at", "extra"],
  "properties": {"url": {"type": "string"}, "title": {"type": "string"}, "description": {"type": ["string", "null"]},
  "tags": {"type": "array", "items": {"type": "string"}}, "feed_url": {"type": ["string", "null"]},
  "created_at": {"type": "string", "format": "date-time"}, "updated_at": {"type": "string", "format": "date-time"},
  "extra": {"type": "object"}}},
"Bookmark": {"allOf": [{"type": "object", "required": ["identity"], "properties": {"identity": {"type": "string"}}},
  {"$ref": "#/components/schemas/PlainBookmark"}]},
"Tag": {"type": "object", "required": ["tag", "bookmarks"], "properties": {"tag": {"type": "string"},
  "bookmarks": {"type": "integer", "description": "How many carry it."}}},
"Change": {"type": "object", "required": ["position", "at", "by", "what", "import", "record", "before", "after"],
  "properties": {"position": {"type": "integer"}, "at": {"type": "string", "format": "date-time"},
  "by": {"type": "string"}, "what": {"type": "string", "enum": ["created", "updated", "deleted"]},
  "import": {"type": ["string", "null"]}, "record": {"type": ["integer", "null"]},
  "before": {"oneOf": [{"$ref": "#/components/schemas/PlainBookmark"}, {"type": "null"}]},
  "after": {"oneOf": [{"$ref": "#/components/schemas/PlainBookmark"}, {"type": "null"}]}}}
})json";

auto schemas() -> nlohmann::ordered_json {
  auto all = nlohmann::ordered_json::parse(shapes);
  all["BookmarkList"] = list_of("Bookmark");
  all["TagList"] = list_of("Tag");
  all["HistoryList"] = list_of("Change");
  return all;
}

constexpr auto sentences = std::to_array<reason_words>({
    {"foreign_format_in", "The file is {kind} in {encoding}, which no import of bookmarks reads."},
    {"foreign_format", "The file is {kind}, which no import of bookmarks reads."},
    {"format_other", "The file is '{name}', and not '{format}'."},
    {"format_not", "The file is not what '{format}' means."},
    {"evidence_json", "It begins as JSON does, and not as another program's file of bookmarks."},
    {"evidence_doctype", "It begins as files of bookmarks do: <!DOCTYPE NETSCAPE-Bookmark-file-1>."},
    {"evidence_pocket", "It is a page with the title Pocket Export."},
    {"evidence_instapaper", "It is a page with the title Instapaper: Export."},
    {"evidence_list", "It is a page with a list <DL> whose entries <DT> are links."},
    {"evidence_urls", "Its lines begin with URLs."},
    {"evidence_markdown", "Its lines are links as Markdown writes them."},
    {"no_bookmark", "There is no such bookmark."},
    {"option_unknown", "The option '{name}' is not known; bookmarks know 'on_duplicate' and 'folders'."},
    {"duplicates_rule", "'on_duplicate' must be 'skip' or 'overwrite'."},
    {"folders_rule", "'folders' must be 'ignore', 'tags' or 'path'."},
    {"sort_rule", "The parameter 'sort' is tag or count."},
    {"format_rule", "The parameter 'format' is activitystreams, netscape, csv, json or opml."},
    {"since_rule",
     "The parameter 'since' is a date, 2026-01-31 or 2026-01-31T08:15:30Z, or so long ago: 12h, 30d, 8w."},
    {"newest_rule", "The parameter 'limit' is a number from 1 to 10000: so many of the newest."},
});

constexpr auto advice = std::to_array<reason_words>({
    {"bookmarks_as_json", "Export the bookmarks as JSON."},
    {"bookmarks_as_json_in_firefox", "Export the bookmarks as JSON in Firefox."},
    {"safari_as_json", "Safari's bookmarks are one: export them as JSON."},
});

/// Why the file was read as it was, so that every language can say it.
void write_facts(json_text& to, const import_row& row, const told_to* /*whom*/) {
  const auto found = nlohmann::json::parse(row.findings, nullptr, false);
  const auto evidence = found.is_object() && found.contains("format_found")
                            ? found["format_found"].value("evidence", std::string())
                            : std::string();
  to.key("evidence");
  if (evidence.empty()) {
    to.null();
    return;
  }
  to.begin_object();
  write_reason(to, evidence);
  to.end_object();
}

}  // namespace

auto bookmarks_room() -> kind_room {
  return {"bookmarks", lines, schemas, sentences, advice, nullptr, write_facts};
}

}  // namespace waybill::http
