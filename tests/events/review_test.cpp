// What people change of an import before it is committed.
#include "events/import/review.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "events/import/state.hpp"

using namespace waybill;

namespace {

/// An import that waits for its review, with that many records.
auto ready_import(std::uint64_t records) -> import_state {
  import_state state;
  const auto at = [](std::int64_t us) { return instant{us}; };
  import_submitted what;
  what.import = {"imp_1"};
  what.kind = "leads";
  what.options = "{}";
  state = apply(std::move(state), what, at(1));
  state = apply(std::move(state), parsing_started{1}, at(2));
  const auto events = decide(state, finish_parsing{"csv", records, 0, "{}", true}, {});
  REQUIRE(events);
  for (const auto& event : *events) state = apply(std::move(state), event, at(3));
  REQUIRE(state.status == import_status::ready);
  return state;
}

auto after(import_state state, const import_command& command) -> import_state {
  const auto events = decide(state, command, {});
  INFO((events ? "" : events.why().message));
  REQUIRE(events);
  for (const auto& event : *events) state = apply(std::move(state), event, instant{9});
  return state;
}

auto code_of(const import_state& state, const import_command& command) -> std::string_view {
  const auto events = decide(state, command, {});
  return events ? "" : name_of(events.why().code);
}

}  // namespace

TEST_CASE("given runs of records by chance, when they are added and taken away, then it is as with a set") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937_64 random{seed};
  record_set runs;
  std::set<std::uint64_t> plain;
  for (int step = 0; step < 2'000; ++step) {
    const auto first = random() % 60 + 1;
    const record_run run{first, first + random() % 12};
    const bool add = random() % 2 == 0;
    if (add)
      runs.add(run);
    else
      runs.take_away(run);
    for (auto i = run.first; i <= run.last; ++i) {
      if (add)
        plain.insert(i);
      else
        plain.erase(i);
    }
    REQUIRE(runs.count() == plain.size());
    for (std::uint64_t i = 1; i < 75; ++i) REQUIRE(runs.has(i) == plain.contains(i));
    for (std::size_t i = 1; i < runs.runs().size(); ++i)
      REQUIRE(runs.runs()[i - 1].last + 1 < runs.runs()[i].first);
  }
}

TEST_CASE(
    "given the marks of cells, when cells differ, then the marks do, but not by empty cells at the end") {
  CHECK(mark_of_cells({"a", "b"}) == mark_of_cells({"a", "b", "", ""}));
  CHECK(mark_of_cells({"a", "b"}) != mark_of_cells({"ab"}));
  CHECK(mark_of_cells({"a", "", "b"}) != mark_of_cells({"a", "b"}));
}

TEST_CASE(
    "given an import that waits, when options are changed twice by who saw the first, then the second is "
    "stale") {
  auto state = ready_import(10);
  state = after(std::move(state), change_review{0, R"({"a":1})", false});
  CHECK(state.status == import_status::ready);
  CHECK(state.review_version == 1);
  CHECK(state.options == R"({"a":1})");
  CHECK(code_of(state, change_review{0, R"({"a":2})", false}) == "stale_version");
  state = after(std::move(state), change_review{1, R"({"a":2})", true});
  CHECK(state.status == import_status::parsing);
}

TEST_CASE(
    "given a review, when it is read in another way, then it may have other records, until it is committed") {
  auto state = ready_import(10);
  state = after(std::move(state), change_review{0, R"({"header_rows":2})", true});
  state = after(std::move(state), finish_parsing{"csv", 9, 40, "{}", true});
  CHECK(state.status == import_status::ready);
  CHECK(state.total == 9U);
  state = after(std::move(state),
                commit_import{1, state.revision, R"({"full":1})", {R"({"m":1})", {9, 0, 0, 0}}});
  CHECK(state.status == import_status::processing);
  CHECK(state.agreed == R"({"m":1})");
  // What the project has set at that moment stays.
  CHECK(state.options == R"({"full":1})");
  state = after(std::move(state), fail_import{{errc::storage_full, "Full.", {}}});
  state = after(std::move(state), retry_import{});
  state = after(std::move(state), start_parsing{});
  // From now on the records are those that were committed.
  auto changed = state;
  changed = after(std::move(changed), finish_parsing{"csv", 8, 40, "{}", true});
  CHECK(changed.status == import_status::failed);
  state = after(std::move(state), finish_parsing{"csv", 9, 40, "{}", true});
  CHECK(state.status == import_status::processing);
}

