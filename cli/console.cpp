// What operators ask a running server. A verb each: cli/console/.
#include <algorithm>
#include <array>
#include <iostream>

#include "cli/console/verbs.hpp"
#include "cli/live/verbs.hpp"

namespace waybill::cli {

auto console_verb_named(std::string_view name) -> console_verb {
  constexpr std::array verbs{
      std::pair{std::string_view{"status"}, &console_status},
      std::pair{std::string_view{"top"}, &console_top},
      std::pair{std::string_view{"actors"}, &console_actors},
      std::pair{std::string_view{"imports"}, &console_imports},
      std::pair{std::string_view{"show"}, &console_show},
      std::pair{std::string_view{"story"}, &console_story},
      std::pair{std::string_view{"watch"}, &console_watch},
      std::pair{std::string_view{"pause"}, &console_change},
      std::pair{std::string_view{"resume"}, &console_change},
      std::pair{std::string_view{"cancel"}, &console_change},
      std::pair{std::string_view{"retry"}, &console_change},
      std::pair{std::string_view{"kick"}, &console_change},
      std::pair{std::string_view{"drain"}, &console_order},
      std::pair{std::string_view{"undrain"}, &console_order},
      std::pair{std::string_view{"seats"}, &console_order},
      std::pair{std::string_view{"level"}, &console_order},
      std::pair{std::string_view{"stop"}, &console_stop},
      std::pair{std::string_view{"log tail"}, &console_log_tail},
      std::pair{std::string_view{"log show"}, &console_log_show},
      std::pair{std::string_view{"log verify"}, &console_log_verify},
      std::pair{std::string_view{"projections"}, &console_projections},
      std::pair{std::string_view{"rebuild"}, &console_rebuild},
      std::pair{std::string_view{"accounts"}, &console_accounts},
      std::pair{std::string_view{"sessions"}, &console_sessions},
      std::pair{std::string_view{"tokens"}, &console_tokens},
      std::pair{std::string_view{"sign-out"}, &console_sign_out},
      std::pair{std::string_view{"backup"}, &console_backup},
  };
  const auto* const found = std::ranges::find(verbs, name, [](const auto& one) { return one.first; });
  return found == verbs.end() ? nullptr : found->second;
}

auto run(const console_options& options) -> result<int> {
  const auto verb = console_verb_named(options.verb);
  if (verb == nullptr) return {errc::bad_value, "The console has no verb '" + options.verb + "'."};
  const auto server = connect_to_console(options);
  if (!server) return server.why();
  auto status = verb(**server, options);
  std::cout << std::flush;
  return status;
}

}  // namespace waybill::cli
