// One order to the whole server.
#include <charconv>

#include "cli/console/verbs.hpp"

namespace waybill::cli {
namespace {

/// `90s`, `10m`, `2h`, in seconds; 0: it is none.
auto seconds_in(std::string_view text) -> std::uint64_t {
  if (text.size() < 2) return 0;
  std::uint64_t number = 0;
  const auto* const end = text.data() + text.size() - 1;
  const auto [stop, failed] = std::from_chars(text.data(), end, number);
  constexpr std::uint64_t most = 100'000;
  const auto unit = *end == 's' ? 1U : *end == 'm' ? 60U : *end == 'h' ? 3'600U : 0U;
  return failed == std::errc{} && stop == end && number <= most ? number * unit : 0;
}

/// `LEVEL`, or `LEVEL for 10m`.
auto level_wanted(const std::vector<std::string>& words) -> result<console::request> {
  if (words.size() == 1) return console::request{console::order_level{words.front()}};
  const auto seconds = words.size() == 3 && words[1] == "for" ? seconds_in(words[2]) : 0;
  if (seconds == 0) return {errc::bad_value, "Say 'level LEVEL', or 'level LEVEL for 10m' (s, m or h)."};
  return console::request{console::order_level_for{words.front(), seconds}};
}

auto question_of(const console_options& options) -> result<console::request> {
  if (options.verb == "seats") return console::request{console::order_seats{options.count}};
  if (options.verb == "level") return level_wanted(options.operands);
  return console::request{console::order_drain{options.verb == "drain"}};
}

}  // namespace

auto console_order(console::client& server, const console_options& options) -> result<int> {
  if (options.verb == "drain")
    if (auto may = consent_to(options, "Nobody can hand in an import until 'undrain'"); !may)
      return std::move(may).why();
  const auto question = question_of(options);
  if (!question) return question.why();
  const auto told = ask_console<console::done_told>(server, *question);
  if (!told) return told.why();
  return say_done(*told, options);
}

}  // namespace waybill::cli
