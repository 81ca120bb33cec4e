// What processes of handlers leave behind: it comes to this process, which ends it with the import and waits
// for the dead, as init does for others. Internal to the room; any thread.
#pragma once

#include <sys/types.h>

#include <functional>

namespace waybill::handlers {

/// From now on orphans come here, and not to the first process of the machine.
void adopt_orphans();

/// A child that is waited for by who made it. `fork` answers its id.
auto make_leader(const std::function<pid_t()>& fork) -> pid_t;
/// It was waited for.
void forget_leader(pid_t id);
auto has_leaders() -> bool;

/// Waits for dead children that were orphans of handlers, and for no other: each child of this process may be
/// somebody's. (The first process of a machine or a container waits for all but leaders.) Does not block.
void bury_orphans();

}  // namespace waybill::handlers
