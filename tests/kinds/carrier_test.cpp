// Records that go to somebody outside of the log, of a kind that is not rows.
#include <catch2/catch.hpp>
#include <fstream>

#include "tests/http/house.hpp"
#include "tests/http/moved_clock.hpp"
#include "tests/kinds/pebbles.hpp"
#include "tests/temporary_directory.hpp"

using namespace waybill;
using namespace waybill::http_test;
using json = nlohmann::json;

namespace {

/// A house with the carrier `north`. It is away until it has its place.
struct carried {
  tests::temporary_directory here;
  std::filesystem::path place = std::filesystem::path(here.path()) / "place";
  std::shared_ptr<const moved_clock> clock = std::make_shared<const moved_clock>();
  house in{[this](settings& to) {
             to.groups = {{"carrier", "north", "the test", {{"place", {place.string(), "the test"}}}}};
           },
           clock};
  inhabitant ada = in.inhabit("ada");

  void come() const { std::filesystem::create_directory(place); }
  void lay_trap() const { std::ofstream{place / "trap"}; }
  void take_trap_away() const { std::filesystem::remove(place / "trap"); }

  [[nodiscard]] auto book() const -> std::vector<std::string> {
    std::ifstream file{place / "book"};
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
  }
  [[nodiscard]] auto hand_in(const std::vector<std::string>& lines, const std::string& kind = "pebbles",
                             const std::string& carrier = "north") const -> reply {
    return in.upload(ada, pebbles::file_of(lines),
                     {{"kind", kind}, {"options", json{{"carried_by", carrier}}.dump()}});
  }
  [[nodiscard]] auto begin(const std::vector<std::string>& lines, const std::string& kind = "pebbles") const
      -> std::string {
    const auto accepted = hand_in(lines, kind);
    INFO(accepted.body);
    REQUIRE(accepted.status == 202);
    return accepted.parsed().at("id");
  }
  [[nodiscard]] auto import(const std::string& id) const -> json {
    return in.get(ada, "/api/v1/imports/" + id).parsed();
  }
};

using lines = std::vector<std::string>;

}  // namespace

TEST_CASE("given pebbles that a carrier takes, when it refuses some, then those fail and are not there") {
  carried at;
  at.come();
  const auto id = at.begin({"red\tr", "heavy\th", "!x", "blue\th", "heavy2"});
  at.in.await(at.ada, id, import_status::completed);
  CHECK(at.book() == lines{"1 1 red", "2 4 blue", "end 5"});
  const auto records = at.in.get(at.ada, "/api/v1/imports/" + id + "/records").parsed().at("items");
  REQUIRE(records.size() == 5);
  CHECK(records[0].at("outcome") == "created");
  CHECK(records[1].at("outcome") == "failed");
  CHECK(records[1].at("code") == "too_heavy");
  CHECK(records[1].at("name") == "heavy");
  CHECK(records[1].at("message") == "The pebble is too heavy to be carried.");
  CHECK(records[2].at("code") == "cracked");
  CHECK(records[4].at("name") == "heavy2");
  CHECK(at.in.call(at.ada, "DELETE", "/api/v1/pebbles/r").status == 204);
  // What was refused keeps nothing: its key is blue's.
  CHECK(records[3].at("outcome") == "created");
  CHECK(at.in.call(at.ada, "DELETE", "/api/v1/pebbles/h").status == 204);
}

TEST_CASE("given a carrier that is away, when it is there again, then the import goes on by itself") {
  carried at;
  const auto id = at.begin({"red\tr", "blue\tb", "green\tg"});
  at.in.await(at.ada, id, import_status::paused);
  const auto pause = at.import(id).at("pause");
  CHECK(pause.at("by") == "system");
  CHECK(pause.at("code") == "handler_unavailable");
  CHECK_FALSE(pause.at("next_try_at").is_null());
  at.come();
  at.in.restart();  // before its time
  CHECK(at.import(id).at("status") == "paused");
  CHECK(at.book().empty());
  at.clock->advance(std::chrono::minutes{30});
  at.in.restart();
  at.in.await(at.ada, id, import_status::completed);
  CHECK(at.import(id).at("progress").at("created") == 3);
  CHECK(at.book() == lines{"1 1 red", "1 2 blue", "2 3 green", "end 3"});
}

TEST_CASE("given a carrier in the middle of a batch, when it is stopped there, then that batch comes again") {
  carried at;
  at.come();
  at.lay_trap();
  const auto id = at.begin({"red\tr", "blue\tb", "green\tg", "trap\tt", "white\tw"});
  REQUIRE(
      eventually([&] { return at.book().size() == 3 && at.import(id).at("progress").at("processed") == 2; }));
  SECTION("by a restart") {
    at.in.restart([&](const settings&) { at.take_trap_away(); });
  }
  SECTION("by a person") {
    const auto path = "/api/v1/imports/" + id;
    REQUIRE(at.in.call(at.ada, "POST", path + "/pause").status == 202);
    at.in.await(at.ada, id, import_status::paused);
    at.take_trap_away();
    REQUIRE(at.in.call(at.ada, "POST", path + "/resume").status == 202);
  }
  at.in.await(at.ada, id, import_status::completed);
  CHECK(at.import(id).at("progress").at("created") == 5);
  CHECK(at.book() ==
        lines{"1 1 red", "1 2 blue", "2 3 green", "2 3 green", "2 4 trap", "3 5 white", "end 5"});
}

TEST_CASE("given a carrier that nobody knows, when pebbles shall go to it, then they are refused at once") {
  carried at;
  const auto refused = at.hand_in({"red\tr"}, "pebbles", "south");
  CHECK(refused.status == 400);
  CHECK(refused.parsed().at("detail") == "There is no carrier 'south'.");
  CHECK(eventually([&] { return at.in.stored_files() == 0; }));
}

TEST_CASE("given gravel that a carrier takes, when it waits for its review, then nothing is carried before") {
  carried at;
  at.come();
  const auto id = at.begin({"red\tr", "blue\tb", "heavy\th", "green\tg"}, "gravel");
  at.in.await(at.ada, id, import_status::ready);
  const auto path = "/api/v1/imports/" + id;
  REQUIRE(at.in.call(at.ada, "POST", path + "/review/rows/2/exclude", R"({"version":0})").status == 200);
  // What the carrier will refuse no review knows.
  CHECK(at.in.get(at.ada, path + "/review").parsed().at("create") == 3);
  CHECK(at.book().empty());
  at.in.restart();
  REQUIRE(at.in.call(at.ada, "POST", path + "/commit", "{}").status == 202);
  at.in.await(at.ada, id, import_status::completed);
  CHECK(at.book() == lines{"1 1 red", "2 4 green", "end 4"});
  CHECK(at.import(id).at("progress").at("skipped") == 1);
  CHECK(at.import(id).at("progress").at("failed") == 1);
}
