#include "actors/account_desk.hpp"

#include <future>
#include <map>
#include <mutex>

#include "actors/ask.hpp"
#include "actors/password_gate.hpp"
#include "actors/secrets.hpp"
#include "actors/user_names.hpp"
#include "events/hash.hpp"

namespace waybill {
namespace {

constexpr std::string_view token_prefix = "wbt_";

auto wrong_credentials() -> error {
  return {errc::unauthorized, "The user name or the password is wrong.", {}};
}

auto info_of(const account_state& account) -> account_info {
  return {account.id,       account.username,     account.may,  account.created_at,
          account.disabled, account.display_name, account.email};
}

/// For who has the time: begins, waits until it is hashed, and does the rest.
template <class T, class Begin>
auto waited_for(Begin begin) -> result<T> {
  std::promise<std::function<result<T>()>> hashed;
  begin([&](std::function<result<T>()> rest) { hashed.set_value(std::move(rest)); });
  return hashed.get_future().get()();
}

template <class T>
void refuse(const when_hashed<T>& then, error why) {
  then([why = std::move(why)]() -> result<T> { return why; });
}

class desk final : public account_desk {
 public:
  desk(caf::actor_system& system, accounts_actor accounts, clock_ptr clock, const settings& config,
       std::shared_ptr<held_rights> rights, std::shared_ptr<const known_names> names)
      : system_(system),
        accounts_(std::move(accounts)),
        clock_(std::move(clock)),
        session_minutes_(config.session_absolute_minutes),
        rights_(std::move(rights)),
        names_(std::move(names)),
        gate_(clock_, config) {}

  auto add_user(const std::string& username, const std::string& password, role may, const std::string& by)
      -> result<account_info> override {
    return waited_for<account_info>(
        [&](const when_hashed<account_info>& then) { add_user_later(username, password, may, by, then); });
  }

  void add_user_later(const std::string& username, const std::string& password, role may,
                      const std::string& by, when_hashed<account_info> then) override {
    if (auto good = check_username(username); !good) return refuse(then, good.why());
    gate_.hash(by, password, [this, username, may, by, then](const result<std::string>& hash) {
      if (!hash) return refuse(then, hash.why());
      then([this, order = create_account{username, may, *hash, by}]() -> result<account_info> {
        const auto made = account(order);
        if (!made) return made.why();
        return info_of(*made);
      });
    });
  }

  auto users() -> result<std::vector<account_info>> override {
    auto all = ask<accounts_answer>(system_, accounts_, list_accounts{});
    if (!all) return all.why();
    return std::move(all->what);
  }

  auto set_password(const std::string& username, const std::string& password, const std::string& by,
                    bool revoke_tokens) -> result<done> override {
    const auto found = account(find_account{username, std::nullopt});
    if (!found) return found.why();
    return waited_for<done>([&](const when_hashed<done>& then) {
      set_password_later(found->id, password, by, revoke_tokens, then);
    });
  }

  void set_password_later(const user_id& user, const std::string& password, const std::string& by,
                          bool revoke_tokens, when_hashed<done> then) override {
    gate_.hash(by, password, [this, user, by, revoke_tokens, then](const result<std::string>& hash) {
      if (!hash) return refuse(then, hash.why());
      then([this,
            order = change_account{user, password_changed{*hash}, by, {}, revoke_tokens}]() -> result<done> {
        const auto after = account(order);
        if (!after) return after.why();
        return done{};
      });
    });
  }

  auto add_token(const user_id& user, const std::string& name) -> result<fresh_token> override {
    if (name.empty() || name.size() > 100) return {errc::bad_value, "A token's name has 1 to 100 bytes."};
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
    if (found->disabled) return {errc::forbidden, "The account is disabled."};
    fresh_token made{{clock_->fresh_token(), "this process", clock_->now()},
                     std::string(token_prefix) + random_secret()};
    const std::scoped_lock lock{process_tokens_mutex_};
    process_tokens_[sha256_of(made.text)] = found->id;
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
    return waited_for<fresh_session>([&](const when_hashed<fresh_session>& then) {
      sign_in_later({username, password, address}, then);
    });
  }

  void sign_in_later(const sign_in_attempt& who, when_hashed<fresh_session> then) override {
    prove(who, [this, kept = who.known_browser, then](const result<account_state>& proved) {
      if (!proved) return refuse(then, proved.why());
      then([this, kept, of = *proved] { return open_session(of, kept); });
    });
  }

  void change_password_later(const caller& who, const sign_in_attempt& present, const std::string& fresh,
                             when_hashed<fresh_session> then) override {
    if (auto good = check_password(fresh); !good) return refuse(then, good.why());
    prove(present, [this, who, kept = present.known_browser, fresh, then](const auto& proved) {
      if (!proved) return refuse(then, proved.why());
      gate_.hash(who.user.value, fresh, [this, who, kept, of = *proved, then](const auto& hash) {
        if (!hash) return refuse(then, hash.why());
        then([this, who, kept,
              order = change_account{of.id, password_changed{*hash}, of.id.value,
                                     of.password_hash}]() -> result<fresh_session> {
          const auto after = account(order);
          if (!after) return after.why();
          if (!who.session) return fresh_session{who, {}, {}, {}, {}};
          return open_session(*after, kept);
        });
      });
    });
  }

