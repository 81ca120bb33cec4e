#include "domains/kind.hpp"

#include "formats/text.hpp"

namespace waybill {

auto no_such_format(std::string_view format) -> error {
  constexpr std::size_t shown_bytes = 100;
  return {
      errc::unknown_format,
      "The format '" + std::string(text::cut_to_bytes(format, shown_bytes)) + "' is not known; try 'auto'.",
      {}};
}

auto kind_named(std::string_view name) -> const kind_module* {
  for (const auto* kind : kinds())
    if (kind->name() == name) return kind;
  return nullptr;
}

}  // namespace waybill
