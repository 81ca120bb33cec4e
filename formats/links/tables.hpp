// Exports that are tables of separated values, told by the names of their columns.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "formats/links/parts.hpp"

namespace waybill::formats::links {

/// Where a producer's table keeps what. A column with another name is told under it.
struct table_shape {
  std::string_view name;                      ///< of the format
  std::string_view evidence;                  ///< a sentence: by what it is known
  std::span<const std::string_view> columns;  ///< by which it is known; all are there, in any letter case
  std::string_view url, title, description, tags, created, updated, folder, feed_url;
  std::string_view tag_borders = ",";
  std::string_view folder_borders = "";  ///< what parts a path; "": the cell is one name
  std::string_view own_folder{};         ///< where the program puts what nobody put anywhere
  bool day_first = false;                ///< dates are written 31/12/2023
  bool has_states = false;               ///< `folder` may be Unread, Archive or Starred, which are no folders
  bool is_ours = false;                  ///< apostrophes before formulas were written by us
};

/// The table that a file with these names of columns is, of a producer that is known; null: of none.
auto known_table(std::span<const std::string> names) -> const table_shape*;
/// The same by a file's first bytes.
auto known_table(std::string_view first) -> const table_shape*;
/// Whether the file that begins so is a table with a column of URLs, whatever else it has.
auto has_url_column(std::string_view first) -> bool;

/// By the columns that the file has: those of a producer that is known, else those whose names say what they
/// are. The file is read twice: only its end tells how it is written.
auto table_reader(const link_file& file) -> std::unique_ptr<link_reader>;

}  // namespace waybill::formats::links
