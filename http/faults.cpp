#include "http/faults.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "http/json_text.hpp"
#include "http/reasons.hpp"

namespace waybill::http {
namespace {

// One row a code, in the order of errc.
constexpr std::array<fault_words, errc_count> table{{
    {400, "Bad Request", "The request cannot be understood: malformed JSON, multipart, head or target."},
    {400, "Bad Request", "A field, parameter or header holds a value it may not hold."},
    {400, "Bad Request", "A field or parameter nobody asked for."},
    {400, "Bad Request", "An upload without a file."},
    {401, "Unauthorized", "No credentials, or wrong, revoked or expired ones."},
    {403, "Forbidden",
     "Known, but not allowed: the role is missing, or the CSRF token is wrong. In a project, "
     "`needs_role` names the role that it takes."},
    {404, "Not Found", "No such route or thing, or it belongs to somebody else."},
    {405, "Method Not Allowed", "The route exists, the method does not; see the header Allow."},
    {409, "Conflict",
     "The import's status does not allow this; the detail names the status and what is possible."},
    {409, "Conflict",
     "The same Idempotency-Key came with something else: another file, kind, options or change."},
    {409, "Conflict", "The bytes that came are not those of the checksum; they are not kept."},
    {409, "Conflict", "An import has taken this file already."},
    {409, "Conflict", "The piece does not begin where the upload stands; HEAD tells where that is."},
    {423, "Locked", "Another piece of the same upload is on its way."},
    {412, "Precondition Failed", "The version of a protocol that the call names is not spoken here."},
    {415, "Unsupported Media Type", "The call does not take a body of this media type."},
    {409, "Conflict", "A user or project has that name already."},
    {409, "Conflict", "Another record is recognised by that value: `lead` names a lead."},
    {404, "Not Found", "There is no user of the name that the call gives."},
    {409, "Conflict", "The project would be left without a manager who can sign in."},
    {400, "Bad Request", "Which handler gets the rows is said by the import's type, never by a request."},
    {400, "Bad Request", "The configuration has no import type of that name, or not for this user."},
    {404, "Not Found", "The import keeps no result files: it was started with `create_result_files` false."},
    {403, "Forbidden", "The time of a signed link is over; ask for a new one."},
    {409, "Conflict", "The table has another key; the detail names it."},
    {409, "Conflict", "Something was imported by the settings that the project has; they stay."},
    {409, "Conflict",
     "The same file was imported already, or is about to be: `import` names the import. "
     "`allow_duplicate_file` takes it all the same."},
    {409, "Conflict", "What would happen now is not what was shown: `expected` and `now` have the counts."},
    {409, "Conflict", "It was changed since it was looked at: `version` is the present one."},
    {409, "Conflict", "Something is at work that stands in the way; the detail names it."},
    {409, "Conflict", "The server's configuration leaves this out; the detail names the setting."},
    {413, "Content Too Large", "A body beyond its limit, which the detail names."},
    {422, "Unprocessable Content", "The file is of no known format."},
    {422, "Unprocessable Content", "The file holds 0 bytes."},
    {429, "Too Many Requests",
     "Too many failed sign-ins, imports waiting or streams open; see the header Retry-After."},
    {408, "Request Timeout", "The request's head or body came too slowly; nothing of it was kept."},
    {422, "Unprocessable Content",
     "The import's document is no JSON. Stands in the import's error, with its place."},
    {422, "Unprocessable Content",
     "The import's document is no ActivityStreams collection. Stands in the import's error."},
    {422, "Unprocessable Content", "No list or column of URLs is found in the document."},
    {422, "Unprocessable Content",
     "The import's document is no XML. Stands in the import's error, with its place."},
    {422, "Unprocessable Content",
     "The XML has a document type, or is built to cost memory; neither is ever read."},
    {422, "Unprocessable Content",
     "An index of sitemaps came without all of its sitemaps; nothing is fetched."},
    {422, "Unprocessable Content", "The packed file cannot be unpacked. Stands in the import's error."},
    {422, "Unprocessable Content",
     "The workbook cannot be unpacked; the detail names the part. Stands in the import's error."},
    {422, "Unprocessable Content", "The file is a ZIP that holds no workbook."},
    {422, "Unprocessable Content", "The workbook has the format of before 2007 (.xls); save it as .xlsx."},
    {422, "Unprocessable Content", "The workbook opens with a password; save it without one."},
    {422, "Unprocessable Content",
     "The workbook has no such sheet; the detail names those that it has. Stands in the import's error."},
    {422, "Unprocessable Content",
     "A column of the key, or one that the schema of the import type wants, is none of the file; the detail "
     "names "
     "those that it has."},
    {422, "Unprocessable Content",
     "The packed file grows beyond 200 times its size or 8 GiB. Stands in the import's error."},
    {422, "Unprocessable Content",
     "The import's document holds too many records. Stands in the import's error."},
    {409, "Conflict", "The stored upload is gone. Stands in the import's error."},
    {409, "Conflict", "The stored upload is not what was checked. Stands in the import's error."},
    {409, "Conflict", "The handler of the import's type refused the import. Stands in its error."},
    {503, "Service Unavailable",
     "The handler of the import's type does not answer now. Stands in the import's `pause`; it goes on by "
     "itself."},
    {507, "Insufficient Storage", "No room is left on the server's disk; nothing was half accepted."},
    {507, "Insufficient Storage",
     "The owner keeps as many bytes or records as allowed; `used` and `limit` say how many, "
     "`values` also how many were `wanted`."},
    {503, "Service Unavailable", "The server cannot do this now; see the header Retry-After."},
    {500, "Internal Server Error", "The server lost a race it should have won; a fault of ours."},
    {500, "Internal Server Error",
     "Stored data are damaged; the server's operator finds where with `waybill log verify`."},
    {503, "Service Unavailable", "Another process holds the data directory."},
    {503, "Service Unavailable", "A part of the server did not answer in time."},
    {500, "Internal Server Error", "A fault of ours."},
}};
static_assert(!table.back().title.empty(), "a row is missing: each code has one, in the order of errc");

auto sentence(int status, const error& why) -> std::string {
  if (status < 500 || why.quota) return why.message;
  if (status == 507) return "There is no room left on the server's disk. Nothing was half accepted.";
  if (status == 503) return "The server cannot do this now. Please try again in a moment.";
  return "Something went wrong on our side.";
}

/// Inside an open object: what else programs should know.
void write_details(json_text& to, const std::string& details) {
  if (details.empty()) return;
  const auto members = nlohmann::ordered_json::parse(details);
  for (const auto& [key, value] : members.items()) to.key(key).raw(value.dump());
}

/// Where nobody said how long: most that is refused for now is possible again soon.
constexpr std::uint32_t usual_retry_after_s = 5;

auto retry_after(const error& why) -> std::string {
  return std::to_string(why.retry_after_s != 0 ? why.retry_after_s : usual_retry_after_s);
}

}  // namespace

auto words_of(errc code) -> const fault_words& { return table[static_cast<std::size_t>(code)]; }

auto status_title(int status) -> std::string_view {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 414:
      return "URI Too Long";
    case 460:
      return "Checksum Mismatch";
    case 431:
      return "Request Header Fields Too Large";
    default:
      break;
  }
  for (const auto& row : table)
    if (row.status == status) return row.title;
  return "Internal Server Error";
}

