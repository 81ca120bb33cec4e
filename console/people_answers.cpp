// Who is there, and by what they come in.
#include "actors/operator_desk.hpp"
#include "console/answers.hpp"

namespace waybill::console {
namespace {

/// Those that are over stay with an account until it is changed the next time.
auto open_sessions(const account_state& account, instant now) -> std::vector<session_told> {
  std::vector<session_told> open;
  for (const auto& one : account.sessions)
    if (one.expires > now)
      open.push_back({one.id.value, account.id.value, account.username, to_rfc3339_ms(one.opened_at),
                      to_rfc3339_ms(one.expires)});
  return open;
}

}  // namespace

auto account_of(engine& core, const std::string& text) -> result<account_info> {
  auto account = core.accounts().by_id({text});
  if (!account && account.why().code == errc::not_found) account = core.accounts().by_name(text);
  if (!account && account.why().code == errc::not_found)
    return {errc::no_such_user, "There is no user of that name or id."};
  return account;
}

auto answer_to(const session_surroundings& around, const accounts_asked&) -> answer {
  const auto accounts = around.core->operators().accounts();
  if (!accounts) return refused_for(accounts.why());
  const auto now = around.core->clock().now();
  accounts_told all;
  for (const auto& one : *accounts)
    all.items.push_back({one.id.value, one.username, std::string(name_of(one.may)),
                         to_rfc3339_ms(one.created_at), one.display_name, one.email, one.disabled,
                         open_sessions(one, now).size(), one.tokens.size()});
  return all;
}

auto answer_to(const session_surroundings& around, const sessions_asked&) -> answer {
  const auto accounts = around.core->operators().accounts();
  if (!accounts) return refused_for(accounts.why());
  const auto now = around.core->clock().now();
  sessions_told all;
  for (const auto& one : *accounts)
    for (auto& open : open_sessions(one, now)) all.items.push_back(std::move(open));
  return all;
}

auto answer_to(const session_surroundings& around, const tokens_asked&) -> answer {
  const auto accounts = around.core->operators().accounts();
  if (!accounts) return refused_for(accounts.why());
  tokens_told all;
  for (const auto& account : *accounts)
    for (const auto& one : account.tokens)
      all.items.push_back(
          {one.id.value, account.id.value, account.username, one.name, to_rfc3339_ms(one.created_at)});
  return all;
}

}  // namespace waybill::console
