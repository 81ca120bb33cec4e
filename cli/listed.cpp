#include "cli/listed.hpp"

#include <algorithm>

#include "cli/text.hpp"
#include "formats/text.hpp"

namespace waybill::cli {
namespace {

constexpr std::uint64_t page_limit = 100;

}  // namespace

auto each_listed(client& api, const std::string& path, std::uint64_t most,
                 const std::function<bool(const json&)>& take) -> result<done> {
  std::string cursor;
  do {
    auto page_path = path + "&limit=" + std::to_string(std::min(most, page_limit));
    if (!cursor.empty()) page_path += "&cursor=" + text::percent_encoded(cursor);
    const auto page = api.get(page_path, "items");
    if (!page) return page.why();
    for (const auto& one : member_at(*page, "items")) {
      if (!take(one)) return done{};
      if (--most == 0) return done{};
    }
    // A page of a search may be empty, and go on all the same.
    cursor = text_at(*page, "next_cursor");
  } while (!cursor.empty());
  return done{};
}

}  // namespace waybill::cli
