#include "cli/connection.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <optional>
#include <utility>

#include "actors/journal.hpp"
#include "cli/text.hpp"
#include "http/server.hpp"
#include "projections/views.hpp"

namespace waybill::cli {
namespace {

constexpr std::string_view default_server = "http://127.0.0.1:8080";
constexpr std::string_view first_name = "admin";

auto environment_or(const char* name, std::string_view otherwise) -> std::string {
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? std::string(otherwise) : value;
}

class remote final : public connection {
 public:
  remote(std::string url, std::unique_ptr<client> api) : url_(std::move(url)), api_(std::move(api)) {}
  auto api() -> client& override { return *api_; }
  [[nodiscard]] auto offline() const -> bool override { return false; }
  [[nodiscard]] auto flags() const -> std::string override { return "--server " + shell_word(url_); }

 private:
  std::string url_;
  std::unique_ptr<client> api_;
};

class in_process final : public connection {
 public:
  in_process(opened_engine here, std::unique_ptr<http_server> server, std::unique_ptr<client> api,
             const std::string& user)
      : here_(std::move(here)), server_(std::move(server)), api_(std::move(api)) {
    flags_ = "--data " + shell_word(here_.values.data_directory);
    if (!user.empty()) flags_ += " --user " + shell_word(user);
  }
  ~in_process() override {
    server_->stop();
    here_.core->stop();
  }
  in_process(const in_process&) = delete;
  auto operator=(const in_process&) -> in_process& = delete;

  auto api() -> client& override { return *api_; }
  [[nodiscard]] auto offline() const -> bool override { return true; }
  [[nodiscard]] auto flags() const -> std::string override { return flags_; }

 private:
  opened_engine here_;
  std::unique_ptr<http_server> server_;
  std::unique_ptr<client> api_;
  std::string flags_;
};

auto connect_offline(const target& where, new_store when_none) -> result<std::unique_ptr<connection>> {
  const auto name = where.user.empty() ? std::string(first_name) : where.user;
  // A new store has one account: for anybody else there is no reason to make it.
  const bool may_make = when_none == new_store::made && name == first_name;
  auto here = open_for_verb(where, may_make ? new_store::made : new_store::refused);
  if (!here) return here.why();
  auto& core = *(*here).core;
  if (may_make) {
    const auto password = make_first_account(core);
    if (!password) return password.why();
    if (!(*password).empty()) say_first_account(std::cerr, *password);
  }
  const auto account = account_here(core, name);
  if (!account) return account.why();
  auto server = http_server::start(core, (*here).values);
  if (!server) return server.why();
  const auto token = core.accounts().grant_process_token((*account).id);
  if (!token) return token.why();
  auto api = client::make("http://127.0.0.1:" + std::to_string((*server)->port()), (*token).text);
  if (!api) return api.why();
  return std::unique_ptr<connection>(
      std::make_unique<in_process>(*std::move(here), *std::move(server), *std::move(api), where.user));
}

auto connect_remote(const target& where) -> result<std::unique_ptr<connection>> {
  auto url = where.server.empty() ? environment_or("WAYBILL_SERVER", default_server) : where.server;
  const auto token = where.token.empty() ? environment_or("WAYBILL_TOKEN", "") : where.token;
  if (token.empty())
    return {errc::bad_value,
            "There is no token for the server: give --token T or set WAYBILL_TOKEN ('waybill token add NAME' "
            "makes one), "
            "or work offline with --data DIR."};
  if (std::ranges::any_of(token, [](char c) { return c <= ' ' || c > '~'; }))
    return {errc::bad_value,
            "The token holds a blank, the end of a line, or another character that no token has."};
  auto api = client::make(url, token);
  if (!api) return api.why();
  return std::unique_ptr<connection>(std::make_unique<remote>(std::move(url), *std::move(api)));
}

}  // namespace

auto load_settings(const std::string& data, const std::string& config) -> result<loaded_settings> {
  std::map<std::string, std::string> flags;
  if (!data.empty()) flags["data.directory"] = data;
  return load(config.empty() ? std::nullopt : std::optional(config), flags, process_environment(),
              group_types());
}

auto open_here(const settings& values) -> result<opened_engine> {
  journal::open(values.log_level, values.log_format == "json");
  auto core = open_engine(values, system_clock_source());
  if (!core) return core.why();
  return opened_engine{values, *std::move(core)};
}

auto require_store(const settings& values) -> result<done> {
  std::error_code unknown;
  const auto log = std::filesystem::path(values.data_directory) / "log";
  if (std::filesystem::exists(log, unknown)) return done{};
  if (unknown == std::errc::permission_denied)
    return {errc::forbidden, "The data directory " + printable(values.data_directory) +
                                 " cannot be looked into: permission denied. Only its owner may work in it."};
  if (std::filesystem::is_symlink(std::filesystem::symlink_status(log, unknown)))
    return {errc::not_found,
            printable(log.string()) + " is a link that leads nowhere. Is the disk there that it leads to?"};
  return {errc::not_found, "There is no Waybill store in " + printable(values.data_directory) + "."};
}

auto open_for_verb(const target& where, new_store when_none) -> result<opened_engine> {
  auto loaded = load_settings(where.data, where.config);
  if (!loaded) return loaded.why();
  auto values = (*loaded).values;
  if (when_none == new_store::refused)
    if (const auto there = require_store(values); !there) return there.why();
  values.http_listen = "127.0.0.1:0";
  values.http_service_listen.clear();
  values.http_secure_cookie = false;
  if ((*loaded).origins["log.level"] == "default") values.log_level = "warn";
  return open_here(values);
}

auto account_here(engine& core, const std::string& name) -> result<account_info> {
  const auto account = core.accounts().by_name(name);
  if (account || account.why().code != errc::not_found) return account;
  return {errc::not_found, "There is no account '" + printable(name) +
                               "' in this data directory ('waybill user list' shows them)."};
}

auto make_first_account(engine& core) -> result<std::string> {
  const auto users = core.accounts().users();
  if (!users) return users.why();
  if (!(*users).empty()) return std::string();
  auto password = random_password();
  const auto made = core.accounts().add_user(std::string(first_name), password, role::admin, "system");
  if (!made) return made.why();
  return password;
}

void say_first_account(std::ostream& to, const std::string& password) {
  to << "The first account was made; its password is shown this once:\n\n  user: " << first_name
     << "\n  password: " << password << "\n\n"
     << std::flush;
}

auto connect(const target& where, new_store when_none) -> result<std::unique_ptr<connection>> {
  if (!where.data.empty() && !where.server.empty())
    return {errc::bad_value, "Give either --server or --data, not both."};
  return where.data.empty() ? connect_remote(where) : connect_offline(where, when_none);
}

}  // namespace waybill::cli
