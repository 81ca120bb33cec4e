// One order to the whole server.
#include "cli/console/verbs.hpp"

namespace waybill::cli {
namespace {

auto question_of(const console_options& options) -> console::request {
  if (options.verb == "seats") return console::order_seats{options.count};
  if (options.verb == "level") return console::order_level{options.operands.front()};
  return console::order_drain{options.verb == "drain"};
}

}  // namespace

auto console_order(console::client& server, const console_options& options) -> result<int> {
  if (options.verb == "drain")
    if (auto may = consent_to(options, "Nobody can hand in an import until 'undrain'"); !may)
      return std::move(may).why();
  const auto told = ask_console<console::done_told>(server, question_of(options));
  if (!told) return told.why();
  return say_done(*told, options);
}

}  // namespace waybill::cli
