// Two actors that share a number and agree on nothing: ThreadSanitizer has to say so, or its silence about
// all other tests is worth nothing. The number is touched in handlers only, below CAF's own frames.
#include <caf/all.hpp>
#include <cstdio>

namespace {

int shared = 0;

auto counting(caf::event_based_actor* self) -> caf::behavior {
  return {[self](int times) {
    while (times-- > 0) ++shared;
    self->quit();
  }};
}

void race() {
  caf::actor_system_config config;
  caf::actor_system system{config};
  // Both are there before the first counts: nothing that it does at its end orders the second after it.
  const auto one = system.spawn<caf::detached>(counting), other = system.spawn<caf::detached>(counting);
  caf::anon_send(one, 10'000);
  caf::anon_send(other, 10'000);
}

}  // namespace

auto main() -> int {
  race();  // waits for its actors
  std::printf("counted to %d\n", shared);
}