auto told_message(std::string_view code, const std::string& message) -> std::string {
  const auto known = errc_of(code);
  const auto status = known ? words_of(*known).status : 422;
  return status < 500 || reason_of(message) ? message : sentence(status, {*known, message, {}});
}

auto problem(const error& why) -> answer { return problem(words_of(why.code).status, why); }

auto problem(int status, const error& why) -> answer {
  const auto detail = sentence(status, why);
  answer out;
  out.status = status;
  out.content_type = "application/problem+json";
  json_text body{out.body};
  body.begin_object().field("type", "about:blank").field("title", status_title(status));
  body.field("status", static_cast<unsigned>(status))
      .field("code", name_of(why.code))
      .field("detail", detail);
  write_reason(body, detail);
  if (!why.needs_role.empty()) body.field("needs_role", why.needs_role);
  if (why.quota) body.field("used", why.quota->used).field("limit", why.quota->limit);
  write_details(body, why.details);
  body.end_object();
  if (status == 401) out.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"waybill\"");
  if (status == 429 || status == 503) out.headers.emplace_back("Retry-After", retry_after(why));
  return out;
}

auto errors_page() -> std::string {
  std::string page =
      "# Error codes\n\n"
      "Generated from the server's table (`http/faults.cpp`); a test compares. Answers are "
      "`application/problem+json`\n"
      "(RFC 9457): `code` is stable, `detail` is a sentence for a person. A head beyond its limits is "
      "answered with\n"
      "`too_large` and status 431 (414 for the target).\n\n"
      "| code | status | when |\n|---|---|---|\n";
  for (std::size_t i = 0; i < errc_count; ++i)
    page.append("| `")
        .append(name_of(static_cast<errc>(i)))
        .append("` | ")
        .append(std::to_string(table[i].status))
        .append(" | ")
        .append(table[i].meaning)
        .append(" |\n");
  page +=
      "\n## Reasons\n\n"
      "Where it is one of these sentences that is told, `reason` names it and `values` holds what stands in "
      "it, "
      "in problems and in\n"
      "an import's error: for programs, and for saying it in another language (`http/reasons.cpp`).\n\n"
      "| reason | sentence |\n|---|---|\n";
  for (const auto& [name, words] : reasons())
    page.append("| `").append(name).append("` | ").append(words).append(" |\n");
  page +=
      "\n## Advice\n\n"
      "Behind a sentence may stand what there is to do about it; `values` names it as `advice`.\n\n"
      "| advice | sentence |\n|---|---|\n";
  for (const auto& [name, words] : advices())
    page.append("| `").append(name).append("` | ").append(words).append(" |\n");
  return page;
}

}  // namespace waybill::http
