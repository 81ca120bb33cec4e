#include "actors/account_desk.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <unordered_map>

#include "actors/ask.hpp"
#include "actors/secrets.hpp"
#include "events/hash.hpp"

namespace waybill {
namespace {

constexpr std::size_t throttle_entries = 10'000;
constexpr std::size_t tokens_kept = 100;
constexpr std::string_view token_prefix = "wbt_";

auto wrong_credentials() -> error {
  return {errc::unauthorized, "The user name or the password is wrong.", {}};
}

/// Slows sign-ins down after failures: soon for one name from one address, later for an address whatever the
/// name (many people may sit behind it), latest for a name whatever the address (else anybody could lock its
/// owner out). Counts fade after a quarter of an hour. Bounded.
class sign_in_throttle {
 public:
  sign_in_throttle(std::uint64_t free_failures, std::uint64_t delay_s)
      : free_(free_failures), delay_us_(static_cast<std::int64_t>(delay_s) * 1'000'000) {}

  /// Seconds to wait; 0: go ahead. Going ahead counts as a failure until `succeeded`: attempts at the same
  /// time cannot all slip through before the first has failed.
  auto begin(const std::string& name, const std::string& address, instant now) -> std::int64_t {
    const std::scoped_lock lock{mutex_};
    make_room(now);
    const auto keys = keys_of(name, address);
    std::int64_t wait_us = 0;
    for (const auto& [key, limit] : keys) wait_us = std::max(wait_us, left_us(key, limit, now));
    if (wait_us > 0) return wait_us / 1'000'000 + 1;
    for (const auto& [key, limit] : keys) {
      auto& known = attempts_[key];
      if (known.last.us + fades_after_us < now.us) known.count = 0;
      ++known.count;
      known.last = now;
    }
    return 0;
  }
  void succeeded(const std::string& name, const std::string& address) {
    const std::scoped_lock lock{mutex_};
    const auto keys = keys_of(name, address);
    attempts_.erase(keys.front().first);
    for (const auto& [key, limit] : keys)
      if (const auto known = attempts_.find(key); known != attempts_.end() && --known->second.count == 0)
        attempts_.erase(known);
  }

 private:
  static constexpr std::int64_t fades_after_us = 15LL * 60 * 1'000'000;
  struct attempts {
    std::uint64_t count = 0;
    instant last{};
  };

  [[nodiscard]] auto keys_of(const std::string& name, const std::string& address) const
      -> std::vector<std::pair<std::string, std::uint64_t>> {
    const auto short_name = name.substr(0, 100);
    return {{"both " + address + " " + short_name, free_},
            {"address " + address, free_ * 4},
            {"name " + short_name, free_ * 20}};
  }
  [[nodiscard]] auto left_us(const std::string& key, std::uint64_t limit, instant now) const -> std::int64_t {
    const auto known = attempts_.find(key);
    if (known == attempts_.end() || known->second.count < limit) return 0;
    return known->second.last.us + delay_us_ - now.us;
  }
  void make_room(instant now) {
    if (attempts_.size() < throttle_entries) return;
    std::erase_if(attempts_, [&](const auto& one) { return one.second.last.us + fades_after_us < now.us; });
    while (attempts_.size() >= throttle_entries) attempts_.erase(attempts_.begin());
  }

