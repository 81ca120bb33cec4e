// Threads that do much work for whoever is patient.
#pragma once

#include <sys/resource.h>
#include <unistd.h>

namespace waybill {

/// How far: the system's nice value, beyond that of the whole server.
enum class patience : int {
  none = 0,
  some = 5,  ///< who answers people goes first
  all = 15   ///< takes what nobody else wants
};

/// From now on the calling thread stands back where cores are short, so that who answers people goes first:
/// an import that reads as fast as it can takes all it is given. Linux keeps a nice value for each thread.
/// Cannot be taken back.
inline void work_in_background(patience stands_back = patience::some) {
  const auto self = static_cast<id_t>(::gettid());
  // Further than the whole server was told to stand back, and never less.
  ::setpriority(PRIO_PROCESS, self, ::getpriority(PRIO_PROCESS, self) + static_cast<int>(stands_back));
}

}  // namespace waybill
