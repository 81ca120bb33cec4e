// Children that outlived a server that was killed: who they are, and their end. A server writes a note about
// each child before it runs; whoever opens the same folder later ends what the notes name, and only that: it
// carries the mark that the note names (processes.hpp); where marks are refused, it is of the same user, has
// the import's id in its environment, and stands in the session that the note names, or was left by it.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace waybill::handlers {

/// Writes a note into the folder, which is made when it is not there. Answers its path; "" when it cannot be
/// written.
auto write_note(const std::string& folder, pid_t leader, const std::string& import, std::uint64_t mark)
    -> std::string;
/// Ends all processes with this mark and of the session that this child of ours leads, but the child itself.
/// It was not waited for yet: so no other session has its number.
void end_session(pid_t leader, std::string_view import, std::uint64_t mark);
/// At the start, before any child: ends what the notes in this folder name, removes the notes, and answers
/// how many processes there were. A note of another start of the machine, or that came with a copy of the
/// folder, names nobody. One thread.
auto end_leftovers(const std::string& folder) -> std::size_t;

}  // namespace waybill::handlers
