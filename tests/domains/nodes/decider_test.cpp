#include "domains/nodes/metadata.hpp"
#include "domains/nodes/options.hpp"
#include "tests/domains/nodes/reading.hpp"

using namespace waybill;
using namespace waybill::nodes;
using namespace waybill::nodes::test;

namespace {

/// What became of a record, and of the row that was there.
struct decision {
  outcome what;
  std::string code;
  std::optional<node> after;
};

/// A candidate of one item.
auto chunk_of(const std::string& item, const std::string& options) -> std::unique_ptr<candidate_chunk> {
  const stored file(R"({"urls":[)" + item + "]}");
  chunk_reader reader{kind(), {file.path(), options, import_time, {}}};
  REQUIRE(reader.start({file.check()->list_offset}).ok());
  auto chunk = reader.next();
  REQUIRE(chunk.ok());
  return std::move(*chunk);
}

constexpr instant later{import_time.us + 1'000'000};

/// `there`: the row of an earlier import, or empty.
auto decide(const std::string& item, const std::string& there, const std::string& options_given) -> decision {
  const auto options = kind().check_options(options_given);
  REQUIRE(options.ok());
  const auto chunk = chunk_of(item, *options);
  const auto decider = kind().decider(*options, later);
  CHECK(decider->needs_rows() == (options->find("update") != std::string::npos));
  const std::vector<known_record> known{there.empty() ? known_record{} : known_record{{5, 1}, there, false}};
  std::string scratch;
  decided_record out;
  const auto& record = chunk->records.front();
  decider->decide(*chunk, record, std::span(known).first(record.own_keys), scratch, out);
  decision made{out.what, std::string(out.code), {}};
  if (!out.after.empty()) {
    const auto after = decode_row(out.after);
    REQUIRE(after.ok());
    made.after = *after;
  }
  const bool meets = !there.empty() && record.fault.empty();
  CHECK(out.before_at == (meets ? 5 : 0));
  CHECK((out.what == outcome::updated) == !out.before.empty());
  CHECK((out.what == outcome::failed || out.what == outcome::skipped) == (out.shown.size() == 2));
  return made;
}

auto row_of(const std::string& item, const std::string& options = "{}") -> std::string {
  const auto chunk = chunk_of(item, options);
  return std::string(chunk->view(chunk->records.front().row));
}

const std::string updating = R"({"on_duplicate":"update"})";

}  // namespace

TEST_CASE("given a node that is not there, when any import brings it, then it is created") {
  for (const auto* policy : {"skip", "update", "error"}) {
    const auto made = decide(R"({"url":"https://a/x","title":"T","metadata":{"a":null,"b":1}})", "",
                             R"({"on_duplicate":")" + std::string(policy) + "\"}");
    CHECK(made.what == outcome::created);
    CHECK(made.after->title == "T");
    CHECK(made.after->metadata == R"({"b":1})");
    CHECK(made.after->linked);
  }
}

