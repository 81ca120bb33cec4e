// The review of an import, of a kind that is not leads.
#include <catch2/catch.hpp>

#include "tests/http/house.hpp"
#include "tests/kinds/pebbles.hpp"

using namespace waybill;
using namespace waybill::http_test;
using json = nlohmann::json;

namespace {

/// Gravel that waits for its review: its path.
auto waiting(const house& in, const inhabitant& who, const std::vector<std::string>& lines) -> std::string {
  const auto accepted = in.upload(who, pebbles::file_of(lines), {{"kind", "gravel"}});
  INFO(accepted.body);
  REQUIRE(accepted.status == 202);
  const std::string id = accepted.parsed().at("id");
  in.await(who, id, import_status::ready);
  return "/api/v1/imports/" + id;
}

auto review_of(const house& in, const inhabitant& who, const std::string& import) -> json {
  const auto seen = in.get(who, import + "/review");
  INFO(seen.body);
  REQUIRE(seen.status == 200);
  return seen.parsed();
}

void leave_out(const house& in, const inhabitant& who, const std::string& import, int record) {
  const auto left = in.call(who, "POST", import + "/review/rows/" + std::to_string(record) + "/exclude",
                            R"({"version":0})");
  INFO(left.body);
  REQUIRE(left.status == 200);
}

/// The import as it ended, after its commit.
auto committed(const house& in, const inhabitant& who, const std::string& import) -> json {
  const auto taken = in.call(who, "POST", import + "/commit", "{}");
  INFO(taken.body);
  REQUIRE(taken.status == 202);
  in.await(who, import.substr(import.rfind('/') + 1), import_status::completed);
  return in.get(who, import).parsed();
}

/// What became of its records, each by its code where it has one.
auto outcomes_of(const house& in, const inhabitant& who, const std::string& import)
    -> std::vector<std::string> {
  std::vector<std::string> all;
  const auto records = in.get(who, import + "/records").parsed();
  for (const auto& one : records.at("items"))
    all.push_back(one.at("code").is_null() ? one.at("outcome") : one.at("code"));
  return all;
}

}  // namespace

TEST_CASE(
    "given gravel that waits for its review, when it is committed, then what was shown is what happens") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto import = waiting(in, ada, {"red\tr", "!x", "pink\tr", "blue\tb", "grey"});
  leave_out(in, ada, import, 4);
  SECTION("at once") {}
  SECTION("after a restart while it waits") {
    in.restart();
    CHECK(in.get(ada, import).parsed().at("status") == "ready");
  }
  const auto seen = review_of(in, ada, import);
  CHECK(seen ==
        json{{"version", 0}, {"can_commit", true}, {"create", 2}, {"skip", 2}, {"fail", 1}, {"excluded", 1}});
  CHECK(in.get(ada, import + "/records").parsed().at("items").empty());
  const auto done = committed(in, ada, import).at("progress");
  CHECK(done.at("created") == seen.at("create"));
  CHECK(done.at("skipped") == seen.at("skip"));
  CHECK(done.at("failed") == seen.at("fail"));
  CHECK(outcomes_of(in, ada, import) ==
        std::vector<std::string>{"created", "cracked", "duplicate", "excluded", "created"});
}

TEST_CASE("given gravel that was left out, when it comes with another file, then it is new") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto first = waiting(in, ada, {"red\tr", "blue\tb"});
  leave_out(in, ada, first, 2);
  committed(in, ada, first);
  in.restart();
  CHECK(review_of(in, ada, waiting(in, ada, {"red\tr", "blue\tb"})).at("create") == 1);
}

TEST_CASE(
    "given two files of the same gravel, when one is committed, then the other's review says what is now") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto one = waiting(in, ada, {"red\tr"});
  const auto other = waiting(in, ada, {"red\tr", "blue\tb"});
  CHECK(review_of(in, ada, other).at("create") == 2);
  committed(in, ada, one);
  CHECK(review_of(in, ada, other).at("create") == 1);
  CHECK(committed(in, ada, other).at("progress").at("created") == 1);
}

TEST_CASE("given gravel that does not wait for a review any more, when somebody asks for it, then 409") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto import = waiting(in, ada, {"red\tr"});
  committed(in, ada, import);
  CHECK(in.get(ada, import + "/review").code() == "wrong_status");
  CHECK(in.call(ada, "POST", import + "/commit", "{}").status == 409);
}

TEST_CASE("given gravel of somebody else, when its review is asked for, then there is none") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto bob = in.inhabit("bob");
  const auto import = waiting(in, ada, {"red\tr"});
  CHECK(in.get(bob, import + "/review").status == 404);
  CHECK(in.call(bob, "POST", import + "/commit", "{}").status == 404);
  CHECK(in.get(ada, import).parsed().at("status") == "ready");
}

TEST_CASE(
    "given a review that somebody changed, when another wishes what no longer fits, then the answer says "
    "why") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto import = waiting(in, ada, {"red\tr", "blue\tb"});
  leave_out(in, ada, import, 1);
  const auto left_out_again = in.call(ada, "POST", import + "/review/rows/1/exclude", R"({"version":0})");
  CHECK(left_out_again.code() == "stale_version");
  CHECK(left_out_again.parsed().at("reason") == "review_changed_since");
  const auto nowhere = in.call(ada, "POST", import + "/review/rows/3/exclude", R"({"version":0})");
  CHECK(nowhere.status == 404);
  CHECK(nowhere.parsed().at("reason") == "import_no_record");
  CHECK(review_of(in, ada, import).at("excluded") == 1);
}

TEST_CASE("given a file without gravel, when it shall be committed, then it cannot be, and stays as it is") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto import = waiting(in, ada, {});
  CHECK(review_of(in, ada, import).at("can_commit") == false);
  const auto refused = in.call(ada, "POST", import + "/commit", "{}");
  CHECK(refused.status == 400);
  CHECK(refused.parsed().at("detail") == "The file has no rows: there is nothing to commit.");
  CHECK(refused.parsed().contains("reason"));
  CHECK(in.get(ada, import).parsed().at("status") == "ready");
}

TEST_CASE("given pebbles, which have no review, when an import is to be committed, then it has none") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto accepted = in.upload(ada, pebbles::file_of({"red\tr"}), {{"kind", "pebbles"}});
  const auto refused = in.call(
      ada, "POST", "/api/v1/imports/" + accepted.parsed().at("id").get<std::string>() + "/commit", "{}");
  CHECK(refused.status == 404);
  CHECK(refused.parsed().at("reason") == "no_review");
}
