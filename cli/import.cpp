#include <algorithm>
#include <iostream>

#include "cli/connection.hpp"
#include "cli/follow.hpp"
#include "cli/input_file.hpp"
#include "cli/kinds/room.hpp"
#include "cli/output.hpp"
#include "cli/project_name.hpp"
#include "cli/signals.hpp"
#include "cli/summary.hpp"
#include "cli/text.hpp"
#include "cli/verbs.hpp"

namespace waybill::cli {
namespace {

using form_fields = std::vector<std::pair<std::string, std::string>>;

auto fields_of(client& api, const import_options& options) -> result<form_fields> {
  form_fields fields{{"kind", options.kind}, {"format", options.format}};
  if (!options.on_duplicate.empty()) fields.emplace_back("on_duplicate", options.on_duplicate);
  if (!options.options.empty()) fields.emplace_back("options", options.options);
  if (options.project.empty()) return fields;
  auto project = project_id_of(api, options.project);
  if (!project) return std::move(project).why();
  fields.emplace_back("project", std::move(*project));
  return fields;
}

/// Before a large file goes out: what the kind would refuse behind it.
auto check(const import_options& options) -> result<done> {
  for (const auto& room : kind_rooms()) {
    if (room.kind != options.kind || options.on_duplicate.empty()) continue;
    if (std::ranges::find(room.duplicates, options.on_duplicate) != room.duplicates.end()) return done{};
    return {errc::bad_value,
            "--on-duplicate is " + duplicates_in_words(room) + " for imports of " + options.kind + "."};
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

auto status_of(const json& import) -> int {
  if (text_at(import, "status") != "completed") return exit_failed;
  return number_at(member_at(import, "progress"), "failed") > 0 ? exit_some_failed : exit_good;
}

}  // namespace

auto run(const import_options& options) -> result<int> {
  if (auto fine = check(options); !fine) return std::move(fine).why();
  std::atomic<client*> talking{nullptr};
  input_file file(options.file);
  const signal_watch signals([&] {
    file.stop();
    if (auto* api = talking.load()) api->stop();
  });
  const auto interrupted = [&](const error& why) -> result<int> {
    if (!signals.came()) return why;
    std::cerr << "Interrupted; nothing was imported.\n";
    return exit_interrupted;
  };
  const auto source = file.open_source();
  if (!source) return interrupted(source.why());
  const auto to = connect(options.where, new_store::made);
  if (!to) return to.why();
  auto& api = (*to)->api();
  talking.store(&api);
  if (signals.came()) return interrupted({});
  const auto fields = fields_of(api, options);
  if (!fields) return interrupted(fields.why());
  const auto accepted = api.upload("/api/v1/imports", *fields, *source);
  if (!accepted) return interrupted(accepted.why());
  const auto id = text_at(*accepted, "id");
  std::cerr << printable(id) << ": accepted, "
            << grouped(number_at(member_at(*accepted, "file"), "size_bytes")) << " bytes\n";
  progress_display display;
  const auto import = follow_import(api, id, display);
  if (!import && !signals.came()) return import.why();
  if (!import) {
    say_it_goes_on(**to, printable(id));
    return exit_interrupted;
  }
  output::say_when_lost("The import " + printable(id) + " is " + printable(text_at(*import, "status")) + ".",
                        output::importance::useful);
  std::cout << summary_of(*import);
  const auto failures = failures_of(api, *import, (*to)->flags());
  if (!failures) return failures.why();
  std::cout << *failures << std::flush;
  return status_of(*import);
}

}  // namespace waybill::cli
