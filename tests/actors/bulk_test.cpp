// Bulk changes in a whole engine: frozen, worked off, ended, taken up after a restart, taken back.
#include "tests/actors/bulk_house.hpp"

#include "projections/bookmarks/near_duplicates.hpp"
#include "tests/actors/fault_points.hpp"

using namespace waybill;
using namespace waybill::tests;

TEST_CASE("given bookmarks, when all are tagged, deleted and taken back in turn, then each step is whole") {
  bulk_house here;
  here.import(numbered(45));
  const auto tagged = here.ended(here.begin(R"({"add_tags":["new"]})"));
  CHECK(tagged.status == bulk_status::completed);
  CHECK(tagged.total == 45);
  CHECK(tagged.chunks == 5);
  CHECK(tagged.counts == bulk_tally{45, 0, 0, 0, 0});
  CHECK(here.with_tag("new") == 45);
  const auto gone = here.ended(here.begin(R"({"delete":true})", {{}, {"new"}, {}}));
  CHECK(gone.counts == bulk_tally{45, 0, 0, 0, 0});
  CHECK(here.urls().empty());
  CHECK(*here.bookmarks()->count(here.owner) == 0);
  CHECK(here.core->usage_of(here.owner)->records == 0);
  CHECK(here.undone(gone.asked.bulk).counts == bulk_tally{45, 0, 0, 0, 0});
  CHECK(here.with_tag("new") == 45);
  CHECK(here.core->usage_of(here.owner)->records == 45);
  CHECK(here.try_undo(gone.asked.bulk).why().code == errc::wrong_status);
  // The undo of the deletion brought the rows back as the tags had left them.
  CHECK(here.undone(tagged.asked.bulk).counts == bulk_tally{45, 0, 0, 0, 0});
  CHECK(here.with_tag("new") == 0);
  const auto list = here.core->bulks().list(here.owner, "bookmarks", 3, {});
  REQUIRE(list);
  CHECK(list->size() == 3);
  CHECK(here.core->bulks().list(here.owner, "bookmarks", 3, list->next_cursor)->size() == 1);
  CHECK(here.core->bulks().get(here.make_user("bob"), "bookmarks", tagged.asked.bulk).why().code ==
        errc::not_found);
  here.restart();
  CHECK(here.with_tag("new") == 0);
  CHECK(here.with_tag("old") == 45);
}

TEST_CASE("given changes undone in the wrong order, when they are undone again, then all is as it was") {
  bulk_house here;
  here.import(numbered(25));
  const auto first = here.ended(here.begin(R"({"add_tags":["first"]})")).asked.bulk;
  const auto second = here.ended(here.begin(R"({"add_tags":["second"]})")).asked.bulk;
  const auto third = here.ended(here.begin(R"({"delete":true})")).asked.bulk;
  CHECK(here.undone(first).counts == bulk_tally{0, 0, 25, 0, 0});
  CHECK(here.core->bulks().get(here.owner, "bookmarks", first)->undone_by.empty());
  CHECK(here.undone(third).counts.changed == 25);
  CHECK(here.undone(first).counts == bulk_tally{0, 0, 0, 25, 0});
  const auto undo = here.undone(second);
  CHECK(undo.counts.changed == 25);
  CHECK(here.undone(first).counts.changed == 25);
  CHECK(here.with_tag("first") + here.with_tag("second") == 0);
  CHECK(here.try_undo(second).why().code == errc::wrong_status);
  CHECK(here.undone(undo.asked.bulk).counts == bulk_tally{0, 0, 0, 25, 0});
}

TEST_CASE("given an undo that is undone, when the change is undone once more, then it is") {
  bulk_house here;
  here.import(numbered(5));
  const auto change = here.ended(here.begin(R"({"add_tags":["new"]})")).asked.bulk;
  const auto undo = here.undone(change).asked.bulk;
  CHECK(here.try_undo(change).why().code == errc::wrong_status);
  CHECK(here.undone(undo).counts.changed == 5);
  CHECK(here.with_tag("new") == 5);
  CHECK(here.undone(change).counts.changed == 5);
  CHECK(here.with_tag("new") == 0);
  const auto gone = here.ended(here.begin(R"({"delete":true})")).asked.bulk;
  const auto back = here.undone(gone).asked.bulk;
  CHECK(here.undone(back).counts.changed == 5);
  CHECK(here.urls().empty());
  CHECK(here.undone(gone).counts == bulk_tally{5, 0, 0, 0, 0});
  CHECK(here.urls().size() == 5);
}

