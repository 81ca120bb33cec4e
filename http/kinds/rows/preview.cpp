// A look at a table that waits for its import.
#include "domains/rows/preview.hpp"

#include "actors/file_desk.hpp"
#include "domains/rows/kind.hpp"
#include "http/json_body.hpp"
#include "http/kinds/rows/resources.hpp"
#include "http/resources/owned.hpp"
#include "http/resources/pages.hpp"
#include "http/resources/submitting.hpp"
#include "http/shape_parts.hpp"

namespace waybill::http {
namespace {

using json = nlohmann::json;

auto options_in(const context& asks, const request& call, const json& body) -> result<rows::import_options> {
  if (body.contains("kind") && body["kind"] != "rows")
    return {errc::bad_value, "Only files of the kind 'rows' have a preview."};
  const auto given = body.value("options", json::object());
  if (!given.is_object()) return {errc::bad_value, "The field 'options' has to be a JSON object."};
  const auto full = rows::kind().check_options_for(
      text_of_options(given), {call.who->username, name_of(call.who->may), surroundings_of(asks.config)});
  if (!full) return full.why();
  return rows::read_options(*full);
}

/// Where a file of one's own stands. Errors: not_found, wrong_status, file_used.
auto confirmed_file(const context& asks, const request& call) -> result<file_state> {
  auto file = asks.core.files().get(call.who->user, {call.captured[0]});
  if (!file) return std::move(file).why();
  if (file->state.phase == file_phase::used)
    return {errc::file_used, "An import has taken this file; upload it anew for another one."};
  if (file->state.phase != file_phase::confirmed)
    return {errc::wrong_status, "The file is not confirmed yet."};
  return std::move(file->state);
}

auto too_many_looks() -> error {
  error why{
      errc::too_many_requests, "Too many looks at files are running; please try again in a moment.", {}};
  why.retry_after_s = 1;
  return why;
}

void write_texts(json_text& to, std::string_view key, const std::vector<std::string>& texts) {
  to.key(key).begin_list();
  for (const auto& one : texts) to.value(one);
  to.end_list();
}

void write(json_text& to, const rows::preview_row& row) {
  to.begin_object().field("record", row.record).field("row", row.row);
  write_texts(to, "cells", row.cells);
  to.key("warnings").begin_list();
  for (const auto one : row.warnings) to.value(one);
  to.end_list().end_object();
}

}  // namespace

auto preview_file(context& asks, request& call) -> result<answer> {
  const auto body = read_object(call, asks.config.http_json_body_limit_bytes, {"kind", "options"});
  if (!body) return body.why();
  const auto options = options_in(asks, call, *body);
  if (!options) return options.why();
  const auto file = confirmed_file(asks, call);
  if (!file) return file.why();
  const auto seat = asks.looks.take(call.who->user.value);
  if (seat == nullptr) return too_many_looks();
  if (!call.hold_seat()) return too_many_transfers();
  const auto seen = rows::preview_of(asks.config.data_directory + "/" + file->path, file->name, *options,
                                     asks.core.files().was_written_here(file->sha256));
  if (!seen) return seen.why();
  return object_answer(200, [&](json_text& to) {
    to.field("format", seen->format);
    write_object(to, "findings", seen->findings);
    write_texts(to, "columns", seen->columns);
    to.key("rows").begin_list();
    for (const auto& row : seen->rows) write(to, row);
    to.end_list().key("key_fits").raw(seen->key_fits ? "true" : "false");
    to.key("complete").raw(seen->complete ? "true" : "false");
  });
}

}  // namespace waybill::http
