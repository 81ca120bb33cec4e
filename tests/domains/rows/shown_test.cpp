// What stands beside the outcome of a row that a handler took.
#include "tests/domains/rows/reading.hpp"

using namespace waybill;
using namespace waybill::rows;
using namespace waybill::rows::test;

using views = std::vector<std::string_view>;

TEST_CASE(
    "given result columns, when a common part is written and read, then they stand behind its columns") {
  common_view all;
  all.time = import_time;
  all.columns = {"name", "email"};
  all.headers = {all.columns};
  std::string plain;
  encode_common(all, plain);
  all.result_columns = {"id"};
  std::string bytes;
  encode_common(all, bytes);
  common_view read;
  REQUIRE(view_common(bytes, read));
  CHECK(read.columns == all.columns);
  CHECK(read.result_columns == views{"id"});
  words names;
  name_shown(read, names);
  CHECK(names == words{"name", "email", "id"});
  REQUIRE(view_common(plain, read));
  CHECK(read.result_columns.empty());
}

TEST_CASE("given texts beside an outcome, when they are taken apart, then cells and results are told apart") {
  common_view all;
  all.columns = {"a", "b"};
  all.result_columns = {"id", "note"};
  views cells, results;
  const auto split = [&](const views& shown) { split_shown(all, shown, cells, results); };
  split({"1", "2", "x", "y", "3", "4"});
  CHECK(cells == views{"1", "2", "3", "4"});
  CHECK(results == views{"x", "y"});
  split({"1", "", "x"});
  CHECK(cells == views{"1", ""});
  CHECK(results == views{"x"});
  split({"1"});
  CHECK(cells == views{"1"});
  CHECK(results.empty());
}

TEST_CASE("given rows without a key, when they are decided, then as their handler said, and none is kept") {
  const auto decider = kind().decider(*kind().check_options("{}"), import_time);
  for (const auto what : {outcome::created, outcome::updated, outcome::skipped}) {
    candidate_chunk chunk;
    auto& record = chunk.records.emplace_back();
    record.flags = flags_of(what);
    const auto at = chunk.bytes.size();
    encode_fresh_row(views{"Ada", ""}, chunk.bytes);
    record.row = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(chunk.bytes.size() - at)};
    std::string scratch;
    decided_record out;
    SECTION("with their cells") {}
    SECTION("with what the handler answered") {
      for (const auto* text : {"Ada", "", "17"}) chunk.show(text);
    }
    decider->decide(chunk, record, {}, scratch, out);
    CHECK(out.what == what);
    CHECK(out.keys.empty());
    views cells = out.shown;
    if (cells.empty()) kind().show(out.after, cells);
    CHECK(cells == (chunk.shown.empty() ? views{"Ada", ""} : views{"Ada", "", "17"}));
  }
}
