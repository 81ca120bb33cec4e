// What the registry knows of an import that somebody works on.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "actors/vocabulary.hpp"

namespace waybill {

/// An import somebody works on.
struct live_import {
  import_actor actor;
  owner_id owner;
  user_id started_by;
  std::string kind;
  digest file{};  ///< of its bytes
  position accepted_at = 0;
  bool outside = false;   ///< it waits for others, who work on its records
  std::size_t asked = 0;  ///< commands it has not answered yet
  std::size_t deaths = 0;
};

/// What the lists may not show yet: an import with the same file is on its way. Nothing: there is none.
inline auto live_with_file(const std::map<std::string, live_import>& live, const import_submitted& what)
    -> std::optional<error> {
  for (const auto& [id, entry] : live) {
    if (entry.owner != what.owner || entry.kind != what.kind || entry.file != what.file.sha256) continue;
    error why{errc::duplicate_file, "An import of the same file is here already.", {}};
    why.details = R"({"import":{"id":")" + id + R"("}})";
    return why;
  }
  return std::nullopt;
}

}  // namespace waybill
