// What is told of a link beside its fields, each member once.
#pragma once

#include <string>
#include <string_view>

#include "formats/links/json_item.hpp"

namespace waybill::formats::links {

/// Reusable; one thread at a time.
class settled_extra {
 public:
  /// `extra` as readers leave it in `link::extra`: of members with the same name the last one stays, which
  /// readers of folders within folders write for the innermost. With a folder, which is written in front of
  /// it, it has no other.
  void settle(std::string& extra, bool has_folder);

 private:
  json_item item_;
  std::string raw_;
};

}  // namespace waybill::formats::links
