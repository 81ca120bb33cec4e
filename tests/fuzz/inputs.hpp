// The inputs of a fuzz target: named files in a folder, and packs of many nameless ones. A pack is text, one
// input a line, sorted, none twice; every byte that is not printable ASCII, and the backslash, is written as
// \xNN.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace waybill::fuzz {

namespace fs = std::filesystem;

auto pack_of(std::vector<std::string> inputs) -> std::string;
/// Throws std::runtime_error when a line is not one that `pack_of` writes.
auto inputs_of(std::string_view pack) -> std::vector<std::string>;

/// A pack's inputs, or the contents of all files in a folder, by name. Throws when there is no such path.
auto read_inputs(const fs::path& pack_or_folder) -> std::vector<std::string>;

}  // namespace waybill::fuzz
