#include "projections/import_row.hpp"

#include <algorithm>
#include <cmath>

namespace waybill {
namespace {
constexpr std::int64_t window_us = 5'000'000;
auto one_decimal(double value) -> double { return std::round(value * 10.0) / 10.0; }
}  // namespace

auto records_per_second(const import_row& row, instant now) -> double {
  const auto& began = row.committed_at ? row.committed_at : row.started_at;
  if (row.status == import_status::completed && began && row.finished_at) {
    const auto us = row.finished_at->us - began->us;
    return us > 0 ? one_decimal(static_cast<double>(row.progress.counts.processed()) * 1e6 /
                                static_cast<double>(us))
                  : 0.0;
  }
  if (row.status != import_status::processing || row.samples.size() < 2) return 0.0;
  const auto& newest = row.samples.back();
  // The machine's clock may have been set back since the events were written.
  const auto end = std::max(now.us, newest.at.us);
  const auto* base = &row.samples.front();
  for (const auto& sample : row.samples)
    if (sample.at.us <= end - window_us) base = &sample;
  const auto us = end - base->at.us;
  if (us <= 0) return 0.0;
  return one_decimal(static_cast<double>(newest.processed - base->processed) * 1e6 / static_cast<double>(us));
}

auto eta_seconds(const import_row& row, instant now) -> std::optional<double> {
  if (row.status != import_status::processing || !row.total) return std::nullopt;
  const auto rate = records_per_second(row, now);
  if (rate <= 0.0) return std::nullopt;
  const auto left = *row.total - std::min(*row.total, row.progress.counts.processed());
  return one_decimal(static_cast<double>(left) / rate);
}

auto percent(const import_row& row) -> std::optional<double> {
  if (!row.total) return std::nullopt;
  if (*row.total == 0) return row.status == import_status::completed ? 100.0 : 0.0;
  // Cut, not rounded: 100.0 is said only when every record is done.
  const auto tenths = std::floor(static_cast<double>(row.progress.counts.processed()) * 1000.0 /
                                 static_cast<double>(*row.total));
  return tenths / 10.0;
}

}  // namespace waybill
