#include "http/routes.hpp"

#include <algorithm>
#include <array>

#include "http/kinds/room.hpp"
#include "http/resources/resources.hpp"
#include "http/resources/reviews.hpp"
#include "http/routes_of_files.hpp"
#include "http/routes_of_people.hpp"
#include "http/routes_of_projects.hpp"

namespace waybill::http {
namespace {

using namespace route_lines;

const query_words outcome_filter{"outcome", "Only these; absent: all.",
                                 R"({"type":"string","enum":["created","updated","skipped","failed"]})"};
/// A command to an import.
auto command(std::string_view pattern, handler act, std::string_view id, std::string_view summary) -> line {
  return post(pattern, act, id, 202, "Import", summary).takes("NoFields", body_kind::maybe_json);
}

// Literals stand before parameters: the first that fits is taken.
auto account_lines() -> std::vector<line> {
  const std::string_view session = "/api/v1/session", tokens = "/api/v1/tokens";
  return {
      post(session, open_session, "openSession", 200, "Session", "Sign in; sets the session cookie.")
          .takes("SignIn")
          .by_anybody(),
      remove(session, close_session, "closeSession", "Sign out."),
      get("/api/v1/me", who_am_i, "me", "Me", "Who is asking."),
      get(tokens, list_tokens, "listTokens", "TokenList", "Own API tokens."),
      post(tokens, add_token, "addToken", 201, "FreshToken", "A new API token; its text is shown this once.")
          .takes("NewToken"),
      remove("/api/v1/tokens/{id}", revoke_token, "revokeToken", "Revoke a token."),
  };
}

/// What all kinds with a review have in common.
auto review_lines() -> std::vector<line> {
  return {
      post("/api/v1/imports/{id}/review/rows/{record}/exclude", exclude_review_row, "excludeReviewRow", 200,
           "ReviewChanged", "Leave a record out; for editors.")
          .takes("ReviewVersion")
          .may_answer({404, 409}),
      post("/api/v1/imports/{id}/review/rows/{record}/include", include_review_row, "includeReviewRow", 200,
           "ReviewChanged", "Take a record in again; for editors.")
          .takes("ReviewVersion")
          .may_answer({404, 409}),
      post("/api/v1/imports/{id}/commit", commit_import, "commitImport", 202, "Import",
           "Let the records be applied; for editors.")
          .takes("CommitWish")
          .may_answer({404, 409}),
  };
}

auto import_lines() -> std::vector<line> {
  const std::string_view all = "/api/v1/imports", one = "/api/v1/imports/{id}";
  const query_words detail{"detail", "`steps` leaves out what became of its records.",
                           R"({"type":"string","enum":["all","steps"],"default":"all"})"};
  return {
      post(all, submit_upload, "submitImport", 202, "Import",
           "Upload a file and import it, or import a file that was uploaded and confirmed before. With "
           "Idempotency-Key, asking again gives the first answer again.")
          .takes("Upload", body_kind::form)
          .or_takes("StoredSubmission")
          .lasts(),
      get(all, list_imports, "listImports", "ImportList",
          "Own imports, newest first: those without a project, or those of one.")
          .asks({status_filter, kind_filter, project_filter, limit, cursor}),
      get("/api/v1/kinds", list_kinds, "listKinds", "KindList",
          "The kinds of import: which take new ones, and what their records are found by."),
      get("/api/v1/imports/stream", follow_list, "followList", "text/event-stream",
          "Server-sent events: `list` (ask for the list again), `import` and `removed`; after ten "
          "minutes without a change `idle`, and it ends.")
          .asks({project_filter})
          .streams(),
      get(one, get_import, "getImport", "Import", "One import."),
      remove(one, remove_import_row, "removeImport",
             "Take a finished import off the lists, and its file off the disk."),
      command("/api/v1/imports/{id}/pause", pause_import_now, "pauseImport", "Pause it."),
      command("/api/v1/imports/{id}/resume", resume_import_now, "resumeImport", "Let it go on."),
      command("/api/v1/imports/{id}/cancel", cancel_import_now, "cancelImport", "Stop it."),
      command("/api/v1/imports/{id}/retry", retry_import_now, "retryImport",
              "Try a failed or cancelled one again, from where it stopped."),
      get("/api/v1/imports/{id}/progress", follow_progress, "followProgress", "text/event-stream",
          "Server-sent events: `progress`, and `finished` at the end; after ten minutes without a change "
          "`idle`, and it ends. Who comes back with the id of `finished` gets 204.")
          .streams()
          .may_be_over(),
      get("/api/v1/imports/{id}/records", list_records, "listRecords", "RecordList",
          "What became of each record, in record order.")
          .asks({outcome_filter, limit, cursor}),
      get("/api/v1/imports/{id}/records.csv", download_records, "downloadRecords", "text/csv",
          "The same as CSV.")
          .asks({outcome_filter})
          .lasts(),
      get("/api/v1/imports/{id}/events", list_events, "listEvents", "EventList",
          "What happened, from the log.")
          .asks({detail, limit, cursor}),
      get("/api/v1/imports/{id}/pace", show_pace, "importPace", "Pace",
          "How many records had an outcome at which moment: at most about 60 points."),
  };
}

auto service_lines() -> std::vector<line> {
  return {
      get("/api/v1/openapi.json", describe_api, "openapi", "application/json", "This description.")
          .by_anybody(),
      get("/healthz", show_alive, "healthz", "Health", "Alive.").of_service(),
      get("/readyz", show_ready, "readyz", "Health", "Log open, projections caught up.").of_service(),
      get("/metrics", show_metrics, "metrics", "text/plain", "Prometheus text format.").of_service(),
  };
}

auto make_table() -> std::vector<route> {
  std::vector<route> all;
  const auto add = [&all](std::vector<line> lines) {
    for (auto& one : lines) all.push_back(std::move(one.says));
  };
  for (auto* lines : {account_lines, import_lines, review_lines, file_lines, upload_lines, service_lines,
                      own_account_lines, project_lines, administration_lines, page_lines})
    add(lines());
  for (const auto& room : kind_rooms()) add(room.routes());
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
