#include "events/import/status.hpp"

#include <array>
#include <vector>

namespace waybill {
namespace {

using enum import_status;
using enum import_step;

constexpr std::array<std::string_view, 10> status_names{"none",       "pending", "parsing",   "ready",
                                                        "processing", "paused",  "completed", "failed",
                                                        "cancelled",  "removed"};
constexpr std::array<std::string_view, import_step_count> step_names{
    "submit",    "start parsing",  "describe", "finish parsing", "take up",
    "try again", "ask for review", "review",   "read again",     "refuse the reading",
    "commit",    "complete",       "fail",     "pause",          "suspend",
    "resume",    "cancel",         "retry",    "delete"};

constexpr std::array<std::string_view, import_step_count> step_passives{
    "be submitted",   "be started",     "be described", "be found good", "be taken up",
    "be tried again", "be asked about", "be reviewed",  "be read again", "be read as before",
    "be committed",   "complete",       "fail",         "be paused",     "be suspended",
    "be resumed",     "be cancelled",   "be retried",   "be deleted"};

constexpr std::array table{
    transition{none, submit, pending},
    transition{pending, start_parsing, parsing},
    transition{parsing, describe, parsing},
    transition{parsing, finish_parsing, processing},
    transition{parsing, take_up, parsing},
    transition{processing, take_up, processing},
    transition{processing, try_again, processing},
    transition{parsing, ask_review, ready},
    transition{ready, review, ready},
    transition{ready, read_again, parsing},
    transition{parsing, refuse_reading, ready},
    transition{ready, commit, processing},
    transition{processing, complete, completed},
    transition{parsing, fail, failed},
    transition{processing, fail, failed},
    transition{pending, pause, paused},
    transition{parsing, pause, paused},
    transition{processing, pause, paused},
    transition{processing, suspend, paused},
    transition{paused, resume, pending},
    transition{pending, cancel, cancelled},
    transition{parsing, cancel, cancelled},
    transition{ready, cancel, cancelled},
    transition{processing, cancel, cancelled},
    transition{paused, cancel, cancelled},
    transition{failed, retry, pending},
    transition{cancelled, retry, pending},
    transition{completed, remove, removed},
    transition{failed, remove, removed},
    transition{cancelled, remove, removed},
};

}  // namespace

auto name_of(import_status status) noexcept -> std::string_view {
  return status_names[static_cast<std::size_t>(status)];
}

auto import_status_of(std::string_view name) noexcept -> std::optional<import_status> {
  for (std::size_t i = 0; i < status_names.size(); ++i)
    if (status_names[i] == name) return static_cast<import_status>(i);
  return std::nullopt;
}

auto name_of(import_step step) noexcept -> std::string_view {
  return step_names[static_cast<std::size_t>(step)];
}

auto passive_of(import_step step) noexcept -> std::string_view {
  return step_passives[static_cast<std::size_t>(step)];
}

auto transitions() noexcept -> std::span<const transition> { return table; }

auto next_status(import_status from, import_step step) noexcept -> std::optional<import_status> {
  for (const auto& row : table)
    if (row.from == from && row.step == step) return row.to;
  return std::nullopt;
}

auto statuses_before(import_step step) -> std::string {
  std::vector<std::string_view> names;
  for (const auto& row : table)
    if (row.step == step) names.push_back(name_of(row.from));
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += names[i];
  }
  return text;
}

auto transitions_page() -> std::string {
  std::string page =
      "# Statuses of an import\n\n"
      "Generated from the table in `events/import/status.cpp`; a test compares the two.\n\n"
      "```mermaid\nstateDiagram-v2\n";
  for (const auto& row : table) {
    page += "  ";
    page += row.from == none ? "[*]" : name_of(row.from);
    page += " --> ";
    page += name_of(row.to);
    page += ": ";
    page += name_of(row.step);
    page += "\n";
  }
  page += "```\n\n| from | step | to |\n|---|---|---|\n";
  for (const auto& row : table) {
    page += "| ";
    page += name_of(row.from);
    page += " | ";
    page += name_of(row.step);
    page += " | ";
    page += name_of(row.to);
    page += " |\n";
  }
  return page;
}

}  // namespace waybill
