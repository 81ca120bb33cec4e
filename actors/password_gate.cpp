#include "actors/password_gate.hpp"

#include <utility>

#include "actors/secrets.hpp"

namespace waybill {
namespace {

constexpr std::size_t least_bytes = 8;
constexpr std::size_t most_bytes = 1'024;

auto wrong_credentials() -> error {
  return {errc::unauthorized, "The user name or the password is wrong.", {}};
}
auto too_many_failures(std::int64_t wait_s) -> error {
  return {errc::too_many_requests,
          "Too many failed sign-ins; try again in " + std::to_string(wait_s) + " seconds.",
          {},
          static_cast<std::uint32_t>(wait_s)};
}
auto no_seat() -> error {
  return {errc::too_many_requests, "Too many sign-ins at once; please try again in 2 seconds.", {}, 2};
}
auto stopping() -> error { return {errc::unavailable, "The engine is stopping.", {}}; }

auto rules_of(const settings& config) -> throttle_rules {
  throttle_rules rules;
  rules.free_failures = config.sign_in_failures_before_delay;
  rules.first_wait_s = static_cast<std::int64_t>(config.sign_in_delay_s);
  rules.longest_wait_s = static_cast<std::int64_t>(config.sign_in_longest_delay_s);
  rules.address_failures_an_hour = static_cast<std::int64_t>(config.sign_in_address_failures_an_hour);
  return rules;
}

auto nobodys_hash() -> const std::string& {
  static const std::string hash = [] {
    auto made = hash_password(random_secret());
    return made ? *made : std::string{};
  }();
  return hash;
}

/// A name that is not there costs as much as a wrong password: nobody learns which it was, or whether the
/// account is disabled.
auto is_right(const std::optional<account_state>& account, const std::string& password) -> bool {
  const auto& hash = nobodys_hash();
  const bool right = password_matches(account ? account->password_hash : hash, password);
  return right && account && !account->disabled;
}

}  // namespace

auto check_password(const std::string& password) -> result<done> {
  if (password.size() < least_bytes || password.size() > most_bytes)
    return {errc::bad_value, "A password has 8 to 1,024 bytes."};
  return done{};
}

password_gate::password_gate(clock_ptr clock, const settings& config)
    : clock_(std::move(clock)), known_(config.data_directory), throttle_(rules_of(config), random_secret()) {}

void password_gate::prove(const sign_in_attempt& who, std::optional<account_state> account,
                          std::function<void(result<account_state>)> then) {
  const auto now = clock_->now();
  const auto as = account.value_or(account_state{});
  const sign_in_try asked{who.username, who.address, as.id.value,
                          known_.number_in(who.known_browser, as, now)};
  const auto how = throttle_.begin(asked, now);
  if (how.wait_s > 0) return then(too_many_failures(how.wait_s));
  if (who.password.size() > most_bytes) return then(wrong_credentials());
  const auto whose = how.who == acquaintance::known ? as.id.value : network_of(who.address, 64);
  auto work = [this, asked, how, then, account = std::move(account), password = who.password](bool goes_on) {
    if (!goes_on) return then(stopping());
    if (!is_right(account, password)) return then(wrong_credentials());
    throttle_.succeeded(asked, how);
    then(*account);
  };
  if (queue_.submit(how.who, whose, std::move(work))) return;
  throttle_.untried(asked, how);
  then(no_seat());
}

void password_gate::hash(const std::string& whose, const std::string& password,
                         std::function<void(result<std::string>)> then) {
  if (auto good = check_password(password); !good) return then(good.why());
  auto work = [then, password](bool goes_on) {
    if (!goes_on) return then(stopping());
    then(hash_password(password));
  };
  if (!queue_.submit(acquaintance::known, whose, std::move(work))) then(no_seat());
}

}  // namespace waybill
