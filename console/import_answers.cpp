// What there is to know of imports, whoever's they are.
#include <algorithm>

#include "console/answers.hpp"

namespace waybill::console {
namespace {

/// A user's name or id, or a project's id. Errors: no_such_user, those of the desks.
auto owner_of(engine& core, const std::string& text) -> result<owner_id> {
  const project_id project{text};
  if (core.projects().find(project)) return owner_id{project};
  const auto account = account_of(core, text);
  if (account) return owner_id{account->id};
  if (account.why().code != errc::no_such_user) return account.why();
  return {errc::no_such_user, "There is no user of that name or id, and no project of that id."};
}

}  // namespace

auto told(const import_row& row) -> import_told {
  import_told one;
  one.id = row.id.value;
  one.owner = row.owner.value;
  one.started_by = row.started_by.value;
  one.kind = row.kind;
  one.status = name_of(row.status);
  one.file = row.file.name;
  one.created_at = to_rfc3339_ms(row.submitted_at);
  one.processed = row.progress.counts.processed();
  one.failed = row.progress.counts.failed;
  one.total_known = row.total.has_value();
  one.total = row.total.value_or(0);
  one.attempt = row.attempt;
  if (row.failure) {
    one.failure_code = row.failure->code;
    one.failure_message = row.failure->message;
  }
  return one;
}

auto answer_to(const session_surroundings& around, const imports_of_asked& asked) -> answer {
  import_filter filter;
  filter.limit = std::clamp<std::size_t>(asked.limit, 1, most_items);
  filter.cursor = asked.cursor;
  if (!asked.status.empty()) {
    filter.status = import_status_of(asked.status);
    if (!filter.status) return refused_for(errc::bad_value, "There is no status '" + asked.status + "'.");
  }
  const auto& view = around.core->import_view();
  result<page<import_row>> found{error{}};
  if (asked.owner.empty()) {
    found = view.list_all(filter);
  } else {
    const auto owner = owner_of(*around.core, asked.owner);
    if (!owner) return refused_for(owner.why());
    found = view.list(*owner, filter);
  }
  if (!found) return refused_for(found.why());
  imports_told all;
  for (const auto& row : found->items) all.items.push_back(told(row));
  all.next_cursor = found->next_cursor;
  return all;
}

auto answer_to(const session_surroundings& around, const import_asked& asked) -> answer {
  const auto row = around.core->import_view().find({asked.id});
  if (!row) return refused_for(row.why());
  return told(*row);
}

auto answer_to(const session_surroundings& around, const story_asked& asked) -> answer {
  const auto& view = around.core->import_view();
  const auto row = view.find({asked.id});
  if (!row) return refused_for(row.why());
  const auto limit = std::clamp<std::size_t>(asked.limit, 1, most_items);
  const auto found = view.story(row->owner, row->id, limit, asked.cursor, asked.with_chunks);
  if (!found) return refused_for(found.why());
  story_told all;
  for (const auto& one : found->items)
    all.items.push_back({one.at, to_rfc3339_ms(one.time), one.by, one.type, one.summary, one.data});
  all.next_cursor = found->next_cursor;
  return all;
}

auto answer_to(const session_surroundings& around, const progress_asked& asked) -> answer {
  const auto row = around.core->import_view().find({asked.id});
  if (!row) return refused_for(row.why());
  const auto now = around.core->clock().now();
  progress_told all;
  all.now = told(*row);
  all.changed_at = row->changed_at;
  all.records_per_second = static_cast<std::uint64_t>(records_per_second(*row, now));
  if (const auto left = eta_seconds(*row, now)) {
    constexpr double ms_in_s = 1'000;
    all.left_known = true;
    all.left_ms = static_cast<std::uint64_t>(*left * ms_in_s);
  }
  all.goes_on_by_itself = row->suspension.has_value();
  return all;
}

}  // namespace waybill::console
