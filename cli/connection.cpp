#include "cli/connection.hpp"

#include <cstdlib>
#include <map>
#include <optional>
#include <utility>

#include "actors/journal.hpp"
#include "cli/text.hpp"
#include "http/server.hpp"

namespace waybill::cli {
namespace {

constexpr std::string_view default_server = "http://127.0.0.1:8080";
constexpr std::string_view token_name = "waybill command line, this run only";

auto environment_or(const char* name, std::string_view otherwise) -> std::string {
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? std::string(otherwise) : value;
}

class remote final : public connection {
 public:
  remote(std::string url, std::unique_ptr<client> api) : url_(std::move(url)), api_(std::move(api)) {}
  auto api() -> client& override { return *api_; }
  [[nodiscard]] auto offline() const -> bool override { return false; }
  [[nodiscard]] auto flags() const -> std::string override { return "--server " + url_; }

 private:
  std::string url_;
  std::unique_ptr<client> api_;
};

class in_process final : public connection {
 public:
  in_process(opened_engine here, std::unique_ptr<http_server> server, user_id user, token_id token,
             std::unique_ptr<client> api)
      : here_(std::move(here)),
        server_(std::move(server)),
        user_(std::move(user)),
        token_(std::move(token)),
        api_(std::move(api)) {}
  ~in_process() override {
    // Should it fail, the next run revokes it: see begin_token.
    static_cast<void>(here_.core->accounts().revoke_token(user_, token_).ok());
    server_->stop();
    here_.core->stop();
  }
  in_process(const in_process&) = delete;
  auto operator=(const in_process&) -> in_process& = delete;

  auto api() -> client& override { return *api_; }
  [[nodiscard]] auto offline() const -> bool override { return true; }
  [[nodiscard]] auto flags() const -> std::string override { return "--data " + here_.values.data_directory; }

 private:
  opened_engine here_;
  std::unique_ptr<http_server> server_;
  user_id user_;
  token_id token_;
  std::unique_ptr<client> api_;
};

/// A token for this run; those that killed runs left behind end here.
auto begin_token(engine& core, const user_id& user) -> result<fresh_token> {
  const auto left = core.accounts().tokens(user);
  if (!left) return left.why();
  for (const auto& token : *left) {
    if (token.name != token_name) continue;
    if (const auto gone = core.accounts().revoke_token(user, token.id); !gone) return gone.why();
  }
  return core.accounts().add_token(user, std::string(token_name));
}

auto connect_offline(const place& where) -> result<std::unique_ptr<connection>> {
  auto here = open_for_verb(where);
  if (!here) return here.why();
  auto& core = *(*here).core;
  const auto account = account_here(core, where.user.empty() ? "admin" : where.user);
  if (!account) return account.why();
  auto server = http_server::start(core, (*here).values);
  if (!server) return server.why();
  const auto token = begin_token(core, (*account).id);
  if (!token) return token.why();
  auto api = client::make("http://127.0.0.1:" + std::to_string((*server)->port()), (*token).text);
  if (!api) return api.why();
  return std::unique_ptr<connection>(std::make_unique<in_process>(
      *std::move(here), *std::move(server), (*account).id, (*token).info.id, *std::move(api)));
}

auto connect_remote(const place& where) -> result<std::unique_ptr<connection>> {
  auto url = where.server.empty() ? environment_or("WAYBILL_SERVER", default_server) : where.server;
  const auto token = where.token.empty() ? environment_or("WAYBILL_TOKEN", "") : where.token;
  if (token.empty())
    return {errc::bad_value,
            "There is no token for the server: give --token T or set WAYBILL_TOKEN ('waybill token add NAME' "
            "makes one), "
            "or work offline with --data DIR."};
  auto api = client::make(url, token);
  if (!api) return api.why();
  return std::unique_ptr<connection>(std::make_unique<remote>(std::move(url), *std::move(api)));
}

}  // namespace

auto load_settings(const std::string& data, const std::string& config) -> result<loaded_settings> {
  std::map<std::string, std::string> flags;
  if (!data.empty()) flags["data.directory"] = data;
  return load(config.empty() ? std::nullopt : std::optional(config), flags, process_environment());
}

auto open_here(const settings& values) -> result<opened_engine> {
  journal::open(values.log_level, values.log_format == "json");
  auto core = open_engine(values, system_clock_source());
  if (!core) return core.why();
  return opened_engine{values, *std::move(core)};
}

auto open_for_verb(const place& where) -> result<opened_engine> {
  auto loaded = load_settings(where.data, where.config);
  if (!loaded) return loaded.why();
  auto values = (*loaded).values;
  values.http_listen = "127.0.0.1:0";
  values.http_service_listen.clear();
  values.http_secure_cookie = false;
  if ((*loaded).origins["log.level"] == "default") values.log_level = "warn";
  return open_here(values);
}

auto account_here(engine& core, const std::string& name) -> result<account_info> {
  const auto users = core.accounts().users();
  if (!users) return users.why();
  if ((*users).empty() && name == "admin")
    return core.accounts().add_user("admin", random_password(), role::admin, "system");
  for (const auto& account : *users)
    if (account.username == name) return account;
  return {errc::not_found, "There is no account '" + printable(name) +
                               "' in this data directory ('waybill user list' shows them)."};
}

auto connect(const place& where) -> result<std::unique_ptr<connection>> {
  if (!where.data.empty() && !where.server.empty())
    return {errc::bad_value, "Give either --server or --data, not both."};
  return where.data.empty() ? connect_remote(where) : connect_offline(where);
}

}  // namespace waybill::cli
