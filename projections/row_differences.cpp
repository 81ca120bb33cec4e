#include "projections/row_differences.hpp"

namespace waybill {

auto add_differences(const projection_store& now, const projection_store& wanted, family in,
                     row_changes& changes) -> result<done> {
  const auto mine = now.walk(in, {});
  if (!mine) return mine.why();
  const auto theirs = wanted.walk(in, {});
  if (!theirs) return theirs.why();
  auto& a = **mine;
  auto& b = **theirs;
  for (a.seek({}), b.seek({}); a.valid() || b.valid();) {
    const bool only_here = a.valid() && (!b.valid() || a.key() < b.key());
    const bool only_there = b.valid() && (!a.valid() || b.key() < a.key());
    if (only_here)
      changes.erase(in, std::string(a.key()));
    else if (only_there || a.value() != b.value())
      changes.put(in, std::string(b.key()), std::string(b.value()));
    if (!only_there) a.next();
    if (!only_here) b.next();
  }
  if (auto whole = a.ended(); !whole) return whole;
  return b.ended();
}

}  // namespace waybill
