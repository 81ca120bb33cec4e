// Errors as values: result<T> and the one list of error codes of the whole system.
// Every code has a stable name (used in the API, the log and the docs) and belongs to one class of cause.
// Values: any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace waybill {

/// Every way in which something can be refused or fail. The names (see `name_of`) are stable.
enum class errc : std::uint8_t {
  bad_request,           ///< the request cannot be understood
  bad_value,             ///< a field holds a value it may not hold
  unknown_field,         ///< a field nobody asked for
  missing_file,          ///< an upload without a file
  unauthorized,          ///< no or wrong credentials
  forbidden,             ///< known, but not allowed (role, CSRF)
  not_found,             ///< no such thing, or somebody else's
  method_not_allowed,    ///< the route exists, the method does not
  wrong_status,          ///< a transition that is not in the table
  idempotency_mismatch,  ///< the same key with another file
  checksum_mismatch,     ///< what came is not what was meant to come
  file_used,             ///< a file that an import has taken already
  wrong_offset,          ///< a piece of an upload that does not begin where the upload stands
  upload_locked,         ///< another piece of the upload is on its way
  unsupported_version,   ///< a version of a protocol that is not spoken here
  unsupported_type,      ///< a body of a media type that this call does not take
  name_taken,            ///< a user's or project's name that exists already
  key_taken,             ///< a key of a record that another record has
  no_such_user,          ///< the user that a call names beside its path's other things
  last_manager,          ///< a project would be left without one
  handler_by_type,       ///< a handler that a request names; the configuration does
  no_such_type,          ///< an import type that the configuration does not have
  no_results,            ///< an import that was to keep no result files
  link_expired,          ///< a signed link whose time is over
  key_mismatch,          ///< a table has another key
  settings_fixed,        ///< what a project has set, once something was imported by it
  duplicate_file,        ///< a file that an import of the same owner brought already
  plan_outdated,         ///< what was shown is no longer what would happen
  stale_version,         ///< a change of something that was changed since it was looked at
  busy,                  ///< something is at work that stands in the way
  not_configured,        ///< a call that the configuration leaves out
  too_large,             ///< a body beyond its limit
  unknown_format,        ///< a file of no known format
  empty_file,            ///< a file of 0 bytes
  too_many_requests,     ///< slowed down: too many sign-ins, imports waiting, streams open
  request_timeout,       ///< a client took too long for its head or body
  invalid_json,          ///< the document is no JSON
  not_activitystreams,   ///< JSON, but no ActivityStreams collection
  no_urls,               ///< a document in which no list or column of URLs is found
  invalid_xml,           ///< the document is no XML
  xml_refused,           ///< XML with a document type, or built to cost memory
  sitemap_index_alone,   ///< an index of sitemaps without its sitemaps
  archive_damaged,       ///< a packed file that cannot be unpacked
  zip_damaged,           ///< a workbook's ZIP that cannot be unpacked
  not_a_workbook,        ///< a ZIP that holds no workbook
  legacy_xls,            ///< a workbook of the format before 2007
  encrypted_workbook,    ///< a workbook that opens with a password
  no_such_sheet,         ///< a workbook without the sheet that was asked for
  key_column_missing,    ///< a table without a column of the key
  too_large_inflated,    ///< a packed file that grows beyond all measure
  too_many_records,      ///< more records than the limit
  file_missing,          ///< the stored upload is gone
  file_changed,          ///< the stored upload is not what was checked
  handler_refused,       ///< a handler of rows that says no to the whole import
  handler_unavailable,   ///< a handler of rows that does not answer now
  storage_full,          ///< no room left on the disk
  quota_exceeded,        ///< the owner keeps as much as he may
  unavailable,           ///< the log or a store cannot be written or read now
  wrong_version,         ///< an append with a stale expected version
  corrupt,               ///< stored bytes are not what was written: digest, tag, shape
  locked,                ///< another process holds the data directory
  timeout,               ///< somebody did not answer in time
  internal               ///< a bug of ours
};

/// The stable name of a code, as it stands in the API and the docs: `errc::bad_value` is "bad_value".
auto name_of(errc code) noexcept -> std::string_view;
/// The code of a name; nothing when no code has it.
auto errc_of(std::string_view name) noexcept -> std::optional<errc>;
/// How many codes there are (for the test that walks them all, and the docs).
inline constexpr std::size_t errc_count = static_cast<std::size_t>(errc::internal) + 1;

/// Where in an input a fault stands. Offsets count bytes from 0, lines and columns (bytes) from 1.
struct fault_place {
  std::optional<std::uint64_t> record;
  std::optional<std::uint64_t> byte_offset;
  std::optional<std::uint64_t> line;
  std::optional<std::uint64_t> column;
  friend auto operator==(const fault_place&, const fault_place&) -> bool = default;
};

/// What an owner keeps, and how much it may be: bytes or records, as the sentence says.
struct quota_figures {
  std::uint64_t used = 0;
  std::uint64_t limit = 0;
  friend auto operator==(const quota_figures&, const quota_figures&) -> bool = default;
};

/// A refusal or a failure: a code for programs and a sentence for a person.
struct error {
  errc code = errc::internal;
  std::string message;
  fault_place place{};
  std::uint32_t retry_after_s = 0;       ///< when it may be tried again; 0: nothing is known of that
  std::optional<quota_figures> quota{};  ///< of quota_exceeded
  std::string needs_role{};              ///< of forbidden in a project: the role that it takes
  std::string details{};                 ///< what else programs should know: a JSON object; "": nothing
  friend auto operator==(const error&, const error&) -> bool = default;
};

/// Stands for "nothing to say, but it went well".
struct done {
  friend auto operator==(const done&, const done&) -> bool = default;
};

/// A value, or the error that kept it from being. Never both, never neither.
template <class T>
class [[nodiscard]] result {
 public:
  result() requires std::is_default_constructible_v<T> : held_(std::in_place_index<0>) {}
  result(T value) : held_(std::in_place_index<0>, std::move(value)) {}  // NOLINT: a value is a result
  result(error why) : held_(std::in_place_index<1>, std::move(why)) {}  // NOLINT: an error is a result
  result(errc code, std::string message) : held_(std::in_place_index<1>, error{code, std::move(message)}) {}

  [[nodiscard]] auto ok() const noexcept -> bool { return held_.index() == 0; }
  explicit operator bool() const noexcept { return ok(); }

  auto operator*() & -> T& { return *std::get_if<0>(&held_); }
  auto operator*() const& -> const T& { return *std::get_if<0>(&held_); }
  auto operator*() && -> T&& { return std::move(*std::get_if<0>(&held_)); }
  auto operator->() -> T* { return std::get_if<0>(&held_); }
  auto operator->() const -> const T* { return std::get_if<0>(&held_); }

  [[nodiscard]] auto why() const& -> const error& { return *std::get_if<1>(&held_); }
  [[nodiscard]] auto why() && -> error&& { return std::move(*std::get_if<1>(&held_)); }

 private:
  std::variant<T, error> held_;
};

}  // namespace waybill
