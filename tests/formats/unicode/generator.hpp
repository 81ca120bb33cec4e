// Makes formats/unicode/tables.inc from ICU, whose data are those of one version of Unicode.
#pragma once

#include <string>

namespace waybill::unicode::test {

/// Whether the ICU at hand is of the Unicode version that the tables are.
auto icu_is_of_the_same_unicode() -> bool;
/// The file as it must be, whole.
auto generated_tables() -> std::string;

}  // namespace waybill::unicode::test
