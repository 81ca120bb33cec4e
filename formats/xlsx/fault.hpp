// Why a workbook cannot be read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace waybill::formats::xlsx {

enum class fault_code : std::uint8_t {
  none,
  unreadable,  ///< the file, or the temporary file, does not answer
  empty_file,
  other_format,        ///< neither a ZIP nor an old document of Office: another reader may know it
  legacy_xls,          ///< a workbook as Excel wrote it before 2007
  encrypted_workbook,  ///< opened with a password only
  not_a_workbook,      ///< a ZIP that holds no workbook
  zip_damaged,
  too_large_inflated,  ///< unpacks to more than `most_inflated`
  xml_refused,         ///< a document type, or what is built to cost memory
  invalid_xml,
  stopped,  ///< nobody wants it any more
  cut       ///< a look unpacks no more
};

/// The code as users see it.
auto name_of(fault_code code) -> std::string_view;

struct fault {
  fault_code code = fault_code::none;
  std::string entry;       ///< of the ZIP, when the fault is in one
  std::string message;     ///< a sentence for a person; none when it was stopped or cut
  std::uint64_t line = 0;  ///< in the entry, from 1; 0: the fault is in no line

  explicit operator bool() const { return code != fault_code::none; }
};

}  // namespace waybill::formats::xlsx
