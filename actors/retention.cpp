#include "actors/retention.hpp"

#include <algorithm>
#include <vector>

#include "actors/journal.hpp"
#include "events/codec.hpp"

namespace waybill {
namespace {

constexpr std::int64_t us_a_day = std::int64_t{86'400} * 1'000'000;
constexpr std::int64_t us_between_looks = std::int64_t{3'600} * 1'000'000;
constexpr std::size_t most_at_once = 1'000;

auto keeps_all(const settings& config) -> bool {
  return std::ranges::all_of(kinds(),
                             [&](const auto* kind) { return kind->limits_of(config).retention_days == 0; });
}

auto name_of_day(instant when) -> std::string { return to_rfc3339_ms(when).substr(0, 10); }

}  // namespace

auto retention::is_over(const import_row& row, instant now) const -> bool {
  if (!is_finished(row.status) || row.status == import_status::removed || !row.finished_at) return false;
  const auto* const kind = kind_named(row.kind);
  const auto days =
      kind == nullptr ? config_.imports_retention_days : kind->limits_of(config_).retention_days;
  return days > 0 && row.finished_at->us + static_cast<std::int64_t>(days) * us_a_day <= now.us;
}

void retention::tend() {
  if (keeps_all(config_)) return;
  const auto now = clock_.now();
  // Also when the machine's clock was set back.
  if (looked_at_.us != 0 && looked_at_.us <= now.us && now.us < looked_at_.us + us_between_looks) return;
  looked_at_ = now;
  std::vector<import_row> over;
  static_cast<void>(rows_.scan(family::imports, "r/", {}, [&](std::string_view, std::string_view bytes) {
    import_row row;
    if (decode(bytes, row) && is_over(row, now)) over.push_back(std::move(row));
    return over.size() < most_at_once;
  }));
  // What is left is looked for a minute later.
  if (over.size() == most_at_once) looked_at_ = {};
  for (const auto& row : over) {
    if (!remove_(row)) {
      journal::warn("import.not_removed",
                    {{"import", row.id.value}, {"what", "it is tried again in an hour"}});
      continue;
    }
    journal::info("import.kept_long_enough",
                  {{"import", row.id.value}, {"finished", name_of_day(*row.finished_at)}});
  }
}

}  // namespace waybill