TEST_CASE(
    "given a node that is there, when it comes again, then it is skipped, or fails where duplicates are "
    "errors") {
  const auto there = row_of(R"("https://a/x")");
  const auto skipped = decide(R"({"url":"http://a/x/","title":"New"})", there, "{}");
  CHECK(skipped.what == outcome::skipped);
  CHECK(skipped.code == "duplicate");
  const auto failed = decide(R"("https://a/x")", there, R"({"on_duplicate":"error"})");
  CHECK(failed.what == outcome::failed);
  CHECK(failed.code == "duplicate");
}

TEST_CASE(
    "given an update, when a record brings title and metadata, then both are merged, and nothing else "
    "changes") {
  const auto there = row_of(R"({"url":"https://a/x","title":"Old","metadata":{"a":1,"b":{"c":2},"d":3}})");
  const auto made = decide(R"({"url":"http://a/x/","title":"New","metadata":{"b":{"e":4},"a":null,"f":5}})",
                           there, updating);
  CHECK(made.what == outcome::updated);
  CHECK(made.after->title == "New");
  CHECK(made.after->url == "https://a/x");
  CHECK(made.after->metadata == R"({"b":{"e":4},"d":3,"f":5})");
  CHECK(made.after->created_at == import_time);
  CHECK(made.after->updated_at == later);
}

TEST_CASE(
    "given an update, when a record says null, then the title is made of the address again and the metadata "
    "go") {
  const auto there = row_of(R"({"url":"https://a/x-y","title":"Old","metadata":{"a":1}})");
  const auto untitled = decide(R"({"url":"https://a/x-y","title":null})", there, updating);
  CHECK(untitled.after->title == "X y");
  CHECK_FALSE(untitled.after->titled);
  CHECK(untitled.after->metadata == R"({"a":1})");
  CHECK(decide(R"({"url":"https://a/x-y","metadata":null})", there, updating).after->metadata.empty());
}

TEST_CASE("given an update, when a record says nothing new, then it is unchanged") {
  const auto there = row_of(R"({"url":"https://a/x","title":"T","metadata":{"a":1}})");
  for (const auto* item : {R"("http://a/x")", R"({"url":"https://a/x","title":"T"})",
                           R"({"url":"https://a/x","metadata":{"a":1,"z":null}})"}) {
    const auto made = decide(item, there, updating);
    CHECK(made.what == outcome::skipped);
    CHECK(made.code == "unchanged");
  }
  // As our own exports tell it.
  CHECK(decide(R"({"url":"https://a/x","title":"X"})", row_of(R"("https://a/x")"), updating).code ==
        "unchanged");
}

TEST_CASE(
    "given updates that make metadata grow, when they pass 64 KiB, then the record fails and the node "
    "stays") {
  const auto half = std::string(40'000, 'x');
  const auto there = row_of(R"({"url":"https://a/x","metadata":{"a":")" + half + "\"}}");
  const auto made = decide(R"({"url":"https://a/x","metadata":{"b":")" + half + "\"}}", there, updating);
  CHECK(made.what == outcome::failed);
  CHECK(made.code == "metadata_too_large");
}

TEST_CASE(
    "given a node that stands alone, when an import that builds the tree updates it, then it has its place, "
    "and never loses it again") {
  const auto alone = row_of(R"("https://a/x")", R"({"build_relationships":false})");
  CHECK_FALSE(decode_row(alone)->linked);
  const auto made = decide(R"("https://a/x")", alone, updating);
  CHECK(made.what == outcome::updated);
  CHECK(made.after->linked);
  const auto linked = row_of(R"("https://a/x")");
  CHECK(decide(R"("https://a/x")", linked, R"({"on_duplicate":"update","build_relationships":false})").code ==
        "unchanged");
}

TEST_CASE("given a faulty record, when it is decided, then it fails with its fault, whatever the policy") {
  for (const auto* policy : {R"({"on_duplicate":"skip"})", R"({"on_duplicate":"update"})"}) {
    const auto made = decide(R"("ftp://a/x")", "", policy);
    CHECK(made.what == outcome::failed);
    CHECK(made.code == "url_invalid");
  }
}

TEST_CASE("given options by either name, when they are checked, then they are written out in full") {
  const auto full = R"({"build_relationships":false,"chunk_size":10,"on_duplicate":"error"})";
  CHECK(*kind().check_options(R"({"chunkSize":10,"handleDuplicates":"error","buildRelationships":false})") ==
        full);
  CHECK(*kind().check_options(full) == full);
  CHECK(*kind().check_options("{}") == R"({"build_relationships":true,"on_duplicate":"skip"})");
  CHECK(*batch_options("{}") == R"({"build_relationships":true,"chunk_size":100,"on_duplicate":"skip"})");
  CHECK(*kind().check_options(R"({"chunkSize":10,"chunk_size":10})") ==
        *kind().check_options(R"({"chunk_size":10})"));
  CHECK(kind().chunk_records(full, {.chunk_records = 500}) == 10);
  CHECK(kind().chunk_records("{}", {.chunk_records = 500}) == 500);
}

TEST_CASE("given options that are wrong, when they are checked, then the answer says what may stand there") {
  for (const auto* bad :
       {"[]", "x", R"({"on_duplicate":"overwrite"})", R"({"on_duplicate":1})", R"({"chunk_size":9})",
        R"({"chunk_size":501})", R"({"chunk_size":10.5})", R"({"chunk_size":"100"})", R"({"chunk_size":-1})",
        R"({"chunk_size":99999999999999999999})", R"({"build_relationships":1})",
        R"({"chunk_size":10,"chunkSize":20})"}) {
    INFO(bad);
    CHECK(kind().check_options(bad).why().code == errc::bad_value);
  }
  for (const auto* unknown : {R"({"scheme":true})", R"({"keep_query":true})", R"({"x":1})"})
    CHECK(kind().check_options(unknown).why().code == errc::unknown_field);
}

TEST_CASE(
    "given a project with a rule of its own, when its options are read back, then the rule is with them") {
  const auto options = with_rule(*kind().check_options(updating), {.scheme = true, .keep_query = true});
  CHECK(read_options(options).rule == identity_rule{true, true});
  CHECK(read_options(options).duplicates == on_duplicate::update);
  CHECK(decode_row(row_of(R"("http://a/x?q=1")", options))->canonical == "http://a/x?q=1");
}

TEST_CASE("given very many keys, when metadata are merged, then it takes no time") {
  std::string many = "{";
  for (int i = 0; i < 5'000; ++i) many += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":1";
  many += "}";
  CHECK(merged_metadata(many, many) == many);
  CHECK(metadata_member(many, "k4999") == "1");
  CHECK(metadata_member(many, "k5000").empty());
}
