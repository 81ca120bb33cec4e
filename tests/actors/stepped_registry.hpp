// The registry and real imports, stepped by hand.
#pragma once

#include "actors/registry.hpp"
#include "tests/actors/stepped_parts.hpp"

namespace waybill::tests {

inline const std::string completed = "submitted parsing_started described parsing_finished completed";
inline const std::string at_work = "submitted parsing_started described parsing_finished";

struct stepped_registry : stepped_parts {
  stepped_registry() {
    plan.writer = writer;
    plan.store = keeper;
    plan.janitor = janitor.handle();
    plan.clock = clock();
    plan.log = log.get();
    plan.rows = rows.get();
    plan.imports = set.control.get();
    plan.data_directory = directory.path();
    plan.reading.chunk_records = chunk_records;
  }
  ~stepped_registry() {
    release_all();
    send(registry, stop_imports{});
    end(registry);
  }
  stepped_registry(const stepped_registry&) = delete;
  auto operator=(const stepped_registry&) -> stepped_registry& = delete;

  void open(std::size_t seats = 1) {
    plan.seats = seats;
    registry = spawn_registry(system(), plan);
    rest();
  }

  /// Until all rest; the rows follow the log, unless they are to stand still.
  void rest() {
    do {
      if (rows_follow) REQUIRE(set.control->catch_up());
    } while (step());
  }
  void pass(std::chrono::milliseconds time) {
    constexpr std::chrono::milliseconds tick{1};
    for (; time.count() > 0; time -= tick) {
      rest();
      advance(tick);
    }
    rest();
  }

  auto hand_in(const import_submitted& what) -> question<submit_answer> {
    return ask<submit_answer>(registry, submit_order{{what.owner.value}, what});
  }
  auto submit(const import_submitted& what) -> result<submit_receipt> {
    auto asked = hand_in(what);
    rest();
    return asked->what;
  }
  /// An import of this owner.
  void submit(const std::string& import, const std::string& whose) {
    owner.value = whose;
    REQUIRE(submit(submission_of(import)));
  }
  auto order(const std::string& import, import_verb verb) -> question<change_answer> {
    return ask<change_answer>(registry, import_order{owner, {import}, verb});
  }
  auto obey(const std::string& import, import_verb verb) -> result<position> {
    auto asked = order(import, verb);
    rest();
    return asked->what;
  }
  auto counts() -> std::pair<std::uint64_t, std::uint64_t> {
    auto asked = ask<import_counts>(registry, count_imports{});
    run(registry);
    return {asked->running, asked->waiting};
  }
  /// Where in the log the import began to work.
  auto began(const std::string& import) -> position {
    const auto events = log->read_stream(import_stream({import}), 1, 100);
    for (const auto& event : *events)
      if (event.head.tag == parsing_started::tag) return event.head.at;
    return 0;
  }
  auto failure_of(const std::string& import) -> import_failed {
    const auto events = log->read_stream(import_stream({import}), 1, 100);
    REQUIRE(events->back().head.tag == import_failed::tag);
    return std::get<import_failed>(
        *decode_event<import_event>(events->back().head.tag, events->back().payload));
  }

  registry_plan plan;
  registry_actor registry;
  bool rows_follow = true;
};

using numbers = std::pair<std::uint64_t, std::uint64_t>;

/// The first of two imports is at work, as long as the store is held; the other waits for its seat.
struct busy_registry : stepped_registry {
  busy_registry() {
    open();
    hold(keeper);
    submit("imp_b", "usr_2");
    submit("imp_a", "usr_1");
    REQUIRE(story_of({"imp_b"}) == at_work);
    REQUIRE(story_of({"imp_a"}) == "submitted");
  }
};

}  // namespace waybill::tests
