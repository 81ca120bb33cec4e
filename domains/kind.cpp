#include "domains/kind.hpp"

namespace waybill {

auto kind_named(std::string_view name) -> const kind_module* {
  for (const auto* kind : kinds())
    if (kind->name() == name) return kind;
  return nullptr;
}

}  // namespace waybill
