// Imports of everybody.
#include "cli/console/verbs.hpp"

namespace waybill::cli {

auto console_imports(console::client& server, const console_options& options) -> result<int> {
  auto items = json::array();
  const auto listed = each_import(server, options, options.limit, [&](const console::import_told& one) {
    if (options.json)
      items.push_back(document_of(one));
    else
      say(line_of(one));
  });
  if (!listed) return listed.why();
  if (options.json) say_document({{"items", items}});
  return exit_good;
}

auto console_show(console::client& server, const console_options& options) -> result<int> {
  const auto one = ask_console<console::import_told>(server, console::import_asked{options.operands.front()});
  if (!one) return one.why();
  return tell_import(*one, options.json);
}

}  // namespace waybill::cli
