#include "cli/live/prompt.hpp"

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <memory>
#include <utility>

#include "cli/console/lines.hpp"
#include "cli/console/verbs.hpp"
#include "cli/live/history.hpp"
#include "cli/live/line_editor.hpp"
#include "cli/live/prompt_signals.hpp"
#include "cli/live/terminal.hpp"
#include "cli/output.hpp"

namespace waybill::cli::live {
namespace {

void complain(const error& why) {
  output::flush();
  std::cerr << "waybill: " << printable(why.message) << "\n";
}

class prompt {
 public:
  prompt(console_options options, std::unique_ptr<console::client> server)
      : options_(std::move(options)),
        server_(std::move(server)),
        verbs_(console_verbs()),
        history_(history_path()) {
    vocabulary_at_hand words;
    for (const auto& one : verbs_) words.verbs.push_back(one.first);
    words.imports = [this] { return imports(); };
    editor_plan plan;
    plan.prompt = "waybill> ";
    plan.complete = [words](std::string_view line) { return live::complete(line, words); };
    plan.idle = [this] { say_still_here(); };
    plan.changes = signals_.changes();
    plan.take_change = [this] { return signals_.take(); };
    editor_ = line_editor::make(std::move(plan));
    for (const auto& line : history_.lines()) editor_->remember(line);
  }

  auto run() -> int {
    if (const auto status = ask_console<console::status_told>(*server_, console::status_asked{}))
      say("Connected to " + status->version + ", process " + std::to_string(status->pid) +
          ". 'help' lists the verbs, 'quit' leaves.");
    for (std::string line; !left_ && output::flush();) {
      const auto end = editor_->read(line);
      if (end == line_end::over) break;
      if (end == line_end::interrupted)
        std::cout << "^C\n";
      else
        take(line);
    }
    if (!left_) std::cout << "\n";
    return exit_good;
  }

 private:
  void take(std::string line) {
    // What completion leaves behind the last word.
    while (!line.empty() && line.back() == ' ') line.pop_back();
    auto words = split_words(line);
    if (words && words->empty()) return;
    history_.add(line);
    editor_->remember(line);
    if (!words) return complain(words.why());
    if (words->size() == 1 && (words->front() == "quit" || words->front() == "exit")) {
      left_ = true;
    } else if (words->front() == "help") {
      help({words->begin() + 1, words->end()});
    } else {
      run_verb(std::move(*words));
    }
  }

  void help(std::vector<std::string> about) {
    if (!about.empty()) {
      about.emplace_back("--help");
      return run_verb(std::move(about));
    }
    constexpr std::size_t columns = 12;
    const auto tell = [](const std::string& name, const std::string& does) {
      say("  " + name + std::string(columns - std::min(columns - 1, name.size()), ' ') + does);
    };
    for (const auto& [name, does] : verbs_) tell(name, does);
    tell("help VERB", "All that a verb takes");
    tell("quit", "Leave; so does Ctrl-D");
  }

  void run_verb(std::vector<std::string> words) {
    const auto read = read_console_line(std::move(words));
    if (!read) return complain(read.why());
    if (!*read) return;
    auto what = **read;
    if (!(what.data + what.connect + what.secret_file).empty())
      return complain(
          {errc::bad_value, "The prompt has its server; --data and --connect stand before it.", {}});
    const auto verb = console_verb_named(what.verb);
    if (verb == nullptr || !connected()) return;
    signals_.at_work(server_.get());
    // Ctrl-C may have come between the line and here.
    const bool at_once = interrupted();
    if (at_once) server_->hang_up();
    const auto status = verb(*server_, what);
    signals_.at_work(nullptr);
    const bool given_up = interrupted() || at_once;
    // A question that Ctrl-C answered leaves standard input as if it had ended.
    std::cin.clear();
    std::clearerr(stdin);
    if (!status && !given_up) complain(status.why());
    if (given_up) std::cout << "Interrupted. What the server had begun goes on there.\n";
  }

  /// Since it was asked last.
  auto interrupted() const -> bool {
    bool so = false;
    for (char came = signals_.take(); came != 0; came = signals_.take()) so = so || came == 'i';
    return so;
  }

  /// A connection that was lost is made anew, and that is said.
  auto connected() -> bool {
    if (server_->alive()) return true;
    auto again = connect_to_console(options_);
    if (!again) {
      complain({again.why().code, "The connection is lost: " + again.why().message, {}});
      return false;
    }
    server_ = std::move(*again);
    say("The connection was lost; connected again.");
    return true;
  }

  void say_still_here() {
    constexpr std::chrono::seconds patience{2};
    if (server_->alive()) static_cast<void>(server_->ask(console::still_here{}, patience));
  }

  auto imports() -> std::vector<std::string> {
    constexpr std::chrono::seconds patience{2};
    constexpr std::uint64_t most = 100;
    std::vector<std::string> ids;
    if (!server_->alive()) return ids;
    const auto heard = server_->ask(console::imports_asked{"", most, ""}, patience);
    if (!heard) return ids;
    if (const auto* page = std::get_if<console::imports_told>(&*heard))
      for (const auto& one : page->items) ids.push_back(one.id);
    return ids;
  }

  console_options options_;
  std::unique_ptr<console::client> server_;
  std::vector<std::pair<std::string, std::string>> verbs_;
  prompt_signals signals_;
  history_file history_;
  std::unique_ptr<line_editor> editor_;
  bool left_ = false;
};

}  // namespace

auto run_prompt(const console_options& options) -> result<int> {
  if (!on_terminal()) {
    std::string names;
    for (const auto& [name, about] : console_verbs()) names += (names.empty() ? "" : ", ") + name;
    return {errc::bad_value, "Without a terminal the console wants a verb: " + names + "."};
  }
  auto server = connect_to_console(options);
  if (!server) return server.why();
  return prompt{options, std::move(*server)}.run();
}

}  // namespace waybill::cli::live
