#include <iostream>

#include "cli/kinds/bookmarks/verbs.hpp"
#include "cli/output.hpp"
#include "cli/standard_input.hpp"
#include "cli/text.hpp"
#include "domains/bookmarks/url_identity.hpp"

namespace waybill::cli {
namespace {

void print(const std::string& url) {
  std::string normalized;
  bookmarks::normalize_url(url, normalized);
  const auto id = bookmarks::identity_of_normalized(normalized);
  std::cout << json_line({{"url", url}, {"normalized", normalized}, {"identity", to_hex(id)}}) << "\n";
}

}  // namespace

auto run(const identity_options& options) -> result<int> {
  if (!options.from_stdin && options.urls.empty())
    return {errc::bad_value, "Give URLs, or --stdin to read them line by line."};
  for (const auto& url : options.urls) print(url);
  if (!options.from_stdin) return exit_good;
  for (std::string line; !output::has_lost();) {
    const auto there = next_line(line);
    if (!there) return there.why();
    if (!*there) break;
    print(line);
  }
  return exit_good;
}

}  // namespace waybill::cli
