// The log by itself: those who wait for a small event, reading all of it again, starting with it.
#include <caf/all.hpp>
#include <stdexcept>
#include <thread>

#include "actors/ask.hpp"
#include "actors/log_actor.hpp"
#include "events/log/rocksdb_log.hpp"
#include "projections/collections/collection_reader.hpp"
#include "tests/bench/groups.hpp"
#include "tests/bench/house.hpp"

namespace waybill::bench {
namespace {

constexpr std::size_t small_event_bytes = 300;
constexpr double milliseconds = 1e3;

/// One who appends to a stream of its own, again and again, and waits for each.
auto append_alone(caf::actor_system& system, const log_actor& log, std::size_t who, std::size_t times)
    -> std::vector<double> {
  std::vector<double> waits;
  for (std::size_t version = 0; version < times; ++version) {
    auto what = std::make_shared<transaction>();
    what->by = "bench";
    what->appends.push_back({"import/" + std::to_string(who), version, {}});
    what->appends.back().events.push_back({"bench.v1", std::string(small_event_bytes, 'x')});
    const stopwatch time;
    const auto answer = ask<append_answer>(system, log, append_events{std::move(what)});
    if (!answer || !answer->what) throw std::runtime_error("the log refused a small event");
    waits.push_back(time.seconds() * milliseconds);
  }
  return waits;
}

auto append_row(std::size_t people, std::size_t times, const fs::path& directory)
    -> std::vector<std::string> {
  auto opened = open_rocksdb_log({.directory = directory.string()});
  if (!opened) throw std::runtime_error(opened.why().message);
  caf::actor_system_config config;
  caf::actor_system system{config};
  auto log = spawn_log_actor(system, **opened);
  std::vector<std::vector<double>> waits(people);
  const stopwatch time;
  std::vector<std::thread> everybody;
  for (std::size_t who = 0; who < people; ++who)
    everybody.emplace_back([&, who] { waits[who] = append_alone(system, log, who, times); });
  for (auto& one : everybody) one.join();
  const auto seconds = time.seconds();
  caf::anon_send_exit(log, caf::exit_reason::user_shutdown);
  log = nullptr;
  system.await_all_actors_done();
  std::vector<double> all;
  for (const auto& one : waits) all.insert(all.end(), one.begin(), one.end());
  return {std::to_string(people), grouped(static_cast<double>(all.size()) / seconds),
          fixed(percentile(all, 0.5), 2), fixed(percentile(all, 0.99), 2)};
}

auto append_table(const plan& wanted) -> table {
  table made{"Small events, each synced before its answer",
             {"appenders that wait", "events/s", "p50 ms", "p99 ms"},
             {}};
  const auto times = std::max<std::size_t>(20, wanted.records / 1'000);
  for (const std::size_t people : {1, 8, 64}) {
    const system_test::temp_directory scratch;
    made.rows.push_back(append_row(people, std::max<std::size_t>(10, times / people * 4), scratch / "log"));
  }
  return made;
}

auto replay_row(const house& quiet) -> std::vector<std::string> {
  const auto opened = open_rocksdb_log({.directory = quiet.log_directory(), .read_only = true});
  if (!opened) throw std::runtime_error(opened.why().message);
  const stopwatch time;
  std::uint64_t events = 0;
  std::uint64_t records = 0;
  for (auto page = (*opened)->read_all(1, 1'000, 8 << 20); page && !page->empty();
       page = (*opened)->read_all(page->back().head.at + 1, 1'000, 8 << 20))
    for (const auto& event : *page) {
      const auto chunk = load_chunk(event);
      if (!chunk) throw std::runtime_error(chunk.why().message);
      ++events;
      if (*chunk) records += (*chunk)->what.records.size();
    }
  const auto seconds = time.seconds();
  return {"reading and decoding the whole log", fixed(seconds, 2),
          grouped(static_cast<double>(events) / seconds), grouped(static_cast<double>(records) / seconds)};
}

auto verify_row(const house& quiet) -> std::vector<std::string> {
  const auto opened = open_rocksdb_log({.directory = quiet.log_directory(), .read_only = true});
  if (!opened) throw std::runtime_error(opened.why().message);
  const stopwatch time;
  const auto report = verify(**opened);
  if (!report || !report->faults.empty()) throw std::runtime_error("the log is not whole");
  const auto seconds = time.seconds();
  return {"checking every seal of the log", fixed(seconds, 2),
          grouped(static_cast<double>(report->events) / seconds), ""};
}

auto rebuild_row(const house& quiet, std::uint64_t records) -> std::vector<std::string> {
  const stopwatch time;
  const auto ran = system_test::run_waybill({"rebuild", "--data", quiet.data().string()});
  if (ran.status != 0) throw std::runtime_error("rebuild: " + ran.err);
  const auto seconds = time.seconds();
  return {"`waybill rebuild`: all read models from nothing", fixed(seconds, 2), "",
          grouped(static_cast<double>(records) / seconds)};
}

}  // namespace

void measure_log(const plan& wanted, const table_taker& take) {
  take(append_table(wanted));
  const system_test::temp_directory scratch;
  const auto file = generate(scratch / "new.json", wanted.records, 1);
  house one(scratch / "data", 1);
  run_import(one, 0, file, "skip", "all new");
  table made{"Replay and start-up with the log of this file", {"what", "s", "events/s", "records/s"}, {}};
  one.kill();
  made.rows.push_back({"ready after `kill -9`", fixed(one.start(), 2), "", ""});
  one.stop();
  made.rows.push_back({"ready after a stop", fixed(one.start(), 2), "", ""});
  one.stop();
  made.rows.push_back(replay_row(one));
  made.rows.push_back(verify_row(one));
  made.rows.push_back(rebuild_row(one, file.records));
  take(std::move(made));
}

}  // namespace waybill::bench
