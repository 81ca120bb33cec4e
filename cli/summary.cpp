#include "cli/summary.hpp"

#include <chrono>
#include <cstdio>
#include <optional>

#include "formats/text.hpp"
#include "projections/views.hpp"

namespace waybill::cli {
namespace {

constexpr std::uint64_t failures_shown = 10;

/// Milliseconds since 1970, of a time as the API writes it.
auto time_at(const json& of, std::string_view key) -> std::optional<std::int64_t> {
  int year = 0;
  unsigned month = 0, day = 0, hours = 0, minutes = 0, seconds = 0, ms = 0;
  if (std::sscanf(text_at(of, key).c_str(), "%4d-%2u-%2uT%2u:%2u:%2u.%3uZ", &year, &month, &day, &hours,
                  &minutes, &seconds, &ms) != 7)
    return std::nullopt;
  const std::chrono::sys_days date{std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day)};
  return std::chrono::milliseconds{date.time_since_epoch()}.count() +
         ((hours * 60LL + minutes) * 60 + seconds) * 1'000 + ms;
}

/// " in 0.31 s (38,412 records a second)"; "" when the times are not known. The rate says something only of
/// an import that went through.
auto duration_of(const json& import) -> std::string {
  // What waits for a person is no work.
  const auto committed = time_at(import, "committed_at");
  const auto started = committed ? committed : time_at(import, "started_at");
  const auto finished = time_at(import, "finished_at");
  if (!started || !finished || *finished < *started) return "";
  const auto seconds = static_cast<double>(*finished - *started) / 1e3;
  char text[64];
  std::snprintf(text, sizeof text, " in %.2f s", seconds);
  std::string out = text;
  const auto processed = static_cast<double>(number_at(member_at(import, "progress"), "processed"));
  if (seconds > 0 && text_at(import, "status") == "completed")
    out += " (" + grouped(static_cast<std::uint64_t>(processed / seconds)) + " records a second)";
  return out;
}

/// ": invalid_json: sentence (byte 17, line 1, column 18)"
auto fault_of(const json& fault) -> std::string {
  std::string line = printable(text_at(fault, "code")) + ": " + printable(text_at(fault, "message"));
  std::string where;
  constexpr std::pair<std::string_view, std::string_view> parts[] = {
      {"record", "record "}, {"byte_offset", "byte "}, {"line", "line "}, {"column", "column "}};
  for (const auto& [key, word] : parts)
    if (member_at(fault, key).is_number())
      where += (where.empty() ? "" : ", ") + std::string(word) + std::to_string(number_at(fault, key));
  return where.empty() ? line : line + " (" + where + ")";
}

}  // namespace

auto summary_of(const json& import) -> std::string {
  const auto& progress = member_at(import, "progress");
  if (text_at(import, "status") == "ready")
    return printable(text_at(import, "id")) + ": ready\n  " +
           counted(number_at(progress, "total"), "record") +
           " read; nothing is imported before somebody commits it\n";
  std::string text = printable(text_at(import, "id")) + ": " + printable(text_at(import, "status")) + "\n  " +
                     counted(number_at(progress, "processed"), "record");
  if (const auto& total = member_at(progress, "total");
      total.is_number() && total != member_at(progress, "processed"))
    text += " of " + grouped(number_at(progress, "total"));
  text += duration_of(import) + ": ";
  bool first = true;
  for (const std::string_view key : {"created", "updated", "skipped", "failed"}) {
    text += (first ? "" : ", ") + grouped(number_at(progress, key)) + " " + std::string(key);
    first = false;
  }
  text += "\n";
  if (const auto& fault = member_at(import, "error"); fault.is_object())
    text += "  " + fault_of(fault) + "\n";
  return text;
}

auto warnings_of(const json& import, const std::string& flags) -> std::string {
  std::string codes;
  for (const auto& code : member_at(member_at(import, "findings"), "warnings"))
    if (code.is_string()) codes += (codes.empty() ? "" : ", ") + printable(code.get<std::string>());
  if (codes.empty()) return codes;
  return "  of its file: " + codes + " (waybill show " + printable(text_at(import, "id")) + " " + flags +
         " says how it was read)\n";
}

auto record_line(const json& record, std::string_view kind) -> std::string {
  auto line = "record " + std::to_string(number_at(record, "record"));
  if (const auto& row = member_at(record, "row"); row.is_number())
    line += " (row " + std::to_string(number_at(record, "row")) + ")";
  line += ": " + printable(text_at(record, "code")) + ": " + printable(text_at(record, "message"));
  if (const auto field = printable(text_at(record, "field")); !field.empty()) line += " [" + field + "]";
  std::string first;
  bool is_first = true;
  for (const auto name : columns_of(kind).names) {
    const auto text = printable(text_at(record, name));
    if (is_first) first = text;
    if (!text.empty() && (is_first || text != first))
      line += is_first ? " <" + text + ">" : " (" + text + ")";
    is_first = false;
  }
  return line;
}

auto failures_of(client& api, const json& import, const std::string& flags) -> result<std::string> {
  const auto failed = number_at(member_at(import, "progress"), "failed");
  if (failed == 0) return std::string();
  const auto id = text_at(import, "id");
  const auto records = api.get("/api/v1/imports/" + text::percent_encoded(id) +
                                   "/records?outcome=failed&limit=" + std::to_string(failures_shown),
                               "items");
  if (!records) return records.why();
  std::string text;
  for (const auto& record : member_at(*records, "items"))
    text += "  " + record_line(record, text_at(import, "kind")) + "\n";
  if (failed > failures_shown)
    text += "  ... and " + grouped(failed - failures_shown) + " more: waybill show " + printable(id) +
            " --failed " + flags + "\n";
  return text;
}

}  // namespace waybill::cli
