// What operators did at the console: `operator/<name>`, by the name that they claim.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "events/words.hpp"

namespace waybill {

struct command_given {
  static constexpr std::string_view tag = "operator.command_given.v1";
  static constexpr std::string_view about =
      "An operator gave a command that changes something. What came of it, the events behind it say.";
  std::string verb;
  std::string subject;
  std::string value;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("verb", e.verb, "the command: pause, drain, seats ...");
    visit("subject", e.subject, "the import or account it is for; empty: the whole server");
    visit("value", e.value, "what to set, or empty");
  }
};

using operator_event = std::variant<command_given>;

/// Also who an event is by that an operator caused.
inline auto operator_stream(std::string_view name) -> std::string { return "operator/" + std::string(name); }

}  // namespace waybill
