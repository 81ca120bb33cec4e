// What an import's actor gives its reader, and what it makes of what that says. Pure but for `has_worker`.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

#include "actors/import_actor.hpp"

namespace waybill {

auto reading_order_of(const import_surroundings& around, const import_state& import, const kind_module& kind)
    -> reading_order;
auto start_of(const apply_records& from) -> reading_start;
/// Behind the last record.
auto end_of(const import_state& import) -> reading_start;

/// Of a checked file.
auto after_check(const result<file_summary>& found, const kind_module& kind) -> import_command;
/// Of what cannot go on: it fails, or waits for what does not answer now, longer each time. `in_vain`: how
/// often it waited already since it came forward.
auto after_fault(const error& why, instant now, std::size_t in_vain) -> import_command;

/// How long a suspended import still waits; nothing: it goes on now. `next_try_at` was said by a clock that
/// may have been put back since: what is further away than any pause is long says nothing.
auto pause_left(instant next_try_at, instant now) -> std::optional<std::chrono::microseconds>;

/// Does somebody work on its records, who has to hear when all have their outcome? Blocks on the disk.
auto has_worker(const import_surroundings& around, const import_state& import, const kind_module& kind)
    -> bool;

/// A chunk for the store; who has it fills in the rest.
auto order_for(const import_state& import, std::shared_ptr<const candidate_chunk> chunk,
               std::shared_ptr<const candidate_chunk> next) -> std::shared_ptr<chunk_order>;
/// The store did not take a chunk: for the story, and told in the journal.
auto refusal_of(const import_state& import, const error& why, std::uint64_t tries) -> import_chunk_retried;
/// The log did not take one of its own commands. The status must not lie, and must not change without the
/// log: so it stays as it is, alive, and tries again, people's commands first. Is it to fail instead? What
/// can fail as a whole says so as soon as the log takes it; what is done stays done.
auto instead_of_refused(const import_state& import, const import_command& command) -> bool;

/// Says in the journal where it stands now.
void tell_status(const import_state& import, const std::string& by);

}  // namespace waybill