  std::uint64_t free_;
  std::int64_t delay_us_;
  std::mutex mutex_;
  std::unordered_map<std::string, attempts> attempts_;
};

auto check_username(const std::string& name) -> result<done> {
  const auto allowed = [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-' || c == '@';
  };
  if (name.empty() || name.size() > 64 || !std::all_of(name.begin(), name.end(), allowed))
    return {errc::bad_value, "A user name has 1 to 64 letters, digits, and the characters . _ - @."};
  return done{};
}

auto check_password(const std::string& password) -> result<done> {
  if (password.size() < 8 || password.size() > 1'024)
    return {errc::bad_value, "A password has 8 to 1,024 bytes."};
  return done{};
}

auto info_of(const account_state& account) -> account_info {
  return {account.id, account.username, account.may, account.created_at, account.disabled};
}

class desk final : public account_desk {
 public:
  desk(caf::actor_system& system, accounts_actor accounts, clock_ptr clock, const settings& config)
      : system_(system),
        accounts_(std::move(accounts)),
        clock_(std::move(clock)),
        session_minutes_(config.session_absolute_minutes),
        throttle_(config.sign_in_failures_before_delay, config.sign_in_delay_s) {}

  auto add_user(const std::string& username, const std::string& password, role may, const std::string& by)
      -> result<account_info> override {
    if (auto good = check_username(username); !good) return good.why();
    if (auto good = check_password(password); !good) return good.why();
    const auto hash = hash_password(password);
    if (!hash) return hash.why();
    const auto made = account(create_account{username, may, *hash, by});
    if (!made) return made.why();
    return info_of(*made);
  }

  auto users() -> result<std::vector<account_info>> override {
    auto all = ask<accounts_answer>(system_, accounts_, list_accounts{});
    if (!all) return all.why();
    return std::move(all->what);
  }

  auto set_password(const std::string& username, const std::string& password, const std::string& by)
      -> result<done> override {
    if (auto good = check_password(password); !good) return good.why();
    const auto found = account(find_account{username, std::nullopt});
    if (!found) return found.why();
    const auto hash = hash_password(password);
    if (!hash) return hash.why();
    return changed(found->id, password_changed{*hash}, by);
  }

  auto add_token(const user_id& user, const std::string& name) -> result<fresh_token> override {
    if (name.empty() || name.size() > 100) return {errc::bad_value, "A token's name has 1 to 100 bytes."};
    const auto there = tokens(user);
    if (!there) return there.why();
    if (there->size() >= tokens_kept)
      return {errc::bad_value,
              "An account has at most " + std::to_string(tokens_kept) + " tokens; revoke one first."};
    fresh_token made;
    made.info.id = clock_->fresh_token();
    made.info.name = name;
    made.text = std::string(token_prefix) + random_secret();
    const auto after =
        account(change_account{user, token_added{made.info.id, name, sha256_of(made.text)}, user.value});
    if (!after) return after.why();
    made.info.created_at = after->tokens.back().created_at;
    return made;
  }

  auto grant_process_token(const user_id& user) -> result<fresh_token> override {
    const auto found = account(find_account{{}, user});
    if (!found) return found.why();
    fresh_token made{{clock_->fresh_token(), "this process", clock_->now()},
                     std::string(token_prefix) + random_secret()};
    const std::scoped_lock lock{process_tokens_mutex_};
    process_tokens_[sha256_of(made.text)] = {found->id, found->username, found->may, std::nullopt};
    return made;
  }

  auto tokens(const user_id& user) -> result<std::vector<token_info>> override {
    const auto found = account(find_account{{}, user});
    if (!found) return found.why();
    std::vector<token_info> list;
    for (const auto& token : found->tokens) list.push_back({token.id, token.name, token.created_at});
    return list;
  }

  auto revoke_token(const user_id& user, const token_id& token) -> result<done> override {
    return changed(user, token_revoked{token}, user.value);
  }

  auto sign_in(const std::string& username, const std::string& password, const std::string& address)
      -> result<fresh_session> override {
    const auto found = prove(username, password, address);
    if (!found) return found.why();
    return open_session(*found, clock_->now());
  }

  auto change_password(const caller& who, const std::string& present, const std::string& fresh,
                       const std::string& address) -> result<done> override {
    if (auto good = check_password(fresh); !good) return good.why();
    if (const auto proved = prove(who.username, present, address); !proved) return proved.why();
    return set_password(who.username, fresh, who.user.value);
  }

  auto sign_out_everywhere(const user_id& user) -> result<done> override {
    return changed(user, sessions_ended{}, user.value);
  }

  auto set_disabled(const user_id& user, bool disabled, const std::string& by)
      -> result<account_info> override {
    auto known = by_id(user);
    if (!known || known->disabled == disabled) return known;
    const auto after = account(change_account{
        user, disabled ? account_event{account_disabled{}} : account_event{account_enabled{}}, by});
    if (!after) return after.why();
    return info_of(*after);
  }

  auto sign_out(const caller& who) -> result<done> override {
    if (!who.session) return done{};
    return changed(who.user, session_closed{*who.session}, who.user.value);
  }

  auto by_token(std::string_view text) -> result<caller> override {
    if (!text.starts_with(token_prefix)) return wrong_credentials();
    const auto secret = sha256_of(text);
    {
      const std::scoped_lock lock{process_tokens_mutex_};
      if (const auto known = process_tokens_.find(secret); known != process_tokens_.end())
        return known->second;
    }
    return who(find_by_secret{secret, false});
  }

  auto by_cookie(std::string_view cookie) -> result<caller> override {
    return who(find_by_secret{sha256_of(cookie), true});
  }

  [[nodiscard]] auto csrf_token(std::string_view cookie) const -> std::string override {
    return csrf_of_cookie(cookie);
  }

  auto by_id(const user_id& user) -> result<account_info> override {
    const auto found = account(find_account{{}, user});
    if (!found) return found.why();
    return info_of(*found);
  }

  auto by_name(const std::string& username) -> result<account_info> override {
    const auto found = account(find_account{username, std::nullopt});
    if (!found) return found.why();
    return info_of(*found);
  }

 private:
  template <class Message>
  auto account(Message message) -> result<account_state> {
    auto answer = ask<account_answer>(system_, accounts_, std::move(message));
    if (!answer) return answer.why();
    return std::move(answer->what);
  }
  /// The account, if that is its password. A name that is not there costs the same time as a wrong password:
  /// nobody learns which it was, or whether the account is disabled.
  auto prove(const std::string& username, const std::string& password, const std::string& address)
      -> result<account_state> {
    const auto wait = throttle_.begin(username, address, clock_->now());
    if (wait > 0)
      return error{errc::too_many_requests,
                   "Too many failed sign-ins; try again in " + std::to_string(wait) + " seconds.",
                   {},
                   static_cast<std::uint32_t>(wait)};
    auto found = account(find_account{username, std::nullopt});
    const bool right = password.size() <= 1'024 &&
                       password_matches(found ? found->password_hash : nobodys_hash(), password) && found;
    if (!right || found->disabled) return wrong_credentials();
    throttle_.succeeded(username, address);
    return found;
  }
  auto who(find_by_secret asked) -> result<caller> {
    auto answer = ask<caller_answer>(system_, accounts_, asked);
    if (!answer) return answer.why();
    return std::move(answer->what);
  }
  auto changed(const user_id& user, account_event event, const std::string& by) -> result<done> {
    const auto after = account(change_account{user, std::move(event), by});
    if (!after) return after.why();
    return done{};
  }

  auto open_session(const account_state& of, instant now) -> result<fresh_session> {
    fresh_session made;
    made.cookie = random_secret();
    made.csrf_token = csrf_of_cookie(made.cookie);
    made.expires = {now.us + std::chrono::microseconds{std::chrono::minutes{session_minutes_}}.count()};
    made.who = {of.id, of.username, of.may, clock_->fresh_session()};
    if (auto opened = changed(of.id, session_opened{*made.who.session, sha256_of(made.cookie), made.expires},
                              of.id.value);
        !opened)
      return opened.why();
    return made;
  }

  static auto nobodys_hash() -> const std::string& {
    static const std::string hash = [] {
      auto made = hash_password(random_secret());
      return made ? *made : std::string{};
    }();
    return hash;
  }

  caf::actor_system& system_;
  accounts_actor accounts_;
  clock_ptr clock_;
  std::uint64_t session_minutes_;
  sign_in_throttle throttle_;
  std::mutex process_tokens_mutex_;
  std::map<digest, caller> process_tokens_;
};

}  // namespace

auto make_account_desk(caf::actor_system& system, accounts_actor accounts, clock_ptr clock,
                       const settings& config) -> std::unique_ptr<account_desk> {
  return std::make_unique<desk>(system, std::move(accounts), std::move(clock), config);
}

}  // namespace waybill
