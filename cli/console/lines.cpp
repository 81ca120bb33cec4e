// How the console's verbs are written down.
#include <functional>

#include "cli/verb_lines.hpp"

namespace waybill::cli {
namespace {

using line = std::pair<CLI::App*, std::shared_ptr<console_options>>;
/// A verb with the options that all have.
using line_maker = std::function<line(const char* name, const char* about)>;

/// `group`: what stands before their names, "log ".
auto maker_of(CLI::App& console, job& chosen, const std::string& group = "") -> line_maker {
  return [&console, &chosen, group](const char* name, const char* about) -> line {
    const auto [command, o] = verb<console_options>(console, chosen, name, about, {group + name, {}, {}, {}});
    command->add_option("--data", o->data, "Data directory of the server (default: ./var)");
    command->add_option("--connect", o->connect, "HOST:PORT instead, as of a tunnel; with --secret-file");
    command->add_option("--secret-file", o->secret_file, "A copy of the server's console.secret");
    command->add_flag("--json", o->json, "As JSON");
    command->add_flag("--yes", o->yes, "Do it without asking");
    return {command, o};
  };
}

void add_filters(const line& to) {
  const auto& [command, o] = to;
  command->add_option("--status", o->status, "Only imports in this status");
  command->add_option("--owner", o->owner, "Only those of this user (name or id) or project (id)");
}

void add_limit(const line& to, std::uint64_t most) {
  const auto& [command, o] = to;
  o->limit = most;
  command->add_option("--limit", o->limit, "At most this many")->check(some_rows())->capture_default_str();
}

void add_import(const line& to) {
  to.first->add_option("ID", to.second->operands, "The import")->required()->expected(1);
}

void add_looking(const line_maker& add) {
  add("status", "How the server is");
  add("top", "The server as it is now, drawn anew each second; q leaves it");
  add_limit(add("actors", "The server's actors: who has most waiting, then who is busiest"), 100);
  const auto imports = add("imports", "Imports of everybody, newest first");
  add_filters(imports);
  add_limit(imports, 100);
  add_import(add("show", "Show an import, whoever's it is"));
  const auto story = add("story", "What happened to an import");
  add_import(story);
  story.first->add_flag("--steps", story.second->steps, "Without what became of its records");
  add_limit(story, 1'000);
  add_import(add("watch", "Watch an import until it ends or waits for somebody"));
}

void add_changing(const line_maker& add) {
  constexpr std::pair<const char*, const char*> verbs[] = {
      {"pause", "Stop imports until they are resumed"},
      {"resume", "Let paused imports go on"},
      {"cancel", "Stop imports; what was applied stays"},
      {"retry", "Let failed or cancelled imports go on where they stopped"}};
  for (const auto& [name, about] : verbs) {
    const auto one = add(name, about);
    one.first->add_option("ID", one.second->operands, "The imports");
    one.first->add_flag("--all", one.second->all, "All imports in the status that --status names");
    add_filters(one);
  }
  const auto kick = add("kick", "End the actors of imports that are stuck; the log starts them again");
  kick.first->add_option("ID", kick.second->operands, "The imports")->required();
}

void add_ordering(const line_maker& add) {
  add("drain", "Take no new imports; those that were taken are worked on");
  add("undrain", "Take new imports again");
  const auto seats = add("seats", "How many imports run at once, until the next start");
  seats.first->add_option("N", seats.second->count, "1 to 256")->required()->check(whole_number());
  const auto level = add("level", "How much the server's journal says, until the next start");
  level.first->add_option("LEVEL", level.second->operands, "trace, debug, info, warn, error or off")
      ->required()
      ->expected(1);
  const auto stop = add("stop", "End the server in order");
  stop.first->add_flag("--when-idle", stop.second->when_idle,
                       "Take no new imports, and end when none is at work or waiting");
}

void add_upkeep(const line_maker& add) {
  add("projections", "The read models: how far they are, and how large");
  const auto backup = add("backup", "A backup that the server makes while it works");
  backup.first->add_option("DIR", backup.second->operands, "Folder of backups, on the server's machine")
      ->required()
      ->expected(1);
  add("accounts", "Who has an account");
  add("sessions", "Who is signed in");
  add("tokens", "API tokens of everybody");
  const auto out = add("sign-out", "End every session of somebody");
  out.first->add_option("USER", out.second->operands, "Name or id")->required()->expected(1);
}

void add_log(const line_maker& add) {
  const auto [tail, t] = add("tail", "Print its last events");
  tail->add_option("--stream", t->stream, "Only this stream, like import/imp_...");
  tail->add_option("--type", t->type, "Only events of this type, like import.completed.v1");
  tail->add_flag("--follow", t->follow, "And those that come, until Ctrl-C");
  add_limit({tail, t}, 20);
  const auto [show, s] = add("show", "Print an event in full");
  show->add_option("POSITION", s->position, "Where it stands")->required()->check(whole_number());
  const auto [verify, v] = add("verify", "Recompute every seal, in the background of the server");
  verify->add_option("--from", v->position, "First position")->check(whole_number())->capture_default_str();
}

}  // namespace

void add_console(CLI::App& app, job& chosen) {
  auto* console = app.add_subcommand("console", "What operators ask a running server on this machine");
  console->require_subcommand(1);
  const auto add = maker_of(*console, chosen);
  add_looking(add);
  add_changing(add);
  add_ordering(add);
  add_upkeep(add);
  auto* log = console->add_subcommand("log", "The event log of the running server");
  log->require_subcommand(1);
  add_log(maker_of(*log, chosen, "log "));
}

}  // namespace waybill::cli
