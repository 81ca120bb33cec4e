// Waybill end to end, the ceilings, and the peer.
#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>

#include "tests/bench/ceilings.hpp"
#include "tests/bench/groups.hpp"

namespace waybill::bench {
namespace {

constexpr std::size_t owners = 10;

struct main_figures {
  std::vector<double> waybill, append, rocksdb, log;  ///< records per second, one a round
  import_run last;
  peer_run peer;
};

/// Ceilings between the imports: what slows the machine slows both.
auto rounds_of(const plan& wanted, const input_file& file, const fs::path& scratch) -> main_figures {
  main_figures found;
  for (int round = 0; round < wanted.rounds; ++round) {
    house one(scratch / "data", 1);
    found.last = run_import(one, 0, file, "skip", "all new");
    one.stop();
    found.waybill.push_back(found.last.rate());
    const auto chunks = chunks_of(one.log_directory(), wanted.records);
    fs::remove_all(one.data());
    const auto ceilings = run_ceilings(chunks, scratch / "ceilings");
    const auto records = static_cast<double>(chunks.records);
    found.append.push_back(records / ceilings.append_s);
    found.rocksdb.push_back(records / ceilings.rocksdb_s);
    found.log.push_back(records / ceilings.log_s);
  }
  found.peer = run_peer(file, scratch / "peer");
  if (found.peer.rows != found.last.created)
    throw std::runtime_error("Waybill has " + std::to_string(found.last.created) + " bookmarks, the peer " +
                             std::to_string(found.peer.rows));
  return found;
}

auto ratio_table(const main_figures& found, double records) -> table {
  const auto ours = median(found.waybill);
  table made{"End to end, the ceilings and the peer", {"what", "records/s", "Waybill's share of it"}, {}};
  const auto row = [&](const char* what, double rate) {
    made.rows.push_back({what, grouped(rate), fixed(ours / rate, 2)});
  };
  row("plain append + fdatasync of the same chunks", median(found.append));
  row("RocksDB, one value a chunk, the same syncs and options", median(found.rocksdb));
  row("the event log alone, sealed events", median(found.log));
  row("**Waybill, all new, accepted to completed**", ours);
  row("SQLite peer", records / found.peer.seconds);
  return made;
}

/// One owner's bookmarks, again and again: in their order, in another one, changed, unchanged.
auto again_and_again(const plan& wanted, const fs::path& scratch) -> std::vector<import_run> {
  const auto file = generate(scratch / "new.json", wanted.records, 1);
  // Other titles and descriptions under the same URLs.
  const auto changed = generate(scratch / "changed.json", wanted.records, 2);
  const auto mixed = generate(scratch / "mixed.json", wanted.records, 1, true);
  const auto mixed_changed = generate(scratch / "mixed_changed.json", wanted.records, 3, true);
  house one(scratch / "data", 1);
  std::vector<import_run> runs;
  runs.push_back(run_import(one, 0, file, "skip", "all new"));
  runs.push_back(run_import(one, 0, file, "skip", "the same again, `skip`"));
  runs.push_back(run_import(one, 0, mixed, "skip", "the same in another order, `skip`"));
  runs.push_back(run_import(one, 0, changed, "overwrite", "`overwrite`, every record changed"));
  runs.push_back(run_import(one, 0, changed, "overwrite", "`overwrite`, nothing changed"));
  runs.push_back(run_import(one, 0, mixed_changed, "overwrite", "`overwrite` in another order"));
  one.stop();
  fs::remove_all(one.data());
  return runs;
}

auto all_imports(const plan& wanted, const import_run& first, const fs::path& scratch)
    -> std::vector<import_run> {
  auto runs = again_and_again(wanted, scratch);
  runs.front() = first;
  const auto share = generate(scratch / "share.json", wanted.records / owners, 3);
  house many(scratch / "data", owners);
  runs.push_back(run_together(many, owners, share, "10 owners at once, a tenth each (with their uploads)"));
  many.stop();
  return runs;
}

}  // namespace

void measure_speed(const plan& wanted, const table_taker& take) {
  const system_test::temp_directory scratch;
  const auto file = generate(scratch / "new.json", wanted.records, 1);
  const auto found = rounds_of(wanted, file, scratch.path());
  take(ratio_table(found, static_cast<double>(file.records)));
  take(run_table("Imports", all_imports(wanted, found.last, scratch.path())));
}

void measure_again(const plan& wanted, const table_taker& take) {
  // The round in the middle, for each of the imports by itself.
  std::vector<std::vector<import_run>> rounds;
  for (int round = 0; round < wanted.rounds; ++round) {
    const system_test::temp_directory scratch;
    rounds.push_back(again_and_again(wanted, scratch.path()));
  }
  std::vector<import_run> middle;
  for (std::size_t i = 0; i < rounds.front().size(); ++i) {
    std::vector<import_run> runs;
    for (const auto& round : rounds) runs.push_back(round[i]);
    std::sort(runs.begin(), runs.end(), [](const auto& a, const auto& b) { return a.cpu_s < b.cpu_s; });
    middle.push_back(runs[runs.size() / 2]);
  }
  take(run_table("Known bookmarks again", middle));
}

namespace {

/// `before`: somebody else's file that the server has imported before, so that it has done everything once
/// and its buffers and caches are as full as they get.
auto run_of_size(const plan& wanted, std::uint64_t records, const std::optional<input_file>& before)
    -> import_run {
  const system_test::temp_directory scratch;
  const auto file = generate(scratch / "new.json", records, 1);
  house one(scratch / "data", 2);
  if (before) {
    run_import(one, 1, *before, "skip", "before");
    one.rest(wanted.rest_s);
  }
  auto run = run_import(one, 0, file, "skip", "all new", wanted.rest_s);
  one.stop();
  return run;
}

auto sizes(const plan& wanted) -> std::array<std::uint64_t, 4> {
  return {wanted.records / 100, wanted.records / 10, wanted.records, wanted.records * 5};
}

auto runs_by_size(const plan& wanted, const std::optional<input_file>& before) -> std::vector<import_run> {
  std::vector<import_run> middle;
  for (const auto records : sizes(wanted)) {
    std::vector<import_run> runs;
    for (int round = 0; round < wanted.rounds; ++round) runs.push_back(run_of_size(wanted, records, before));
    std::sort(runs.begin(), runs.end(), [](const auto& a, const auto& b) { return a.cpu_s < b.cpu_s; });
    middle.push_back(runs[runs.size() / 2]);
  }
  return middle;
}

/// All sizes one after the other on one server that holds the largest already, each for another owner.
auto runs_on_one_server(const plan& wanted) -> std::vector<import_run> {
  const system_test::temp_directory scratch;
  const auto path = scratch / "file.json";
  house one(scratch / "data", sizes(wanted).size() + 1);
  std::vector<import_run> runs;
  std::size_t owner = 0;
  run_import(one, owner, generate(path, sizes(wanted).back(), 4), "skip", "before", wanted.rest_s);
  for (const auto records : sizes(wanted))
    runs.push_back(run_import(one, ++owner, generate(path, records, 1), "skip", "all new", wanted.rest_s));
  one.stop();
  return runs;
}

}  // namespace

void measure_sizes(const plan& wanted, const table_taker& take) {
  take(run_table("By size of the file, the first that a new server imports", runs_by_size(wanted, {})));
  const system_test::temp_directory scratch;
  const auto before = generate(scratch / "before.json", wanted.records, 4);
  take(run_table("By size of the file, on a server that has worked: after " +
                     grouped(static_cast<double>(before.records)) + " records of somebody else",
                 runs_by_size(wanted, before)));
  take(run_table("By size of the file, one after the other on a server that holds " +
                     grouped(static_cast<double>(sizes(wanted).back())) + " records of somebody else",
                 runs_on_one_server(wanted)));
}

}  // namespace waybill::bench
