// What the verbs of the console have in common: a question to a person, an import in words.
#include <unistd.h>

#include <iostream>

#include "cli/console/verbs.hpp"

namespace waybill::cli {

auto may_go_on(const console_options& options, const std::string& harm) -> result<bool> {
  if (options.yes) return true;
  if (::isatty(STDIN_FILENO) == 0)
    return {errc::bad_value, harm + ". Without a terminal to ask on, that takes --yes."};
  std::cerr << harm << ". Go on? [y/N] " << std::flush;
  std::string line;
  std::getline(std::cin, line);
  return line == "y" || line == "Y" || line == "yes";
}

auto consent_to(const console_options& options, const std::string& harm) -> result<done> {
  const auto may = may_go_on(options, harm);
  if (!may) return may.why();
  if (!*may) return {errc::bad_value, "Nothing was done."};
  return done{};
}

void say(const std::string& line) { std::cout << printable(line) << "\n"; }

void say_document(const json& document) { std::cout << json_line(document) << "\n"; }

auto say_done(const console::done_told& told, const console_options& options) -> int {
  if (options.json)
    say_document({{"done", true}, {"message", told.message}});
  else
    say(told.message);
  return exit_good;
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

auto line_of(const console::import_told& one) -> std::string {
  return one.id + "  " + one.status + "  " + one.created_at + "  " + grouped(one.processed) + " of " +
         (one.total_known ? grouped(one.total) : "?") + ", " + grouped(one.failed) + " failed  " + one.kind +
         " of " + one.owner + "  " + one.file;
}

auto tell_import(const console::import_told& one, bool as_json) -> int {
  if (as_json) {
    say_document(document_of(one));
    return exit_good;
  }
  say(line_of(one));
  if (!one.failure_code.empty()) say("  " + one.failure_code + ": " + one.failure_message);
  return exit_good;
}

}  // namespace waybill::cli
