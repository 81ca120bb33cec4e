// Who may: `account/<user id>`. Secrets never stand in the log: passwords as argon2id strings, tokens and
// sessions as SHA-256.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "events/words.hpp"

namespace waybill {

/// Numbers stand in the log: never renumber.
enum class role : std::uint8_t { user = 0, admin = 1 };
constexpr auto enum_end(role) -> std::uint64_t { return 2; }
constexpr auto name_of(role what) noexcept -> std::string_view {
  return what == role::admin ? "admin" : "user";
}
inline auto role_of(std::string_view name) noexcept -> std::optional<role> {
  if (name == "user") return role::user;
  if (name == "admin") return role::admin;
  return std::nullopt;
}

struct account_created {
  static constexpr std::string_view tag = "account.created.v1";
  static constexpr std::string_view about = "An account came to be.";
  user_id user;
  std::string username;
  role may = role::user;
  std::string password_hash;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("user_id", e.user, "the account");
    visit("username", e.username, "its name, unique");
    visit("role", e.may, "0 user, 1 admin");
    visit("password_hash", e.password_hash, "argon2id string");
  }
};

struct password_changed {
  static constexpr std::string_view tag = "account.password_changed.v1";
  static constexpr std::string_view about = "The password of an account was set anew; its sessions ended.";
  std::string password_hash;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("password_hash", e.password_hash, "argon2id string");
  }
};

struct token_added {
  static constexpr std::string_view tag = "account.token_added.v1";
  static constexpr std::string_view about = "An API token was made.";
  token_id token;
  std::string name;
  digest secret{};
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("token_id", e.token, "the token");
    visit("name", e.name, "what its owner calls it");
    visit("secret", e.secret, "SHA-256 of the token's text");
  }
};

struct token_revoked {
  static constexpr std::string_view tag = "account.token_revoked.v1";
  static constexpr std::string_view about = "An API token was revoked.";
  token_id token;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("token_id", e.token, "the token");
  }
};

struct session_opened {
  static constexpr std::string_view tag = "account.session_opened.v1";
  static constexpr std::string_view about = "Somebody signed in.";
  session_id session;
  digest secret{};
  instant expires{};
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("session_id", e.session, "the session");
    visit("secret", e.secret, "SHA-256 of the cookie's value");
    visit("expires", e.expires, "when it ends at the latest");
  }
};

struct session_closed {
  static constexpr std::string_view tag = "account.session_closed.v1";
  static constexpr std::string_view about = "A session ended: signed out.";
  session_id session;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("session_id", e.session, "the session");
  }
};

struct sessions_ended {
  static constexpr std::string_view tag = "account.sessions_ended.v1";
  static constexpr std::string_view about = "Every session of an account ended: signed out everywhere.";
  template <class Self, class V>
  static void fields(Self&, V&) {}
};

struct account_disabled {
  static constexpr std::string_view tag = "account.disabled.v1";
  static constexpr std::string_view about =
      "An account may not sign in any more, nor its tokens be used; its sessions ended.";
  template <class Self, class V>
  static void fields(Self&, V&) {}
};

struct account_enabled {
  static constexpr std::string_view tag = "account.enabled.v1";
  static constexpr std::string_view about = "A disabled account may sign in again.";
  template <class Self, class V>
  static void fields(Self&, V&) {}
};

struct profile_changed {
  static constexpr std::string_view tag = "account.profile_changed.v1";
  static constexpr std::string_view about = "What people call somebody, or where to write to, was set anew.";
  std::string display_name;
  std::string email;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("display_name", e.display_name, "what people call them; empty: their user name");
    visit("email", e.email, "address for mail, or empty");
  }
};

using account_event =
    std::variant<account_created, password_changed, token_added, token_revoked, session_opened,
                 session_closed, sessions_ended, account_disabled, account_enabled, profile_changed>;

inline auto account_stream(const user_id& user) -> std::string { return "account/" + user.value; }

}  // namespace waybill
