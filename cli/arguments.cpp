#include "cli/arguments.hpp"

#include <algorithm>
#include <functional>
#include <iostream>
#include <memory>

#include "cli/disabled.hpp"
#include "cli/kinds/room.hpp"
#include "cli/output.hpp"
#include "cli/text.hpp"
#include "cli/verb_lines.hpp"
#include "cli/verbs.hpp"
#include "projections/views.hpp"

namespace waybill::cli {
namespace {

void add_directory(CLI::App& command, std::string& data, std::string& config) {
  command.add_option("--data", data, "Data directory (default: ./var)");
  command.add_option("--config", config, "File of settings");
}

void add_serving(CLI::App& app, job& chosen, const std::string& program) {
  const auto [serve, o] = verb<serve_options>(app, chosen, "serve", "Run the server", {{}, {}, {}, program});
  add_directory(*serve, o->data, o->config);
  serve->add_option("--listen", o->listen, "HOST:PORT; port 0: any (default: 127.0.0.1:8080)");
}

/// "skip or overwrite"; of several kinds, each with its name.
auto duplicates_of_kinds() -> std::string {
  std::string text;
  for (const auto& room : kind_rooms()) {
    text.append(text.empty() ? "" : "; ").append(duplicates_in_words(room));
    if (kind_rooms().size() > 1) text.append(" (").append(room.kind).append(")");
  }
  return text;
}

void add_importing(CLI::App& app, job& chosen) {
  const auto [import, in] =
      verb<import_options>(app, chosen, "import", "Import a file and watch it to its end");
  import->footer(
      "Exit status: 0 all is well, 1 some records failed, 2 the import failed, 74 its summary could not be "
      "written,\n"
      "130 interrupted (Ctrl-C).");
  import->add_option("FILE", in->file, "The file; - for standard input")->required();
  import->add_option("--on-duplicate", in->on_duplicate,
                     "Of what is there already: " + duplicates_of_kinds());
  import->add_option("--options", in->options, "Options of the kind, as a JSON object");
  import
      ->add_option("--option", in->single_options, "One more of them, as key=value; may stand several times")
      ->take_all()
      ->expected(1);
  import->add_option("--type", in->type, "Import type of the server ('waybill types' lists them)");
  in->kind = default_kind();
  import->add_option("--kind", in->kind, "Kind of import")->capture_default_str();
  import->add_option("--format", in->format, "Format of the file")->capture_default_str();
  import->add_option("--project", in->project, "Into this project (name or id), of kinds that live there");
  import->add_flag("--resumable", in->resumable,
                   "Send the file piece by piece, and go on where that stopped (above 8 MiB by itself)");
  add_target(*import, in->where);
}

void add_files(CLI::App& app, job& chosen) {
  const auto [upload, u] = verb<upload_options>(
      app, chosen, "upload", "Upload a file that is imported later; it goes on where it stopped");
  upload->add_option("FILE", u->file, "The file")->required();
  upload->add_option("--purpose", u->purpose, "What it is for, 1 to 100 characters")->capture_default_str();
  add_target(*upload, u->where);

  using what = file_options::what;
  auto* file = app.add_subcommand("file", "Uploaded files that wait for their import");
  file->require_subcommand(1);
  const auto [show, s] = verb<file_options>(*file, chosen, "show", "Show a file", {what::show, {}});
  show->add_option("ID", s->id, "The file")->required();
  show->add_flag("--json", s->json, "As JSON");
  add_target(*show, s->where);
  const auto [remove, r] =
      verb<file_options>(*file, chosen, "delete", "Delete a file that no import took", {what::remove, {}});
  remove->add_option("ID", r->id, "The file")->required();
  add_target(*remove, r->where);
}

void add_looking(CLI::App& app, job& chosen) {
  const auto [list, l] = verb<list_options>(app, chosen, "list", "List imports, newest first");
  list->add_option("--status", l->status, "Only imports in this status");
  list->add_option("--project", l->project, "Those of this project (name or id)");
  list->add_option("--limit", l->limit, "At most this many")->check(some_rows())->capture_default_str();
  list->add_flag("--json", l->json, "One JSON object a line");
  add_target(*list, l->where);

  const auto [show, s] = verb<show_options>(app, chosen, "show", "Show an import");
  show->add_option("ID", s->id, "The import")->required();
  show->add_flag("--failed", s->failed, "All records that failed, and why");
  show->add_flag("--json", s->json, "As JSON");
  add_target(*show, s->where);

  constexpr std::pair<const char*, const char*> verbs[] = {
      {"cancel", "Stop an import; what was applied stays"},
      {"pause", "Stop an import until it is resumed"},
      {"resume", "Let a paused import go on"},
      {"retry", "Let a failed or cancelled import go on where it stopped"},
      {"delete", "Take a finished import from the lists and delete its file"}};
  for (const auto& [name, about] : verbs) {
    const auto [command, o] = verb<verb_options>(app, chosen, name, about, {{}, name, {}});
    command->add_option("ID", o->id, "The import")->required();
    add_target(*command, o->where);
  }
}

void add_users(CLI::App& app, job& chosen) {
  using what = user_options::what;
  auto* user = app.add_subcommand("user", "Accounts, on a data directory that no server uses");
  user->require_subcommand(1);
  const auto common = [](CLI::App& command, user_options& o) {
    add_directory(command, o.where.data, o.where.config);
  };

  const auto [add, a] = verb<user_options>(*user, chosen, "add", "Make an account", {what::add, {}, {}});
  add->add_option("NAME", a->name, "Its name")->required();
  add->add_option("--role", a->role, "user or admin")
      ->check(CLI::IsMember({"user", "admin"}))
      ->capture_default_str();
  add->add_flag("--password-stdin", a->password_stdin, "Read the password from standard input");
  common(*add, *a);

  const auto [list, l] = verb<user_options>(*user, chosen, "list", "List accounts", {what::list, {}, {}});
  common(*list, *l);

  const auto [password, p] =
      verb<user_options>(*user, chosen, "password", "Set an account's password", {what::password, {}, {}});
  password->add_option("NAME", p->name, "The account")->required();
  password->add_flag("--password-stdin", p->password_stdin, "Read the password from standard input");
  password->add_flag("--revoke-tokens", p->revoke_tokens, "Revoke its API tokens, too");
  common(*password, *p);

  const auto [set, s] =
      verb<user_options>(*user, chosen, "set", "Set what people call somebody", {what::set, {}, {}});
  set->add_option("NAME", s->name, "The account")->required();
  auto* display_name = set->add_option("--display-name", s->display_name, "1 to 100 characters");
  set->add_flag("--no-display-name", s->no_display_name, "None from now on")->excludes(display_name);
  auto* email = set->add_option("--email", s->email, "Address for mail");
  set->add_flag("--no-email", s->no_email, "None from now on")->excludes(email);
  common(*set, *s);

  for (const bool disables : {true, false}) {
    const auto [command, o] =
        verb<disabling_options>(*user, chosen, disables ? "disable" : "enable",
                                disables ? "Let nobody sign in to an account, nor use its tokens"
                                         : "Let an account in again that was disabled",
                                {{}, {}, disables});
    command->add_option("NAME", o->name, "The account")->required();
    add_directory(*command, o->where.data, o->where.config);
  }
}

void add_projects(CLI::App& app, job& chosen) {
  using what = project_options::what;
  auto* project = app.add_subcommand("project", "What belongs to several people: projects and their members");
  project->require_subcommand(1);
  const auto [add, a] =
      verb<project_options>(*project, chosen, "add", "Make a project; one is its manager", {what::add, {}});
  add->add_option("NAME", a->project, "Its name")->required();
  add_target(*add, a->where);
  const auto [list, l] = verb<project_options>(*project, chosen, "list",
                                               "List the projects one is a member of", {what::list, {}});
  list->add_flag("--json", l->json, "One JSON object a line");
  add_target(*list, l->where);
  const auto [members, m] =
      verb<project_options>(*project, chosen, "members", "List a project's members", {what::members, {}});
  members->add_option("PROJECT", m->project, "Its name or id")->required();
  members->add_flag("--json", m->json, "One JSON object a line");
  add_target(*members, m->where);
  const auto [grant, g] = verb<project_options>(
      *project, chosen, "grant", "Make somebody a member, or change the role", {what::grant, {}});
  grant->add_option("PROJECT", g->project, "Its name or id")->required();
  grant->add_option("USER", g->user, "User name")->required();
  grant->add_option("ROLE", g->role, "viewer, editor or manager")
      ->required()
      ->check(CLI::IsMember({"viewer", "editor", "manager"}));
  add_target(*grant, g->where);
  const auto [revoke, r] =
      verb<project_options>(*project, chosen, "revoke", "Remove a member", {what::revoke, {}});
  revoke->add_option("PROJECT", r->project, "Its name or id")->required();
  revoke->add_option("USER", r->user, "User name")->required();
  add_target(*revoke, r->where);
  const auto [set, s] = verb<project_options>(*project, chosen, "set",
                                              "Decide how imports of a kind are read in it", {what::set, {}});
  set->add_option("PROJECT", s->project, "Its name or id")->required();
  set->add_option("KIND", s->kind, "Kind of import")->required();
  set->add_option("SETTINGS", s->settings, "JSON object; what it does not name stays")->required();
  add_target(*set, s->where);
}

void add_tokens(CLI::App& app, job& chosen) {
  using what = token_options::what;
  auto* token = app.add_subcommand("token", "API tokens: with --data of any account, at a server one's own");
  token->require_subcommand(1);
  const auto common = [](CLI::App& command, token_options& o) {
    command.add_option("--user", o.where.user, "Whose; at a server without --token: asks for the password");
    command.add_flag("--password-stdin", o.password_stdin, "Read the password from standard input");
    command.add_option("--server", o.where.server, "Running server (or WAYBILL_SERVER)");
    command.add_option("--token", o.where.token, "A token there (or WAYBILL_TOKEN)");
    add_directory(command, o.where.data, o.where.config);
  };
  const auto [add, a] = verb<token_options>(
      *token, chosen, "add", "Make a token; it stands alone on the last line", {what::add, {}, {}});
  add->add_option("NAME", a->name_or_id, "What it is for")->required();
  common(*add, *a);
  const auto [list, l] = verb<token_options>(*token, chosen, "list", "List tokens", {what::list, {}, {}});
  common(*list, *l);
  const auto [revoke, r] =
      verb<token_options>(*token, chosen, "revoke", "Revoke a token", {what::revoke, {}, {}});
  revoke->add_option("ID", r->name_or_id, "The token's id")->required();
  common(*revoke, *r);
}

void add_log(CLI::App& app, job& chosen) {
  using what = log_verb_options::what;
  auto* log = app.add_subcommand("log", "The event log; works beside a running server");
  log->require_subcommand(1);
  const auto [show, s] =
      verb<log_verb_options>(*log, chosen, "show", "Print events", {what::show, {}, {}, {}});
  show->add_option("--from", s->from, "First position")->check(whole_number())->capture_default_str();
  show->add_option("--stream", s->stream, "Only this stream, like import/imp_...");
  show->add_option("--limit", s->limit, "At most this many")->check(some_rows())->capture_default_str();
  show->add_flag("--json", s->json, "One JSON object a line, with all records of chunks");
  add_directory(*show, s->data, s->config);
  const auto [verify, v] = verb<log_verb_options>(
      *log, chosen, "verify", "Recompute every seal and say where it breaks", {what::verify, {}, {}, {}});
  add_directory(*verify, v->data, v->config);
}

void add_others(CLI::App& app, job& chosen) {
  const auto [rebuild, r] =
      verb<rebuild_options>(app, chosen, "rebuild", "Drop all projections and fold them from the log");
  add_directory(*rebuild, r->data, r->config);

  const auto [backup, b] = verb<backup_options>(
      app, chosen, "backup", "Copy a data directory that no server works on: its log, files and keys");
  backup->add_option("DIR", b->folder, "Folder of backups; made when it is not there")->required();
  add_directory(*backup, b->data, b->config);
  const auto [restore, t] =
      verb<restore_options>(app, chosen, "restore", "Make a data directory of a backup");
  restore->add_option("DIR", t->folder, "Folder of backups")->required();
  restore->add_option("--data", t->data, "The data directory to make; it may be there when it is empty")
      ->required();
  restore->add_option("--until", t->until,
                      "Only up to a position of the log, or a time (2026-01-31T12:00:00Z)");

  const auto [config, c] =
      verb<config_options>(app, chosen, "config", "Settings in force, and where each comes from");
  config->add_flag("--default", c->defaults, "Print the commented file of all settings instead");
  add_directory(*config, c->data, c->config);

  verb<version_options>(app, chosen, "version", "Print the version");
}

auto complain(const std::string& sentence) -> int {
  output::flush();
  std::cerr << "waybill: " << printable(sentence) << "\n";
  return exit_failed;
}

auto perform(const job& chosen) -> int {
  const auto status = chosen();
  return status ? output::finish(*status) : complain(status.why().message);
}

/// The name of an option that was given without a value (`--data ""`, as of a variable that is not set):
/// nobody means that, and what it would do instead is something else.
auto empty_option(const CLI::App& app) -> std::string {
  const auto is_empty = [](const CLI::Option* one) {
    const auto& values = one->results();
    return !one->get_positional() && one->count() > 0 && one->get_items_expected_max() > 0 &&
           std::find(values.begin(), values.end(), "") != values.end();
  };
  for (const auto* one : app.get_options(is_empty)) return one->get_name();
  for (const auto* verb : app.get_subcommands())
    if (auto name = empty_option(*verb); !name.empty()) return name;
  return {};
}

/// Whether the verb that these words begin with has exactly one operand, and options else.
auto has_one_operand(const CLI::App& app, const std::vector<std::string>& words) -> bool {
  const auto* at = &app;
  for (const auto& word : words) {
    const auto verbs = at->get_subcommands([&](const CLI::App* one) { return one->get_name() == word; });
    if (verbs.empty()) break;
    at = verbs.front();
  }
  const auto operands = at->get_options([](const CLI::Option* one) { return one->get_positional(); });
  return operands.size() == 1 && operands.front()->get_items_expected_max() == 1;
}

/// Behind `--` stands the operand, whatever it looks like. A verb that has only one takes options behind it
/// again: they could mean nothing else.
auto words_of(const CLI::App& app, int argc, char** argv) -> std::vector<std::string> {
  std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
  const auto mark = std::find(words.begin(), words.end(), "--");
  if (has_one_operand(app, words) && words.end() - mark > 2 && (mark + 2)->starts_with('-'))
    std::rotate(mark, mark + 2, words.end());
  return words;
}

/// One sentence about words that were not understood.
auto not_understood(const CLI::App& app, const CLI::ParseError& fault) -> std::string {
  const auto* at = &app;
  std::string verb = "waybill";
  while (!at->get_subcommands().empty()) {
    at = at->get_subcommands().front();
    verb += " " + at->get_name();
  }
  const bool wants_verb = !at->get_subcommands({}).empty();
  auto unknown = app.remaining(true);
  std::erase(unknown, "--");
  const auto what = !unknown.empty() ? "'" + unknown.front() + "' is no " +
                                           (wants_verb ? "verb" : "option or argument") + " of '" + verb + "'"
                    : wants_verb ? "There is a verb missing after '" + verb + "'"
                                 : std::string(fault.what());
  return what + "; see '" + verb + " --help'.";
}

}  // namespace

auto run_command_line(int argc, char** argv) -> int {
  CLI::App app{"Waybill: a self-hosted import engine", "waybill"};
  app.footer(
      "Exit status of all verbs: 0 all is well, 1 done but not all of it is good, 2 not done (one sentence "
      "on standard\n"
      "error says why), 74 done but its output could not be written, 130 interrupted. See "
      "docs/command_line.md.");
  app.require_subcommand(1);
  app.set_version_flag("--version", version_text(), "Print the version");
  job chosen;
  add_serving(app, chosen, argc > 0 ? argv[0] : "waybill");
  add_importing(app, chosen);
  add_files(app, chosen);
  add_looking(app, chosen);
  add_users(app, chosen);
  add_tokens(app, chosen);
  add_projects(app, chosen);
  add_log(app, chosen);
  for (const auto& room : kind_rooms()) room.add_verbs(app, chosen);
  add_console(app, chosen);
  add_others(app, chosen);
  try {
    auto words = words_of(app, argc, argv);
    std::reverse(words.begin(), words.end());  // as the library wants them
    app.parse(std::move(words));
    if (const auto name = empty_option(app); !name.empty())
      return complain("The option '" + name + "' is empty; it wants a value.");
  } catch (const CLI::ParseError& fault) {
    if (fault.get_exit_code() != 0) return complain(not_understood(app, fault));
    app.exit(fault, std::cout, std::cerr);
    return output::finish(exit_good);
  }
  return perform(chosen);
}

}  // namespace waybill::cli
