// What owners keep, held against a plain sum over the log.
#include "projections/usage_model.hpp"

#include <catch2/catch.hpp>

#include "events/bulk/events.hpp"
#include "events/codec.hpp"
#include "events/collection/events.hpp"
#include "events/import/events.hpp"
#include "events/log/memory_log.hpp"
#include "events/project/events.hpp"
#include "tests/temporary_directory.hpp"

using namespace waybill;

namespace {

struct world {
  world() {
    store = std::move(*projection_store::open({folder.path() + "/rows"}));
    runner = std::move(*projection_runner::open("control", *log, *store, [this] {
      std::vector<std::unique_ptr<read_model>> models;
      models.push_back(make_usage_model(*store));
      return models;
    }));
  }
  template <class Event>
  void happened(const std::string& stream, const Event& event) {
    transaction what;
    what.by = "usr_1";
    what.appends.push_back({stream, log->head(stream)->version, {}});
    what.appends.back().events.push_back({std::string(Event::tag), encode(event)});
    REQUIRE(log->commit({&what, 1}).front());
  }
  void submitted(const std::string& id, const std::string& owner, std::uint64_t bytes) {
    import_submitted event;
    event.import = {id};
    event.owner = owner_id{owner};
    event.file.size_bytes = bytes;
    happened("import/" + id, event);
  }
  auto used(const std::string& owner) -> usage_row {
    REQUIRE(runner->catch_up());
    return *load_usage(*store, owner);
  }
  auto event_bytes(const std::string& owner) -> std::uint64_t {
    std::uint64_t sum = 0;
    const auto all = log->read_all(1, 1'000, 1 << 20);
    REQUIRE(all);
    for (const auto& event : *all)
      if (event.head.stream == "collection/bookmarks/" + owner)
        sum += stored_event_bytes(event.head, event.payload.size());
    return sum;
  }

  tests::temporary_directory folder;
  std::unique_ptr<event_log> log = open_memory_log();
  std::unique_ptr<projection_store> store;
  std::unique_ptr<projection_runner> runner;
};

auto chunk_with(std::uint64_t created) -> chunk_applied_v1 {
  chunk_applied_v1 event;
  event.head.import = {"imp_1"};
  event.head.chunk = 1;
  event.head.first_record = 1;
  event.head.counts.created = created;
  event.records.resize(created);
  return event;
}

}  // namespace

TEST_CASE(
    "given imports in every state, when usage is folded, then files count until they are done or removed") {
  const bool at_once = GENERATE(true, false);
  world here;
  const auto look = [&] {
    if (!at_once) here.used("usr_1");
  };
  here.submitted("imp_1", "usr_1", 100);
  look();
  here.submitted("imp_2", "usr_1", 10);
  here.submitted("imp_3", "usr_2", 1);
  look();
  here.happened("import/imp_2", import_cancelled{});
  CHECK(here.used("usr_1").file_bytes == 110);
  here.happened("import/imp_1", import_completed{});
  look();
  here.happened("import/imp_1", import_removed{});
  CHECK(here.used("usr_1").file_bytes == 10);
  here.happened("import/imp_2", import_removed{});
  CHECK(here.used("usr_1") == usage_row{});
  CHECK(here.used("usr_2") == usage_row{1, 0, 0});
  CHECK(here.used("nobody") == usage_row{});
}

TEST_CASE(
    "given chunks and deletions, when usage is folded, then bytes are those of the log and records those "
    "that live") {
  world here;
  here.submitted("imp_1", "usr_1", 0);
  here.happened("collection/bookmarks/usr_1", chunk_with(3));
  CHECK(here.used("usr_1").records == 3);
  here.happened("collection/bookmarks/usr_1", record_deleted{});
  const auto now = here.used("usr_1");
  CHECK(now.records == 2);
  CHECK(now.event_bytes == here.event_bytes("usr_1"));
  CHECK(now.event_bytes > 0);
  CHECK(here.used("usr_2") == usage_row{});
}

TEST_CASE(
    "given an import that is looked at, when people change its review, then what the log keeps counts") {
  const bool at_once = GENERATE(true, false);
  world here;
  here.submitted("imp_1", "prj_1", 100);
  if (!at_once) here.used("prj_1");
  std::uint64_t bytes = 0;
  const auto changed = [&](const auto& event) {
    here.happened("import/imp_1", event);
    const auto all = here.log->read_stream("import/imp_1", 1, 100);
    REQUIRE(all);
    bytes += stored_event_bytes(all->back().head, all->back().payload.size());
  };
  changed(import_record_edited{1, {{0, std::string(30'000, 'x')}}, 7});
  changed(import_records_excluded{});
  changed(import_review_changed{});
  CHECK(here.used("prj_1") == usage_row{100, bytes, 0});
  CHECK(bytes > 30'000);
  // For good, as what is in collections.
  here.happened("import/imp_1", import_removed{});
  CHECK(here.used("prj_1") == usage_row{0, bytes, 0});
}

TEST_CASE(
    "given a change of many records, when usage is folded, then what names them counts for their owner") {
  const bool at_once = GENERATE(true, false);
  world here;
  const auto look = [&] {
    if (!at_once) here.used("usr_1");
  };
  const auto bytes_of = [&](const std::string& stream) {
    std::uint64_t sum = 0;
    const auto all = here.log->read_stream(stream, 1, 100);
    REQUIRE(all);
    for (const auto& event : *all) sum += stored_event_bytes(event.head, event.payload.size());
    return sum;
  };
  const auto asked_by = [](const std::string& owner) {
    bulk_asked asked;
    asked.owner = owner_id{owner};
    return asked;
  };
  const std::vector<digest> many_ids(1'000);
  const std::vector<digest> few_ids(10);
  here.happened("bulk/chg_1", asked_by("usr_1"));
  look();
  here.happened("bulk/chg_1", bulk_selected{digest_list{many_ids}});
  here.happened("bulk/chg_2", asked_by("usr_2"));
  here.happened("bulk/chg_2", bulk_selected{digest_list{few_ids}});
  look();
  here.happened("bulk/chg_1", bulk_cancelled{});
  CHECK(here.used("usr_1") == usage_row{0, bytes_of("bulk/chg_1"), 0});
  CHECK(here.used("usr_1").event_bytes > 32'000);
  CHECK(here.used("usr_2") == usage_row{0, bytes_of("bulk/chg_2"), 0});
  // What another one writes there is that one's.
  const auto before = here.used("usr_1");
  here.happened("bulk/chg_1", bulk_undo_begun{});
  CHECK(here.used("usr_1") == before);
}

TEST_CASE("given a project, when its settings change again and again, then each change counts in its quota") {
  const bool at_once = GENERATE(true, false);
  world here;
  here.happened("project/prj_1", project_renamed{"other"});
  CHECK(here.used("prj_1") == usage_row{});
  for (int i = 0; i < 3; ++i) {
    here.happened("project/prj_1", kind_settings_changed{"leads", std::string(60'000, 'x')});
    if (!at_once) here.used("prj_1");
  }
  const auto now = here.used("prj_1");
  CHECK(now.event_bytes > 180'000);
  CHECK(now.event_bytes < 182'000);
  CHECK(now.file_bytes == 0);
}

TEST_CASE("given an import with long options, when it is removed, then what the log keeps of them counts") {
  world here;
  import_submitted event;
  event.import = {"imp_1"};
  event.owner = owner_id{"usr_1"};
  event.file.size_bytes = 7;
  event.options = std::string(1'024, ' ');
  here.happened("import/imp_1", event);
  CHECK(here.used("usr_1") == usage_row{7, 0, 0});
  event.import = {"imp_2"};
  event.options = std::string(11'024, ' ');
  here.happened("import/imp_2", event);
  here.happened("import/imp_2", import_removed{});
  CHECK(here.used("usr_1") == usage_row{7, 10'000, 0});
  // What was found of a table with many columns, too.
  here.happened("import/imp_1", import_described{std::string(100, 'x')});
  CHECK(here.used("usr_1").event_bytes == 10'000);
  here.happened("import/imp_1", import_described{std::string(100'000, 'x')});
  CHECK(here.used("usr_1").event_bytes > 108'000);
  CHECK(here.used("usr_1").event_bytes < 110'000);
}
