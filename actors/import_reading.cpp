#include "actors/import_reading.hpp"

#include <algorithm>

#include "actors/file_desk.hpp"
#include "actors/journal.hpp"
#include "actors/next_effect.hpp"
#include "domains/derived.hpp"
#include "domains/reading.hpp"

namespace waybill {
namespace {

/// What a handler may ask for at most; pauses that grow by themselves are shorter.
constexpr std::chrono::hours longest_pause{1};

}  // namespace

auto reading_order_of(const import_surroundings& around, const import_state& import, const kind_module& kind)
    -> reading_order {
  const auto set = around.settings ? around.settings(import.owner, import.kind) : std::string();
  const auto has_room = [derived = around.derived] { return derived == nullptr || derived->has_room(); };
  const auto path = around.data_directory + "/" + import.file.path;
  const bool is_own = import.status == import_status::parsing && import.findings.empty() &&
                      around.files != nullptr && around.files->was_written_here(import.file.sha256);
  const bool is_looked_at = around.looks != nullptr && import.status == import_status::parsing;
  return {path,
          kind.with_settings(import.options, set),
          import.submitted_at,
          around.reading,
          import.id,
          is_own ? std::string(written_here) : import.findings,
          import.attempt,
          around.kinds,
          has_room,
          {},
          import.changes,
          import.agreed,
          import.file.name,
          set,
          is_looked_at ? around.looks->begin(import.id) : nullptr,
          import.committed ? path + std::string(plan_file_end) : std::string()};
}

auto start_of(const apply_records& from) -> reading_start {
  return {from.offset, from.at_list_start, from.next_chunk, from.next_record, from.last_line};
}

auto end_of(const import_state& import) -> reading_start {
  const auto& done = import.progress;
  const bool nothing = done.chunks == 0;
  return {nothing ? import.list_offset : done.resume_offset, nothing, done.chunks + 1,
          done.counts.processed() + 1, done.last_line};
}

auto after_check(const result<file_summary>& found, const kind_module& kind) -> import_command {
  if (!found) return fail_import{found.why()};
  return finish_parsing{found->format, found->records, found->list_offset, found->findings,
                        kind.has_review()};
}

auto after_fault(const error& why, instant now, std::size_t in_vain) -> import_command {
  if (why.code != errc::handler_unavailable) return fail_import{why};
  constexpr std::int64_t longest_s = 900;
  constexpr std::size_t most_doublings = 10;
  const std::int64_t asked_s = std::max<std::int64_t>(1, why.retry_after_s);
  const auto grown_s = std::min(asked_s << std::min(in_vain, most_doublings), longest_s);
  const instant next{now.us + std::max(asked_s, grown_s) * 1'000'000};
  return suspend_import{{std::string(name_of(why.code)), why.message, next}};
}

auto pause_left(instant next_try_at, instant now) -> std::optional<std::chrono::microseconds> {
  const auto left_us = next_try_at.us - now.us;
  if (left_us <= 0 || left_us > std::chrono::microseconds{longest_pause}.count()) return std::nullopt;
  return std::chrono::microseconds{left_us};
}

auto has_worker(const import_surroundings& around, const import_state& import, const kind_module& kind)
    -> bool {
  const auto worker = kind.worker(reading_order_of(around, import, kind), end_of(import));
  return !worker || *worker;  // why there is none now, the reader says
}

auto order_for(const import_state& import, std::shared_ptr<const candidate_chunk> chunk,
               std::shared_ptr<const candidate_chunk> next) -> std::shared_ptr<chunk_order> {
  auto order = std::make_shared<chunk_order>();
  order->import = import.id;
  order->who = {import.started_by, import.owner};
  order->kind = import.kind;
  order->created_before = import.progress.counts.created;
  order->chunk = std::move(chunk);
  order->next = std::move(next);
  return order;
}

auto refusal_of(const import_state& import, const error& why, std::uint64_t tries) -> import_chunk_retried {
  journal::warn("import.chunk_retried",
                {{"import", import.id.value}, {"tries", std::to_string(tries)}, {"why", why.message}});
  return {import.progress.counts.processed() + 1, tries, std::string(name_of(why.code)), why.message, 0};
}

auto instead_of_refused(const import_state& import, const import_command& command) -> bool {
  return next_status(import.status, import_step::fail).has_value() &&
         !std::holds_alternative<fail_import>(command) && !is_done(import);
}

void tell_status(const import_state& import, const std::string& by) {
  journal::info("import." + std::string(name_of(import.status)),
                {{"import", import.id.value},
                 {"owner", import.owner.value},
                 {"by", by},
                 {"records", std::to_string(import.progress.counts.processed())}});
}

}  // namespace waybill
