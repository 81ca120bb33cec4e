#include "events/account/state.hpp"

namespace waybill {
namespace {

/// Somebody who signs in again and again pushes out their own oldest session.
constexpr std::size_t sessions_kept = 100;

struct folder {
  account_state& state;
  instant at;

  void operator()(const account_created& e) const {
    state.id = e.user;
    state.username = e.username;
    state.may = e.may;
    state.password_hash = e.password_hash;
    state.created_at = at;
  }
  void operator()(const password_changed& e) const {
    state.password_hash = e.password_hash;
    state.sessions.clear();
  }
  void operator()(const token_added& e) const { state.tokens.push_back({e.token, e.name, e.secret, at}); }
  void operator()(const token_revoked& e) const {
    std::erase_if(state.tokens, [&](const auto& token) { return token.id == e.token; });
  }
  void operator()(const session_opened& e) const {
    std::erase_if(state.sessions, [&](const auto& session) { return session.expires <= at; });
    if (state.sessions.size() >= sessions_kept) state.sessions.erase(state.sessions.begin());
    state.sessions.push_back({e.session, e.secret, at, e.expires});
  }
  void operator()(const session_closed& e) const {
    std::erase_if(state.sessions, [&](const auto& session) { return session.id == e.session; });
  }
  void operator()(const sessions_ended&) const { state.sessions.clear(); }
  void operator()(const account_disabled&) const {
    state.disabled = true;
    state.sessions.clear();
  }
  void operator()(const account_enabled&) const { state.disabled = false; }
  void operator()(const profile_changed& e) const {
    state.display_name = e.display_name;
    state.email = e.email;
  }
};

}  // namespace

void apply(account_state& state, const account_event& event, instant at) {
  std::visit(folder{state, at}, event);
  ++state.version;
}

}  // namespace waybill
