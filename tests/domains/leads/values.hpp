// What the tests of leads' values share: the numbering plans (made once), and tables of expectations.
#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "domains/leads/values/cell_text.hpp"
#include "domains/leads/values/lead.hpp"
#include "domains/leads/values/phone_cell.hpp"
#include "formats/text.hpp"

namespace waybill::leads::test {

inline auto plans() -> const phone_plans& {
  static const phone_plans made;
  return made;
}

inline auto rules() -> lead_rules {
  static const auto statuses = status_list::usual();
  return {&plans(), &statuses, {}, {}};
}

/// The reading of a lead that has these cells, and no others.
struct cell_of {
  lead_field field;
  std::string_view text;
};
inline auto read(std::initializer_list<cell_of> cells, const lead_rules& by = rules()) -> lead_reading {
  lead_cells all{};
  for (const auto& one : cells) all[at(one.field)] = one.text;
  return read_lead(all, by);
}

/// Faults, then warnings, with their fields: "invalid_phone phone".
inline auto said(const lead_reading& of) -> std::string {
  std::string all;
  for (const auto* list : {&of.faults, &of.warnings})
    for (const auto& one : *list) {
      if (!all.empty()) all += ", ";
      all += name_of(one.code);
      if (one.field) all += " " + std::string(name_of(*one.field));
    }
  return all;
}

/// `\t`, `\r`, `\n`, `\\`, `\xNN`
inline auto without_escapes(std::string_view text) -> std::string {
  std::string made;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      made.push_back(text[i]);
      continue;
    }
    const char c = text[++i];
    if (c == 'x') {
      made.push_back(static_cast<char>(text::hex_value(text[i + 1]) * 16 + text::hex_value(text[i + 2])));
      i += 2;
    } else if (c == 'N') {
      made.append("\\N");
    } else {
      made.push_back(c == 't' ? '\t' : c == 'r' ? '\r' : c == 'n' ? '\n' : c);
    }
  }
  return made;
}

/// Rows of a table of expectations, its header left out.
inline auto rows_of(const std::filesystem::path& path) -> std::vector<std::vector<std::string>> {
  std::ifstream file(path, std::ios::binary);
  std::string line;
  std::vector<std::vector<std::string>> rows;
  std::getline(file, line);
  while (std::getline(file, line)) {
    auto& row = rows.emplace_back();
    for (std::string_view left = line;;) {
      const auto end = std::min(left.find('\t'), left.size());
      row.push_back(without_escapes(left.substr(0, end)));
      if (end == left.size()) break;
      left.remove_prefix(end + 1);
    }
  }
  return rows;
}

/// Our own folder of data, and the same of WAYBILL_CORPORA where it is set.
inline auto folders_of(const std::string& own, const std::string& of_corpora)
    -> std::vector<std::filesystem::path> {
  std::vector<std::filesystem::path> folders{"tests/domains/leads/data/" + own};
  if (const char* const set = std::getenv("WAYBILL_CORPORA"))
    folders.push_back(std::filesystem::path(set) / of_corpora);
  return folders;
}

}  // namespace waybill::leads::test
