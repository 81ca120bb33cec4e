#include "cli/live/screen.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "cli/live/actor_lines.hpp"
#include "cli/text.hpp"

namespace waybill::cli::live {
namespace {

constexpr std::uint64_t mib = 1 << 20;

/// Its first characters; never a part of one.
auto cut(std::string text, std::size_t columns) -> std::string {
  constexpr unsigned char kind_of_byte = 0xc0, goes_on = 0x80;
  std::size_t characters = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if ((static_cast<unsigned char>(text[at]) & kind_of_byte) == goes_on) continue;
    if (characters++ == columns) return text.substr(0, at);
  }
  return text;
}

auto per_second(const std::optional<double>& rate) -> std::string {
  return rate ? grouped(static_cast<std::uint64_t>(std::llround(*rate))) + "/s" : "-";
}

auto left(std::string text, std::size_t columns) -> std::string {
  text = cut(std::move(text), columns);
  return text + std::string(columns - std::min(columns, text.size()), ' ');
}
auto right(const std::string& text, std::size_t columns) -> std::string {
  return std::string(columns - std::min(columns, text.size()), ' ') + text;
}

auto per_mille(std::uint64_t share) -> std::string {
  constexpr std::uint64_t ten = 10;
  return std::to_string(share / ten) + "." + std::to_string(share % ten) + "%";
}

auto title(const picture& now, std::uint64_t silent_s) -> std::string {
  constexpr std::uint64_t us_in_s = 1'000'000;
  auto line = now.status.version + ", process " + std::to_string(now.status.pid) + ", up " +
              short_time(now.status.uptime_s * us_in_s);
  if (now.status.draining) line += ", DRAINING";
  if (silent_s > 0) line += ", NO ANSWER FOR " + std::to_string(silent_s) + " s";
  return line;
}

auto summary(const picture* before, const picture& now) -> std::vector<std::string> {
  const auto& status = now.status;
  const auto behind = [&](std::uint64_t at) {
    return grouped(status.log_tail - std::min(at, status.log_tail)) + " behind";
  };
  constexpr std::uint64_t thousand = 1'000, ten = 10;
  const auto commits = now.commits.per_1000_s;
  return {"imports " + grouped(status.running) + " at work on " + counted(status.seats, "seat") + ", " +
              grouped(status.waiting) + " waiting; records " +
              per_second(before == nullptr ? std::nullopt : records_per_second(*before, now)) + ", " +
              grouped(status.records_applied) + " since the start",
          "log     " + std::to_string(commits / thousand) + "." +
              std::to_string(commits % thousand / (thousand / ten)) + " commits/s, p50 " +
              short_time(now.commits.p50_us) + ", p99 " + short_time(now.commits.p99_us) + ", most " +
              short_time(now.commits.most_us) + "; " + counted(status.log_tail, "event") + ", " +
              grouped(status.log_bytes / mib) + " MiB" + (status.log_open ? "" : ", CANNOT BE WRITTEN"),
          "models  imports " + behind(status.imports_at) + ", collections " + behind(status.collections_at) +
              "; " + grouped(status.projection_bytes / mib) + " MiB" +
              (status.caught_up ? "" : ", NOT CAUGHT UP"),
          "process memory " + grouped(status.memory_bytes / mib) + " MiB, most " +
              grouped(status.memory_peak_bytes / mib) + " MiB; descriptors " + grouped(status.descriptors) +
              " of " + grouped(status.descriptors_limit) + "; disk " + grouped(status.disk_free_bytes / mib) +
              " MiB free"};
}

auto import_line(const picture* before, const picture& now, const console::import_told& one) -> std::string {
  constexpr std::size_t bar_columns = 12;
  constexpr std::uint64_t hundred = 100;
  const auto rate = before == nullptr ? std::nullopt : records_per_second(*before, now, one);
  std::string share = "   ?";
  if (one.total_known)
    share = right(std::to_string(one.total == 0 ? hundred : one.processed * hundred / one.total) + "%", 4);
  return bar(one.processed, one.total_known ? one.total : 0, bar_columns) + " " + share + " " +
         right(per_second(rate), 12) + "  " + left(one.status, 10) + "  " + one.id + "  " + one.kind + "  " +
         one.file;
}

auto actor_line(const console::actor_told& one) -> std::string {
  return right(grouped(one.mailbox), 8) + " " + right(grouped(one.mailbox_most), 8) + " " +
         right(per_mille(one.busy_permille), 7) + " " +
         right(one.at_work_us > 0 ? short_time(one.at_work_us) : "-", 9) + " " +
         right(grouped(one.handled), 12) + "  " + (one.own_thread ? "own  " : "pool ") + one.name +
         (one.restarts > 0 ? " (began again " + counted(one.restarts, "time") + ")" : "");
}

}  // namespace

auto bar(std::uint64_t part, std::uint64_t whole, std::size_t columns) -> std::string {
  if (columns < 3) return std::string(columns, ' ');
  const auto inside = columns - 2;
  if (whole == 0) return "[" + std::string(inside, '.') + "]";
  const auto share = std::min(1.0, static_cast<double>(part) / static_cast<double>(whole));
  const auto full = static_cast<std::size_t>(share * static_cast<double>(inside));
  return "[" + std::string(full, '#') + std::string(inside - full, '-') + "]";
}

auto draw(const picture* before, const picture& now, screen_size size, std::uint64_t silent_s)
    -> std::vector<std::string> {
  std::vector<std::string> lines{title(now, silent_s)};
  std::ranges::move(summary(before, now), std::back_inserter(lines));
  // Imports have half of what is left, or what actors leave them.
  constexpr std::size_t heads = 4;
  const auto room = size.rows - std::min(size.rows, lines.size() + heads);
  const auto for_imports = std::max(room / 2, room - std::min(room, now.actors.size()));
  lines.emplace_back("");
  lines.push_back("AT WORK       done         rate  status      import");
  for (std::size_t i = 0; i < std::min(for_imports, now.imports.size()); ++i)
    lines.push_back(import_line(before, now, now.imports[i]));
  lines.emplace_back("");
  lines.push_back(" MAILBOX     most    busy   at work      handled  runs actor");
  for (const auto& one : now.actors) lines.push_back(actor_line(one));
  if (lines.size() > size.rows) lines.resize(size.rows);
  for (auto& line : lines) line = cut(printable(line), size.columns);
  return lines;
}

}  // namespace waybill::cli::live
