// A running server of the real binary, and people who speak with it over HTTP.
#pragma once

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/system/processes.hpp"

namespace waybill::system_test {

using json = nlohmann::ordered_json;

struct answer {
  int status = 0;  ///< 0: there was none
  std::string body;
  std::map<std::string, std::string> headers;  ///< names in lower case
  [[nodiscard]] auto parsed() const -> json { return json::parse(body, nullptr, false); }
  /// The problem's `code`.
  [[nodiscard]] auto code() const -> std::string;
};

/// `waybill serve` on a data directory and any free port; ready when it is made. Killed when it goes out of
/// scope.
class server {
 public:
  /// `config`: its file of settings, if it has one.
  explicit server(const fs::path& data, const variables& settings = {}, const fs::path& config = {});

  [[nodiscard]] auto url() const -> const std::string& { return url_; }
  [[nodiscard]] auto port() const -> int { return port_; }
  [[nodiscard]] auto pid() const -> pid_t { return process_.pid(); }
  /// What it printed until it was ready.
  [[nodiscard]] auto greeting() const -> const std::string& { return greeting_; }
  /// All that it printed, up to and with the line that holds `text`.
  auto printed_until(std::string_view text) -> std::string { return process_.read_until(text); }
  [[nodiscard]] auto log() const -> std::string { return process_.errors(); }
  /// kill -9, and wait for its end.
  void kill();
  void signal(int number) { process_.signal(number); }
  /// SIGTERM; its exit status.
  auto stop() -> ended;
  auto wait() -> ended { return process_.wait(); }

 private:
  process process_;
  std::string greeting_;
  std::string url_;
  int port_ = 0;
};

/// An account and a token of its own, made on a data directory that nobody uses at the moment.
struct account {
  std::string name;
  std::string token;
};
auto make_account(const fs::path& data, const std::string& name, const variables& settings = {}) -> account;

/// A file as a form hands it in.
struct handed_in {
  std::string document;
  std::string file_name;
  variables fields = {};  ///< names and values
  std::string idempotency_key = {};
};

/// Somebody who asks with a token. Stays usable over restarts: give it the new server.
class person {
 public:
  person(const server& at, account who) : person(at.port(), std::move(who)) {}
  person(int port, account who) : port_(port), who_(std::move(who)) {}
  void now_at(const server& at) { port_ = at.port(); }
  void now_at(int port) { port_ = port; }
  void carries(std::string token) { who_.token = std::move(token); }

  [[nodiscard]] auto get(const std::string& path) const -> answer;
  [[nodiscard]] auto post(const std::string& path, const json& body = nullptr) const -> answer;
  /// The same, with an Idempotency-Key.
  [[nodiscard]] auto post_once(const std::string& key, const std::string& path, const json& body) const
      -> answer;
  /// Without a token: the address says who asks.
  [[nodiscard]] auto put(const std::string& path, const std::string& type, const std::string& body) const
      -> answer;
  [[nodiscard]] auto patch(const std::string& path, const json& body) const -> answer;
  /// Calls of a protocol that speaks in headers.
  [[nodiscard]] auto post_with(const std::string& path, const variables& headers) const -> answer;
  [[nodiscard]] auto patch_with(const std::string& path, const variables& headers, const std::string& body,
                                const std::string& type) const -> answer;
  [[nodiscard]] auto remove(const std::string& path) const -> answer;
  [[nodiscard]] auto upload(const handed_in& what) const -> answer;
  /// A document as a file to POST /imports.
  [[nodiscard]] auto upload(const std::string& document, const std::string& on_duplicate = "",
                            const std::string& idempotency_key = "") const -> answer;
  /// The id of an import that was accepted; throws when it was not.
  [[nodiscard]] auto import(const std::string& document, const std::string& on_duplicate = "") const
      -> std::string;
  /// The import once it is completed, failed or cancelled (reads its progress stream). Throws when it takes
  /// too long.
  [[nodiscard]] auto outcome_of(const std::string& id) const -> json;
  [[nodiscard]] auto look(const std::string& id) const -> json {
    return get("/api/v1/imports/" + id).parsed();
  }
  [[nodiscard]] auto command(const std::string& id, const std::string& verb) const -> answer;
  /// Asks until so many records have an outcome, or the import is over.
  void wait_for_records(const std::string& id, std::uint64_t processed) const;
  [[nodiscard]] auto status_of(const std::string& id) const -> std::string;
  void wait_for_status(const std::string& id, const std::string& status) const;
  /// The items of an export, one text each, in its order.
  [[nodiscard]] auto exported_items() const -> std::vector<std::string>;
  /// All outcomes of one kind, as the API gives them.
  [[nodiscard]] auto records(const std::string& id, const std::string& outcome) const -> std::vector<json>;
  [[nodiscard]] auto token() const -> const std::string& { return who_.token; }

 private:
  int port_;
  account who_;
};

/// Counts of an import, for comparing.
auto counts_of(const json& import) -> std::string;

}  // namespace waybill::system_test
