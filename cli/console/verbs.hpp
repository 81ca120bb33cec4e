// The verbs of the console, one file each, and what they share. A verb asks a server that is connected,
// prints, and answers the exit status. Main thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "cli/text.hpp"
#include "cli/verbs.hpp"
#include "console/client.hpp"
#include "console/vocabulary.hpp"
#include "events/result.hpp"

namespace waybill::cli {

using console_verb = result<int> (*)(console::client& server, const console_options& options);

/// Null when there is none of that name.
auto console_verb_named(std::string_view name) -> console_verb;

/// Finds the server that the options name, and proves the secret. Errors: those of `console::client::connect`
/// and of the files, bad_value.
auto connect_to_console(const console_options& options) -> result<std::unique_ptr<console::client>>;

/// Asks a person whether to do what would harm: true at once with --yes. Errors: bad_value, when nobody can
/// be asked.
auto may_go_on(const console_options& options, const std::string& harm) -> result<bool>;
/// The same as an error: they said no.
auto consent_to(const console_options& options, const std::string& harm) -> result<done>;

/// The one answer that belongs to the question.
template <class Told>
auto ask_console(console::client& server, const console::request& what) -> result<Told> {
  auto heard = server.ask(what);
  if (!heard) return std::move(heard).why();
  if (auto* told = std::get_if<Told>(&*heard)) return std::move(*told);
  return {errc::corrupt, "The server answered something else than it was asked."};
}

/// Imports by owner and status, newest first, at most `most`: page by page to `take`. Errors: of `ask`.
template <class Take>
auto each_import(console::client& server, const console_options& options, std::uint64_t most, Take take)
    -> result<done> {
  constexpr std::uint64_t at_once = 500;
  console::imports_of_asked question{options.owner, options.status, 0, ""};
  for (auto left = most; left > 0;) {
    question.limit = std::min(left, at_once);
    const auto page = ask_console<console::imports_told>(server, question);
    if (!page) return page.why();
    for (const auto& one : page->items) take(one);
    left -= std::min<std::uint64_t>(left, page->items.size());
    question.cursor = page->next_cursor;
    if (question.cursor.empty()) break;
  }
  return done{};
}

/// A line of text, safe for a terminal.
void say(const std::string& line);
void say_document(const json& document);
auto say_done(const console::done_told& told, const console_options& options) -> int;

auto document_of(const console::import_told& one) -> json;
auto line_of(const console::import_told& one) -> std::string;
auto tell_import(const console::import_told& one, bool as_json) -> int;

auto console_status(console::client& server, const console_options& options) -> result<int>;
auto console_imports(console::client& server, const console_options& options) -> result<int>;
auto console_show(console::client& server, const console_options& options) -> result<int>;
auto console_story(console::client& server, const console_options& options) -> result<int>;
auto console_watch(console::client& server, const console_options& options) -> result<int>;
/// pause, resume, cancel, retry, kick.
auto console_change(console::client& server, const console_options& options) -> result<int>;
/// drain, undrain, seats, level: one order, one sentence.
auto console_order(console::client& server, const console_options& options) -> result<int>;
auto console_stop(console::client& server, const console_options& options) -> result<int>;
auto console_log_tail(console::client& server, const console_options& options) -> result<int>;
auto console_log_show(console::client& server, const console_options& options) -> result<int>;
auto console_log_verify(console::client& server, const console_options& options) -> result<int>;
auto console_projections(console::client& server, const console_options& options) -> result<int>;
auto console_rebuild(console::client& server, const console_options& options) -> result<int>;
auto console_accounts(console::client& server, const console_options& options) -> result<int>;
auto console_sessions(console::client& server, const console_options& options) -> result<int>;
auto console_tokens(console::client& server, const console_options& options) -> result<int>;
auto console_sign_out(console::client& server, const console_options& options) -> result<int>;
auto console_backup(console::client& server, const console_options& options) -> result<int>;

}  // namespace waybill::cli
