// The files of a life: announced, uploaded and confirmed before they are imported, and one that is not wanted
// any more.
#pragma once

#include <string>

#include "tests/crash/witness.hpp"

namespace waybill::crash {

class counter {
 public:
  counter(house& at, witness& sees) : at_(at), sees_(sees) {}

  /// Confirms two files, and begins imports of them, one in the project; deletes another.
  void hand_in();
  void bring_to_end();
  void tell(ending& end);

 private:
  /// Its id; what was confirmed is confirmed whatever dies then.
  auto confirmed(const std::string& document) -> std::string;
  auto announce() -> st::json;
  /// Its id; it came in pieces, and no offset that was answered was taken back.
  auto in_pieces(const std::string& document) -> std::string;
  void see_confirmed(const std::string& id);
  void see_table();
  auto import_of(const std::string& id, st::json more = st::json::object()) -> std::string;

  house& at_;
  witness& sees_;
  std::string import_;
  std::string shared_;  ///< of the project
};

}  // namespace waybill::crash
