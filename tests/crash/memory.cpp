// Too little room for what is reserved, enough for what is used: a life, and an import of many records, under
// a limit of the address space.
#include <algorithm>

#include "tests/crash/fate.hpp"
#include "tests/system/documents.hpp"

namespace waybill::crash {
namespace {

using struck = std::map<std::string, std::uint64_t>;

/// What a server needs to start and import, with all that its threads and caches reserve.
constexpr unsigned least_address_space_kb = 256 << 10;
constexpr std::uint64_t records = 20'000;

auto times_in(std::string_view text, std::string_view what) -> std::uint64_t {
  std::uint64_t times = 0;
  for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + what.size()))
    ++times;
  return times;
}

class many {
 public:
  explicit many(house& at) : at_(at) {}

  void live() {
    at_.start();
    auto text = st::good_document(1, records);
    import(text, "skip", "created");
    for (std::size_t from = 0; (from = text.find("Field", from)) != std::string::npos;)
      text.replace(from, 5, "Forum");  // of the same length: else it takes its time
    import(text, "overwrite", "updated");
    look();
    at_.stop();
    if (const auto told = at_.offline({"rebuild"}); told.status != 0)
      throw lost("rebuild: " + told.out + told.err);
    at_.start();
    look();
    at_.stop();
    if (at_.deaths() != 0) throw lost("it ended: " + at_.errors());
  }

 private:
  auto get(const std::string& path) -> st::answer {
    const auto told = at_.insist([&] { return at_.alice().get(path); });
    if (told.status != 200) throw lost(path + ": " + told.body);
    return told;
  }

  void import(const std::string& text, const std::string& mode, const std::string& outcome) {
    const auto told = at_.insist([&] { return at_.alice().upload(text, mode, mode); });
    if (told.status != 202) throw lost("an upload was answered " + told.body);
    const auto path = "/api/v1/imports/" + told.parsed().at("id").get<std::string>();
    if (!st::eventually([&] { return get(path).parsed().at("status") == "completed"; }))
      throw lost("it never completes: " + get(path).body);
    const auto counts = get(path).parsed().at("progress");
    if (counts.at("processed") != records || counts.at(outcome) != records)
      throw lost("counts: " + counts.dump());
  }

  /// A search that goes through all, and an export of all.
  void look() {
    if (times_in(get("/api/v1/bookmarks?limit=100&q=walk%20number%2019999").body, "\"Forum notes 19999\"") !=
        1)
      throw lost("a search does not find the one that it should");
    const auto all = get("/api/v1/bookmarks/export").body;
    if (times_in(all, "\"Forum notes ") != records || times_in(all, "\"Field notes ") != 0)
      throw lost("the export does not hold what was imported");
  }

  house& at_;
};

auto with_little_memory(const yardstick& by, std::uint64_t seed) -> struck {
  auto how = plain(seed);
  how.limit_kb = std::to_string(least_address_space_kb);
  house at(by.home, how);
  compare(live(at, [](std::string_view) {}), by.expected);
  how.settings.clear();
  house of_many(by.home, how);
  many(of_many).live();
  return {{"a life", 1}};
}

}  // namespace

auto memory_row() -> row { return {"memory", "address space of 256 MiB (ulimit -v)", 1, with_little_memory}; }

}  // namespace waybill::crash
