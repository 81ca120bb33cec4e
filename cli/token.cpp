// Tokens: of any account on a data directory (offline), of one's own at a server, asked for with a token or,
// for the first one, with the account's password.
#include <cstdlib>
#include <iostream>

#include "cli/connection.hpp"
#include "cli/disabled.hpp"
#include "cli/output.hpp"
#include "cli/signals.hpp"
#include "cli/text.hpp"
#include "cli/verbs.hpp"
#include "formats/text.hpp"

namespace waybill::cli {
namespace {

using verb = token_options::what;

/// What is not found when a token is to be revoked can only be the token.
auto not_revoked(const error& why) -> error {
  return why.code == errc::not_found ? error{errc::not_found, "There is no such token."} : why;
}

/// What is said when the token's text could not be shown: it stands nowhere else.
auto lost_token(const std::string& id) -> std::string {
  return "The token " + printable(id) +
         " was made, but its text is lost: revoke it with 'waybill token revoke " + printable(id) +
         "' and make another.";
}

auto add_here(account_desk& accounts, const user_id& user, const std::string& name) {
  const asked_change under_way;
  return accounts.add_token(user, name);
}

auto run_here(const token_options& options) -> result<int> {
  const auto here = open_for_verb(options.where, new_store::refused);
  if (!here) return here.why();
  auto& accounts = (*here).core->accounts();
  const auto account = account_here(*(*here).core, options.where.user.empty() ? "admin" : options.where.user);
  if (!account) return account.why();
  const auto& user = (*account).id;
  if (options.verb == verb::add) {
    const auto made = add_here(accounts, user, options.name_or_id);
    if (!made) return made.why();
    output::say_when_lost(lost_token((*made).info.id.value));
    std::cout << (*made).info.id.value << "  " << printable((*made).info.name) << ": shown this once\n"
              << (*made).text << "\n";
    if ((*account).disabled) std::cerr << not_let_in(printable((*account).username));
    return exit_good;
  }
  if (options.verb == verb::revoke) {
    const auto gone = accounts.revoke_token(user, {options.name_or_id});
    if (!gone) return not_revoked(gone.why());
    std::cout << printable(options.name_or_id) << ": revoked\n";
    return exit_good;
  }
  const auto tokens = accounts.tokens(user);
  if (!tokens) return tokens.why();
  for (const auto& token : *tokens)
    std::cout << token.id.value << "  " << to_rfc3339_ms(token.created_at) << "  " << printable(token.name)
              << "\n";
  return exit_good;
}

auto ask_server(client& api, const token_options& options) -> result<int> {
  if (options.verb == verb::add) {
    const auto made = api.post("/api/v1/tokens", json{{"name", options.name_or_id}}, "token");
    if (!made) return made.why();
    output::say_when_lost(lost_token(text_at(*made, "id")));
    std::cout << printable(text_at(*made, "id")) << "  " << printable(text_at(*made, "name"))
              << ": shown this once\n"
              << printable(text_at(*made, "token")) << "\n";
    return exit_good;
  }
  if (options.verb == verb::revoke) {
    const auto gone = api.remove("/api/v1/tokens/" + text::percent_encoded(options.name_or_id));
    if (!gone) return not_revoked(gone.why());
    std::cout << printable(options.name_or_id) << ": revoked\n";
    return exit_good;
  }
  const auto tokens = api.get("/api/v1/tokens", "items");
  if (!tokens) return tokens.why();
  for (const auto& token : member_at(*tokens, "items"))
    std::cout << printable(text_at(token, "id")) << "  " << printable(text_at(token, "created_at")) << "  "
              << printable(text_at(token, "name")) << "\n";
  return exit_good;
}

auto run_with_password(const token_options& options) -> result<int> {
  const char* from_environment = std::getenv("WAYBILL_SERVER");
  const auto url = !options.where.server.empty() ? options.where.server
                   : from_environment != nullptr ? std::string(from_environment)
                                                 : std::string("http://127.0.0.1:8080");
  const auto api = client::make(url, "");
  if (!api) return api.why();
  const auto password = ask_password(options.password_stdin, "Password of " + printable(options.where.user));
  if (!password) return password.why();
  if (const auto in = (*api)->sign_in(options.where.user, *password); !in) return in.why();
  auto status = ask_server(**api, options);
  // The session would end by itself; that it could not be ended now changes nothing.
  static_cast<void>((*api)->sign_out().ok());
  return status;
}

auto dispatch(const token_options& options) -> result<int> {
  if (!options.where.data.empty()) return run_here(options);
  if (!options.where.user.empty() && options.where.token.empty()) return run_with_password(options);
  const auto to = connect(options.where);
  if (!to) return to.why();
  return ask_server((*to)->api(), options);
}

}  // namespace

auto run(const token_options& options) -> result<int> { return dispatch(options); }

}  // namespace waybill::cli
