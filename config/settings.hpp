// The settings of a Waybill process, and where each of them came from.
// The defaults stand here; key, unit, range and reason of each stand in `config/list.cpp`, in words for
// people in `config/waybill.conf.default`. A key is the member's name with its group before a dot:
// `http.listen`. Nothing here keeps state: every function may be called from any thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/groups.hpp"
#include "events/result.hpp"

namespace waybill {

/// Every setting; the last word of a name is its unit, where it has one.
struct settings {
  std::string data_directory = "./var";

  std::string http_listen = "127.0.0.1:8080";
  std::string http_service_listen;  ///< "": no listener of its own
  std::uint64_t http_threads_limit = 160;
  std::uint64_t http_body_readers_limit = 112;
  std::uint64_t http_streams_limit = 1000;
  std::uint64_t http_streams_per_user_limit = 400;
  std::uint64_t http_header_limit_bytes = 16384;
  std::uint64_t http_json_body_limit_bytes = 65536;
  std::uint64_t http_idle_timeout_s = 60;
  std::uint64_t http_read_timeout_s = 30;
  bool http_secure_cookie = false;
  bool http_trusted_proxy = false;

  std::string console_listen = "127.0.0.1:0";  ///< "": no console
  bool console_allow_remote = false;

  std::uint64_t imports_file_limit_bytes = std::uint64_t{1} << 30;
  std::uint64_t imports_records_limit = 5'000'000;
  std::uint64_t imports_concurrent = 0;  ///< 0: as many as cores
  std::uint64_t imports_concurrent_outside = 8;
  std::uint64_t imports_waiting_limit = 20'000;
  std::uint64_t imports_waiting_per_user_limit = 12'000;
  std::uint64_t imports_chunk_records = 500;
  std::uint64_t imports_chunk_limit_bytes = std::uint64_t{1} << 20;
  std::uint64_t imports_chunks_in_flight = 4;
  std::uint64_t imports_item_limit_bytes = std::uint64_t{1} << 20;
  std::uint64_t imports_idempotency_hours = 24;
  std::uint64_t imports_batch_per_minute = 30;
  std::uint64_t imports_retention_days = 0;  ///< 0: they stay

  std::uint64_t files_unconfirmed_hours = 24;
  std::uint64_t files_unused_days = 7;

  std::uint64_t results_link_minutes = 60;
  bool results_enabled = true;

  std::uint64_t rows_batch_size = 500;

  std::uint64_t leads_retention_days = 90;  ///< 0: they stay
  std::uint64_t leads_reviews_per_project = 100;

  std::string kinds_enabled = "all";  ///< or names of kinds, separated by spaces

  std::uint64_t quota_stored_limit_bytes = std::uint64_t{100} << 30;  ///< 0: none
  std::uint64_t quota_records_limit = 50'000'000;                     ///< 0: none

  std::uint64_t storage_min_free_bytes = std::uint64_t{64} << 20;
  std::uint64_t storage_log_cache_bytes = std::uint64_t{8} << 20;
  std::uint64_t storage_log_write_buffer_bytes = std::uint64_t{16} << 20;
  std::uint64_t storage_projection_cache_bytes = std::uint64_t{12} << 20;
  std::uint64_t storage_projection_write_buffer_bytes = std::uint64_t{2} << 20;
  std::uint64_t storage_index_flush_rows = 100'000;
  std::uint64_t storage_filter_bytes = std::uint64_t{16} << 20;

  std::uint64_t search_segment_documents = 20'000;  ///< 0: no index

  std::uint64_t session_idle_minutes = 10'080;
  std::uint64_t session_absolute_minutes = 43'200;

  std::uint64_t sign_in_failures_before_delay = 5;
  std::uint64_t sign_in_delay_s = 30;
  std::uint64_t sign_in_longest_delay_s = 3'600;
  std::uint64_t sign_in_address_failures_an_hour = 100;

  std::string projects_creation = "anyone";  ///< anyone or admins

  std::string backup_folder;                            ///< "": none is made by the server
  std::uint64_t backup_rate = std::uint64_t{64} << 20;  ///< bytes a second; 0: as fast as it goes
  std::uint64_t backup_every = 0;                       ///< hours; 0: when somebody asks
  std::uint64_t backup_keep = 7;

  std::string log_level = "info";    ///< trace, debug, info, warn, error or off
  std::string log_format = "plain";  ///< plain or json

  std::vector<named_group> groups;  ///< in the order of the file; nothing else says any
  std::string folder;               ///< of that file: paths in groups begin there

  friend auto operator==(const settings&, const settings&) -> bool = default;
};

/// The variables of an environment, by name.
using environment = std::map<std::string, std::string>;

/// The environment of this process. Not while another thread changes it (setenv): call it at the start.
auto process_environment() -> environment;

/// Settings in force, and for every key where its value came from: `default`, `file waybill.conf:3`,
/// `environment WAYBILL_HTTP_LISTEN` or `command line`.
struct loaded_settings {
  settings values;
  std::map<std::string, std::string> origins;
};

/// Reads all settings. What several sources say: `flags` (key -> value) go before `variables`, those
/// before `file`, that before the default. Every value is checked, those that are overridden too. Errors:
/// bad_value, with a sentence that names the source, the key, the value and what is allowed. For an unknown
/// key or WAYBILL_ variable it names the nearest known one (WAYBILL_CORPORA, WAYBILL_SERVER, WAYBILL_TOKEN
/// and WAYBILL_TEST_... are no settings and let be). `groups` are the types of named groups that a file may
/// have.
auto load(const std::optional<std::string>& file, const std::map<std::string, std::string>& flags,
          const environment& variables, std::span<const group_type> groups = {}) -> result<loaded_settings>;

/// What is in force and where from, one line a setting, in the form of a file: `key = value  # origin`.
auto describe(const loaded_settings& loaded) -> std::string;

/// The text of `config/waybill.conf.default`: every setting with its reason, range and default, each
/// commented out, and behind them how groups of these types are written.
auto default_file(std::span<const group_type> groups = {}) -> std::string;

/// Where a server listens.
struct endpoint {
  std::string host;        ///< a name or address, an IPv6 address without its brackets
  std::uint16_t port = 0;  ///< 0: any free one
  friend auto operator==(const endpoint&, const endpoint&) -> bool = default;
};

/// Reads `HOST:PORT` or `[IPV6]:PORT`. Errors: bad_value.
auto parse_endpoint(std::string_view text) -> result<endpoint>;

}  // namespace waybill
