// A program as a handler: one child, fed JSON lines, that answers JSON lines in their order.
#pragma once

#include <chrono>
#include <memory>

#include "handlers/child.hpp"
#include "handlers/handler.hpp"

namespace waybill::handlers {

struct exec_order {
  child_order program;  ///< `import` is taken from the introduction
  std::chrono::milliseconds row_timeout{1'000};
  std::chrono::milliseconds line_timeout{10'000};  ///< for the answers to the first and the last line
};

/// Starts nothing yet.
auto exec_handler(exec_order order, introduction what, surroundings around) -> std::unique_ptr<handler>;

}  // namespace waybill::handlers
