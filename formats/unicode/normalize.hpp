// Normalization Form C of Unicode 15.0 (UAX #15). Code points that 15.0 does not assign pass unchanged.
#pragma once

#include <string>

namespace waybill::unicode {

/// In place. Takes time in proportion to the text, but for long runs of combining marks: those are sorted.
/// Any thread.
void to_nfc(std::u32string& text);

}  // namespace waybill::unicode