TEST_CASE(
    "given an undo that left something, when the rest is undone, then no more is offered, and it says by "
    "whom") {
  bulk_house here;
  here.import(numbered(3));
  const auto change = here.ended(here.begin(R"({"add_tags":["new"]})")).asked.bulk;
  const auto gone = here.ended(here.begin(R"({"delete":true})", {"a2", {}, {}})).asked.bulk;
  CHECK(here.undone(change).counts == bulk_tally{2, 0, 1, 0, 0});
  CHECK(here.undone(gone).counts.changed == 1);
  const auto rest = here.undone(change);
  CHECK(rest.counts.changed == 1);
  const auto row = here.core->bulks().get(here.owner, "bookmarks", change);
  CHECK(row->undone_by == rest.asked.bulk);
  CHECK(may_undo(*row).why().code == errc::wrong_status);
}

TEST_CASE("given a change under way, when an import brings more and it goes on, then those are not changed") {
  bulk_house here;
  here.import(numbered(30));
  bulk_id id;
  {
    gate_at gate{"bulk.chunk_applied"};
    id = here.begin(R"({"rename_tag":{"from":"old","to":"new"}})");
    gate.wait_for_somebody();
    here.import(numbered(20, "later"));
    CHECK(here.try_undo(id).why().code == errc::wrong_status);
  }
  CHECK(here.ended(id).counts.changed == 30);
  CHECK(here.with_tag("new") == 30);
  CHECK(here.with_tag("old") == 20);
}

