// A log that is verified from somewhere in the middle.
#include <catch2/catch.hpp>

#include "events/log/each_event.hpp"
#include "events/log/memory_log.hpp"
#include "events/log/verifier.hpp"

using namespace waybill;

namespace {

auto whole(log_verifier& all) -> log_report {
  for (;;) {
    const auto more = all.step();
    REQUIRE(more);
    if (!*more) return all.report();
  }
}

void append(event_log& log, const std::string& stream, std::uint64_t version, const std::string& payload) {
  const transaction one{{{stream, version, {{"test.happened.v1", payload}}}}, {}, "system"};
  REQUIRE(log.commit({&one, 1}).front());
}

}  // namespace

TEST_CASE("given streams that began before, when a log is verified from a position on, then it is whole") {
  const auto log = open_memory_log();
  for (std::uint64_t i = 0; i < 10; ++i) append(*log, i % 2 == 0 ? "a" : "b", i / 2, std::to_string(i));
  for (position from = 1; from <= log->tail(); ++from) {
    log_verifier part{*log, from};
    const auto report = whole(part);
    CHECK(report.faults.empty());
    CHECK(report.events == log->tail() - from + 1);
  }
}

TEST_CASE("given a further check, when it finds something, then that is a fault, at its place") {
  const auto log = open_memory_log();
  for (std::uint64_t i = 0; i < 5; ++i) append(*log, "a", i, std::to_string(i));
  log_verifier all{*log, 1, [](const stored_event& event) -> result<done> {
                     if (event.payload == "3") return {errc::corrupt, "This is a three."};
                     return done{};
                   }};
  const auto report = whole(all);
  REQUIRE(report.faults.size() == 1);
  CHECK(report.faults.front().at == 4);
  CHECK(report.faults.front().what == "This is a three.");
}

TEST_CASE(
    "given a log that grows while it is verified, when it is through, then it was that of the beginning") {
  const auto log = open_memory_log();
  append(*log, "a", 0, "0");
  log_verifier all{*log};
  append(*log, "a", 1, "1");
  append(*log, "b", 0, "2");
  const auto report = whole(all);
  CHECK(report.faults.empty());
  CHECK(report.events == 1);
}
