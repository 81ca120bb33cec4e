// The server under measurement, those who use it, and the files they bring.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/bench/measure.hpp"
#include "tests/system/server.hpp"

namespace waybill::bench {

namespace fs = std::filesystem;
using system_test::account;
using system_test::server;

/// A generated file: the same `records` and `seed` are the same bytes; all seeds have the same URLs, if not
/// in `another_order`.
struct input_file {
  fs::path path;
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;
};
auto generate(const fs::path& path, std::uint64_t records, std::uint64_t seed, bool another_order = false)
    -> input_file;

/// Fields of a form before its file.
using form_fields = std::vector<std::pair<std::string, std::string>>;

/// A data directory with accounts, and a server on it.
class house {
 public:
  /// `config`: its file of settings, if it has one.
  house(fs::path data, std::size_t people, fs::path config = {});

  /// Starts the server again on what is there; answers the seconds until it is ready.
  auto start() -> double;
  void kill() { running_->kill(); }
  void stop();
  [[nodiscard]] auto data() const -> const fs::path& { return data_; }
  [[nodiscard]] auto log_directory() const -> std::string { return (data_ / "log").string(); }
  [[nodiscard]] auto pid() const -> pid_t { return running_->pid(); }
  [[nodiscard]] auto port() const -> int { return running_->port(); }
  [[nodiscard]] auto who(std::size_t n) const -> const account& { return people_.at(n); }

  /// Uploads a file as a stream, never held whole; answers the import's id. Throws when it is refused.
  auto upload(std::size_t n, const input_file& file, const form_fields& fields) -> std::string;
  /// Waits until the import is completed; throws when it ends otherwise.
  auto completed(std::size_t n, const std::string& id) -> system_test::json;
  /// Waits until the read models have everything.
  void settle(std::size_t n);
  /// Waits until the server has done nothing for so long.
  void rest(int quiet_seconds);

 private:
  fs::path data_;
  fs::path config_;
  std::vector<account> people_;
  std::unique_ptr<server> running_;
};

/// One import from the first byte sent to the last record applied.
struct import_run {
  std::string what;
  std::uint64_t records = 0;
  std::uint64_t created = 0;
  double upload_s = 0;
  double apply_s = 0;  ///< accepted -> completed
  double cpu_s = 0;    ///< of the server, from the first byte until the read models have everything
  std::optional<double> later_cpu_s{};  ///< of the server, from then until it is at rest
  std::uint64_t peak_bytes = 0;
  double written_per_byte = 0;  ///< bytes sent to the disk per byte of the file, its own copy among them
  [[nodiscard]] auto rate() const -> double { return static_cast<double>(records) / apply_s; }
};
/// `rest_s`: what the server does afterwards, until it is at rest for so long, counts too, its CPU as
/// `later_cpu_s`; 0: it does not.
auto run_import(house& at, std::size_t n, const input_file& file, const std::string& on_duplicate,
                std::string what, int rest_s = 0) -> import_run;
/// All at once, each with the same file.
auto run_together(house& at, std::size_t people, const input_file& file, std::string what) -> import_run;

auto run_table(const std::string& heading, const std::vector<import_run>& runs) -> table;

}  // namespace waybill::bench
