// Threads that do much work for whoever is patient.
#pragma once

#include <sys/resource.h>
#include <unistd.h>

namespace waybill {

/// From now on the calling thread stands back where cores are short, so that who answers people goes first:
/// an import that reads as fast as it can takes all it is given. Linux keeps a nice value for each thread.
/// Cannot be taken back.
inline void work_in_background() {
  constexpr int stands_back = 5;
  const auto self = static_cast<id_t>(::gettid());
  // Further than the whole server was told to stand back, and never less.
  ::setpriority(PRIO_PROCESS, self, ::getpriority(PRIO_PROCESS, self) + stands_back);
}

}  // namespace waybill
