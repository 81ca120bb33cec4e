// How the console's verbs are written down.
#include "cli/console/lines.hpp"

#include <algorithm>
#include <functional>
#include <iostream>
#include <memory>
#include <tuple>

#include "cli/live/prompt.hpp"
#include "cli/verb_lines.hpp"

namespace waybill::cli {
namespace {

using line = std::pair<CLI::App*, std::shared_ptr<console_options>>;
/// A verb with the options that all have.
using line_maker = std::function<line(const char* name, const char* about)>;

/// What becomes of a verb whose words were read.
using line_taker = std::function<void(const console_options&)>;

void add_way_in(CLI::App& command, console_options& o) {
  command.add_option("--data", o.data, "Data directory of the server (default: ./var)");
  command.add_option("--connect", o.connect, "HOST:PORT instead, as of a tunnel; with --secret-file");
  command.add_option("--secret-file", o.secret_file, "A copy of the server's console.secret");
}

/// `group`: what stands before their names, "log ".
auto maker_of(CLI::App& console, const line_taker& take, const std::string& group = "") -> line_maker {
  return [&console, take, group](const char* name, const char* about) -> line {
    const auto o = std::make_shared<console_options>(console_options{group + name, {}, {}, {}});
    auto* command = console.add_subcommand(name, about);
    command->callback([take, o] { take(*o); });
    add_way_in(*command, *o);
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
  const auto level = add("level", "How much the server's journal says, until the next start or for a while");
  level.first
      ->add_option("LEVEL", level.second->operands,
                   "trace, debug, info, warn, error or off; `for 10m`: then what it was before")
      ->required()
      ->expected(1, 3);
  const auto stop = add("stop", "End the server in order");
  stop.first->add_flag("--when-idle", stop.second->when_idle,
                       "Take no new imports, and end when none is at work or waiting");
}

void add_upkeep(const line_maker& add) {
  add("projections", "The read models: how far they are, and how large");
  const auto rebuild = add("rebuild", "Fold a read model anew beside the old one, and exchange it");
  rebuild.first->add_option("NAME", rebuild.second->operands, "As 'projections' has it")
      ->required()
      ->expected(1);
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

void add_verbs(CLI::App& console, const line_taker& take) {
  const auto add = maker_of(console, take);
  add_looking(add);
  add_changing(add);
  add_ordering(add);
  add_upkeep(add);
  auto* log = console.add_subcommand("log", "The event log of the running server");
  log->require_subcommand(1);
  add_log(maker_of(*log, take, "log "));
}

auto all_verbs(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

}  // namespace

void add_console(CLI::App& app, job& chosen) {
  auto* console = app.add_subcommand(
      "console", "What operators ask a running server on this machine; without a verb: a prompt");
  console->require_subcommand(0, 1);
  const auto o = std::make_shared<console_options>();
  add_way_in(*console, *o);
  add_verbs(*console, [&chosen, o](console_options said) {
    if ((said.data + said.connect + said.secret_file).empty())
      std::tie(said.data, said.connect, said.secret_file) = std::tie(o->data, o->connect, o->secret_file);
    chosen = [said] { return run(said); };
  });
  console->callback([&chosen, o, console] {
    if (console->get_subcommands().empty()) chosen = [o] { return live::run_prompt(*o); };
  });
}

auto console_verbs() -> std::vector<std::pair<std::string, std::string>> {
  CLI::App app;
  add_verbs(app, [](const console_options&) {});
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto* one : all_verbs(app)) {
    const auto below = all_verbs(*one);
    if (below.empty()) all.emplace_back(one->get_name(), one->get_description());
    for (const auto* part : below)
      all.emplace_back(one->get_name() + " " + part->get_name(), part->get_description());
  }
  return all;
}

auto read_console_line(std::vector<std::string> words) -> result<std::optional<console_options>> {
  CLI::App app{"", "console"};
  app.require_subcommand(1);
  std::optional<console_options> taken;
  add_verbs(app, [&taken](const console_options& said) { taken = said; });
  const auto first = words.empty() ? "" : words.front();
  try {
    std::reverse(words.begin(), words.end());  // as the library wants them
    app.parse(std::move(words));
  } catch (const CLI::ParseError& fault) {
    if (fault.get_exit_code() == 0) {
      app.exit(fault, std::cout, std::cerr);
      return std::optional<console_options>{};
    }
    if (app.get_subcommands().empty())
      return {errc::bad_value, "There is no verb '" + first + "'; 'help' lists them."};
    return {errc::bad_value, std::string(fault.what()) + "; see 'help " + first + "'."};
  }
  return taken;
}

}  // namespace waybill::cli
