// The floor plan of docs/architecture.md as data, and the walk that holds every #include against it.
#include <algorithm>
#include <array>
#include <set>

#include "tests/tidy/tree.hpp"

namespace waybill::tidy {
namespace {

struct floor_entry {
  std::string_view folder;
  int floor;
};

// The longest folder that fits counts: events/log is not events. A folder includes from lower floors and from
// itself.
constexpr std::array floors{
    floor_entry{"events", 0},      floor_entry{"formats", 0},    floor_entry{"config", 0},
    floor_entry{"handlers", 0},    floor_entry{"events/log", 1}, floor_entry{"domains", 1},
    floor_entry{"projections", 2}, floor_entry{"backup", 2},     floor_entry{"actors", 3},
    floor_entry{"http", 4},        floor_entry{"console", 4},    floor_entry{"cli", 5},
};

struct side_door {
  std::string_view from;
  std::string_view to;
};

// They speak in the errors of events; all of them stand on the ground.
constexpr std::array side_doors{side_door{"config", "events"}, side_door{"handlers", "events"}};

struct fence {
  std::string_view header;     ///< how the library's includes begin
  std::string_view folders;    ///< where they may stand, separated by spaces: folders of the plan, or the
                               ///< beginning of a path
  bool not_even_through_ours;  ///< nobody outside may reach it through a header of ours either
};

constexpr std::array fences{
    fence{"CLI/", "cli", true},
    fence{"httplib.h", "http cli/client", false},
    fence{"curl/", "handlers", true},
    fence{"caf/", "actors console", true},
    fence{"rocksdb/", "events/log projections", true},
    fence{"nlohmann/", "events handlers domains projections actors http cli", false},
    fence{"spdlog/", "actors http cli", false},
    fence{"sodium", "actors console http", true},
    fence{"openssl/", "events", true},
    fence{"zlib.h", "formats", true},
    fence{"expat.h", "formats", true},
    fence{"zip.h", "formats", true},
    fence{"xlsxwriter.h", "formats", true},
    fence{"unicode/", "", true},  // ICU: an upgrade would change stored identities
    fence{"catch2/", "", true},
};

auto is_below(std::string_view path, std::string_view folder) -> bool {
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

auto entry_of(std::string_view path) -> const floor_entry* {
  const floor_entry* best = nullptr;
  for (const auto& one : floors)
    if (is_below(path, one.folder) && (best == nullptr || one.folder.size() > best->folder.size()))
      best = &one;
  return best;
}

auto may_include(const floor_entry& from, const floor_entry& to) -> bool {
  if (to.floor < from.floor || to.folder == from.folder) return true;
  return std::any_of(side_doors.begin(), side_doors.end(),
                     [&](const side_door& door) { return door.from == from.folder && door.to == to.folder; });
}

auto is_within(std::string_view path, const fence& one) -> bool {
  const auto* entry = entry_of(path);
  for (auto rest = one.folders; !rest.empty();) {
    const auto end = std::min(rest.find(' '), rest.size());
    const auto named = rest.substr(0, end);
    const bool is_folder =
        std::any_of(floors.begin(), floors.end(), [&](const auto& f) { return f.folder == named; });
    if (is_folder ? entry != nullptr && entry->folder == named : path.starts_with(named)) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

void check_own(const std::string& path, std::string_view target, const tree& files, findings& found) {
  if (!files.contains(std::string{target})) {
    found.push_back(path + " includes " + std::string{target} +
                    ", which is not in the tree (by its path from the root)");
    return;
  }
  const auto* from = entry_of(path);
  const auto* to = entry_of(target);
  if (to == nullptr || !may_include(*from, *to))
    found.push_back(path + " includes " + std::string{target} + ", which does not stand on a lower floor");
}

void check_fences(const std::string& path, std::string_view target, findings& found) {
  for (const auto& one : fences)
    if (target.starts_with(one.header) && !is_within(path, one))
      found.push_back(path + " includes <" + std::string{target} +
                      ">, which is fenced to: " + std::string{one.folders});
}

/// All headers of ours that a file reaches, itself not counted.
void reach(const std::string& path, const tree& files, std::set<std::string>& reached) {
  const auto at = files.find(path);
  if (at == files.end()) return;
  for (const auto& line : includes_of(at->second))
    if (line.is_own && reached.insert(std::string{line.target}).second)
      reach(std::string{line.target}, files, reached);
}

void check_reach(const std::string& path, const tree& files, findings& found) {
  std::set<std::string> reached;
  reach(path, files, reached);
  for (const auto& header : reached) {
    const auto at = files.find(header);
    if (at == files.end()) continue;
    for (const auto& line : includes_of(at->second))
      for (const auto& one : fences)
        if (!line.is_own && one.not_even_through_ours && line.target.starts_with(one.header) &&
            !is_within(path, one))
          found.push_back(path + " reaches <" + std::string{line.target} + "> through " + header);
  }
}

}  // namespace

auto check_floors(const tree& files) -> findings {
  findings found;
  for (const auto& [path, text] : files) {
    if (!path.ends_with(".cpp") && !path.ends_with(".hpp")) continue;
    if (path.starts_with("tests/")) continue;
    if (entry_of(path) == nullptr) {
      found.push_back(path + " stands in a folder without a floor");
      continue;
    }
    for (const auto& line : includes_of(text)) {
      if (line.is_own)
        check_own(path, line.target, files, found);
      else
        check_fences(path, line.target, found);
    }
    check_reach(path, files, found);
  }
  return found;
}

}  // namespace waybill::tidy
