#include <iostream>
#include <optional>

#include "cli/connection.hpp"
#include "cli/disabled.hpp"
#include "cli/output.hpp"
#include "cli/signals.hpp"
#include "cli/text.hpp"
#include "cli/verbs.hpp"

namespace waybill::cli {
namespace {

void show_when_made(const chosen_password& password, const std::string& name) {
  if (!password.made) return;
  output::say_when_lost("The password that was made for " + printable(name) +
                        " is lost: set another with 'waybill user password'.");
  std::cout << "password, shown this once: " << password.text << "\n";
}

auto add(account_desk& accounts, const user_options& options) -> result<int> {
  const auto may = role_of(options.role);
  if (!may) return {errc::bad_value, "The role is 'user' or 'admin'."};
  const auto password = choose_password(options.password_stdin, "Password for " + printable(options.name));
  if (!password) return password.why();
  std::optional<asked_change> under_way(std::in_place);
  const auto made = accounts.add_user(options.name, (*password).text, *may, "system");
  if (!made) return made.why();
  std::cout << "added: " << printable((*made).username) << " (" << name_of((*made).may) << ")\n";
  show_when_made(*password, options.name);
  under_way.reset();
  return exit_good;
}

auto of_limit(const std::optional<std::uint64_t>& limit) -> std::string {
  return limit ? " of " + grouped(*limit) : std::string();
}

auto list(engine& core) -> result<int> {
  const auto users = core.accounts().users();
  if (!users) return users.why();
  for (const auto& user : *users) {
    const auto usage = core.usage_of(user.id);
    if (!usage) return usage.why();
    std::cout << user.id.value << "  " << name_of(user.may) << (user.may == role::user ? "   " : "  ")
              << to_rfc3339_ms(user.created_at) << "  " << printable(user.username) << "  keeps "
              << grouped(usage->stored_bytes) << of_limit(usage->stored_limit_bytes) << " bytes, "
              << grouped(usage->records) << of_limit(usage->records_limit) << " records"
              << (user.disabled ? ", disabled" : "") << "\n";
  }
  return exit_good;
}

auto change_password(account_desk& accounts, const user_options& options) -> result<int> {
  const auto known = accounts.by_name(options.name);
  if (!known) return known.why();
  const auto name = printable((*known).username);
  const auto password = choose_password(options.password_stdin, "New password for " + name);
  if (!password) return password.why();
  std::optional<asked_change> under_way(std::in_place);
  if (const auto set =
          accounts.set_password((*known).username, (*password).text, "system", options.revoke_tokens);
      !set)
    return set.why();
  std::cout << "The password of " << name << " is set; its sessions ended"
            << (options.revoke_tokens ? ", its tokens are revoked.\n" : ".\n");
  show_when_made(*password, (*known).username);
  under_way.reset();
  if ((*known).disabled) std::cerr << not_let_in(name);
  return exit_good;
}

auto set_profile(account_desk& accounts, const user_options& options) -> result<int> {
  const auto known = accounts.by_name(options.name);
  if (!known) return known.why();
  profile_change what;
  if (options.no_display_name || !options.display_name.empty()) what.display_name = options.display_name;
  if (options.no_email || !options.email.empty()) what.email = options.email;
  const auto after = accounts.set_profile((*known).id, what, "system");
  if (!after) return after.why();
  const auto told = [](const std::string& text) { return text.empty() ? "none" : printable(text); };
  std::cout << printable((*after).username) << ": display name " << told((*after).display_name) << ", e-mail "
            << told((*after).email) << "\n";
  return exit_good;
}

}  // namespace

auto run(const user_options& options) -> result<int> {
  const bool adds = options.verb == user_options::what::add;
  const auto here = open_for_verb(options.where, adds ? new_store::made : new_store::refused);
  if (!here) return here.why();
  auto& accounts = (*here).core->accounts();
  auto status = adds                                           ? add(accounts, options)
                : options.verb == user_options::what::password ? change_password(accounts, options)
                : options.verb == user_options::what::set      ? set_profile(accounts, options)
                                                               : list(*(*here).core);
  output::flush();
  return status;
}

}  // namespace waybill::cli
