#include "cli/summary.hpp"

#include <cstdio>

#include "domains/bookmarks/bookmark.hpp"
#include "formats/text.hpp"

namespace waybill::cli {
namespace {

constexpr std::uint64_t failures_shown = 10;

/// " in 0.31 s (38,412 records a second)"; "" when the times are not known. The rate says something only of
/// an import that went through.
auto duration_of(const json& import) -> std::string {
  const auto started = bookmarks::parse_date(text_at(import, "started_at"));
  const auto finished = bookmarks::parse_date(text_at(import, "finished_at"));
  if (!started || !finished || finished->us < started->us) return "";
  const auto seconds = static_cast<double>(finished->us - started->us) / 1e6;
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

auto record_line(const json& record) -> std::string {
  auto line = "record " + std::to_string(number_at(record, "record")) + ": " +
              printable(text_at(record, "code")) + ": " + printable(text_at(record, "message"));
  const auto url = printable(text_at(record, "url"));
  const auto title = printable(text_at(record, "title"));
  if (!url.empty()) line += " <" + url + ">";
  if (!title.empty() && title != url) line += " (" + title + ")";
  return line;
}

auto failures_of(client& api, const json& import, const std::string& flags) -> result<std::string> {
  const auto failed = number_at(member_at(import, "progress"), "failed");
  if (failed == 0) return std::string();
  const auto id = text_at(import, "id");
  const auto records = api.get("/api/v1/imports/" + text::percent_encoded(id) +
                               "/records?outcome=failed&limit=" + std::to_string(failures_shown));
  if (!records) return records.why();
  std::string text;
  for (const auto& record : member_at(*records, "items")) text += "  " + record_line(record) + "\n";
  if (failed > failures_shown)
    text += "  ... and " + grouped(failed - failures_shown) + " more: waybill show " + printable(id) +
            " --failed " + flags + "\n";
  return text;
}

}  // namespace waybill::cli
