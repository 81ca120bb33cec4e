// What a test does when the server passes one of its named points (events/fault_point.hpp): so it acts
// exactly between two steps, and no clock decides.
#pragma once

#include <functional>
#include <string_view>

namespace waybill::http_test {

/// For as long as it lives, `act` is asked at every point that is passed, by any thread; true: what follows
/// there has to fail. One at a time.
class at_points {
 public:
  explicit at_points(std::function<bool(std::string_view)> act);
  ~at_points();
  at_points(const at_points&) = delete;
  auto operator=(const at_points&) -> at_points& = delete;
};

}  // namespace waybill::http_test
