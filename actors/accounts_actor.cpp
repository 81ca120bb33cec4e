#include "actors/accounts_actor.hpp"

#include <algorithm>
#include <map>

#include "actors/guard.hpp"
#include "actors/spawn.hpp"
#include "actors/user_names.hpp"
#include "events/fault_point.hpp"
#include "events/log/transaction.hpp"

namespace waybill {
namespace {

// A browser more than anybody has: who signs in again and again ends their own oldest session.
constexpr std::size_t sessions_of_one = 50;
constexpr std::size_t tokens_of_one = 100;
/// How long after its time an open thing may outlive its session.
constexpr std::chrono::milliseconds between_looks{500};

auto wrong_credentials() -> error {
  return {errc::unauthorized, "The credentials are missing or not valid.", {}};
}

struct accounts_state {
  accounts_plan plan;
  std::map<std::string, account_state> accounts;       ///< by id
  std::map<std::string, std::string> ids;              ///< by name, as it is written
  std::multimap<std::string, std::string> folded_ids;  ///< by name, whatever its case
  std::map<digest, std::string> token_owner;
  std::map<digest, std::string> session_owner;
  std::map<digest, instant> session_used;
  instant started_at{};
  bool looking = false;  ///< a look at rights is on its way

  using self_ptr = accounts_actor::stateful_pointer<accounts_state>;

  void take_in(account_state account) {
    for (const auto& token : account.tokens) token_owner[token.secret] = account.id.value;
    for (const auto& session : account.sessions) session_owner[session.secret] = account.id.value;
    if (ids.insert_or_assign(account.username, account.id.value).second)
      folded_ids.emplace(folded_name(account.username), account.id.value);
    plan.names->put(account.id, account.username);
    accounts[account.id.value] = std::move(account);
  }

  void take_out(const account_state& account) {
    for (const auto& token : account.tokens) token_owner.erase(token.secret);
    for (const auto& session : account.sessions) session_owner.erase(session.secret);
    std::erase_if(session_used, [this](const auto& entry) { return !session_owner.contains(entry.first); });
  }

  auto by_secret(const find_by_secret& asked) -> caller_answer {
    const auto& owners = asked.cookie ? session_owner : token_owner;
    const auto owner = owners.find(asked.secret);
    if (owner == owners.end()) return {wrong_credentials()};
    const auto& account = accounts[owner->second];
    if (account.disabled) return {wrong_credentials()};
    caller who{account.id, account.username, account.may, std::nullopt, std::nullopt};
    const auto is_asked = [&](const auto& one) { return one.secret == asked.secret; };
    if (!asked.cookie) {
      who.token = std::find_if(account.tokens.begin(), account.tokens.end(), is_asked)->id;
      return {who};
    }
    const auto session = std::find_if(account.sessions.begin(), account.sessions.end(), is_asked);
    if (!lives(*session)) return {wrong_credentials()};
    session_used[asked.secret] = plan.clock->now();
    who.session = session->id;
    return {who};
  }

  /// Names that stood beside each other before case was put aside are told apart by it still.
  [[nodiscard]] auto id_of_name(const std::string& name) const -> std::string {
    if (const auto written = ids.find(name); written != ids.end()) return written->second;
    const auto folded = folded_name(name);
    return folded_ids.count(folded) == 1 ? folded_ids.find(folded)->second : std::string();
  }

  auto lives(const account_session& session) -> bool {
    const auto now = plan.clock->now();
    const auto used =
        session_used.try_emplace(session.secret, std::max(session.opened_at, started_at)).first->second;
    const auto idle_us = std::chrono::microseconds{plan.session_idle}.count();
    return session.expires > now && used.us + idle_us >= now.us;
  }

  auto still_may(const opened& what) -> bool {
    const auto account = accounts.find(what.who.user.value);
    if (account == accounts.end() || account->second.disabled) return false;
    if (what.needed == role::admin && account->second.may != role::admin) return false;
    // By one of this process's own tokens, which end with it.
    if (!what.who.token && !what.who.session) return true;
    const auto& tokens = account->second.tokens;
    if (what.who.token)
      return std::ranges::any_of(tokens, [&](const auto& one) { return one.id == *what.who.token; });
    const auto& sessions = account->second.sessions;
    const auto session =
        std::ranges::find_if(sessions, [&](const auto& one) { return one.id == *what.who.session; });
    if (session == sessions.end() || !lives(*session)) return false;
    if (what.in_use) session_used[session->secret] = plan.clock->now();
    return true;
  }

