// Read models that another version laid out: the start that folds them again is killed again and again.
#include <csignal>
#include <thread>

#include "projections/store.hpp"
#include "tests/crash/rows.hpp"
#include "tests/crash/used.hpp"

namespace waybill::crash {
namespace {

using struck = std::map<std::string, std::uint64_t>;

auto killed_while_folding_again(const yardstick&, std::uint64_t seed) -> struck {
  constexpr int starts = 3;
  constexpr std::uint64_t longest_us = 60'000;
  dice random{seed};
  const st::temp_directory here;
  const auto data = here / "data";
  st::fs::copy(the_used().home.here / "data", data, st::fs::copy_options::recursive);
  make_outdated(data / "projections");
  std::uint64_t kills = 0;
  for (int start = 0; start < starts; ++start) {
    st::process served({plain_binary(), "serve", "--data", data.string(), "--listen", "127.0.0.1:0"}, {}, "");
    std::this_thread::sleep_for(std::chrono::microseconds{random() % longest_us});
    served.signal(SIGKILL);
    if (served.wait().status != SIGKILL + 128) throw lost("the start ended before it was killed");
    ++kills;
  }
  const st::server at(data);
  const st::person alice(at, the_used().home.alice);
  if (alice.exported_items() != the_used().items) throw lost("bookmarks are missing");
  return {{"a start", kills}};
}

}  // namespace

void make_outdated(const st::fs::path& projections) {
  const auto rows = projection_store::open({projections.string()});
  if (!rows) throw lost("the read models to be outdated cannot be opened: " + rows.why().message);
  row_changes changes;
  changes.put(family::checkpoints, "layout", "0");
  if (!(*rows)->write(changes)) throw lost("the read models could not be outdated");
}

auto outdated_row() -> row {
  return {"kill.upgrade", "kill -9 while read models of another version are folded again", 2,
          killed_while_folding_again};
}

}  // namespace waybill::crash
