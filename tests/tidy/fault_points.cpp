// Every fault point of the sources stands in the list that the crash table holds against what it strikes, and
// no other.
#include <set>

#include "tests/tidy/tree.hpp"

namespace waybill::tidy {
namespace {

constexpr std::string_view list_path = "tests/crash/named_points.hpp";

/// What stands in quotes behind each `before`.
auto quoted_after(std::string_view text, std::string_view before) -> std::set<std::string> {
  std::set<std::string> names;
  for (auto at = text.find(before); at != std::string_view::npos; at = text.find(before, at + 1)) {
    const auto name = text.substr(at + before.size());
    names.emplace(name.substr(0, name.find('"')));
  }
  return names;
}

auto is_of_the_engine(std::string_view path) -> bool {
  return is_source(path) && !path.starts_with("tests/") && path != "events/fault_point.hpp";
}

}  // namespace

auto check_fault_points(const tree& files) -> findings {
  findings found;
  const auto list = files.find(std::string{list_path});
  // One on each line: no other line of that file begins so.
  const auto known =
      quoted_after(list == files.end() ? std::string_view{} : std::string_view{list->second}, "\n    \"");
  std::set<std::string> there;
  for (const auto& [path, text] : files) {
    if (!is_of_the_engine(path)) continue;
    for (const auto& name : quoted_after(text, "fault_point(\"")) {
      if (!there.insert(name).second) found.push_back(path + " has the fault point " + name + " again");
      if (!known.contains(name))
        found.push_back(path + " has the fault point " + name + ", which is not in " +
                        std::string{list_path});
    }
  }
  for (const auto& name : known)
    if (!there.contains(name))
      found.push_back(std::string{list_path} + " names " + name + ", which no source has");
  return found;
}

}  // namespace waybill::tidy
