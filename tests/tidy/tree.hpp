// The source tree as the tests of floors and style see it: paths and texts, from the disk or made up by a
// test.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace waybill::tidy {

/// Path from the root -> text.
using tree = std::map<std::string, std::string>;

/// What is wrong, one sentence each, beginning with the path.
using findings = std::vector<std::string>;

/// Every file of the working directory but builds, data and what begins with a dot.
auto read_tree() -> tree;

auto lines_of(std::string_view text) -> std::vector<std::string_view>;

/// `events/import/status.hpp` -> `events/import`; "" for a file of the root.
auto folder_of(std::string_view path) -> std::string_view;

/// Written by us in a language with code: .cpp, .hpp, .js, .mjs.
auto is_source(std::string_view path) -> bool;

/// One an #include line: what stands between the quotes or brackets.
struct include_line {
  std::string_view target;
  bool is_own = false;  ///< in quotes: a file of this tree
};
auto includes_of(std::string_view text) -> std::vector<include_line>;

/// Includes against the floor plan and the fences of libraries.
auto check_floors(const tree& files) -> findings;

/// Words of a kind outside its rooms, and what the upper floors take from a kind's domain without being its
/// room.
auto check_kinds(const tree& files) -> findings;

/// Length of files, tabs, promises to finish later, headers that say nothing, folders without a README.
auto check_style(const tree& files) -> findings;

/// Functions of product code that are too long.
auto check_functions(const tree& files) -> findings;

/// Files that documents and comments name, against those that are there.
auto check_names(const tree& files) -> findings;

/// The fault points of the sources against the list the crash table goes by.
auto check_fault_points(const tree& files) -> findings;

/// The packages ./dev installs against the lines of docs/dependencies.md.
auto check_packages(std::string_view dev_script, std::string_view dependencies) -> findings;

}  // namespace waybill::tidy
