#include "tests/actors/fault_points.hpp"

#include <map>
#include <mutex>
#include <stdexcept>

#include "events/fault_point.hpp"

namespace waybill::tests {
namespace {

struct plan {
  fault_does what = fault_does::nothing;
  std::size_t skip = 0, left = 0, came_by = 0;
};

struct all_plans {
  std::mutex mutex;
  std::map<std::string, plan, std::less<>> by_name;
};

auto plans() -> all_plans& {
  static all_plans all;
  return all;
}

auto come_by(std::string_view name) -> fault_does {
  auto& all = plans();
  const std::scoped_lock lock{all.mutex};
  const auto found = all.by_name.find(name);
  if (found == all.by_name.end()) return fault_does::nothing;
  auto& one = found->second;
  if (one.came_by++ < one.skip || one.left == 0) return fault_does::nothing;
  --one.left;
  return one.what;
}

}  // namespace

fault_at::fault_at(std::string name, fault_does what, std::size_t times, std::size_t skip)
    : name_(std::move(name)) {
  const std::scoped_lock lock{plans().mutex};
  plans().by_name[name_] = {what, skip, times, 0};
}

fault_at::~fault_at() {
  const std::scoped_lock lock{plans().mutex};
  plans().by_name.erase(name_);
}

auto fault_at::came_by() const -> std::size_t {
  const std::scoped_lock lock{plans().mutex};
  return plans().by_name[name_].came_by;
}

auto fault_at::left() const -> std::size_t {
  const std::scoped_lock lock{plans().mutex};
  return plans().by_name[name_].left;
}

}  // namespace waybill::tests

// For this whole program.
extern "C" auto waybill_fault_point(const char* name) -> bool {
  const auto what = waybill::tests::come_by(name);
  if (what == waybill::tests::fault_does::throw_up) throw std::runtime_error{"thrown by a fault point"};
  return what == waybill::tests::fault_does::refuse;
}
