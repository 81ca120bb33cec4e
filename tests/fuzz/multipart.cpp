// multipart/form-data: any split of the bytes gives the same parts. Input: the Content-Type's value, LF, the
// body.
#include <optional>
#include <string>
#include <vector>

#include "http/multipart.hpp"
#include "tests/fuzz/target.hpp"

using namespace waybill;
using namespace waybill::http;
using waybill::fuzz::must;

namespace {

struct form {
  std::string seen;  ///< begin, bytes and end of every part
  bool ok = true;
  bool complete = false;
  std::string why;
};

auto read(const std::string& boundary, std::string_view body, std::size_t most) -> form {
  form out;
  bool inside = false;
  multipart_reader reader{boundary,
                          {[&](const part_head& head) -> result<done> {
                             must(!inside, "a part ends before the next begins");
                             inside = true;
                             out.seen += "<" + head.name + "|" + head.filename.value_or("") + "|";
                             return done{};
                           },
                           [&](std::string_view bytes) -> result<done> {
                             must(inside, "bytes belong to a part");
                             out.seen += bytes;
                             return done{};
                           },
                           [&]() -> result<done> {
                             must(inside, "what ends has begun");
                             inside = false;
                             out.seen += ">";
                             return done{};
                           }}};
  fuzz::pieces sizes{body};
  while (!body.empty() && out.ok) {
    const auto n = std::min(body.size(), sizes.next(most));
    const auto went = reader.feed(body.substr(0, n));
    if (!went.ok()) {
      out.ok = false;
      out.why = went.why().message;
    }
    body.remove_prefix(n);
  }
  out.complete = out.ok && reader.complete();
  must(!out.complete || !inside, "a complete form has no open part");
  return out;
}

}  // namespace

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  const auto input = fuzz::text_of(data, size);
  const auto line = std::min(input.find('\n'), input.size());
  const auto boundary = boundary_of(input.substr(0, line)).value_or("B");
  must(!boundary.empty() && boundary.size() <= 70, "a boundary has 1 to 70 characters");
  const auto body = line == input.size() ? std::string_view{} : input.substr(line + 1);
  const auto whole = read(boundary, body, body.size() + 1);
  const auto split = read(boundary, body, 3);
  must(whole.ok == split.ok && whole.complete == split.complete && whole.why == split.why,
       "any split is judged alike");
  if (whole.ok) must(whole.seen == split.seen, "any split gives the same parts");
  return 0;
}
