// Transactions in one line, for the tests of the log.
#pragma once

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "events/log/event_log.hpp"
#include "tests/temporary_directory.hpp"

namespace waybill::log_tests {

inline constexpr instant noon{1'700'000'000'123'456};

inline auto append_to(std::string stream, std::uint64_t expected, std::vector<std::string> payloads)
    -> stream_append {
  stream_append append{std::move(stream), expected, {}};
  for (auto& payload : payloads) append.events.push_back({"test.happened.v1", std::move(payload)});
  return append;
}

inline auto one(stream_append append) -> transaction { return {{std::move(append)}, noon, "usr_1", 0}; }

inline auto one(std::string stream, std::uint64_t expected, std::vector<std::string> payloads)
    -> transaction {
  return one(append_to(std::move(stream), expected, std::move(payloads)));
}

inline auto commit_one(event_log& log, const transaction& what) -> result<receipt> {
  return log.commit(std::span(&what, 1)).at(0);
}

/// Commits what must be accepted.
inline auto must(event_log& log, const transaction& what) -> receipt {
  auto answer = commit_one(log, what);
  if (!answer) FAIL("refused: " << answer.why().message);
  return *answer;
}

inline auto payloads_of(const result<std::vector<stored_event>>& events) -> std::vector<std::string> {
  if (!events) FAIL("cannot be read: " << events.why().message);
  std::vector<std::string> out;
  for (const auto& event : *events) out.emplace_back(event.payload);
  return out;
}

inline constexpr std::size_t all_events = 1'000'000;
inline constexpr std::size_t all_bytes = std::size_t{1} << 40;

/// The whole log in words, for comparing before and after.
inline auto told(const event_log& log) -> std::vector<std::string> {
  const auto events = log.read_all(1, all_events, all_bytes);
  if (!events) FAIL("cannot be read: " << events.why().message);
  std::vector<std::string> out;
  for (const auto& event : *events)
    out.push_back(std::to_string(event.head.at) + " " + event.head.stream + " " +
                  std::to_string(event.head.version) + " " + event.head.by + " " + event.head.tag + " " +
                  to_hex(event.head.seal) + " " + std::string(event.payload));
  return out;
}

/// Reads the seal chain again; a log under test must be whole at the end of it.
inline void check_whole(const event_log& log) {
  const auto report = verify(log);
  REQUIRE(report.ok());
  for (const auto& fault : (*report).faults)
    FAIL_CHECK(fault.at << " " << fault.stream << ": " << fault.what);
  CHECK((*report).events == log.tail());
}

using tests::temporary_directory;

}  // namespace waybill::log_tests
