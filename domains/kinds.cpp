#include "domains/bookmarks/kind.hpp"
#include "domains/kind.hpp"

namespace waybill {

auto kind_named(std::string_view name) -> const kind_module* {
  const auto& bookmarks_kind = bookmarks::kind();
  return name == bookmarks_kind.name() ? &bookmarks_kind : nullptr;
}

}  // namespace waybill
