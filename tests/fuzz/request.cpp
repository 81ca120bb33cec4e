// Heads of requests, their targets and queries: what is taken obeys the grammar, and how the bytes came does
// not matter.
#include <algorithm>
#include <string>

#include "formats/text.hpp"
#include "http/head.hpp"
#include "tests/fuzz/target.hpp"

using namespace waybill;
using namespace waybill::http;
using waybill::fuzz::must;

namespace {

void try_target(std::string_view target) {
  const auto split = parse_target(target);
  if (!split.ok()) return;
  for (const auto& one : split->segments) must(text::is_utf8(one), "segments are UTF-8");
  for (const auto& [name, value] : split->query)
    must(text::is_utf8(name) && text::is_utf8(value), "queries are UTF-8");
}

auto found_step_by_step(std::string_view bytes) -> std::optional<std::size_t> {
  std::size_t scanned = 0;
  fuzz::pieces sizes{bytes};
  for (std::size_t here = 0; here < bytes.size();) {
    here = std::min(bytes.size(), here + sizes.next(9));
    if (const auto size = head_size(bytes.substr(0, here), scanned)) return size;
  }
  return std::nullopt;
}

}  // namespace

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  const auto input = fuzz::text_of(data, size);
  try_target(input.substr(0, input.find('\n')));
  std::size_t scanned = 0;
  const auto end = head_size(input, scanned);
  must(end == found_step_by_step(input), "how the bytes came does not matter");
  if (!end) return 0;
  must(*end <= input.size(), "a head ends within what is here");
  const auto head = parse_head(input.substr(0, *end));
  if (!head.ok()) return 0;
  must(!(head->chunked && head->content_length), "a body has one length");
  must(!head->method.empty() && !head->target.empty(), "there is a method and a target");
  must(head->headers.size() <= header_count_limit && head->target.size() <= target_limit_bytes,
       "limits hold");
  for (const auto& [name, value] : head->headers)
    must(value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos && !name.empty(),
         "a header is one line");
  try_target(head->target);
  return 0;
}
