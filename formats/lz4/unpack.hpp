// Unpacks the files that Firefox packs its backups into, as bytes are asked for, in constant memory: 128 KiB,
// of which half are what was unpacked last, since a block may look back so far. liblz4 unpacks such a block
// only whole. Sources: https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md; mozLz4 is that block
// behind a signature and its unpacked size (mozilla-central, toolkit/components/lz4).
#pragma once

#include <memory>
#include <string_view>

#include "formats/byte_source.hpp"

namespace waybill::formats::lz4 {

using namespace std::string_view_literals;

inline constexpr auto signature = "mozLz40\0"sv;

/// A read of damaged bytes answers -EBADMSG; of what grows beyond the limits of formats/gzip, -EFBIG.
auto unpacked(std::unique_ptr<byte_source> packed) -> std::unique_ptr<byte_source>;

}  // namespace waybill::formats::lz4
