#include "tests/actors/fault_points.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <stdexcept>

#include "events/fault_point.hpp"
#include "tests/sanitizer.hpp"

namespace waybill::tests {
namespace {

struct plan {
  fault_does what = fault_does::nothing;
  std::size_t skip = 0, left = 0, came_by = 0;
  bool is_gate = false;
  std::string opens;  ///< the gate of that name
};

struct all_plans {
  std::mutex mutex;
  std::condition_variable changed;  ///< somebody stands at a gate, or one has opened
  std::map<std::string, plan, std::less<>> by_name;
};

auto plans() -> all_plans& {
  static all_plans all;
  return all;
}

auto come_by(std::string_view name) -> fault_does {
  auto& all = plans();
  std::unique_lock lock{all.mutex};
  const auto found = all.by_name.find(name);
  if (found == all.by_name.end()) return fault_does::nothing;
  auto& one = found->second;
  if (!one.opens.empty()) {
    all.by_name.erase(one.opens);
    all.changed.notify_all();
  }
  if (one.came_by++ < one.skip || one.left == 0) return fault_does::nothing;
  --one.left;
  if (!one.is_gate) return one.what;
  all.changed.notify_all();
  all.changed.wait(lock, [&] { return !all.by_name.contains(name); });
  return fault_does::nothing;
}

}  // namespace

fault_at::fault_at(std::string name, fault_does what, std::size_t times, std::size_t skip)
    : name_(std::move(name)) {
  const std::scoped_lock lock{plans().mutex};
  plans().by_name[name_] = {what, skip, times, 0, false, {}};
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

gate_at::gate_at(std::string name, std::size_t skip) : name_(std::move(name)) {
  const std::scoped_lock lock{plans().mutex};
  plans().by_name[name_] = {fault_does::nothing, skip, 1, 0, true, {}};
}

gate_at::~gate_at() {
  open();
  const std::scoped_lock lock{plans().mutex};
  if (!opener_.empty()) plans().by_name.erase(opener_);
}

void gate_at::wait_for_somebody() const {
  auto& all = plans();
  std::unique_lock lock{all.mutex};
  const bool came = all.changed.wait_for(lock, patience_of(std::chrono::seconds{60}),
                                         [&] { return all.by_name.at(name_).left == 0; });
  lock.unlock();
  REQUIRE(came);
}

void gate_at::open() {
  auto& all = plans();
  const std::scoped_lock lock{all.mutex};
  all.by_name.erase(name_);
  all.changed.notify_all();
}

void gate_at::open_at(const std::string& other) {
  opener_ = other;
  const std::scoped_lock lock{plans().mutex};
  plans().by_name[other] = {fault_does::nothing, 0, 0, 0, false, name_};
}

}  // namespace waybill::tests

// For this whole program.
extern "C" auto waybill_fault_point(const char* name) -> bool {
  const auto what = waybill::tests::come_by(name);
  if (what == waybill::tests::fault_does::throw_up) throw std::runtime_error{"thrown by a fault point"};
  return what == waybill::tests::fault_does::refuse;
}
