#include "formats/lz4/unpack.hpp"

#include <catch2/catch.hpp>

#include <cerrno>

#include "formats/links/json_trees.hpp"
#include "tests/formats/links/producer_files.hpp"

namespace waybill::formats::links::testing {
namespace {

auto file_of_block(std::string_view block, std::uint32_t size) -> std::string {
  std::string file(lz4::signature);
  for (unsigned shift = 0; shift < 32; shift += 8) file.push_back(static_cast<char>(size >> shift & 0xff));
  return file.append(block);
}

struct unpacked_text {
  std::string text;
  std::int64_t error = 0;
};
auto unpack(std::string file, std::size_t piece = 1 << 20, std::size_t asked = 1 << 16) -> unpacked_text {
  const auto from = lz4::unpacked(std::make_unique<text_source>(std::move(file), piece));
  unpacked_text all;
  std::string buffer(asked, '\0');
  for (;;) {
    const auto got = from->read(buffer.data(), buffer.size());
    if (got <= 0) {
      all.error = got;
      return all;
    }
    all.text.append(buffer, 0, static_cast<std::size_t>(got));
  }
}

/// Packs by the plainest means: runs of a text that repeats `period` bytes become one match.
auto packed_run(std::string_view period, std::size_t length) -> std::string {
  const auto append_length = [](std::string& out, std::size_t left) {
    for (; left >= 255; left -= 255) out.push_back('\xff');
    out.push_back(static_cast<char>(left));
  };
  // The last five bytes are always literals.
  const auto match = length - period.size() - 5;
  std::string block(1, static_cast<char>(0xf0 | 0x0f));
  append_length(block, period.size() - 15);
  block.append(period);
  block.push_back(static_cast<char>(period.size() & 0xff));
  block.push_back(static_cast<char>(period.size() >> 8));
  append_length(block, match - 4 - 15);
  block.push_back(0x50);
  std::string whole;
  while (whole.size() < length) whole.append(period);
  return block.append(whole, length - 5, 5);
}

TEST_CASE("lz4: a backup of Firefox gives what is expected of it, packed as it is") {
  check_expected(
      [](const link_file& file) {
        return firefox_reader({[file] { return lz4::unpacked(file.open()); }, file.item_bytes});
      },
      "ours/firefox_backup.jsonlz4");
}

TEST_CASE("lz4: a match may reach over all of what is kept, and over itself") {
  for (const std::size_t period : {20U, 255U, 4'000U, 65'535U}) {
    std::string text;
    for (std::size_t i = 0; i < period; ++i) text.push_back(static_cast<char>(i * 7 + i / 256));
    const std::size_t length = 300'000;
    std::string whole;
    while (whole.size() < length) whole.append(text);
    whole.resize(length);
    for (const std::size_t piece : {1U << 20, 3U}) {
      const auto all =
          unpack(file_of_block(packed_run(text, length), length), piece, piece == 3 ? 1'000 : 1 << 16);
      CHECK(all.error == 0);
      CHECK(all.text == whole);
    }
  }
}

TEST_CASE("lz4: damaged, cut and growing files answer with an error and never with more") {
  const auto good = file_of_block("\x50hello", 5);
  CHECK(unpack(good).text == "hello");
  CHECK(unpack(file_of_block("\x50hello", 6)).error == -EBADMSG);
  CHECK(unpack(file_of_block("\x50hello", 4)).error == -EBADMSG);
  CHECK(unpack(file_of_block("\x50hell", 5)).error == -EBADMSG);
  CHECK(unpack(file_of_block("", 0)).error == 0);
  CHECK(unpack("mozLz40").error == -EBADMSG);
  CHECK(unpack("").error == -EBADMSG);
  CHECK(unpack("mozLz41" + std::string(6, '\0')).error == -EBADMSG);
  using namespace std::string_literals;
  CHECK(unpack(file_of_block("\x10x\x00\x00"s, 5)).error == -EBADMSG);  // looks back to itself
  CHECK(unpack(file_of_block("\x10x\x02\x00"s, 5)).error == -EBADMSG);  // to before the beginning
  CHECK(unpack(file_of_block("\x10x\x01"s, 5)).error == -EBADMSG);
  CHECK(unpack(file_of_block("\xf0\xff\xff"s, 5)).error == -EBADMSG);
  const auto bomb = unpack(file_of_block(packed_run(std::string(20, 'x'), 64U << 20), 64U << 20));
  CHECK(bomb.error == -EFBIG);
  const auto fault = fault_of_source(bomb.error);
  CHECK(fault.code == "too_large_inflated");
}

}  // namespace
}  // namespace waybill::formats::links::testing
