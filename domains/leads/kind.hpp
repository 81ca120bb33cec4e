// A CRM's contacts as a kind of import: somebody looks at them before they are taken.
#pragma once

#include "domains/kind.hpp"

namespace waybill::leads {

auto kind() -> const kind_module&;

}  // namespace waybill::leads
