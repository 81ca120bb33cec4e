// What is to go wrong in a process of the crash table, and how often each point was passed. Read from the
// environment once:
//   WAYBILL_TEST_FAULT   ACTION@POINT#N: at the N-th passing of the point (from 1); several, with a `;`
//                        between them. ACTION: kill (SIGKILL), cut (power cut: what was not synced is
//                        gone), fail, throw, full and broken (this and every later write to the disk fails
//                        with ENOSPC or EIO while WAYBILL_TEST_STILL is there)
//   WAYBILL_TEST_STILL   a file; the disk is mended when it is gone
//   WAYBILL_TEST_STRUCK  a file that the point is written to when its fault strikes
//   WAYBILL_TEST_TRACE   a file: at a good end, every point with its passings
//   WAYBILL_TEST_DAWDLE  N: at about every N-th passing the thread sleeps up to 5 ms, so that others go first
//   WAYBILL_TEST_SEED    for what the cut leaves by chance
// Points of the sources are `fault_point("part.step")`; points of the disk (disk.cpp) are `disk`, at every
// step that changes it, and `disk.write`, `disk.sync`, `disk.rename`, ...; `disk.sync_index_list` is that of
// the read models' list of files, such as when a finished index file is taken in, `disk.sync_log` that of the
// event log.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace waybill::crash {

enum class action : std::uint8_t { none, kill, cut, fail, fling, full, broken };

/// Counts a passing, any thread; `none` but for the one that was asked for.
auto pass(std::string_view point) -> action;

/// SIGKILL to this process. Does not return.
[[noreturn]] void end_here();

/// Takes the power away (disk.cpp). Does not return.
[[noreturn]] void cut_power();

/// From now on writes to the disk fail.
void start_failing(action how);
/// 0, or the errno with which the disk refuses now.
auto refusal_now() -> int;

auto variable(const char* name) -> std::string;
auto seed() -> std::uint64_t;

}  // namespace waybill::crash
