// Accounts, their sessions and tokens.
#include "cli/console/verbs.hpp"

namespace waybill::cli {

auto console_accounts(console::client& server, const console_options& options) -> result<int> {
  const auto all = ask_console<console::accounts_told>(server, console::accounts_asked{});
  if (!all) return all.why();
  auto items = json::array();
  for (const auto& one : all->items) {
    if (options.json)
      items.push_back({{"id", one.id},
                       {"username", one.username},
                       {"role", one.role},
                       {"created_at", one.created_at},
                       {"disabled", one.disabled},
                       {"display_name", one.display_name},
                       {"email", one.email},
                       {"sessions", one.sessions},
                       {"tokens", one.tokens}});
    else
      say(one.id + "  " + one.role + "  " + one.username + "  " + counted(one.sessions, "session") + ", " +
          counted(one.tokens, "token") + (one.disabled ? ", DISABLED" : ""));
  }
  if (options.json) say_document({{"items", items}});
  return exit_good;
}

auto console_sessions(console::client& server, const console_options& options) -> result<int> {
  const auto all = ask_console<console::sessions_told>(server, console::sessions_asked{});
  if (!all) return all.why();
  auto items = json::array();
  for (const auto& one : all->items) {
    if (options.json)
      items.push_back({{"id", one.id},
                       {"user", one.user},
                       {"username", one.username},
                       {"began_at", one.began_at},
                       {"ends_at", one.ends_at}});
    else
      say(one.id + "  " + one.username + "  since " + one.began_at + ", until " + one.ends_at);
  }
  if (options.json) say_document({{"items", items}});
  return exit_good;
}

auto console_tokens(console::client& server, const console_options& options) -> result<int> {
  const auto all = ask_console<console::tokens_told>(server, console::tokens_asked{});
  if (!all) return all.why();
  auto items = json::array();
  for (const auto& one : all->items) {
    if (options.json)
      items.push_back({{"id", one.id},
                       {"user", one.user},
                       {"username", one.username},
                       {"name", one.name},
                       {"created_at", one.created_at}});
    else
      say(one.id + "  " + one.username + "  " + one.created_at + "  " + one.name);
  }
  if (options.json) say_document({{"items", items}});
  return exit_good;
}

auto console_sign_out(console::client& server, const console_options& options) -> result<int> {
  const auto& user = options.operands.front();
  if (auto may = consent_to(options, "This ends every session of " + user); !may) return std::move(may).why();
  const auto told = ask_console<console::done_told>(server, console::order_sign_out{user});
  if (!told) return told.why();
  return say_done(*told, options);
}

}  // namespace waybill::cli
