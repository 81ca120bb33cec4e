#include "tests/fuzz/inputs.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace waybill::fuzz {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::size_t escape_size = 4;  // \xNN

auto is_plain(char byte) -> bool { return byte >= ' ' && byte <= '~' && byte != '\\'; }

auto line_of(std::string_view input) -> std::string {
  std::string line;
  for (const char byte : input) {
    const auto value = static_cast<unsigned char>(byte);
    if (is_plain(byte))
      line += byte;
    else
      line.append("\\x").append(1, hex_digits[value >> 4]).append(1, hex_digits[value & 15]);
  }
  return line;
}

auto byte_of(std::string_view escape) -> char {
  unsigned value = 0;
  const auto* const end = escape.data() + escape.size();
  if (escape.size() != escape_size || escape[1] != 'x' ||
      std::from_chars(escape.data() + 2, end, value, 16).ptr != end)
    throw std::runtime_error("a pack of inputs holds what is no \\xNN: " + std::string{escape});
  return static_cast<char>(value);
}

auto input_of(std::string_view line) -> std::string {
  std::string input;
  while (!line.empty()) {
    const auto size = line[0] == '\\' ? escape_size : 1;
    input += size == 1 ? line[0] : byte_of(line.substr(0, size));
    line.remove_prefix(size);
  }
  return input;
}

auto read_file(const fs::path& path) -> std::string {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

auto pack_of(std::vector<std::string> inputs) -> std::string {
  std::ranges::sort(inputs);
  const auto doubles = std::ranges::unique(inputs);
  inputs.erase(doubles.begin(), doubles.end());
  std::string pack;
  for (const auto& input : inputs) pack += line_of(input) + '\n';
  return pack;
}

auto inputs_of(std::string_view pack) -> std::vector<std::string> {
  std::vector<std::string> inputs;
  while (!pack.empty()) {
    const auto end = pack.find('\n');
    if (end == std::string_view::npos) throw std::runtime_error("a pack of inputs ends within a line");
    inputs.push_back(input_of(pack.substr(0, end)));
    pack.remove_prefix(end + 1);
  }
  return inputs;
}

auto read_inputs(const fs::path& pack_or_folder) -> std::vector<std::string> {
  if (!fs::is_directory(pack_or_folder)) return inputs_of(read_file(pack_or_folder));
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(pack_or_folder))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::ranges::sort(files);
  std::vector<std::string> inputs;
  for (const auto& path : files) inputs.push_back(read_file(path));
  return inputs;
}

}  // namespace waybill::fuzz
