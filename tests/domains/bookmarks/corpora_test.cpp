// Files that people really have, with what must come out of them.
#include <cstdlib>

#include "tests/domains/bookmarks/reading.hpp"

namespace waybill::bookmarks::test {
namespace {

using nlohmann::json;

/// Whether a member is one of the ways in which producers say yes.
auto says_yes(const json& extra, const std::string& key) -> bool {
  if (!extra.contains(key)) return false;
  const auto& value = extra.at(key);
  return value == true || value == 1 || value == "yes" || value == "1" || value == "true";
}

/// A flag, under whichever name its producer has for it.
auto seen_flag(const json& extra, const std::string& name) -> json {
  const auto is = [&](const std::string& key, const std::string& value) {
    return extra.value(key, json()) == value;
  };
  if (name == "private") return says_yes(extra, "private") || is("shared", "no");
  if (name == "favorite")
    return says_yes(extra, "data-important") || says_yes(extra, "favorite") ||
           says_yes(extra, "is_starred") || is("Folder", "Starred");
  if (name == "unread") return says_yes(extra, "toread") || is("status", "unread") || is("Folder", "Unread");
  if (name == "archived")
    return is("status", "archive") || says_yes(extra, "archived") || says_yes(extra, "is_archived") ||
           is("state", "Archived") || is("Location", "archive") || is("Folder", "Archive");
  FAIL("an expectation asks for " << name);
  return {};
}

/// What a record says of itself, as far as an expectation asks.
auto seen_value(const read_record& from, const std::string& name) -> json {
  const auto& made = from.made;
  const auto extra = made.extra.empty() ? json::object() : json::parse(made.extra);
  if (name == "url") return made.url;
  if (name == "title") {
    const bool has_none = std::ranges::find(from.warnings, "title_missing") != from.warnings.end();
    return has_none ? "" : made.title;
  }
  if (name == "tags") return made.tags;
  if (name == "description") return made.description ? json(*made.description) : json();
  if (name == "created")
    return made.created_at.us == reading_time.us ? json() : json(made.created_at.us / 1'000'000);
  if (name == "modified") return made.updated_at.us / 1'000'000;
  if (name == "folder") return extra.value("folder", json::array());
  if (name == "feed_url") return made.feed_url ? json(*made.feed_url) : json();
  if (name == "note") return extra.value("note", "");
  if (name == "keyword") return extra.value("shortcuturl", extra.value("keyword", ""));
  return seen_flag(extra, name);
}

/// `is_weak`: where nothing is expected, more may be found.
void hold_against(const read_record& record, const json& wanted, bool is_weak) {
  for (const auto& [name, value] : wanted.items()) {
    if (name.ends_with("_any_of") || (is_weak && (value.is_null() || value == ""))) continue;
    INFO(name);
    const auto seen = seen_value(record, name);
    const auto others = wanted.find(name + "_any_of");
    const bool is_other = others != wanted.end() && std::ranges::find(*others, seen) != others->end();
    if (!is_other) CHECK(seen == value);
  }
}

void hold_file_against(const std::filesystem::path& path, const json& wanted) {
  const auto content = content_of(path);
  if (wanted.value("error", "") == "empty_file") {
    CHECK(content.empty());
    return;
  }
  if (wanted.contains("error")) {
    const auto refused = kind().recognise("auto", content);
    REQUIRE_FALSE(refused.ok());
    CHECK(name_of(refused.why().code) == wanted["error"].get<std::string>());
    return;
  }
  const auto all = read_whole(content, R"({"folders":"ignore"})");
  REQUIRE(all.found.ok());
  CHECK(all.found->records == all.records.size());
  const auto found = json::parse(all.found->findings);
  INFO(found.dump());
  auto warnings = json::array();
  if (wanted.contains("warning")) warnings.push_back("file_truncated");
  // Of one that holds nothing this is said as well, since it may not be what somebody meant to send.
  if (all.found->records == 0) warnings.push_back("nothing_found");
  CHECK(found.value("warnings", json::array()) == warnings);
  std::vector<std::string> failed;
  std::vector<read_record> made;
  for (const auto& one : all.records) {
    if (one.fault.empty())
      made.push_back(one);
    else
      failed.push_back(one.fault);
  }
  CHECK(json(failed) == wanted.value("failed", json::array()));
  REQUIRE(made.size() == wanted["items"].size());
  for (std::size_t i = 0; i < made.size(); ++i) {
    INFO("item " << i);
    hold_against(made[i], wanted["items"][i], wanted.value("note", "").starts_with("weak"));
  }
}

}  // namespace

TEST_CASE("given files that people really have, when they are read, then each ends as expected") {
  const auto* const corpora = std::getenv("WAYBILL_CORPORA");
  if (corpora == nullptr) {
    WARN("skipped: WAYBILL_CORPORA is not set");
    return;
  }
  std::size_t files = 0;
  for (const auto& one :
       std::filesystem::recursive_directory_iterator(std::filesystem::path(corpora) / "bookmarks")) {
    const auto path = one.path();
    if (!one.is_regular_file() || path.string().ends_with(".expected.json")) continue;
    INFO(path);
    hold_file_against(path, read_json(path.string() + ".expected.json"));
    ++files;
  }
  CHECK(files > 60);
}

}  // namespace waybill::bookmarks::test
