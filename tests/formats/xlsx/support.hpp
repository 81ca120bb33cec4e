// Workbooks made for tests: a ZIP of entries that are stored as they are.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace waybill::formats::xlsx::testing {

inline constexpr auto crc32_table = [] {
  std::array<std::uint32_t, 256> all{};
  for (std::uint32_t byte = 0; byte < all.size(); ++byte) {
    auto sum = byte;
    for (int bit = 0; bit < 8; ++bit) sum = (sum >> 1) ^ ((sum & 1) != 0 ? 0xEDB88320U : 0);
    all[byte] = sum;
  }
  return all;
}();

inline auto crc32_of(std::string_view text) -> std::uint32_t {
  std::uint32_t sum = 0xFFFFFFFFU;
  for (const char c : text) sum = (sum >> 8) ^ crc32_table[(sum ^ static_cast<unsigned char>(c)) & 0xFF];
  return ~sum;
}

/// Numbers of a ZIP, the lowest byte first.
inline void put(std::uint64_t number, std::size_t bytes, std::string& out) {
  for (std::size_t i = 0; i < bytes; ++i)
    out += i < sizeof number ? static_cast<char>(number >> (8 * i)) : '\0';
}

using entries = std::vector<std::pair<std::string, std::string>>;

/// APPNOTE 4.3: stored entries, a directory, its end.
inline auto zip_of(const entries& all) -> std::string {
  std::string file, directory;
  for (const auto& [name, content] : all) {
    std::string about;
    put(20, 2, about);
    put(0, 8, about);  // flags, stored, time, date
    put(crc32_of(content), 4, about);
    put(content.size(), 4, about);
    put(content.size(), 4, about);
    put(name.size(), 2, about);
    put(0, 2, about);
    directory += "PK\x01\x02";
    put(20, 2, directory);
    directory += about;
    put(0, 10, directory);  // comment, disk, attributes
    put(file.size(), 4, directory);
    directory += name;
    file += "PK\x03\x04" + about + name + content;
  }
  const auto at = file.size();
  file += directory + "PK\x05\x06";
  put(0, 4, file);
  put(all.size(), 2, file);
  put(all.size(), 2, file);
  put(directory.size(), 4, file);
  put(at, 4, file);
  put(0, 2, file);
  return file;
}

/// The parts of a workbook with one sheet.
inline auto parts_of(std::string sheet, std::string strings = "<sst/>", std::string styles = "<styleSheet/>")
    -> entries {
  return {
      {"_rels/.rels",
       R"(<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>)"},
      {"xl/workbook.xml", R"(<workbook><sheets><sheet name="S" r:id="b"/></sheets></workbook>)"},
      {"xl/_rels/workbook.xml.rels",
       R"(<Relationships><Relationship Id="b" Type="x/worksheet" Target="sheet.xml"/>)"
       R"(<Relationship Id="c" Type="x/sharedStrings" Target="strings.xml"/>)"
       R"(<Relationship Id="d" Type="x/styles" Target="styles.xml"/></Relationships>)"},
      {"xl/strings.xml", std::move(strings)},
      {"xl/styles.xml", std::move(styles)},
      {"xl/sheet.xml", std::move(sheet)}};
}

}  // namespace waybill::formats::xlsx::testing