  auto sign_out_everywhere(const user_id& user) -> result<done> override {
    return changed(user, sessions_ended{}, user.value);
  }

  auto set_disabled(const user_id& user, bool disabled, const std::string& by)
      -> result<account_info> override {
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
    if (const auto user = process_token_of(secret)) {
      const auto of = account(find_account{{}, *user});
      if (!of) return of.why();
      if (of->disabled) return wrong_credentials();
      return caller{of->id, of->username, of->may, std::nullopt, std::nullopt};
    }
    return who(find_by_secret{secret, false});
  }

  auto by_cookie(std::string_view cookie) -> result<caller> override {
    return who(find_by_secret{sha256_of(cookie), true});
  }

  auto hold_right(const opened& what, std::function<void()> lost) -> result<std::shared_ptr<void>> override {
    // First held, then looked at: what ends in between is told by one or the other.
    auto held = rights_->add(what, std::move(lost));
    const auto answer = ask<answered>(system_, accounts_, check_right{what});
    if (!answer) return answer.why();
    if (!answer->what) return answer->what.why();
    return held;
  }

  [[nodiscard]] auto csrf_token(std::string_view cookie) const -> std::string override {
    return csrf_of_cookie(cookie);
  }

  [[nodiscard]] auto name_of(const user_id& user) const -> std::string override { return names_->of(user); }

  auto set_profile(const user_id& user, const profile_change& what, const std::string& by)
      -> result<account_info> override {
    const auto so_far = account(find_account{{}, user});
    if (!so_far) return so_far.why();
    const profile_changed next{what.display_name.value_or(so_far->display_name),
                               what.email.value_or(so_far->email)};
    if (!next.display_name.empty())
      if (auto good = check_display_name(next.display_name); !good) return std::move(good).why();
    if (!next.email.empty())
      if (auto good = check_email(next.email); !good) return std::move(good).why();
    if (next.display_name == so_far->display_name && next.email == so_far->email) return info_of(*so_far);
    const auto after = account(change_account{user, next, by});
    if (!after) return after.why();
    return info_of(*after);
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
  auto process_token_of(const digest& secret) -> std::optional<user_id> {
    const std::scoped_lock lock{process_tokens_mutex_};
    const auto known = process_tokens_.find(secret);
    return known == process_tokens_.end() ? std::nullopt : std::optional(known->second);
  }
  template <class Message>
  auto account(Message message) -> result<account_state> {
    auto answer = ask<account_answer>(system_, accounts_, std::move(message));
    if (!answer) return answer.why();
    return std::move(answer->what);
  }
  void prove(const sign_in_attempt& who, std::function<void(result<account_state>)> then) {
    auto found = account(find_account{who.username, std::nullopt});
    if (!found && found.why().code != errc::not_found) return then(found.why());
    gate_.prove(who, found ? std::optional(*std::move(found)) : std::nullopt, std::move(then));
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

  /// Not when the password was set anew, or the account disabled, since it was proved.
  auto open_session(const account_state& of, const std::string& known_browser) -> result<fresh_session> {
    const auto now = clock_->now();
    fresh_session made;
    made.cookie = random_secret();
    made.csrf_token = csrf_of_cookie(made.cookie);
    made.expires = {now.us + std::chrono::microseconds{std::chrono::minutes{session_minutes_}}.count()};
    made.who = {of.id, of.username, of.may, clock_->fresh_session(), std::nullopt};
    made.known_browser = gate_.known_browser(known_browser, of);
    const session_opened opened{*made.who.session, sha256_of(made.cookie), made.expires};
    if (auto after = account(change_account{of.id, opened, of.id.value, of.password_hash}); !after)
      return after.why();
    return made;
  }

  caf::actor_system& system_;
  accounts_actor accounts_;
  clock_ptr clock_;
  std::uint64_t session_minutes_;
  std::shared_ptr<held_rights> rights_;
  std::shared_ptr<const known_names> names_;
  std::mutex process_tokens_mutex_;
  std::map<digest, user_id> process_tokens_;
  password_gate gate_;  ///< last: its thread uses the others
};

}  // namespace

auto make_account_desk(caf::actor_system& system, accounts_actor accounts, clock_ptr clock,
                       const settings& config, std::shared_ptr<held_rights> rights,
                       std::shared_ptr<const known_names> names) -> std::unique_ptr<account_desk> {
  return std::make_unique<desk>(system, std::move(accounts), std::move(clock), config, std::move(rights),
                                std::move(names));
}

}  // namespace waybill
