#include "events/result.hpp"

#include <array>

namespace waybill {
namespace {

// In the order of `errc`; a test walks both.
constexpr std::array<std::string_view, errc_count> names{"bad_request",
                                                         "bad_value",
                                                         "unknown_field",
                                                         "missing_file",
                                                         "unauthorized",
                                                         "forbidden",
                                                         "not_found",
                                                         "method_not_allowed",
                                                         "wrong_status",
                                                         "idempotency_mismatch",
                                                         "checksum_mismatch",
                                                         "file_used",
                                                         "wrong_offset",
                                                         "upload_locked",
                                                         "unsupported_version",
                                                         "unsupported_type",
                                                         "name_taken",
                                                         "key_taken",
                                                         "no_such_user",
                                                         "last_manager",
                                                         "handler_by_type",
                                                         "no_such_type",
                                                         "no_results",
                                                         "link_expired",
                                                         "key_mismatch",
                                                         "settings_fixed",
                                                         "duplicate_file",
                                                         "plan_outdated",
                                                         "stale_version",
                                                         "busy",
                                                         "not_configured",
                                                         "too_large",
                                                         "unknown_format",
                                                         "empty_file",
                                                         "too_many_requests",
                                                         "request_timeout",
                                                         "invalid_json",
                                                         "not_activitystreams",
                                                         "no_urls",
                                                         "invalid_xml",
                                                         "xml_refused",
                                                         "sitemap_index_alone",
                                                         "archive_damaged",
                                                         "zip_damaged",
                                                         "not_a_workbook",
                                                         "legacy_xls",
                                                         "encrypted_workbook",
                                                         "no_such_sheet",
                                                         "key_column_missing",
                                                         "too_large_inflated",
                                                         "too_many_records",
                                                         "file_missing",
                                                         "file_changed",
                                                         "handler_refused",
                                                         "handler_unavailable",
                                                         "storage_full",
                                                         "quota_exceeded",
                                                         "unavailable",
                                                         "wrong_version",
                                                         "corrupt",
                                                         "locked",
                                                         "timeout",
                                                         "internal"};

}  // namespace

auto name_of(errc code) noexcept -> std::string_view { return names[static_cast<std::size_t>(code)]; }

auto errc_of(std::string_view name) noexcept -> std::optional<errc> {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == name) return static_cast<errc>(i);
  return std::nullopt;
}

}  // namespace waybill
