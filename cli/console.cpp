// What operators ask a running server: one question each.
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <iostream>

#include "actors/operator_desk.hpp"
#include "cli/connection.hpp"
#include "cli/text.hpp"
#include "cli/verbs.hpp"
#include "console/client.hpp"
#include "console/files.hpp"

namespace waybill::cli {
namespace {

/// As the system calls who runs this; a name that could not stand in the log: the number.
auto operator_name() -> std::string {
  const auto* const user = ::getpwuid(::geteuid());
  const std::string name = user != nullptr ? user->pw_name : "";
  return is_operator_name(name) ? name : "uid-" + std::to_string(::geteuid());
}

struct way_in {
  endpoint address;
  digest secret{};
};

auto find_server(const console_options& options) -> result<way_in> {
  if (options.connect.empty() != options.secret_file.empty() ||
      (!options.connect.empty() && !options.data.empty()))
    return {errc::bad_value, "Say either --data, or --connect and --secret-file."};
  way_in found;
  std::string data;
  if (!options.connect.empty()) {
    const auto address = parse_endpoint(options.connect);
    if (!address) return address.why();
    found.address = *address;
  } else {
    const auto loaded = load_settings(options.data, "");
    if (!loaded) return loaded.why();
    data = loaded->values.data_directory;
    const auto place = console::read_place(data);
    if (!place) return place.why();
    found.address = place->address;
  }
  const auto secret =
      console::read_secret(options.connect.empty() ? console::secret_path(data) : options.secret_file);
  if (!secret) return secret.why();
  found.secret = *secret;
  return found;
}

auto question_of(const console_options& options) -> console::request {
  const auto& verb = options.verb;
  if (verb == "status") return console::status_asked{};
  if (verb == "show") return console::import_asked{options.operands.front()};
  if (verb == "drain" || verb == "undrain") return console::order_drain{verb == "drain"};
  if (verb == "seats") return console::order_seats{options.count};
  if (verb == "level") return console::order_level{options.operands.front()};
  if (verb == "stop") return console::order_stop{};
  return console::order_imports{verb, options.operands};
}

/// What cannot be taken back, or what others feel.
auto harm_of(const console_options& options) -> std::string {
  const auto many = counted(options.operands.size(), "import");
  if (options.verb == "cancel") return "This cancels " + many + "; what was applied stays";
  if (options.verb == "kick") return "This ends the actors of " + many + " in the middle of their work";
  if (options.verb == "drain") return "Nobody can hand in an import until 'undrain'";
  if (options.verb == "stop") return "This ends the server for everybody";
  return {};
}

/// Errors: bad_value, when nobody can be asked.
auto may_go_on(const console_options& options) -> result<bool> {
  const auto harm = harm_of(options);
  if (harm.empty() || options.yes) return true;
  if (::isatty(STDIN_FILENO) == 0)
    return {errc::bad_value, harm + ". Without a terminal to ask on, that takes --yes."};
  std::cerr << harm << ". Go on? [y/N] " << std::flush;
  std::string line;
  std::getline(std::cin, line);
  return line == "y" || line == "Y" || line == "yes";
}

auto document_of(const console::import_told& one) -> json {
  json import{{"id", one.id},
              {"owner", one.owner},
              {"started_by", one.started_by},
              {"kind", one.kind},
              {"status", one.status},
              {"file", one.file},
              {"created_at", one.created_at},
              {"processed", one.processed},
              {"total", nullptr},
              {"failed", one.failed},
              {"attempt", one.attempt},
              {"failure", nullptr}};
  if (one.total_known) import["total"] = one.total;
  if (!one.failure_code.empty())
    import["failure"] = {{"code", one.failure_code}, { "message", one.failure_message }};
  return import;
}

auto document_of(const console::status_told& now) -> json {
  return {{"version", now.version},
          {"pid", now.pid},
          {"uptime_s", now.uptime_s},
          {"log", {{"tail", now.log_tail}, {"size_bytes", now.log_bytes}, {"open", now.log_open}}},
          {"read_models",
           {{"imports_at", now.imports_at},
            {"collections_at", now.collections_at},
            {"size_bytes", now.projection_bytes},
            {"caught_up", now.caught_up}}},
          {"seats", {{"count", now.seats}, {"taken", now.running}, {"waiting", now.waiting}}},
          {"draining", now.draining},
          {"records_applied", now.records_applied},
          {"memory", {{"bytes", now.memory_bytes}, {"peak_bytes", now.memory_peak_bytes}}},
          {"descriptors", {{"open", now.descriptors}, {"limit", now.descriptors_limit}}},
          {"disk_free_bytes", now.disk_free_bytes}};
}

void say(const std::string& line) { std::cout << printable(line) << "\n"; }

void tell(const console::status_told& now, bool as_json) {
  if (as_json) return void(std::cout << json_line(document_of(now)) << "\n");
  constexpr std::uint64_t mib = 1 << 20;
  const auto lag = [&](std::uint64_t at) { return grouped(now.log_tail - std::min(at, now.log_tail)); };
  say(now.version + ", process " + std::to_string(now.pid) + ", up " + grouped(now.uptime_s) + " s" +
      (now.draining ? ", DRAINING: no new imports are taken" : ""));
  say("  log: " + counted(now.log_tail, "event") + ", " + grouped(now.log_bytes / mib) + " MiB" +
      (now.log_open ? "" : ", CANNOT BE WRITTEN"));
  say("  read models: imports " + lag(now.imports_at) + " behind, collections " + lag(now.collections_at) +
      " behind, " + grouped(now.projection_bytes / mib) + " MiB" + (now.caught_up ? "" : ", NOT CAUGHT UP"));
  say("  imports: " + grouped(now.running) + " at work on " + counted(now.seats, "seat") + ", " +
      grouped(now.waiting) + " waiting; " + counted(now.records_applied, "record") + " since the start");
  say("  memory: " + grouped(now.memory_bytes / mib) + " MiB, at most " +
      grouped(now.memory_peak_bytes / mib) + " MiB; descriptors: " + grouped(now.descriptors) + " of " +
      grouped(now.descriptors_limit) + "; disk: " + grouped(now.disk_free_bytes / mib) + " MiB free");
}

auto line_of(const console::import_told& one) -> std::string {
  return one.id + "  " + one.status + "  " + one.created_at + "  " + grouped(one.processed) + " of " +
         (one.total_known ? grouped(one.total) : "?") + ", " + grouped(one.failed) + " failed  " + one.kind +
         " of " + one.owner + "  " + one.file;
}

void tell(const console::import_told& one, bool as_json) {
  if (as_json) return void(std::cout << json_line(document_of(one)) << "\n");
  say(line_of(one));
  if (!one.failure_code.empty()) say("  " + one.failure_code + ": " + one.failure_message);
}

/// 0: all of it was done, 1: some of it, 2: nothing.
auto tell(const console::changes_told& all, const console_options& options) -> int {
  auto items = json::array();
  std::size_t good = 0;
  for (const auto& one : all.items) {
    good += one.code.empty() ? 1U : 0U;
    json item{{"id", one.id}, {"status", nullptr}, {"error", nullptr}};
    if (one.code.empty())
      item["status"] = one.status;
    else
      item["error"] = {{"code", one.code}, {"message", one.message}};
    items.push_back(std::move(item));
    if (options.json) continue;
    if (one.code.empty())
      say(one.id + ": " + (options.verb == "kick" ? "kicked; it was " : "") + one.status);
    else
      std::cerr << "waybill: " << printable(one.id + ": " + one.message) << "\n";
  }
  if (options.json) std::cout << json_line(json{{"items", items}}) << "\n";
  if (good == all.items.size()) return exit_good;
  return good == 0 ? exit_failed : exit_some_failed;
}

auto list_imports(console::client& server, const console_options& options) -> result<int> {
  constexpr std::uint64_t at_once = 500;
  auto items = json::array();
  console::imports_asked question{options.status, 0, ""};
  for (auto left = options.limit; left > 0;) {
    question.limit = std::min(left, at_once);
    const auto heard = server.ask(question);
    if (!heard) return heard.why();
    const auto* page = std::get_if<console::imports_told>(&*heard);
    if (page == nullptr || page->items.empty()) break;
    for (const auto& one : page->items) {
      if (options.json)
        items.push_back(document_of(one));
      else
        say(line_of(one));
    }
    left -= std::min<std::uint64_t>(left, page->items.size());
    question.cursor = page->next_cursor;
    if (question.cursor.empty()) break;
  }
  if (options.json) std::cout << json_line(json{{"items", items}}) << "\n";
  return exit_good;
}

struct teller {
  const console_options& options;
  auto operator()(const console::refused&) const -> int { return exit_failed; }
  auto operator()(const console::done_told& it) const -> int {
    if (options.json)
      std::cout << json_line(json{{"done", true}, {"message", it.message}}) << "\n";
    else
      say(it.message);
    return exit_good;
  }
  auto operator()(const console::status_told& it) const -> int { return tell(it, options.json), exit_good; }
  auto operator()(const console::import_told& it) const -> int { return tell(it, options.json), exit_good; }
  auto operator()(const console::imports_told&) const -> int { return exit_good; }
  auto operator()(const console::changes_told& it) const -> int { return tell(it, options); }
};

}  // namespace

auto run(const console_options& options) -> result<int> {
  constexpr std::chrono::seconds patience{10};
  const auto may = may_go_on(options);
  if (!may) return may.why();
  if (!*may) return {errc::bad_value, "Nothing was done."};
  const auto found = find_server(options);
  if (!found) return found.why();
  const auto server = console::client::connect(found->address, found->secret, operator_name(), patience);
  if (!server) return server.why();
  if (options.verb == "imports") return list_imports(**server, options);
  const auto heard = (*server)->ask(question_of(options));
  if (!heard) return heard.why();
  const int status = std::visit(teller{options}, *heard);
  std::cout << std::flush;
  return status;
}

}  // namespace waybill::cli
