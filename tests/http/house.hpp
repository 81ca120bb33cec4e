// A real engine on a directory of its own, and a real server over it.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "actors/engine.hpp"
#include "http/server.hpp"
#include "tests/http/peer.hpp"

namespace waybill::http_test {

struct inhabitant {
  user_id id;
  std::string name;
  std::string token;
  [[nodiscard]] auto authorization() const -> std::string { return "Authorization: Bearer " + token; }
};

class house {
 public:
  explicit house(const std::function<void(settings&)>& change = {}, clock_ptr clock = system_clock_source());
  ~house();
  house(const house&) = delete;
  auto operator=(const house&) -> house& = delete;

  /// Ends server and engine and begins again, after `between`. Tokens go on.
  void restart(const std::function<void(const settings&)>& between = {});
  /// A new account with a token; its password is `password of NAME`.
  auto inhabit(const std::string& name) -> inhabitant;
  [[nodiscard]] auto port() const -> std::uint16_t { return server->port(); }

  auto get(const inhabitant& who, std::string_view target) const -> reply;
  auto call(const inhabitant& who, std::string_view method, std::string_view target,
            std::string_view body = {}) const -> reply;
  auto upload(const inhabitant& who, const std::string& document,
              const std::vector<std::pair<std::string, std::string>>& fields = {},
              std::vector<std::string> headers = {}) const -> reply;
  /// Uploads and waits until it is finished; its id.
  auto import(const inhabitant& who, const std::string& document) const -> std::string;
  /// An import that is paused, whatever the race: its id.
  auto held_import(const inhabitant& who) const -> std::string;
  /// Waits (at most 20 seconds) for the import's status.
  void await(const inhabitant& who, const std::string& id, import_status status) const;
  /// How many files lie below `imports/`.
  [[nodiscard]] auto stored_files() const -> std::size_t;

  settings config;
  std::filesystem::path directory;
  clock_ptr time;
  std::unique_ptr<engine> core;
  std::unique_ptr<http_server> server;

 private:
  void open();
};

/// A form with a file and fields.
auto form_text(const std::string& document, const std::vector<std::pair<std::string, std::string>>& fields)
    -> std::string;
inline const std::string form_type = "Content-Type: multipart/form-data; boundary=BOUNDARY";

/// An ActivityStreams collection of `count` bookmarks, their URLs made of `name`.
auto document_of(const std::string& name, int count) -> std::string;

/// Asks again and again, at most 20 seconds long.
auto eventually(const std::function<bool()>& holds) -> bool;

}  // namespace waybill::http_test
