// Commands to imports: those that are named, or all in one status.
#include <algorithm>
#include <iostream>

#include "cli/console/verbs.hpp"

namespace waybill::cli {
namespace {

constexpr std::size_t at_once = 500;  ///< of one question

struct changes {
  json items = json::array();
  std::size_t good = 0, all = 0;
};

/// What cannot be taken back, or what others feel.
auto harm_of(const console_options& options, std::size_t count) -> std::string {
  const auto many = counted(count, "import");
  if (options.verb == "cancel") return "This cancels " + many + "; what was applied stays";
  if (options.verb == "kick") return "This ends the actors of " + many + " in the middle of their work";
  if (options.all) return "This is '" + options.verb + "' for " + many;
  return {};
}

void tell(const console::change_told& one, const console_options& options, changes& so_far) {
  ++so_far.all;
  so_far.good += one.code.empty() ? 1U : 0U;
  if (options.json) {
    json item{{"id", one.id}, {"status", nullptr}, {"error", nullptr}};
    if (one.code.empty())
      item["status"] = one.status;
    else
      item["error"] = {{"code", one.code}, {"message", one.message}};
    so_far.items.push_back(std::move(item));
  } else if (one.code.empty()) {
    say(one.id + ": " + (options.verb == "kick" ? "kicked; it was " : "") + one.status);
  } else {
    std::cerr << "waybill: " << printable(one.id + ": " + one.message) << "\n";
  }
}

/// The ids that are meant. Errors: bad_value (both, or neither).
auto meant(console::client& server, const console_options& options) -> result<std::vector<std::string>> {
  if (options.all == !options.operands.empty())
    return {errc::bad_value, "Say which imports: by their ids, or with --all --status STATUS."};
  if (!options.all && !(options.status.empty() && options.owner.empty()))
    return {errc::bad_value, "--status and --owner stand with --all."};
  if (!options.all) return options.operands;
  if (options.status.empty()) return {errc::bad_value, "--all wants a --status: which of them."};
  std::vector<std::string> ids;
  const auto listed =
      each_import(server, options, UINT64_MAX, [&](const auto& one) { ids.push_back(one.id); });
  if (!listed) return listed.why();
  return ids;
}

}  // namespace

/// 0: all of it was done, 1: some of it, 2: nothing.
auto console_change(console::client& server, const console_options& options) -> result<int> {
  const auto ids = meant(server, options);
  if (!ids) return ids.why();
  if (const auto harm = harm_of(options, ids->size()); !harm.empty() && !ids->empty())
    if (auto may = consent_to(options, harm); !may) return std::move(may).why();
  changes so_far;
  std::optional<error> broken;
  for (std::size_t first = 0; first < ids->size() && !broken; first += at_once) {
    const auto last = std::min(ids->size(), first + at_once);
    const auto begin = ids->begin() + static_cast<std::ptrdiff_t>(first);
    const auto told = ask_console<console::changes_told>(
        server,
        console::order_imports{options.verb, {begin, ids->begin() + static_cast<std::ptrdiff_t>(last)}});
    if (!told) broken = told.why();
    if (told)
      for (const auto& one : told->items) tell(one, options, so_far);
  }
  // What was done before the server went away is told all the same.
  if (broken && so_far.all == 0) return *broken;
  if (options.json) say_document({{"items", so_far.items}});
  if (options.all && ids->empty() && !options.json) say("No import is " + options.status + ".");
  if (broken)
    std::cerr << "waybill: " << printable(broken->message) << " Of " << counted(ids->size(), "import") << " "
              << grouped(so_far.all) << " were answered for.\n";
  if (so_far.good == ids->size()) return exit_good;
  return so_far.good == 0 ? exit_failed : exit_some_failed;
}

}  // namespace waybill::cli
