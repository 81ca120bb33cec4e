#include "actors/check_settings.hpp"

#include "domains/kind.hpp"

namespace waybill {

auto check_settings(const settings& config) -> result<done> {
  if (const auto listed = kinds_listed(config.kinds_enabled); !listed)
    return {listed.why().code, "kinds.enabled: " + listed.why().message};
  const auto around = surroundings_of(config);
  for (const auto* kind : kinds())
    if (auto fine = kind->check_groups(*around); !fine) return fine;
  return done{};
}

}  // namespace waybill