TEST_CASE("given two people, when both edit one record, then the second is stale; another record is not") {
  auto state = ready_import(10);
  state = after(std::move(state), edit_record_of_review{{3, {{1, "x"}}, 5}, 0});
  CHECK(code_of(state, edit_record_of_review{{3, {{1, "y"}}, 5}, 0}) == "stale_version");
  state = after(std::move(state), edit_record_of_review{{4, {{1, "y"}}, 6}, 0});
  state = after(std::move(state), edit_record_of_review{{3, {{1, "z"}}, 5}, 1});
  CHECK(state.changes->records.at(3).cells == std::vector<edited_cell>{{1, "z"}});
  CHECK(state.changes->records.at(3).version == 2);
  CHECK(state.review_version == 0);
  CHECK(state.revision == 3);
  CHECK(code_of(state, edit_record_of_review{{11, {}, 0}, 0}) == "not_found");
  CHECK(code_of(state, edit_record_of_review{{0, {}, 0}, 0}) == "not_found");
}

TEST_CASE("given a copy of a state, when one is changed, then the other keeps what it had") {
  auto state = ready_import(10);
  state = after(std::move(state), edit_record_of_review{{3, {{1, "x"}}, 5}, 0});
  const auto copy = state;
  state = after(std::move(state), edit_record_of_review{{3, {{1, "y"}}, 5}, 1});
  CHECK(copy.changes->records.at(3).cells.front().text == "x");
}

TEST_CASE("given records left out, when it is in bulk, then the review has a new version, else the record") {
  auto state = ready_import(10);
  state = after(std::move(state), exclude_records{{{{2, 5}}, true, true}, 0});
  CHECK(state.review_version == 1);
  CHECK(state.changes->excluded.count() == 4);
  CHECK(code_of(state, exclude_records{{{{2, 5}}, true, true}, 0}) == "stale_version");
  state = after(std::move(state), exclude_records{{{{3, 3}}, false, false}, 0});
  CHECK(state.review_version == 1);
  CHECK(state.changes->records.at(3).version == 1);
  CHECK(!state.changes->excluded.has(3));
  CHECK(code_of(state, exclude_records{{{{9, 11}}, true, true}, 1}) == "not_found");
  // It is as asked already: no event.
  CHECK(decide(state, exclude_records{{{{3, 3}}, false, false}, 1}, {})->empty());
}

TEST_CASE(
    "given an import that does not wait for a review, when its review is changed, then that is refused") {
  auto state = ready_import(10);
  state = after(std::move(state), commit_import{0, 0, "", {"{}", {}}});
  CHECK(code_of(state, change_review{0, "{}", false}) == "wrong_status");
  CHECK(code_of(state, edit_record_of_review{{3, {}, 5}, 0}) == "wrong_status");
  CHECK(code_of(state, exclude_records{{{{2, 5}}, true, true}, 0}) == "wrong_status");
  CHECK(code_of(state, commit_import{0, 0, "", {"{}", {}}}) == "wrong_status");
}

TEST_CASE("given a commit, when something was changed since its plan was made, then it is stale") {
  auto state = ready_import(10);
  state = after(std::move(state), edit_record_of_review{{3, {{1, "x"}}, 5}, 0});
  CHECK(code_of(state, commit_import{0, 0, "", {"{}", {}}}) == "stale_version");
  CHECK(code_of(state, commit_import{{}, 1, "", {"{}", {}}}).empty());
}
