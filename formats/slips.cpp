#include "formats/slips.hpp"

namespace waybill::text {

auto is_one_slip(std::string_view typed, std::string_view meant) -> bool {
  if (typed.size() > meant.size() + 1 || meant.size() > typed.size() + 1) return false;
  while (!typed.empty() && !meant.empty() && typed.front() == meant.front()) {
    typed.remove_prefix(1);
    meant.remove_prefix(1);
  }
  while (!typed.empty() && !meant.empty() && typed.back() == meant.back()) {
    typed.remove_suffix(1);
    meant.remove_suffix(1);
  }
  if (typed.size() + meant.size() <= 1) return typed.size() + meant.size() == 1;
  if (typed.size() == 1 && meant.size() == 1) return true;
  return typed.size() == 2 && meant.size() == 2 && typed[0] == meant[1] && typed[1] == meant[0];
}

}  // namespace waybill::text
