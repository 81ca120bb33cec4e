// Packs of fuzz inputs (inputs.hpp), to and fro:
//   fuzz_pack unpack PACK FOLDER     each input becomes a file of FOLDER
//   fuzz_pack pack PACK FOLDER [NAMED]   PACK becomes what is in FOLDER and not among the files of NAMED
#include <algorithm>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include "tests/fuzz/inputs.hpp"

namespace {

using namespace waybill::fuzz;

void write_file(const fs::path& path, std::string_view text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (!file) throw std::runtime_error("cannot write " + path.string());
}

void unpack(const fs::path& pack, const fs::path& folder) {
  fs::create_directories(folder);
  std::size_t number = 0;
  for (const auto& input : read_inputs(pack))
    write_file(folder / ("kept-" + std::to_string(++number)), input);
}

void pack(const fs::path& into, const fs::path& folder, const std::vector<std::string>& named) {
  auto inputs = read_inputs(folder);
  std::erase_if(inputs, [&](const auto& one) { return std::ranges::find(named, one) != named.end(); });
  write_file(into, pack_of(std::move(inputs)));
}

}  // namespace

auto main(int count, char** words) -> int {
  const std::vector<std::string> asked(words + 1, words + count);
  try {
    if (asked.size() == 3 && asked[0] == "unpack") {
      unpack(asked[1], asked[2]);
    } else if ((asked.size() == 3 || asked.size() == 4) && asked[0] == "pack") {
      pack(asked[1], asked[2], asked.size() == 4 ? read_inputs(asked[3]) : std::vector<std::string>{});
    } else {
      std::cerr << "fuzz_pack unpack PACK FOLDER | fuzz_pack pack PACK FOLDER [NAMED]\n";
      return 2;
    }
  } catch (const std::exception& fault) {
    std::cerr << "fuzz_pack: " << fault.what() << '\n';
    return 1;
  }
  return 0;
}
