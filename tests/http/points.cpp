#include "tests/http/points.hpp"

#include <memory>
#include <mutex>

#include "events/fault_point.hpp"

namespace {

using action = std::function<bool(std::string_view)>;
std::mutex mutex;
std::shared_ptr<const action> present;

auto present_action() -> std::shared_ptr<const action> {
  const std::scoped_lock lock{mutex};
  return present;
}

}  // namespace

extern "C" auto waybill_fault_point(const char* name) -> bool {
  const auto act = present_action();
  return act && (*act)(name);
}

namespace waybill::http_test {

at_points::at_points(std::function<bool(std::string_view)> act) {
  const std::scoped_lock lock{mutex};
  present = std::make_shared<const action>(std::move(act));
}

at_points::~at_points() {
  const std::scoped_lock lock{mutex};
  present.reset();
}

}  // namespace waybill::http_test