TEST_CASE(
    "given a change whose later chunks are refused, when the server starts again, then it goes on where it "
    "was") {
  bulk_house here;
  here.import(numbered(50));
  bulk_id id;
  {
    // Asked, named and begun are three; then a chunk; then nothing for a while.
    const fault_at broken{"log.before_write", fault_does::refuse, 1'000, 4};
    id = here.begin(R"({"add_tags":["new"]})");
    const auto until = std::chrono::steady_clock::now() + patience_of(std::chrono::seconds{60});
    while (broken.left() == 1'000 && std::chrono::steady_clock::now() < until) std::this_thread::yield();
    CHECK(broken.left() < 1'000);
    here.stop();
  }
  here.start();
  const auto row = here.ended(id);
  CHECK(row.status == bulk_status::completed);
  CHECK(row.counts == bulk_tally{50, 0, 0, 0, 0});
  CHECK(here.with_tag("new") == 50);
}

TEST_CASE("given a change under way, when the account of who asked is disabled, then it ends") {
  bulk_house here;
  here.import(numbered(30));
  bulk_id id;
  {
    gate_at gate{"bulk.chunk_applied"};
    id = here.begin(R"({"delete":true})");
    gate.wait_for_somebody();
    REQUIRE(here.core->accounts().set_disabled(here.owner, true, "an operator"));
    while (here.core->health().imports_at < here.core->log().tail()) std::this_thread::yield();
  }
  const auto row = here.ended(id);
  CHECK(row.status == bulk_status::cancelled);
  CHECK(row.counts.changed < 30);
  CHECK(here.urls().size() == 30 - row.counts.changed);
}

TEST_CASE("given a change under way, when it is cancelled, then what was done stays and can be taken back") {
  bulk_house here;
  here.import(numbered(30));
  bulk_id id;
  std::optional<result<bulk_row>> told;
  {
    gate_at gate{"bulk.chunk_applied"};
    id = here.begin(R"({"delete":true})");
    gate.wait_for_somebody();
    std::thread asks{[&] { told = here.core->bulks().cancel(here.owner, "bookmarks", id); }};
    gate.open();
    asks.join();
  }
  const auto row = here.ended(id);
  CHECK(here.urls().size() == 30 - row.counts.changed);
  CHECK((row.status == bulk_status::cancelled) == told->ok());
  CHECK(here.undone(id).counts.changed == row.counts.changed);
  CHECK(here.urls().size() == 30);
}

TEST_CASE(
    "given as many changes as may be, when one more is asked for, then it is refused until one has ended") {
  bulk_house here;
  here.import(numbered(3));
  std::vector<bulk_id> ids;
  {
    // The store decides nothing.
    gate_at gate{"actor.store"};
    for (std::size_t i = 0; i < most_bulks_of_one; ++i) ids.push_back(here.begin(R"({"add_tags":["new"]})"));
    CHECK(here.try_begin(R"({"delete":true})").why().code == errc::too_many_requests);
  }
  for (const auto& id : ids) here.ended(id);
  CHECK(here.ended(here.begin(R"({"delete":true})")).counts.changed == 3);
}

TEST_CASE(
    "given near duplicates, when they are looked for and made one, then one stays until it is taken back") {
  bulk_house here;
  here.import({"https://example.org/page", "http://www.example.org/page/", "https://example.org/page#part",
               "https://example.org/other"});
  const auto groups = [&] {
    const auto shown = here.core->shown_late("bookmarks", here.owner);
    REQUIRE(shown);
    return list_duplicates(shown->rows, shown->log, here.owner, 10, {})->items;
  };
  REQUIRE(groups().size() == 1);
  CHECK(groups()[0].bookmarks == 3);
  const auto found = [&](const std::string& text) {
    return here.bookmarks()->list(here.owner, {text, {}, 10, {}})->size();
  };
  CHECK(found("is:duplicate") == 3);
  CHECK(found("-is:duplicate") == 1);
  const auto merged = here.ended(here.begin(R"({"merge":{}})", {"is:duplicate", {}, {}}));
  CHECK(merged.counts == bulk_tally{2, 1, 0, 0, 0});
  CHECK(groups().empty());
  CHECK(found("is:duplicate") == 0);
  CHECK(here.urls().size() == 2);
  CHECK(here.undone(merged.asked.bulk).counts.changed == 2);
  CHECK(groups()[0].bookmarks == 3);
}

TEST_CASE(
    "given a key, when a change or an undo comes again with it, then the first is the answer, whatever "
    "happened "
    "since") {
  bulk_house here;
  here.import(numbered(12));
  const auto wish = R"({"delete":true})";
  const auto first = here.try_begin(wish, {}, "one");
  REQUIRE(first);
  CHECK_FALSE(first->repeated);
  const auto id = first->row.asked.bulk;
  const auto again = [&](const result<begun_bulk>& told, const bulk_id& wanted) {
    return told && told->repeated && told->row.asked.bulk == wanted;
  };
  CHECK(again(here.try_begin(wish, {}, "one"), id));
  here.ended(id);
  CHECK(again(here.try_begin(wish, {}, "one"), id));
  CHECK(here.try_begin(R"({"add_tags":["new"]})", {}, "one").why().code == errc::idempotency_mismatch);
  CHECK(here.try_undo(id, "one").why().code == errc::idempotency_mismatch);
  const auto back = here.try_undo(id, "two");
  REQUIRE(back);
  here.ended(back->row.asked.bulk);
  CHECK(again(here.try_undo(id, "two"), back->row.asked.bulk));
  CHECK(here.try_undo(id, "three").why().code == errc::wrong_status);
  // A key is one user's.
  const auto ann = here.owner;
  here.owner = here.make_user("bob");
  CHECK_FALSE(here.try_begin(wish, {}, "one")->repeated);
  here.owner = ann;
  here.restart();
  CHECK(again(here.try_begin(wish, {}, "one"), id));
  CHECK(again(here.try_undo(id, "two"), back->row.asked.bulk));
  CHECK(here.core->bulks().list(here.owner, "bookmarks", 10, {})->size() == 2);
  CHECK(here.urls().size() == 12);
}

TEST_CASE(
    "given a key whose records are still being named, when it comes again, then it waits, and is told the "
    "same") {
  bulk_house here;
  here.import(numbered(3));
  const auto wish = R"({"add_tags":["new"]})";
  std::array<std::optional<result<begun_bulk>>, 2> told;
  {
    // The first has its key, and stands before it writes anything.
    gate_at gate{"actor.log"};
    std::thread first{[&] { told[0] = here.try_begin(wish, {}, "one"); }};
    std::thread second{[&] { told[1] = here.try_begin(wish, {}, "one"); }};
    gate.wait_for_somebody();
    gate.open();
    first.join();
    second.join();
  }
  REQUIRE((*told[0] && *told[1]));
  CHECK((*told[0])->row.asked.bulk == (*told[1])->row.asked.bulk);
  CHECK((*told[0])->repeated != (*told[1])->repeated);
  CHECK(here.core->bulks().list(here.owner, "bookmarks", 10, {})->size() == 1);
}

TEST_CASE(
    "given a change whose records were never all named, when its key comes again, then another begins") {
  bulk_house here;
  here.import(numbered(3));
  const auto wish = R"({"add_tags":["new"]})";
  const bulk_request what{
      "bookmarks", *here.core->bulks().check("bookmarks", wish), {"one", sha256_of(wish)}};
  const bulk_selection gives_up = [](const identity_taker& take) -> result<done> {
    static_cast<void>(take(identity{}));
    return error{errc::unavailable, "The search ended.", {}};
  };
  const auto choose = [&] { return result<bulk_choice>{bulk_choice{"{}", gives_up}}; };
  CHECK(here.core->bulks().begin(here.owner, what, choose).why().code == errc::unavailable);
  const auto second = here.try_begin(wish, {}, "one");
  REQUIRE(second);
  CHECK_FALSE(second->repeated);
  const auto both = here.core->bulks().list(here.owner, "bookmarks", 10, {});
  REQUIRE(both->size() == 2);
  CHECK(both->items[1].status == bulk_status::failed);
  CHECK(here.ended(second->row.asked.bulk).counts.changed == 3);
  CHECK(here.try_begin(wish, {}, "one")->row.asked.bulk == second->row.asked.bulk);
}

TEST_CASE("given a key, when it is older than keys are kept, then it begins something new") {
  bulk_house here;
  here.import(numbered(3));
  const auto wish = R"({"add_tags":["new"]})";
  const auto first = here.try_begin(wish, {}, "one");
  REQUIRE(first);
  here.ended(first->row.asked.bulk);
  here.stop();
  const auto now = system_clock_source()->now();
  auto later =
      open_engine(here.config, std::make_shared<manual_clock>(instant{now.us + 25LL * 3'600 * 1'000'000}));
  REQUIRE(later);
  here.core = std::move(*later);
  const auto second = here.try_begin(wish, {}, "one");
  REQUIRE(second);
  CHECK_FALSE(second->repeated);
  CHECK(here.ended(second->row.asked.bulk).counts.unchanged == 3);
}

TEST_CASE(
    "given an owner at the limit, when many records are named, then only to delete them, and not for ever") {
  bulk_house here;
  here.import(numbered(300));
  const auto tagged = here.ended(here.begin(R"({"add_tags":["once"]})")).asked.bulk;
  const auto used = here.core->usage_of(here.owner)->stored_bytes;
  here.config.quota_stored_limit_bytes = used + 1'000;
  here.restart();
  const auto refused = here.try_begin(R"({"add_tags":["new"]})");
  REQUIRE_FALSE(refused);
  CHECK(refused.why().code == errc::quota_exceeded);
  CHECK(here.with_tag("new") == 0);
  // What was written of it counts, and so do changes that nothing comes of.
  const auto most = here.config.quota_stored_limit_bytes * 3 / 2;
  std::uint64_t begun = 0;
  for (auto next = here.try_begin(R"({"delete":true})", {"nothing has this", {}, {}}); next;
       next = here.try_begin(R"({"delete":true})", {"nothing has this", {}, {}})) {
    here.ended(next->row.asked.bulk);
    REQUIRE(++begun < used);
  }
  CHECK(begun > 0);
  const auto before = here.core->log().tail();
  CHECK(here.try_undo(tagged).why().code == errc::quota_exceeded);
  CHECK(here.core->log().tail() == before);
  CHECK(here.core->usage_of(here.owner)->stored_bytes <= most + 1'000);
  CHECK(here.try_begin(R"({"delete":true})").why().code == errc::quota_exceeded);
  here.restart();
  CHECK(here.core->usage_of(here.owner)->stored_bytes <= most + 1'000);
  CHECK(here.urls().size() == 300);
}
