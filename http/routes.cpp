#include "http/routes.hpp"

#include <algorithm>
#include <array>

#include "http/resources/resources.hpp"

namespace waybill::http {
namespace {

constexpr std::string_view text = R"({"type":"string"})";

const query_words limit{"limit", "How many at most.",
                        R"({"type":"integer","minimum":1,"maximum":100,"default":20})"};
const query_words cursor{"cursor", "`next_cursor` of the page before.", text};
const query_words outcome_filter{"outcome", "Only these; absent: all.",
                                 R"({"type":"string","enum":["created","updated","skipped","failed"]})"};
const query_words tag_filter{"tag", "A tag that has to be there; may repeat.", text, true};

auto make_table() -> std::vector<route> {
  using enum access;
  constexpr auto service = listener_kind::service;
  std::vector<route> all;
  // Sessions and tokens.
  all.push_back({"POST",
                 "/api/v1/session",
                 anybody,
                 open_session,
                 "openSession",
                 "Sign in; sets the session cookie.",
                 200,
                 "Session",
                 {},
                 body_kind::json,
                 "SignIn"});
  all.push_back(
      {"DELETE", "/api/v1/session", signed_in, close_session, "closeSession", "Sign out.", 204, ""});
  all.push_back({"GET", "/api/v1/me", signed_in, who_am_i, "me", "Who is asking.", 200, "Me"});
  all.push_back(
      {"GET", "/api/v1/tokens", signed_in, list_tokens, "listTokens", "Own API tokens.", 200, "TokenList"});
  all.push_back({"POST",
                 "/api/v1/tokens",
                 signed_in,
                 add_token,
                 "addToken",
                 "A new API token; its text is shown this once.",
                 201,
                 "FreshToken",
                 {},
                 body_kind::json,
                 "NewToken"});
  all.push_back(
      {"DELETE", "/api/v1/tokens/{id}", signed_in, revoke_token, "revokeToken", "Revoke a token.", 204, ""});
  // Imports.
  all.push_back(
      {"POST",
       "/api/v1/imports",
       signed_in,
       submit_upload,
       "submitImport",
       "Upload a file and import it. With Idempotency-Key, asking again gives the first answer again.",
       202,
       "Import",
       {},
       body_kind::form,
       "Upload",
       true});
  all.push_back({"GET",
                 "/api/v1/imports",
                 signed_in,
                 list_imports,
                 "listImports",
                 "Own imports, newest first.",
                 200,
                 "ImportList",
                 {{"status", "Only those in this status.", text},
                  {"kind", "Only those of this kind.", text},
                  limit,
                  cursor}});
  all.push_back(
      {"GET", "/api/v1/imports/{id}", signed_in, get_import, "getImport", "One import.", 200, "Import"});
  all.push_back({"DELETE", "/api/v1/imports/{id}", signed_in, remove_import_row, "removeImport",
                 "Take a finished import off the lists, and its file off the disk.", 204, ""});
  all.push_back({"POST",
                 "/api/v1/imports/{id}/pause",
                 signed_in,
                 pause_import_now,
                 "pauseImport",
                 "Pause it.",
                 202,
                 "Import",
                 {},
                 body_kind::maybe_json,
                 "NoFields"});
  all.push_back({"POST",
                 "/api/v1/imports/{id}/resume",
                 signed_in,
                 resume_import_now,
                 "resumeImport",
                 "Let it go on.",
                 202,
                 "Import",
                 {},
                 body_kind::maybe_json,
                 "NoFields"});
  all.push_back({"POST",
                 "/api/v1/imports/{id}/cancel",
                 signed_in,
                 cancel_import_now,
                 "cancelImport",
                 "Stop it.",
                 202,
                 "Import",
                 {},
                 body_kind::maybe_json,
                 "NoFields"});
  all.push_back({"POST",
                 "/api/v1/imports/{id}/retry",
                 signed_in,
                 retry_import_now,
                 "retryImport",
                 "Try a failed or cancelled one again, from where it stopped.",
                 202,
                 "Import",
                 {},
                 body_kind::maybe_json,
                 "NoFields"});
  all.push_back({"GET", "/api/v1/imports/{id}/progress", signed_in, follow_progress, "followProgress",
                 "Server-sent events: `progress`, and `finished` at the end.", 200, "text/event-stream"});
  all.push_back({"GET",
                 "/api/v1/imports/{id}/records",
                 signed_in,
                 list_records,
                 "listRecords",
                 "What became of each record, in record order.",
                 200,
                 "RecordList",
                 {outcome_filter, limit, cursor}});
  all.push_back({"GET",
                 "/api/v1/imports/{id}/records.csv",
                 signed_in,
                 download_records,
                 "downloadRecords",
                 "The same as CSV.",
                 200,
                 "text/csv",
                 {outcome_filter},
                 body_kind::none,
                 "",
                 true});
  all.push_back({"GET",
                 "/api/v1/imports/{id}/events",
                 signed_in,
                 list_events,
                 "listEvents",
                 "What happened, from the log.",
                 200,
                 "EventList",
                 {limit, cursor}});
  // Bookmarks.
  all.push_back(
      {"GET",
       "/api/v1/bookmarks",
       signed_in,
       list_bookmarks,
       "listBookmarks",
       "Own bookmarks, newest first.",
       200,
       "BookmarkList",
       {{"q", "Looked for in title, url, description and tags.", text}, tag_filter, limit, cursor}});
  all.push_back({"GET",
                 "/api/v1/bookmarks/export",
                 signed_in,
                 export_bookmarks,
                 "exportBookmarks",
                 "All own bookmarks as a file that can be imported again.",
                 200,
                 "application/ld+json",
                 {{"format", "The only one there is.", R"({"type":"string","enum":["activitystreams"]})"},
                  tag_filter,
                  {"since", "Only those created or updated since this date.", text}},
                 body_kind::none,
                 "",
                 true});
  all.push_back({"GET", "/api/v1/bookmarks/{identity}", signed_in, get_bookmark, "getBookmark",
                 "One bookmark.", 200, "Bookmark"});
  all.push_back({"DELETE", "/api/v1/bookmarks/{identity}", signed_in, delete_bookmark, "deleteBookmark",
                 "Delete a bookmark; the log keeps what it was.", 204, ""});
  all.push_back({"GET",
                 "/api/v1/bookmarks/{identity}/history",
                 signed_in,
                 bookmark_history,
                 "bookmarkHistory",
                 "Every change of a bookmark, oldest first.",
                 200,
                 "HistoryList",
                 {limit, cursor}});
  // Service.
  all.push_back({"GET", "/api/v1/openapi.json", anybody, describe_api, "openapi", "This description.", 200,
                 "application/json"});
  all.push_back({"GET",
                 "/healthz",
                 anybody,
                 show_alive,
                 "healthz",
                 "Alive.",
                 200,
                 "Health",
                 {},
                 body_kind::none,
                 "",
                 false,
                 service});
  all.push_back({"GET",
                 "/readyz",
                 anybody,
                 show_ready,
                 "readyz",
                 "Log open, projections caught up.",
                 200,
                 "Health",
                 {},
                 body_kind::none,
                 "",
                 false,
                 service});
  all.push_back({"GET",
                 "/metrics",
                 anybody,
                 show_metrics,
                 "metrics",
                 "Prometheus text format.",
                 200,
                 "text/plain",
                 {},
                 body_kind::none,
                 "",
                 false,
                 service});
  return all;
}

auto take_segment(std::string_view& pattern) -> std::string_view {
  pattern.remove_prefix(1);
  const auto segment = pattern.substr(0, pattern.find('/'));
  pattern.remove_prefix(segment.size());
  return segment;
}

auto fits(std::string_view pattern, const std::vector<std::string>& segments,
          std::vector<std::string>& captured) -> bool {
  captured.clear();
  for (const auto& one : segments) {
    if (pattern.empty()) return false;
    const auto wanted = take_segment(pattern);
    if (wanted.starts_with('{')) {
      if (one.empty()) return false;
      captured.push_back(one);
    } else if (wanted != one) {
      return false;
    }
  }
  return pattern.empty();
}

}  // namespace

auto route_table() -> std::span<const route> {
  static const auto table = make_table();
  return table;
}

auto match(std::string_view method, const std::vector<std::string>& segments, listener_kind where, bool split)
    -> matched {
  const auto wanted = method == "HEAD" ? std::string_view("GET") : method;
  matched out;
  std::vector<std::string> captured;
  for (const auto& one : route_table()) {
    if ((split && one.where != where) || !fits(one.pattern, segments, captured)) continue;
    if (one.method == wanted) {
      out.found = &one;
      out.captured = std::move(captured);
      return out;
    }
    out.allow.append(out.allow.empty() ? "" : ", ").append(one.method);
    if (one.method == "GET") out.allow.append(", HEAD");
  }
  return out;
}

}  // namespace waybill::http
