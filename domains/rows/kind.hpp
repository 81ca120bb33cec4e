// Rows of tables as a kind of import.
#pragma once

#include "domains/kind.hpp"

namespace waybill::rows {

auto kind() -> const kind_module&;

/// The records of a stored table.
auto row_records(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                 const reading_order& order) -> std::unique_ptr<record_source>;

}  // namespace waybill::rows
