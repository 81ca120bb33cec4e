// What people wait for who look at their lists while somebody else's import runs.
#include <httplib.h>

#include <atomic>
#include <stdexcept>
#include <thread>

#include "tests/bench/groups.hpp"
#include "tests/bench/house.hpp"

namespace waybill::bench {
namespace {

struct question {
  const char* what;
  const char* path;
  std::vector<double> waits_ms;
};

/// Asks again and again over one connection until it is told to stop.
void keep_asking(const house& at, std::size_t n, question& mine, const std::atomic<bool>& over) {
  httplib::Client client("127.0.0.1", at.port());
  client.set_keep_alive(true);
  client.set_tcp_nodelay(true);
  client.set_read_timeout(system_test::patience);
  const httplib::Headers headers{{"Authorization", "Bearer " + at.who(n).token}};
  while (!over) {
    const stopwatch time;
    const auto got = client.Get(mine.path, headers);
    mine.waits_ms.push_back(time.seconds() * 1e3);
    if (!got || got->status != 200) throw std::runtime_error(std::string(mine.what) + ": no good answer");
    // Somebody who reads, not a load test: a few questions in a tenth of a second.
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
}

auto ask_during(house& at, const input_file& file, std::vector<question>& questions) -> import_run {
  std::atomic<bool> over{false};
  std::vector<std::string> faults(questions.size());
  std::vector<std::thread> readers;
  for (std::size_t i = 0; i < questions.size(); ++i)
    readers.emplace_back([&, i] {
      try {
        keep_asking(at, 0, questions[i], over);
      } catch (const std::exception& fault) {
        faults[i] = fault.what();
      }
    });
  auto run = run_import(at, 1, file, "skip", "somebody else's");
  over = true;
  for (auto& reader : readers) reader.join();
  for (const auto& fault : faults)
    if (!fault.empty()) throw std::runtime_error(fault);
  return run;
}

}  // namespace

void measure_readers(const plan& wanted, const table_taker& take) {
  const system_test::temp_directory scratch;
  const auto file = generate(scratch / "new.json", wanted.records, 1);
  house two(scratch / "data", 2);
  run_import(two, 0, file, "skip", "one's own");
  std::vector<question> questions{
      {"`GET /imports`", "/api/v1/imports", {}},
      {"`GET /bookmarks`, first page", "/api/v1/bookmarks", {}},
      {"`GET /bookmarks?q=garden+window`", "/api/v1/bookmarks?q=garden+window", {}}};
  const auto run = ask_during(two, file, questions);
  table made{"Answers while somebody else's import of this file runs (" + grouped(run.rate()) + " records/s)",
             {"question, by an owner of as many bookmarks", "answers", "p50 ms", "p99 ms"},
             {}};
  for (auto& one : questions)
    made.rows.push_back({one.what, grouped(static_cast<double>(one.waits_ms.size())),
                         fixed(percentile(one.waits_ms, 0.5), 2), fixed(percentile(one.waits_ms, 0.99), 2)});
  take(std::move(made));
}

}  // namespace waybill::bench
