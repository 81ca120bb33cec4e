// Packed backups of Firefox: any split of the bytes unpacks to the same, or fails alike.
#include "formats/lz4/unpack.hpp"

#include "tests/fuzz/link_files.hpp"

using namespace waybill::fuzz;
namespace formats = waybill::formats;

namespace {

/// With what ended it behind it.
auto unpacked(std::string_view packed, std::size_t most, std::size_t asked) -> std::string {
  const auto from = formats::lz4::unpacked(std::make_unique<pieces_of>(packed, most));
  std::string all;
  std::string piece(asked, '\0');
  for (;;) {
    const auto got = from->read(piece.data(), piece.size());
    if (got <= 0) return all + std::to_string(got);
    all.append(piece, 0, static_cast<std::size_t>(got));
    must(all.size() <= 32U << 20, "what is small grows to little");
  }
}

}  // namespace

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  const auto text = text_of(data, size);
  const auto whole = unpacked(text, size + 1, 1 << 16);
  must(whole == unpacked(text, 3, 1 << 16), "any split gives the same");
  // What is no block is not reached by chance: the same bytes behind a head.
  std::string behind(formats::lz4::signature);
  behind.append("\xff\xff\0\0", 4).append(text);
  must(unpacked(behind, behind.size(), 1 << 16) == unpacked(behind, 5, 999), "any split gives the same");
  return 0;
}