  auto check(self_ptr self, const opened& what) -> answered {
    if (!still_may(what)) return {wrong_credentials()};
    if (what.who.session && !std::exchange(looking, true))
      self->delayed_send(self, between_looks, look_at_rights{});
    return {done{}};
  }

  void end_what_lost_its_right() {
    plan.rights->look([this](const opened& what) { return still_may(what); });
  }

  void look(self_ptr self) {
    end_what_lost_its_right();
    looking = plan.rights->any([](const opened& one) { return one.who.session.has_value(); });
    if (looking) self->delayed_send(self, between_looks, look_at_rights{});
  }

  auto find(const find_account& asked) -> account_answer {
    const auto found = accounts.find(asked.id ? asked.id->value : id_of_name(asked.username));
    if (found == accounts.end()) return {error{errc::not_found, "There is no such account.", {}}};
    return {found->second};
  }

  auto list() -> accounts_answer {
    accounts_answer all;
    for (const auto& [id, account] : accounts)
      all.what.push_back({account.id, account.username, account.may, account.created_at, account.disabled,
                          account.display_name, account.email});
    return all;
  }

  auto create(self_ptr self, const create_account& order) -> caf::typed_response_promise<account_answer> {
    if (is_disabled(order.by)) return refuse(self, wrong_credentials());
    if (folded_ids.contains(folded_name(order.username)))
      return refuse(self, {errc::name_taken, "There is an account of that name already.", {}});
    const auto id = plan.clock->fresh_user();
    return append(self, id, {account_created{id, order.username, order.may, order.password_hash}}, order.by);
  }

  auto change(self_ptr self, const change_account& order) -> caf::typed_response_promise<account_answer> {
    const auto found = accounts.find(order.user.value);
    if (found == accounts.end() || !names_something(found->second, order.event))
      return refuse(self, {errc::not_found, "There is no such thing in this account.", {}});
    const auto& account = found->second;
    if (!order.only_with_hash.empty() && (account.disabled || account.password_hash != order.only_with_hash))
      return refuse(self, wrong_credentials());
    if (is_so_already(account, order.event)) return tell(self, account_answer{account});
    if (auto fine = may_happen(account, order); !fine) return refuse(self, std::move(fine).why());
    auto events = std::holds_alternative<session_opened>(order.event) ? room_for_session(account)
                                                                      : std::vector<account_event>{};
    events.push_back(order.event);
    if (order.revoke_tokens)
      for (const auto& token : account.tokens) events.emplace_back(token_revoked{token.id});
    return append(self, order.user, std::move(events), order.by);
  }

  static auto is_so_already(const account_state& account, const account_event& event) -> bool {
    return account.disabled ? std::holds_alternative<account_disabled>(event)
                            : std::holds_alternative<account_enabled>(event);
  }

  /// Rules about what others ask for at the same moment: only here is it known what came first.
  [[nodiscard]] auto may_happen(const account_state& account, const change_account& order) const
      -> result<done> {
    if (std::holds_alternative<token_added>(order.event) && account.tokens.size() >= tokens_of_one)
      return {errc::bad_value,
              "An account has at most " + std::to_string(tokens_of_one) + " tokens; revoke one first."};
    if (order.by != order.user.value && is_disabled(order.by)) return wrong_credentials();
    if (std::holds_alternative<account_disabled>(order.event) && account.may == role::admin &&
        !has_other_administrator(account.id))
      return {errc::forbidden, "The last administrator who can sign in stays; make another one first."};
    return done{};
  }

  /// `by`: an id, or the name of something that is no account.
  [[nodiscard]] auto is_disabled(const std::string& by) const -> bool {
    const auto asker = accounts.find(by);
    return asker != accounts.end() && asker->second.disabled;
  }

