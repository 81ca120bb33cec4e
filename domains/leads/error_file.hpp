// The rows of a review that cannot be taken, as a file: it is made to be mended, and to come back.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "domains/leads/values/country.hpp"

namespace waybill::leads {

/// Its first two columns; those of the file that was handed in stand behind them.
constexpr auto error_columns(language in) -> std::array<std::string_view, 2> {
  if (in == language::french) return {"Ligne", "Erreurs"};
  return {"Row", "Errors"};
}

/// By the names of its columns: is a file one of those?
inline auto is_error_file(const std::vector<std::string>& columns) -> bool {
  const auto is_in = [&](language in) {
    const auto names = error_columns(in);
    return columns.size() > names.size() && columns[0] == names[0] && columns[1] == names[1];
  };
  return is_in(language::english) || is_in(language::french);
}

}  // namespace waybill::leads
