// An account folded from its events. Pure.
#pragma once

#include <string>
#include <vector>

#include "events/account/events.hpp"

namespace waybill {

struct account_token {
  token_id id;
  std::string name;
  digest secret{};
  instant created_at{};
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("id", e.id, "");
    visit("name", e.name, "");
    visit("secret", e.secret, "");
    visit("created_at", e.created_at, "");
  }
};

struct account_session {
  session_id id;
  digest secret{};
  instant opened_at{};
  instant expires{};
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("id", e.id, "");
    visit("secret", e.secret, "");
    visit("opened_at", e.opened_at, "");
    visit("expires", e.expires, "");
  }
};

struct account_state {
  user_id id;
  std::string username;
  std::string display_name;  ///< "": as the user name
  std::string email;         ///< "": none
  role may = role::user;
  bool disabled = false;  ///< may not sign in, nor use tokens
  std::string password_hash;
  instant created_at{};
  std::uint64_t version = 0;              ///< of its stream: how many events were folded
  std::vector<account_token> tokens;      ///< not revoked, oldest first
  std::vector<account_session> sessions;  ///< not closed; at most 100, expired and oldest go first

  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("id", e.id, "");
    visit("username", e.username, "");
    visit("display_name", e.display_name, "");
    visit("email", e.email, "");
    visit("role", e.may, "");
    visit("disabled", e.disabled, "");
    visit("password_hash", e.password_hash, "");
    visit("created_at", e.created_at, "");
    visit("version", e.version, "");
    visit("tokens", e.tokens, "");
    visit("sessions", e.sessions, "");
  }
};

/// Folds one event. Never refuses.
void apply(account_state& state, const account_event& event, instant at);

}  // namespace waybill
