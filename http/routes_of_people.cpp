#include "http/routes_of_people.hpp"

#include "http/resources/resources.hpp"

namespace waybill::http {

using namespace route_lines;

/// What a person may do with their own account.
auto own_account_lines() -> std::vector<line> {
  return {
      remove("/api/v1/sessions", close_all_sessions, "closeAllSessions",
             "Sign out everywhere: every session of one's own ends."),
      post("/api/v1/me/password", change_own_password, "changePassword", 204, "",
           "Change one's own password. Every session ends; a cookie's caller gets a fresh one.")
          .takes("PasswordChange"),
      get("/api/v1/limits", show_limits, "limits", "Limits", "How large a file may be."),
  };
}

auto administration_lines() -> std::vector<line> {
  const std::string_view all = "/api/v1/accounts";
  const query_words owner{"owner", "Only those of this account: its own, without a project.", text};
  const query_words username{"username", "Only those that this user handed in.", text};
  const query_words project{"project", "Only those of this project.", text};
  const query_words day{"day", "Only those handed in on this day (UTC), as 2026-01-31.", text};
  return {
      get(all, list_accounts, "listAccounts", "AccountList", "All accounts.").by_admin(),
      post(all, add_account, "addAccount", 201, "Account", "A new account.").takes("NewAccount").by_admin(),
      post("/api/v1/accounts/{id}/disable", disable_account, "disableAccount", 200, "Account",
           "It may not sign in any more, nor its tokens be used; its imports go on.")
          .takes("NoFields", body_kind::maybe_json)
          .by_admin(),
      post("/api/v1/accounts/{id}/enable", enable_account, "enableAccount", 200, "Account",
           "It may sign in again.")
          .takes("NoFields", body_kind::maybe_json)
          .by_admin(),
      post("/api/v1/accounts/{id}/password", reset_password, "resetPassword", 204, "",
           "Set its password anew; its sessions end, and its tokens when that is asked for.")
          .takes("NewPassword")
          .by_admin(),
      get("/api/v1/administration/imports", list_all_imports, "listAllImports", "OwnedImportList",
          "Everybody's imports, newest first.")
          .asks({owner, username, project, day, status_filter, kind_filter, limit, cursor})
          .by_admin(),
      post("/api/v1/administration/backups", begin_backup, "beginBackup", 202, "BegunBackup",
           "Begin a backup into the folder that the configuration names; the list tells how it goes.")
          .takes("NoFields", body_kind::maybe_json)
          .may_answer({409})
          .by_admin(),
      get("/api/v1/administration/backups", list_backups, "listBackups", "BackupList",
          "The backup that is being made, and the last 50 that ended, newest first.")
          .by_admin(),
      get("/api/v1/administration/operations", list_operations, "listOperations", "OperationList",
          "What operators did at the server's console, newest first.")
          .asks({limit, cursor})
          .by_admin(),
      get("/api/v1/administration/health", show_health, "health", "ServerHealth",
          "How large log and read models are, and how far behind.")
          .by_admin(),
  };
}

/// Pages are one shell: which of them to show is decided by its script. They name no person: who asks is the
/// API's question.
auto page_lines() -> std::vector<line> {
  std::vector<line> all;
  for (const auto pattern :
       {"/", "/sign-in", "/imports", "/imports/{id}", "/projects", "/projects/{id}", "/projects/{id}/members",
        "/account", "/administration", "/administration/imports", "/administration/projects", "/help",
        "/help/{chapter}"})
    all.push_back(get(pattern, show_page, "", "text/html", "").of_pages());
  for (const auto pattern : {"/web/{file}", "/web/{folder}/{file}", "/web/{folder}/{room}/{file}",
                             "/web/{version}/{folder}/{room}/{file}"})
    all.push_back(get(pattern, show_web_file, "", "text/html", "").of_pages());
  return all;
}

}  // namespace waybill::http
