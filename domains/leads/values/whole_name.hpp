// What one cell says of a person: first and last name, with titles, suffixes and more around them. Pure; any
// thread.
#pragma once

#include <string>
#include <string_view>

namespace waybill::leads {

struct whole_name {
  std::string first;
  std::string last;      ///< with `Jr.`, `III`
  std::string job;       ///< `Ann Lee, CEO`
  std::string company;   ///< all of it: the cell names a firm, and nobody
  bool cleaned = false;  ///< something that says more than Mr or Mrs was left out: `Dr.`, `PhD`, `(RH)`
};
/// `clean`: without blanks around it, in NFC (cell_text.hpp). `Dupont, Jean`: the last name stands before the
/// comma; else `split_name` tells (person_name.hpp).
auto read_whole_name(std::string_view clean) -> whole_name;

}  // namespace waybill::leads
