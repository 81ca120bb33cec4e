// Files that people really have, with what must come out of them.
#include <cstdlib>

#include "tests/domains/bookmarks/reading.hpp"

namespace waybill::bookmarks::test {
namespace {

using nlohmann::json;

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
  if (name == "private") return extra.value("private", false);
  if (name == "keyword") return extra.value("shortcuturl", "");
  if (name == "favorite") return extra.value("data-important", extra.value("favorite", false));
  if (name == "unread") return extra.value("toread", extra.value("status", "") == "unread");
  if (name == "archived") return extra.value("status", "") == "archive";
  FAIL("an expectation asks for " << name);
  return {};
}

void hold_against(const read_record& record, const json& wanted) {
  for (const auto& [name, value] : wanted.items()) {
    if (name.ends_with("_any_of")) continue;
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
  CHECK(wanted.contains("warning") == !found.value("warnings", json::array()).empty());
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
    hold_against(made[i], wanted["items"][i]);
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
    const auto extension = path.extension();
    if (extension != ".html" && extension != ".htm" && extension != ".txt" && extension != ".md") continue;
    INFO(path);
    hold_file_against(path, read_json(path.string() + ".expected.json"));
    ++files;
  }
  CHECK(files > 40);
}

}  // namespace waybill::bookmarks::test
