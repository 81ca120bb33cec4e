#include "cli/disabled.hpp"

#include <iostream>

#include "cli/connection.hpp"
#include "cli/text.hpp"

namespace waybill::cli {

auto run(const disabling_options& options) -> result<int> {
  const auto here = open_for_verb(options.where, new_store::refused);
  if (!here) return here.why();
  const auto known = account_here(*(*here).core, options.name);
  if (!known) return known.why();
  const auto after = (*here).core->accounts().set_disabled((*known).id, options.disables, "system");
  if (!after) return after.why();
  std::cout << printable((*after).username)
            << (options.disables ? ": disabled; its sessions ended, its tokens are not accepted\n"
                                 : ": enabled\n")
            << std::flush;
  return exit_good;
}

auto not_let_in(const std::string& name) -> std::string {
  return "The account " + name + " is disabled: neither its password nor its tokens are accepted before " +
         "'waybill user enable " + name + "'.\n";
}

}  // namespace waybill::cli
