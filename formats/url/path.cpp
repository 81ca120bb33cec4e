// Step 6 of the identity rule: the path.
#include <cstring>

#include "formats/text.hpp"
#include "formats/url/bytes.hpp"
#include "formats/url/parts.hpp"

namespace waybill::url {
namespace {

/// Appends what the byte or escape at `raw[at]` becomes; answers where to go on.
auto append_rare(std::string_view raw, std::size_t at, std::string& out) -> std::size_t {
  const int byte = raw[at] == '%' ? text::percent_byte(raw, at) : -1;
  const char c = byte < 0 ? raw[at] : static_cast<char>(byte);
  if (byte >= 0 && is(c, unreserved))
    out.push_back(c);
  else
    text::append_percent(c, out);
  return at + (byte < 0 ? 1 : 3);
}

/// RFC 3986, 5.2.4, in place. `out[start]` is '/'. Every byte is moved once and taken back at most once.
void remove_dot_segments(std::string& out, std::size_t start) {
  char* const path = out.data() + start;
  const std::size_t size = out.size() - start;
  std::size_t written = 0;
  for (std::size_t at = 0; at < size;) {
    const void* const slash = std::memchr(path + at + 1, '/', size - at - 1);
    const auto next = slash ? static_cast<std::size_t>(static_cast<const char*>(slash) - path) : size;
    const std::string_view segment(path + at + 1, next - at - 1);
    if (segment == "." || segment == "..") {
      if (segment.size() == 2) {
        const auto last = std::string_view(path, written).rfind('/');
        written = last == std::string_view::npos ? 0 : last;
      }
      if (next == size) path[written++] = '/';
    } else {
      std::memmove(path + written, path + at, next - at);
      written += next - at;
    }
    at = next;
  }
  out.resize(start + written);
}

}  // namespace

void append_path(std::string_view raw, std::string& out) {
  if (raw.empty()) {
    out.push_back('/');
    return;
  }
  const auto start = out.size();
  for (std::size_t at = 0; at < raw.size();) {
    const auto run = at;
    while (at < raw.size() && is(raw[at], path_plain)) ++at;
    out.append(raw.substr(run, at - run));
    if (at < raw.size()) at = append_rare(raw, at, out);
  }
  if (out.find("/.", start) != std::string::npos) remove_dot_segments(out, start);
  if (out.size() - start > 1 && out.back() == '/') out.pop_back();
}

}  // namespace waybill::url
