// Packs texts for the tests, as other programs do.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace waybill::nodes::test {

inline auto deflated(const std::string& text, int window_bits) -> std::string {
  z_stream stream{};
  REQUIRE(::deflateInit2(&stream, 9, Z_DEFLATED, window_bits, 9, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string packed(::deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  REQUIRE(::deflate(&stream, Z_FINISH) == Z_STREAM_END);
  packed.resize(stream.total_out);
  ::deflateEnd(&stream);
  return packed;
}

inline auto gzipped(const std::string& text) -> std::string { return deflated(text, 15 + 16); }

inline void put_number(std::string& out, std::uint64_t value, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> (8 * i)));
}

/// A ZIP of these files (APPNOTE 4.3).
inline auto zipped(const std::vector<std::pair<std::string, std::string>>& files) -> std::string {
  std::string out;
  std::string directory;
  for (const auto& [name, text] : files) {
    const auto packed = deflated(text, -15);
    std::string common;
    put_number(common, 20, 2);
    put_number(common, 0, 2);
    put_number(common, 8, 2);
    put_number(common, 0, 4);
    put_number(common,
               ::crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size())), 4);
    put_number(common, packed.size(), 4);
    put_number(common, text.size(), 4);
    put_number(common, name.size(), 2);
    put_number(common, 0, 2);
    directory += "PK\x01\x02";
    put_number(directory, 20, 2);
    directory += common;
    put_number(directory, 0, 2);
    put_number(directory, 0, 2);
    put_number(directory, 0, 2);
    put_number(directory, 0, 4);
    put_number(directory, out.size(), 4);
    directory += name;
    out += "PK\x03\x04" + common + name + packed;
  }
  const auto at = out.size();
  out += directory + "PK\x05\x06";
  put_number(out, 0, 4);
  put_number(out, files.size(), 2);
  put_number(out, files.size(), 2);
  put_number(out, directory.size(), 4);
  put_number(out, at, 4);
  put_number(out, 0, 2);
  return out;
}

}  // namespace waybill::nodes::test
