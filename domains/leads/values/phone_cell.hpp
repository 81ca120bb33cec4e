// Telephone numbers as cells hold them: with labels before and words behind them, several in one cell. Pure;
// any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domains/leads/values/phone_number.hpp"

namespace waybill::leads {

struct phone_reading {
  std::optional<phone_number> number;
  std::string as_written;           ///< without `p:`, `t:`, `tel:`
  std::vector<std::string> others;  ///< what else stands in the cell, as it is written
  bool cleaned = false;             ///< words around the number were left out
};

/// Whose national numbers are meant: those of the country that the lead names, and where these make no
/// number, the project's.
struct phone_regions {
  std::string_view first;
  std::string_view second;  ///< empty: none
};

/// `clean`: without blanks around it, line breaks kept (cell_text.hpp). Of several numbers the first valid
/// one is taken. Replaces `out`.
void read_phone(std::string_view clean, const phone_plans& plans, const phone_regions& regions,
                phone_reading& out);

}  // namespace waybill::leads
