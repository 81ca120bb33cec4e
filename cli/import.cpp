#include <algorithm>
#include <iostream>

#include "cli/connection.hpp"
#include "cli/follow.hpp"
#include "cli/input_file.hpp"
#include "cli/kinds/room.hpp"
#include "cli/output.hpp"
#include "cli/project_name.hpp"
#include "cli/resumable.hpp"
#include "cli/signals.hpp"
#include "cli/summary.hpp"
#include "cli/text.hpp"
#include "cli/verbs.hpp"

namespace waybill::cli {
namespace {

using form_fields = std::vector<std::pair<std::string, std::string>>;

/// Who names a type means a kind that has some.
auto kind_of(const import_options& options) -> std::string {
  if (options.type.empty() || options.kind != default_kind()) return options.kind;
  const auto rooms = kind_rooms();
  const auto found = std::ranges::find_if(rooms, [](const auto& room) { return room.has_types; });
  return found == rooms.end() ? options.kind : std::string(found->kind);
}

/// A table may be called 2024, and a column 1.
auto is_text(const import_options& from, std::string_view option) -> bool {
  return std::ranges::any_of(kind_rooms(), [&](const kind_room& room) {
    return room.kind == kind_of(from) &&
           std::ranges::find(room.text_options, option) != room.text_options.end();
  });
}

auto value_of(const import_options& from, std::string_view option, const std::string& said) -> json {
  auto parsed = json::parse(said, nullptr, false);
  const bool is_plain = parsed.is_number() || parsed.is_boolean() || parsed.is_null();
  return parsed.is_discarded() || (is_plain && is_text(from, option)) ? json(said) : parsed;
}

/// All that was said of them, as one JSON object; "": nothing was.
auto options_text(const import_options& from) -> result<std::string> {
  if (from.single_options.empty() && from.type.empty()) return from.options;
  auto all = from.options.empty() ? json::object() : json::parse(from.options, nullptr, false);
  if (!all.is_object()) return {errc::bad_value, "--options is a JSON object."};
  for (const auto& one : from.single_options) {
    const auto equals = one.find('=');
    if (equals == std::string::npos || equals == 0)
      return {errc::bad_value, "--option is key=value, like --option delimiter=';'."};
    const auto value = one.substr(equals + 1);
    all[one.substr(0, equals)] = value_of(from, one.substr(0, equals), value);
  }
  if (!from.type.empty()) all["type"] = from.type;
  return json_line(all);
}

auto fields_of(client& api, const import_options& options) -> result<form_fields> {
  form_fields fields{{"kind", kind_of(options)}, {"format", options.format}};
  if (!options.on_duplicate.empty()) fields.emplace_back("on_duplicate", options.on_duplicate);
  auto said = options_text(options);
  if (!said) return std::move(said).why();
  if (!said->empty()) fields.emplace_back("options", std::move(*said));
  if (options.project.empty()) return fields;
  auto project = project_id_of(api, options.project);
  if (!project) return std::move(project).why();
  fields.emplace_back("project", std::move(*project));
  return fields;
}

/// The same as the body of a call that names an uploaded file.
auto body_of(const form_fields& fields, const std::string& file_id) -> result<json> {
  json body{{"file_id", file_id}};
  for (const auto& [name, value] : fields) {
    if (name != "options") {
      body[name] = value;
      continue;
    }
    body[name] = json::parse(value, nullptr, false);
    if (!body[name].is_object()) return error{errc::bad_value, "--options has to be a JSON object.", {}};
  }
  return body;
}

/// Is the file sent piece by piece? A server in this process ends with it, and is near.
auto goes_in_pieces(const import_options& options) -> bool {
  return options.resumable || (options.where.data.empty() && is_large_file(options.file));
}

/// Uploads, then says what the file is for. What an earlier process began is its end: an import of this very
/// upload is the answer again; one that is another makes the upload begin anew.
auto hand_in_pieces(connection& to, const local_file& file, const form_fields& fields) -> result<json> {
  if (const auto fine = body_of(fields, ""); !fine) return fine.why();
  for (bool is_first = true;; is_first = false) {
    const auto sent = upload_resumably(to, file, "import");
    if (!sent) return sent.why();
    auto accepted =
        to.api().post_once("/api/v1/imports", *body_of(fields, sent->file_id), sent->file_id, "id");
    if (accepted || sent->is_used) forget_upload(*sent);
    if (accepted || !sent->is_used || !is_first) return accepted;
  }
}

/// Before a large file goes out: what the kind would refuse behind it.
auto check(const import_options& options) -> result<done> {
  for (const auto& room : kind_rooms()) {
    if (room.kind != kind_of(options) || options.on_duplicate.empty()) continue;
    if (std::ranges::find(room.duplicates, options.on_duplicate) != room.duplicates.end()) return done{};
    return {errc::bad_value, "--on-duplicate is " + duplicates_in_words(room) + " for imports of " +
                                 std::string(room.kind) + "."};
  }
  return done{};
}

void say_it_goes_on(const connection& to, const std::string& id) {
  if (to.offline())
    std::cerr << "Interrupted. The import " << id
              << " stops after its present chunk and goes on by itself at the next "
              << "start on this directory, for instance: waybill show " << id << " " << to.flags() << "\n";
  else
    std::cerr << "Interrupted here; the import goes on at the server. See it with: waybill show " << id << " "
              << to.flags() << "\n";
}

/// Interrupted between the last byte and the answer.
auto may_be_imported(const connection& to) -> int {
  std::cerr
      << "Interrupted before it was answered: the import may have been accepted. See with: waybill list "
      << to.flags() << "\n";
  return exit_interrupted;
}

/// From the server's first answer to the last word about the import.
auto follow_to_its_end(connection& to, const json& accepted, const signal_watch& signals) -> result<int> {
  auto& api = to.api();
  const auto id = text_at(accepted, "id");
  std::cerr << printable(id) << ": accepted, "
            << grouped(number_at(member_at(accepted, "file"), "size_bytes")) << " bytes\n";
  progress_display display;
  const auto import = follow_import(api, id, display);
  if (!import && !signals.came()) return import.why();
  if (!import) {
    say_it_goes_on(to, printable(id));
    return exit_interrupted;
  }
  output::say_when_lost("The import " + printable(id) + " is " + printable(text_at(*import, "status")) + ".",
                        output::importance::useful);
  std::cout << summary_of(*import) << warnings_of(*import, to.flags());
  const auto failures = failures_of(api, *import, to.flags());
  if (!failures) return failures.why();
  std::cout << *failures;
  if (text_at(*import, "status") == "ready")
    std::cout << "  It waits to be committed: waybill review " << printable(id) << " " << to.flags()
              << "\n                            waybill commit " << printable(id) << " " << to.flags()
              << "\n";
  std::cout << std::flush;
  return exit_status_of(*import);
}

}  // namespace

auto run(const import_options& options) -> result<int> {
  if (auto fine = check(options); !fine) return std::move(fine).why();
  std::atomic<client*> talking{nullptr};
  input_file file(options.file);
  std::optional<local_file> in_pieces;
  if (goes_in_pieces(options)) {
    auto opened = local_file::open(options.file);
    if (!opened) return std::move(opened).why();
    in_pieces.emplace(std::move(*opened));
  }
  const signal_watch signals([&] {
    file.stop();
    if (auto* api = talking.load()) api->stop();
  });
  const auto interrupted = [&](const error& why) -> result<int> {
    if (!signals.came()) return why;
    std::cerr << "Interrupted; nothing was imported.\n";
    return exit_interrupted;
  };
  upload_source source;
  if (!in_pieces) {
    auto opened = file.open_source();
    if (!opened) return interrupted(opened.why());
    source = std::move(*opened);
  }
  const auto to = connect(options.where, new_store::made);
  if (!to) return to.why();
  auto& api = (*to)->api();
  talking.store(&api);
  if (signals.came()) return interrupted({});
  const auto fields = fields_of(api, options);
  if (!fields) return interrupted(fields.why());
  const auto accepted = in_pieces ? hand_in_pieces(**to, *in_pieces, *fields)
                                  : api.upload("/api/v1/imports", *fields, source, "id");
  if (!accepted && signals.came() && api.is_unanswered()) return may_be_imported(**to);
  if (!accepted) return interrupted(accepted.why());
  return follow_to_its_end(**to, *accepted, signals);
}

}  // namespace waybill::cli
