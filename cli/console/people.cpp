// Accounts, their sessions and tokens.
#include "cli/console/verbs.hpp"

namespace waybill::cli {

namespace {

/// A list as lines, or as one document.
template <class Told, class Question, class Document, class Line>
auto tell_list(console::client& server, const console_options& options, const Question& question,
               Document document_of, Line line_of) -> result<int> {
  const auto all = ask_console<Told>(server, question);
  if (!all) return all.why();
  auto items = json::array();
  for (const auto& one : all->items) {
    if (options.json)
      items.push_back(document_of(one));
    else
      say(line_of(one));
  }
  if (options.json) say_document({{"items", items}});
  return exit_good;
}

}  // namespace

auto console_accounts(console::client& server, const console_options& options) -> result<int> {
  return tell_list<console::accounts_told>(
      server, options, console::accounts_asked{},
      [](const auto& one) {
        return json{{"id", one.id},
                    {"username", one.username},
                    {"role", one.role},
                    {"created_at", one.created_at},
                    {"disabled", one.disabled},
                    {"display_name", one.display_name},
                    {"email", one.email},
                    {"sessions", one.sessions},
                    {"tokens", one.tokens}};
      },
      [](const auto& one) {
        return one.id + "  " + one.role + "  " + one.username + "  " + counted(one.sessions, "session") +
               ", " + counted(one.tokens, "token") + (one.disabled ? ", DISABLED" : "");
      });
}

auto console_sessions(console::client& server, const console_options& options) -> result<int> {
  return tell_list<console::sessions_told>(
      server, options, console::sessions_asked{},
      [](const auto& one) {
        return json{{"id", one.id},
                    {"user", one.user},
                    {"username", one.username},
                    {"began_at", one.began_at},
                    {"ends_at", one.ends_at}};
      },
      [](const auto& one) {
        return one.id + "  " + one.username + "  since " + one.began_at + ", until " + one.ends_at;
      });
}

auto console_tokens(console::client& server, const console_options& options) -> result<int> {
  return tell_list<console::tokens_told>(
      server, options, console::tokens_asked{},
      [](const auto& one) {
        return json{{"id", one.id},
                    {"user", one.user},
                    {"username", one.username},
                    {"name", one.name},
                    {"created_at", one.created_at}};
      },
      [](const auto& one) { return one.id + "  " + one.username + "  " + one.created_at + "  " + one.name; });
}

auto console_sign_out(console::client& server, const console_options& options) -> result<int> {
  const auto& user = options.operands.front();
  if (auto may = consent_to(options, "This ends every session of " + user); !may) return std::move(may).why();
  const auto told = ask_console<console::done_told>(server, console::order_sign_out{user});
  if (!told) return told.why();
  return say_done(*told, options);
}

}  // namespace waybill::cli
