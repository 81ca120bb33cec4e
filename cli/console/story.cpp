// What happened to one import.
#include <algorithm>

#include "cli/console/verbs.hpp"

namespace waybill::cli {
namespace {

auto document_of(const console::event_told& one) -> json {
  auto data = json::parse(one.data, nullptr, false);
  return {{"position", one.position},
          {"at", one.at},
          {"by", one.by},
          {"type", one.type},
          {"summary", one.summary},
          {"data", data.is_discarded() ? json(one.data) : std::move(data)}};
}

}  // namespace

auto console_story(console::client& server, const console_options& options) -> result<int> {
  constexpr std::uint64_t at_once = 500;
  auto items = json::array();
  console::story_asked question{options.operands.front(), !options.steps, 0, ""};
  for (auto left = options.limit; left > 0;) {
    question.limit = std::min(left, at_once);
    const auto page = ask_console<console::story_told>(server, question);
    if (!page) return page.why();
    for (const auto& one : page->items) {
      if (options.json)
        items.push_back(document_of(one));
      else
        say(one.at + "  " + std::to_string(one.position) + "  by " + one.by + "  " + one.summary);
    }
    left -= std::min<std::uint64_t>(left, page->items.size());
    question.cursor = page->next_cursor;
    if (question.cursor.empty()) break;
  }
  if (options.json) say_document({{"items", items}});
  return exit_good;
}

}  // namespace waybill::cli
