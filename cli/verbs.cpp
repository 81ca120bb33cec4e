// cancel, pause, resume, retry, delete: one call each.
#include "cli/verbs.hpp"

#include <iostream>

#include "cli/connection.hpp"
#include "cli/text.hpp"
#include "formats/text.hpp"

namespace waybill::cli {

auto run(const verb_options& options) -> result<int> {
  const auto to = connect(options.where);
  if (!to) return to.why();
  const auto path = "/api/v1/imports/" + text::percent_encoded(options.id);
  if (options.verb == "delete") {
    if (const auto gone = (*to)->api().remove(path); !gone) return gone.why();
    std::cout << printable(options.id) << ": deleted\n" << std::flush;
    return exit_good;
  }
  const auto import = (*to)->api().post(path + "/" + options.verb, json(nullptr), "status");
  if (!import) return import.why();
  std::cout << printable(text_at(*import, "id")) << ": " << printable(text_at(*import, "status")) << "\n"
            << std::flush;
  return exit_good;
}

}  // namespace waybill::cli
