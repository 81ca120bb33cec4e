// Points between two steps that must hold together even when the process dies there. In `waybill` itself they
// are one comparison with null; the same object files, linked a second time with tests/crash/faults, let the
// crash table end the process, refuse or throw at the n-th passing (docs/decisions/0008-*).
#pragma once

// Weak: defined by tests/crash/faults alone, null everywhere else.
extern "C" [[gnu::weak]] auto waybill_fault_point(const char* name) -> bool;

namespace waybill {

/// Any thread. `name` is `part.step` and unique in the sources. Answers true where the step that follows has
/// to fail: who cannot fail there drops the answer. May throw, in the crash table's binary.
inline auto fault_point(const char* name) -> bool {
  return waybill_fault_point != nullptr && waybill_fault_point(name);
}

}  // namespace waybill
