// Imports with a review are folded once, and then only what came since.
#include "actors/ready_imports.hpp"

#include <catch2/catch.hpp>
#include <vector>

#include "actors/registry.hpp"
#include "tests/actors/store_fixture.hpp"

using namespace waybill;
using namespace waybill::tests;

namespace {

struct review_world : store_world {
  import_id id{"imp_1"};

  review_world() {
    add(import_submitted{id, owner, "leads", "csv", "{}", {"a.csv", "file.csv", 9, {}}, ""});
    add(parsing_started{1});
    add(import_ready{"csv", 9, 0});
  }
  template <class Event>
  void add(const Event& what) {
    append(import_stream(id), Event::tag, encode(what));
  }
  void edit(std::uint64_t record, const std::string& text) {
    add(import_record_edited{record, {{0, text}}, 1});
    REQUIRE(set.control->catch_up());
  }
};

}  // namespace

TEST_CASE_METHOD(
    review_world,
    "given a review that people change, when it is asked for again, then it is as the log has it, "
    "and what did not change is not read again") {
  ready_imports kept{*log, *rows};
  for (std::uint64_t i = 1; i <= 5; ++i) edit(i, "text " + std::to_string(i));
  const auto first = kept.recover(id);
  const auto again = kept.recover(id);
  REQUIRE((first && again));
  REQUIRE(first->state.status == import_status::ready);
  REQUIRE(first->state.changes);
  CHECK(first->state.changes == again->state.changes);
  edit(2, "other");
  const auto now = kept.recover(id);
  const auto told = recover_import(*log, *rows, id);
  REQUIRE((now && told));
  CHECK(now->version == told->version);
  CHECK(now->last_at == told->last_at);
  CHECK(now->accepted_at == told->accepted_at);
  CHECK(now->state.started_by == told->state.started_by);
  CHECK(now->state.revision == 6);
  CHECK(now->state.changes->records.at(2).cells.front().text == "other");
  CHECK(now->state.changes->records.size() == 5);
  // Who still looks at it as it was sees no change.
  CHECK(first->state.changes->records.at(2).cells.front().text == "text 2");
}

TEST_CASE_METHOD(review_world,
                 "given more reviews than are kept, when they are asked for in turn, then each is right") {
  ready_imports kept{*log, *rows};
  std::vector<import_id> all;
  for (std::size_t i = 0; i < ready_imports::most_kept + 3; ++i) {
    id.value = "imp_" + std::to_string(100 + i);
    all.push_back(id);
    add(import_submitted{id, owner, "leads", "csv", "{}", {"a.csv", "file.csv", 9, {}}, ""});
    add(parsing_started{1});
    add(import_ready{"csv", 9, 0});
    edit(1, id.value);
  }
  for (int round = 0; round < 2; ++round)
    for (const auto& one : all) {
      const auto found = kept.recover(one);
      REQUIRE(found);
      CHECK(found->state.id == one);
      CHECK(found->state.changes->records.at(1).cells.front().text == one.value);
    }
  CHECK_FALSE(kept.recover({"imp_none"}));
}

TEST_CASE_METHOD(
    review_world,
    "given reviews into which much was written, when they are asked for, then no more is kept than "
    "may be, and each is right") {
  ready_imports kept{*log, *rows, 2'000};
  edit(1, std::string(500, 'a'));
  const auto few = kept.recover(id);
  CHECK(few->state.changes == kept.recover(id)->state.changes);
  edit(2, std::string(2'000, 'b'));
  const auto many = kept.recover(id);
  const auto again = kept.recover(id);
  REQUIRE((many && again));
  CHECK(many->state.changes != again->state.changes);
  CHECK(again->state.changes->records.at(2).cells.front().text.size() == 2'000);
}
