#include "domains/text_finder.hpp"

namespace waybill {
namespace {

auto fold_two_bytes(unsigned code) -> unsigned {
  if ((code >= 0xC0 && code <= 0xDE && code != 0xD7) || (code >= 0x391 && code <= 0x3A9) ||
      (code >= 0x410 && code <= 0x42F))
    return code + 32;
  if (code >= 0x400 && code <= 0x40F) return code + 80;
  // Latin Extended-A: pairs of an upper and a lower letter, the upper one even up to 0x137 and from 0x14A to
  // 0x177.
  if (((code >= 0x100 && code <= 0x137) || (code >= 0x14A && code <= 0x177)) && code % 2 == 0)
    return code + 1;
  if (((code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17E)) && code % 2 == 1)
    return code + 1;
  return code;
}

/// Lower case of what has one in one or two bytes of UTF-8; the rest as it is.
void fold(std::string_view text, std::string& out) {
  out.assign(text);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto byte = static_cast<unsigned char>(out[i]);
    if (byte >= 'A' && byte <= 'Z') {
      out[i] = static_cast<char>(byte + 32);
    } else if (byte >= 0xC3 && byte <= 0xD3 && i + 1 < out.size()) {
      const auto next = static_cast<unsigned char>(out[i + 1]);
      const auto code = fold_two_bytes((byte & 0x1FU) << 6 | (next & 0x3FU));
      out[i] = static_cast<char>(0xC0U | code >> 6);
      out[++i] = static_cast<char>(0x80U | (code & 0x3FU));
    }
  }
}

}  // namespace

text_finder::text_finder(std::string_view wanted) { fold(wanted, wanted_); }

auto text_finder::in(std::string_view text) const -> bool {
  fold(text, folded_);
  return folded_.find(wanted_) != std::string::npos;
}

}  // namespace waybill
