#include "http/metrics.hpp"

#include <algorithm>
#include <cstdio>

namespace waybill::http {
namespace {

void declare(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
  out.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ");
  out.append(name).append(" ").append(type).append("\n");
}

void single(std::string& out, std::string_view name, std::string_view type, std::string_view help,
            std::uint64_t value) {
  declare(out, name, type, help);
  out.append(name).append(" ").append(std::to_string(value)).append("\n");
}

auto seconds(double value) -> std::string {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

void engine_lines(std::string& out, const engine_health& health) {
  const auto lag = [&](position at) { return health.log_tail > at ? health.log_tail - at : 0; };
  single(out, "waybill_log_tail", "gauge", "Position of the last event.", health.log_tail);
  single(out, "waybill_log_bytes", "gauge", "Bytes of the log on disk.", health.log_bytes);
  single(out, "waybill_projection_bytes", "gauge", "Bytes of the projections on disk.",
         health.projection_bytes);
  declare(out, "waybill_projection_lag_events", "gauge", "Events a projection has not folded yet.");
  out.append("waybill_projection_lag_events{projection=\"imports\"} ")
      .append(std::to_string(lag(health.imports_at)));
  out.append("\nwaybill_projection_lag_events{projection=\"collections\"} ");
  out.append(std::to_string(lag(health.collections_at)));
  out.append("\nwaybill_projection_lag_events{projection=\"search\"} ");
  out.append(std::to_string(lag(health.search_at))).append("\n");
  single(out, "waybill_imports_running", "gauge", "Imports at work.", health.imports_running);
  single(out, "waybill_imports_waiting", "gauge", "Imports waiting for a seat.", health.imports_waiting);
  single(out, "waybill_records_applied_total", "counter", "Records that got an outcome since the start.",
         health.records_applied);
}

}  // namespace

void metrics::count(std::string_view route, int status, std::chrono::microseconds took) {
  const auto s = static_cast<double>(took.count()) / 1e6;
  const auto bucket = static_cast<std::size_t>(std::ranges::lower_bound(bounds_s, s) - bounds_s.begin());
  const std::scoped_lock lock{mutex_};
  ++requests_[{std::string(route), status}];
  ++buckets_[bucket];
  took_us_ += static_cast<std::uint64_t>(took.count());
}

auto metrics::render(const engine_health& health, const service_gauges& now) const -> std::string {
  std::string out;
  {
    const std::scoped_lock lock{mutex_};
    declare(out, "waybill_http_requests_total", "counter", "Answers by route and status.");
    for (const auto& [key, count] : requests_)
      out.append("waybill_http_requests_total{route=\"")
          .append(key.first)
          .append("\",status=\"")
          .append(std::to_string(key.second))
          .append("\"} ")
          .append(std::to_string(count))
          .append("\n");
    declare(out, "waybill_http_request_seconds", "histogram", "Time from a request's head to its answer.");
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < buckets_.size(); ++i) {
      sum += buckets_[i];
      out.append("waybill_http_request_seconds_bucket{le=\"")
          .append(i < bounds_s.size() ? seconds(bounds_s[i]) : "+Inf")
          .append("\"} ")
          .append(std::to_string(sum))
          .append("\n");
    }
    out.append("waybill_http_request_seconds_sum ").append(seconds(static_cast<double>(took_us_) / 1e6));
    out.append("\nwaybill_http_request_seconds_count ").append(std::to_string(sum)).append("\n");
  }
  single(out, "waybill_http_upload_bytes_total", "counter", "Bytes of uploaded files.", upload_bytes_.load());
  single(out, "waybill_http_streams_open", "gauge", "Open progress streams.", now.open_streams);
  single(out, "waybill_http_slow_transfers", "gauge", "Workers that wait for a slow peer.",
         now.slow_transfers);
  single(out, "waybill_http_threads", "gauge", "Threads that answer calls.", now.threads);
  engine_lines(out, health);
  return out;
}

}  // namespace waybill::http