  [[nodiscard]] auto has_other_administrator(const user_id& beside) const -> bool {
    return std::ranges::any_of(accounts, [&](const auto& entry) {
      const auto& one = entry.second;
      return one.may == role::admin && !one.disabled && !(one.id == beside);
    });
  }

  /// The oldest end, as if they were signed out; those that are over go by themselves.
  [[nodiscard]] auto room_for_session(const account_state& account) const -> std::vector<account_event> {
    std::vector<account_event> events;
    const auto now = plan.clock->now();
    auto open = std::ranges::count_if(account.sessions, [&](const auto& one) { return one.expires > now; });
    for (const auto& one : account.sessions) {
      if (open < static_cast<std::ptrdiff_t>(sessions_of_one)) break;
      if (one.expires <= now) continue;
      events.emplace_back(session_closed{one.id});
      --open;
    }
    return events;
  }

  static auto tell(self_ptr self, account_answer what) -> caf::typed_response_promise<account_answer> {
    auto promise = self->make_response_promise<account_answer>();
    promise.deliver(std::move(what));
    return promise;
  }
  static auto refuse(self_ptr self, error why) -> caf::typed_response_promise<account_answer> {
    return tell(self, account_answer{std::move(why)});
  }

  static auto names_something(const account_state& account, const account_event& event) -> bool {
    if (const auto* revoked = std::get_if<token_revoked>(&event))
      return std::any_of(account.tokens.begin(), account.tokens.end(),
                         [&](const auto& token) { return token.id == revoked->token; });
    if (const auto* closed = std::get_if<session_closed>(&event))
      return std::any_of(account.sessions.begin(), account.sessions.end(),
                         [&](const auto& session) { return session.id == closed->session; });
    return true;
  }

  auto append(self_ptr self, const user_id& id, std::vector<account_event> events, const std::string& by)
      -> caf::typed_response_promise<account_answer> {
    auto promise = self->make_response_promise<account_answer>();
    const auto known = accounts.find(id.value);
    const auto version = known == accounts.end() ? 0 : known->second.version;
    auto what = transaction_of(account_stream(id), version, encoded(events), by, 0, *plan.clock);
    const auto at = what->time;
    // `await`: the next change is looked at when this one is settled: a name is never given twice.
    self->request(plan.writer, caf::infinite, append_events{std::move(what)})
        .await(
            [self, promise, id, events = std::move(events), at](append_answer& answer) mutable {
              if (!answer.what) {
                promise.deliver(account_answer{answer.what.why()});
                return;
              }
              promise.deliver(account_answer{self->state.happened(id, events, at)});
            },
            [promise](const caf::error&) mutable {
              promise.deliver(account_answer{error{errc::unavailable, "The log does not answer.", {}}});
            });
    return promise;
  }

  auto happened(const user_id& id, const std::vector<account_event>& events, instant at) -> account_state {
    fault_point("accounts.appended");
    auto account = accounts[id.value];
    take_out(account);
    for (const auto& event : events) apply(account, event, at);
    take_in(account);
    end_what_lost_its_right();
    return account;
  }
};

auto accounts_behavior(accounts_state::self_ptr self, const accounts_plan& plan)
    -> accounts_actor::behavior_type {
  end_process_when_it_throws(self, "accounts");
  auto& state = self->state;
  state.plan = plan;
  state.started_at = plan.clock->now();
  for (const auto& account : plan.accounts) state.take_in(account);
  state.plan.accounts.clear();
  return with_fault_point<accounts_actor::behavior_type>(
      "actor.accounts", [self](const find_by_secret& asked) { return self->state.by_secret(asked); },
      [self](const check_right& asked) { return self->state.check(self, asked.what); },
      [self](const look_at_rights&) { self->state.look(self); },
      [self](const find_account& asked) { return self->state.find(asked); },
      [self](const list_accounts&) { return self->state.list(); },
      [self](const create_account& order) { return self->state.create(self, order); },
      [self](const change_account& order) { return self->state.change(self, order); });
}

}  // namespace

auto spawn_accounts_actor(caf::actor_system& system, accounts_plan plan) -> accounts_actor {
  return spawn_in_pool(system, "accounts", accounts_behavior, std::move(plan));
}

}  // namespace waybill
