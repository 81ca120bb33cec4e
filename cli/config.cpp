#include <iostream>

#include "actors/check_settings.hpp"
#include "cli/connection.hpp"
#include "cli/verbs.hpp"
#include "projections/views.hpp"

namespace waybill::cli {

auto run(const config_options& options) -> result<int> {
  if (options.defaults) {
    std::cout << default_file(group_types()) << std::flush;
    return exit_good;
  }
  const auto loaded = load_settings(options.data, options.config);
  if (!loaded) return loaded.why();
  if (auto fine = check_settings(loaded->values); !fine) return std::move(fine).why();
  std::cout << describe(*loaded) << std::flush;
  return exit_good;
}

}  // namespace waybill::cli
