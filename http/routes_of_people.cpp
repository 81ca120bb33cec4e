#include "http/routes_of_people.hpp"

#include "http/resources/resources.hpp"

namespace waybill::http {
namespace {
constexpr std::string_view text = R"({"type":"string"})";
const query_words limit{"limit", "How many at most.",
                        R"({"type":"integer","minimum":1,"maximum":100,"default":20})"};
const query_words cursor{"cursor", "`next_cursor` of the page before.", text};
}  // namespace

/// What a person may do with their own account.
void add_own_account(std::vector<route>& to) {
  using enum access;
  to.push_back({"DELETE", "/api/v1/sessions", signed_in, close_all_sessions, "closeAllSessions",
                "Sign out everywhere: every session of one's own ends.", 204, ""});
  to.push_back({"POST",
                "/api/v1/me/password",
                signed_in,
                change_own_password,
                "changePassword",
                "Change one's own password. Every session ends; a cookie's caller gets a fresh one.",
                204,
                "",
                {},
                body_kind::json,
                "PasswordChange"});
  to.push_back(
      {"GET", "/api/v1/limits", signed_in, show_limits, "limits", "How large a file may be.", 200, "Limits"});
}

void add_administration(std::vector<route>& to) {
  using enum access;
  to.push_back(
      {"GET", "/api/v1/accounts", admin, list_accounts, "listAccounts", "All accounts.", 200, "AccountList"});
  to.push_back({"POST",
                "/api/v1/accounts",
                admin,
                add_account,
                "addAccount",
                "A new account.",
                201,
                "Account",
                {},
                body_kind::json,
                "NewAccount"});
  to.push_back({"POST",
                "/api/v1/accounts/{id}/disable",
                admin,
                disable_account,
                "disableAccount",
                "It may not sign in any more, nor its tokens be used; its imports go on.",
                200,
                "Account",
                {},
                body_kind::maybe_json,
                "NoFields"});
  to.push_back({"POST",
                "/api/v1/accounts/{id}/enable",
                admin,
                enable_account,
                "enableAccount",
                "It may sign in again.",
                200,
                "Account",
                {},
                body_kind::maybe_json,
                "NoFields"});
  to.push_back({"POST",
                "/api/v1/accounts/{id}/password",
                admin,
                reset_password,
                "resetPassword",
                "Set its password anew; its sessions end.",
                204,
                "",
                {},
                body_kind::json,
                "NewPassword"});
  to.push_back({"GET",
                "/api/v1/administration/imports",
                admin,
                list_all_imports,
                "listAllImports",
                "Everybody's imports, newest first.",
                200,
                "OwnedImportList",
                {{"owner", "Only those of this account.", text},
                 {"status", "Only those in this status.", text},
                 {"kind", "Only those of this kind.", text},
                 limit,
                 cursor}});
  to.push_back({"GET", "/api/v1/administration/health", admin, show_health, "health",
                "How large log and read models are, and how far behind.", 200, "ServerHealth"});
}

/// Pages are one shell: which of them to show is decided by its script. They name no person: who asks is the
/// API's question.
void add_pages(std::vector<route>& to) {
  for (const auto pattern :
       {"/", "/sign-in", "/imports", "/imports/{id}", "/bookmarks", "/bookmarks/{identity}", "/account",
        "/administration", "/administration/imports"}) {
    route one{"GET", pattern, access::anybody, show_page, "", "", 200, "text/html"};
    one.page = true;
    to.push_back(one);
  }
  for (const auto pattern : {"/web/{file}", "/web/{folder}/{file}"}) {
    route one{"GET", pattern, access::anybody, show_web_file, "", "", 200, "text/html"};
    one.page = true;
    to.push_back(one);
  }
}

}  // namespace waybill::http
