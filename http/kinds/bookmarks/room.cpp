#include "http/kinds/bookmarks/room.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <nlohmann/json.hpp>

#include "http/kinds/bookmarks/resources.hpp"
#include "http/openapi.hpp"
#include "http/resources/resources.hpp"

namespace waybill::http {
namespace {

using namespace route_lines;

const query_words tag_filter{"tag", "A tag that has to be there; may repeat.", text, true};

/// Of many at once.
auto lines_of_changes() -> std::vector<line> {
  const std::string_view changes = "/api/v1/bookmarks/changes",
                         one_change = "/api/v1/bookmarks/changes/{change}";
  return {
      post(changes, begin_changes, "changeBookmarks", 202, "BookmarkChanges",
           "Begin to change many bookmarks: those of a filter or of a list, as they are found now.")
          .takes("NewBookmarkChanges")
          .may_answer({404})
          .once(),
      get(changes, list_changes, "listBookmarkChanges", "BookmarkChangesList",
          "Own changes of many bookmarks, newest first.")
          .asks({limit, cursor}),
      get(one_change, get_changes, "getBookmarkChanges", "BookmarkChanges", "One, and how far it is."),
      post("/api/v1/bookmarks/changes/{change}/cancel", cancel_changes, "cancelBookmarkChanges", 200,
           "BookmarkChanges", "End it before its end; what was done stays, and can be undone.")
          .takes("NoFields", body_kind::maybe_json)
          .may_answer({409}),
      post("/api/v1/bookmarks/changes/{change}/undo", undo_changes, "undoBookmarkChanges", 202,
           "BookmarkChanges",
           "Begin another that takes it back, as far as nothing else changed those bookmarks since.")
          .takes("NoFields", body_kind::maybe_json)
          .once(),
      get("/api/v1/bookmarks/duplicates", list_duplicates, "listDuplicates", "DuplicateGroupList",
          "Groups of own bookmarks that are nearly the same: but for http and https, `www.`, slashes at the "
          "end, "
          "and fragment.")
          .asks({limit, cursor}),
      post("/api/v1/bookmarks/duplicates/merge", merge_duplicates, "mergeDuplicates", 202, "BookmarkChanges",
           "Make one of several that are nearly the same; it can be undone.")
          .takes("DuplicatesToMerge")
          .once()
          .may_answer({404}),
  };
}

auto lines() -> std::vector<line> {
  const std::string_view all = "/api/v1/bookmarks", one = "/api/v1/bookmarks/{identity}";
  const query_words q{"q",
                      "Words that must be there, in title, url, description or tags; also `begin*`, `\"a "
                      "phrase\"`, `-without`, `tag:`, `site:`, `before:`, `after:`, `is:duplicate`.",
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
  std::vector<line> rest{
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
  // What has a name of its own stands before what may be any.
  auto all_lines = lines_of_changes();
  std::move(rest.begin(), rest.end(), std::back_inserter(all_lines));
  return all_lines;
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
"BookmarkImportOptions": {"type": "object", "properties": {
  "on_duplicate": {"type": "string", "enum": ["skip", "overwrite"], "default": "skip"},
  "folders": {"type": "string", "enum": ["ignore", "tags", "path"], "description": "Which folders become tags."}}},
"Import": {"properties": {"evidence": {"type": ["object", "null"],
  "description": "Of an import of bookmarks: why its file was read as it was.",
  "properties": {"reason": {"type": "string"}, "values": {"type": "object"}}}}},
"Tag": {"type": "object", "required": ["tag", "bookmarks"], "properties": {"tag": {"type": "string"},
  "bookmarks": {"type": "integer", "description": "How many carry it."}}},
"Change": {"type": "object", "required": ["position", "at", "by", "what", "import", "record", "change", "before", "after"],
  "properties": {"position": {"type": "integer"}, "at": {"type": "string", "format": "date-time"},
  "by": {"type": "string"}, "what": {"type": "string", "enum": ["created", "updated", "deleted"]},
  "import": {"type": ["string", "null"]}, "record": {"type": ["integer", "null"]},
  "change": {"type": ["string", "null"], "description": "The change of many bookmarks that made it."},
  "before": {"oneOf": [{"$ref": "#/components/schemas/PlainBookmark"}, {"type": "null"}]},
  "after": {"oneOf": [{"$ref": "#/components/schemas/PlainBookmark"}, {"type": "null"}]}}}
})json";

constexpr const char* change_shapes = R"json({
"NewBookmarkChanges": {"type": "object",
  "description": "Which: `filter` or `ids`; what: `delete`, or `add_tags` and `remove_tags`. Or `rename_tag` alone.",
  "properties": {"filter": {"type": "object", "description": "As in the list; `{}`: all.",
  "properties": {"q": {"type": "string"},
  "tag": {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
  "import": {"type": "string", "description": "Alone: the bookmarks that this import made."}}},
  "ids": {"type": "array", "minItems": 1, "maxItems": 10000, "items": {"type": "string"}},
  "delete": {"type": "boolean", "const": true},
  "add_tags": {"type": "array", "minItems": 1, "maxItems": 100, "items": {"type": "string", "maxLength": 255}},
  "remove_tags": {"type": "array", "minItems": 1, "maxItems": 100, "items": {"type": "string"}},
  "rename_tag": {"type": "object", "required": ["from", "to"],
  "description": "In all bookmarks that have it; to a tag that exists: both become one.",
  "properties": {"from": {"type": "string"}, "to": {"type": "string", "maxLength": 255}}}}},
"DuplicateGroup": {"type": "object", "required": ["bookmarks", "items"],
  "properties": {"bookmarks": {"type": "integer", "description": "How many there are."},
  "items": {"type": "array", "description": "The oldest first, at most 100.",
  "items": {"$ref": "#/components/schemas/Bookmark"}}}},
"DuplicatesToMerge": {"type": "object", "required": ["ids"],
  "properties": {"ids": {"type": "array", "minItems": 2, "maxItems": 100, "items": {"type": "string"}},
  "keep": {"type": ["string", "null"], "description": "Which one stays; else the oldest."}}},
"BookmarkChanges": {"type": "object",
  "required": ["id", "what", "wish", "filter", "status", "progress", "started_by", "created_at", "finished_at",
  "undoes", "undone_by", "error", "actions"],
  "properties": {"id": {"type": "string"}, "what": {"type": "string", "enum": ["change", "delete", "merge", "undo"]},
  "wish": {"type": "object", "description": "As it was asked for; of an undo, what is taken back."},
  "filter": {"type": "object", "description": "Which bookmarks: `q` and `tag`, the `import` that made them, or how many `ids` were named."},
  "status": {"type": "string", "enum": ["running", "completed", "cancelled", "failed"]},
  "progress": {"type": "object",
  "required": ["total", "processed", "changed", "unchanged", "gone", "changed_since", "too_large"],
  "properties": {"total": {"type": "integer"}, "processed": {"type": "integer"}, "changed": {"type": "integer"},
  "unchanged": {"type": "integer"}, "gone": {"type": "integer", "description": "Not there any more."},
  "changed_since": {"type": "integer", "description": "Left by an undo: something else changed them since."},
  "too_large": {"type": "integer", "description": "Left: with those tags they would be too large."}}},
  "started_by": {"type": "object", "required": ["id", "username"],
  "properties": {"id": {"type": "string"}, "username": {"type": "string"}}},
  "created_at": {"type": "string", "format": "date-time"}, "finished_at": {"type": ["string", "null"]},
  "undoes": {"type": ["string", "null"], "description": "What an undo takes back."},
  "undone_by": {"type": ["string", "null"], "description": "The last undo of it."},
  "error": {"type": ["object", "null"], "properties": {"code": {"type": "string"}, "message": {"type": "string"},
  "reason": {"type": "string"}, "values": {"type": "object"}}},
  "actions": {"type": "array", "items": {"type": "string", "enum": ["cancel", "undo"]}}}}
})json";

auto schemas() -> nlohmann::ordered_json {
  auto all = nlohmann::ordered_json::parse(shapes);
  all.update(nlohmann::ordered_json::parse(change_shapes));
  all["BookmarkChangesList"] = list_of("BookmarkChanges");
  all["DuplicateGroupList"] = list_of("DuplicateGroup");
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
    {"evidence_link", "It begins with a link of HTML, and not as a page."},
    {"evidence_zip", "It is a ZIP, and what it holds is looked into."},
    {"evidence_mozlz4", "It begins with `mozLz40`, as the packed backups of Firefox."},
    {"evidence_safari",
     "It is a property list with `Children` and `WebBookmarkType`, as Safari's Bookmarks.plist."},
    {"evidence_opml", "Its first tag is `opml`."},
    {"evidence_chrome",
     "It has the member `roots` with `bookmark_bar` or `other` in it, as the file Bookmarks of Chrome and "
     "its kin."},
    {"evidence_firefox", "It is a tree of nodes of the type `text/x-moz-place`, as the backups of Firefox."},
    {"evidence_pinboard",
     "It is a list of objects with `href`, `extended` and `toread`, as Pinboard writes them."},
    {"evidence_posts", "Its first tag is `posts`, as in the XML of Delicious and Pinboard."},
    {"evidence_delicious",
     "It is a list of objects with `url`, `owner` and `others`, as Delicious wrote them."},
    {"evidence_wallabag", "It is a list of objects with `url` and `is_archived`, as wallabag writes them."},
    {"evidence_omnivore", "It is a list of objects with `url` and `savedAt`, as Omnivore writes them."},
    {"evidence_elcurator", "It is a list of objects with `url` and `is_saved`, as elCurator writes them."},
    {"evidence_linkwarden", "It has `collections` with `links` in them, as Linkwarden writes them."},
    {"evidence_karakeep",
     "It has the list `bookmarks`, whose objects have a `content`, as Karakeep writes them."},
    {"evidence_linkding",
     "It has the list `results`, whose objects have `tag_names`, as linkding's interface."},
    {"evidence_table_ours", "Its first line names the columns that Waybill writes."},
    {"evidence_table_instapaper",
     "Its first line names Instapaper's columns: URL, Title, Selection, Folder."},
    {"evidence_table_pocket", "Its first line names Pocket's columns: title, url, time_added, tags, status."},
    {"evidence_table_raindrop",
     "Its first line names Raindrop's columns, with excerpt, folder and created among them."},
    {"evidence_table_readwise",
     "Its first line names Readwise Reader's columns, with Document tags and Saved date among them."},
    {"evidence_table_wallabag",
     "Its first line names wallabag's columns, with MIME Type and Creation date among them."},
    {"evidence_table_linkding",
     "Its first line names linkding's columns, with tag_names and date_added among them."},
    {"table_of_nobody",
     "The file is a table with URLs, of no program that is known; say that its format is 'csv'."},
    {"text_with_urls",
     "The file is a text with URLs, and too few of its lines are links; say that its format is 'urls'."},
    {"zip_none", "The ZIP holds no file of bookmarks in a format that is read."},
    {"zip_entry_encrypted", "The file {name} in the ZIP is protected with a password: pack it without one."},
    {"zip_several", "The ZIP holds several files of bookmarks: {names}. Each is an import of its own."},
    {"not_what_was_checked", "The file is not what was checked."},
    {"other_export_part", "The file is no export of {program}: it has no `{part}`."},
    {"other_export", "The file is no export of {program}."},
    {"tags_too_many", "The file has more tags than are read."},
    {"folders_too_many", "The file has more folders than are read."},
    {"packed_unreadable", "The packed file cannot be unpacked."},
    {"plist_not", "The XML is no property list."},
    {"plist_binary",
     "The property list is binary, which is not read; on a Mac, `plutil -convert xml1 Bookmarks.plist` makes "
     "XML of it."},
    {"opml_not", "The XML is no OPML."},
    {"posts_not", "The XML is no list of posts."},
    {"xml_deeper", "The XML is nested deeper than 1,000."},
    {"file_of_nothing", "The file holds 0 bytes."},
    {"table_without_urls", "The table has no column `url`: its first line has to name one."},
    {"zip_too_many", "The ZIP holds more than 5,000 files that may be bookmarks."},
    {"no_bookmark", "There is no such bookmark."},
    {"option_unknown", "The option '{name}' is not known; bookmarks know 'on_duplicate' and 'folders'."},
    {"duplicates_rule", "'on_duplicate' must be 'skip' or 'overwrite'."},
    {"folders_rule", "'folders' must be 'ignore', 'tags' or 'path'."},
    {"bulk_nothing", "Say what is to be done: 'delete', 'add_tags', 'remove_tags' or 'rename_tag'."},
    {"bulk_several", "Only tags can be added and taken away in one change; all else stands alone."},
    {"bulk_tags",
     "'{name}' is a list of 1 to 100 tags: texts that are not blank, new ones of 255 characters at most."},
    {"bulk_both", "A tag cannot be added and taken away at once."},
    {"bulk_rename",
     "'rename_tag' has 'from' and 'to': two different tags, the new one of 255 characters at most."},
    {"bulk_keep", "'keep' is the identity of the bookmark that stays."},
    {"bulk_choice",
     "Say which bookmarks: 'filter' with 'q' and 'tag', as in the list, or with an 'import', or 'ids'; for "
     "'rename_tag' neither."},
    {"bulk_filter", "'filter' is longer than 16,384 bytes."},
    {"bulk_ids", "'ids' is a list of {n} to {limit} identities of bookmarks."},
    {"bulk_unknown", "There is no such change of many records."},
    {"bulk_ended", "The change has ended already."},
    {"bulk_undone", "The change was taken back already."},
    {"bulk_running", "The change is still being made; it can be undone when it has ended."},
    {"bulk_vain", "The change left everything as it was."},
    {"bulk_many", "At most {n} changes of many records are made at a time; wait until one has ended."},
    {"bulk_behind", "It was done, but the list of changes is behind; ask again in a moment."},
    {"bulk_key_used", "This Idempotency-Key was used with another change of many records."},
    {"bulk_too_large", "Together these records are too large."},
    {"bulk_unnamed", "The server ended before all records were named."},
    {"near_not", "These bookmarks are not nearly the same; only such become one."},
    {"near_keep", "'keep' is none of 'ids'."},
    {"late_behind", "What is asked for is being put in order; ask again in a moment."},
    {"bulk_kind", "Records of this kind are changed one by one."},
    {"sort_rule", "The parameter 'sort' is tag or count."},
    {"format_rule", "The parameter 'format' is activitystreams, netscape, csv, json or opml."},
    {"since_rule",
     "The parameter 'since' is a date, 2026-01-31 or 2026-01-31T08:15:30Z, or so long ago: 12h, 30d, 8w."},
    {"newest_rule", "The parameter 'limit' is a number from 1 to 10000: so many of the newest."},
});

constexpr auto advice = std::to_array<reason_words>({
    {"bookmarks_as_json", "Export the bookmarks as JSON."},
    {"safari_as_html",
     "Safari's bookmarks are one: export them from its menu File, or make XML of it with plutil."},
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
