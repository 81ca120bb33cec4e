// Columns of files as tests write them.
#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "domains/leads/columns/map_columns.hpp"

namespace waybill::leads::test {

using words = std::vector<std::string>;

inline auto content(const std::string& path) -> std::string {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file.good());
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// The dictionary of the program.
inline auto dictionary() -> const column_dictionary& {
  static const auto read = column_dictionary::read(lead_columns_json());
  REQUIRE(read.ok());
  return *read;
}

/// One column: its header, and cells of some rows.
struct column {
  std::string name;
  words samples{};
};

inline auto map(const std::vector<column>& columns) -> column_mapping {
  std::vector<file_column> given;
  for (const auto& one : columns) given.push_back({one.name, one.samples});
  return map_columns(given, dictionary());
}

inline auto map(const words& names) -> column_mapping {
  std::vector<column> columns;
  for (const auto& name : names) columns.push_back({name});
  return map(columns);
}

/// "first_name", or why the column has no field: "-no_field".
inline auto told(const mapped_column& one) -> std::string {
  return one.field ? std::string(name_of(*one.field)) : "-" + std::string(name_of(one.why));
}

inline auto told(const column_mapping& mapping) -> words {
  words all;
  for (const auto& one : mapping.columns) all.push_back(told(one));
  return all;
}

/// By chance, or as WAYBILL_TEST_SEED says. Tests print it when they fail.
inline auto seed() -> std::uint64_t {
  const char* const given = std::getenv("WAYBILL_TEST_SEED");
  return given == nullptr ? std::random_device{}() : std::strtoull(given, nullptr, 10);
}

inline auto hundredths(double confidence) -> int { return static_cast<int>(confidence * 100 + 0.5); }

}  // namespace waybill::leads::test
