#include <algorithm>
#include <thread>

#include "actors/registry.hpp"

namespace waybill {

void set_limits(registry_plan& plan, const settings& config) {
  plan.data_directory = config.data_directory;
  plan.seats = config.imports_concurrent != 0 ? config.imports_concurrent
                                              : std::max<std::size_t>(1, std::thread::hardware_concurrency());
  plan.seats_outside = config.imports_concurrent_outside;
  plan.waiting_limit = config.imports_waiting_limit;
  plan.waiting_per_user_limit = config.imports_waiting_per_user_limit;
  plan.idempotency = std::chrono::hours{config.imports_idempotency_hours};
  plan.limits = {config.imports_records_limit};
  plan.reading = reading_limits_of(config);
  plan.kinds = surroundings_of(config);
  plan.chunks_in_flight = config.imports_chunks_in_flight;
}

}  // namespace waybill
