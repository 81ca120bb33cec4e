// What a session answers to questions that change nothing. Called by the session's thread.
#pragma once

#include "console/session.hpp"
#include "console/vocabulary.hpp"
#include "projections/import_row.hpp"

namespace waybill::console {

/// Of one page.
inline constexpr std::size_t most_items = 500;

auto refused_for(const error& why) -> refused;
auto refused_for(errc code, std::string sentence) -> refused;
auto told(const import_row& row) -> import_told;

auto answer_to(const session_surroundings& around, const status_asked& asked) -> answer;
auto answer_to(const session_surroundings& around, const imports_of_asked& asked) -> answer;
auto answer_to(const session_surroundings& around, const import_asked& asked) -> answer;
auto answer_to(const session_surroundings& around, const story_asked& asked) -> answer;
auto answer_to(const session_surroundings& around, const progress_asked& asked) -> answer;
auto answer_to(const session_surroundings& around, const troubles_asked& asked) -> answer;
auto answer_to(const session_surroundings& around, const actors_asked& asked) -> answer;
auto answer_to(const session_surroundings& around, const commits_asked& asked) -> answer;
auto answer_to(const session_surroundings& around, const still_here& said) -> answer;

auto answer_to(const session_surroundings& around, const log_end_asked& asked) -> answer;
auto answer_to(const session_surroundings& around, const log_after_asked& asked) -> answer;
auto answer_to(const session_surroundings& around, const event_asked& asked) -> answer;
auto answer_to(const session_surroundings& around, const order_log_check& asked) -> answer;
auto answer_to(const session_surroundings& around, const log_check_asked& asked) -> answer;
auto answer_to(const session_surroundings& around, const projections_asked& asked) -> answer;
auto answer_to(const session_surroundings& around, const rebuild_asked& asked) -> answer;
auto answer_to(const session_surroundings& around, const accounts_asked& asked) -> answer;
auto answer_to(const session_surroundings& around, const sessions_asked& asked) -> answer;
auto answer_to(const session_surroundings& around, const tokens_asked& asked) -> answer;
auto answer_to(const session_surroundings& around, const backup_asked& asked) -> answer;

/// The account of that name or id. Errors: no_such_user, those of the desk.
auto account_of(engine& core, const std::string& text) -> result<account_info>;

}  // namespace waybill::console
