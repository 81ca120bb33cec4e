// The files of a life: announced, uploaded and confirmed before they are imported, and one that is not wanted
// any more.
#pragma once

#include <string>

#include "tests/crash/witness.hpp"

namespace waybill::crash {

class counter {
 public:
  counter(house& at, witness& sees) : at_(at), sees_(sees) {}

  /// Confirms one file, and begins an import of it; deletes another.
  void hand_in();
  void bring_to_end() { sees_.bring_to_end(at_.bob(), import_); }
  void tell(ending& end);

 private:
  /// Its id; what was confirmed is confirmed whatever dies then.
  auto confirmed(const std::string& document) -> std::string;
  auto announce() -> st::json;
  /// Its id; it came in pieces, and no offset that was answered was taken back.
  auto in_pieces(const std::string& document) -> std::string;
  void see_confirmed(const std::string& id);
  auto import_of(const std::string& id) -> std::string;

  house& at_;
  witness& sees_;
  std::string import_;
};

}  // namespace waybill::crash
