// Kills while rows are held against a schema, some of them for being unique: an import that goes on has to
// know the rows before it. In the end each row has the outcome that it would have had, nothing is in any
// table, and both result files give the rows back as they came.
#include <array>

#include "tests/crash/fate.hpp"
#include "tests/crash/rows.hpp"
#include "tests/crash/witness.hpp"

namespace waybill::crash {
namespace {

constexpr std::array points{"store.decided",        "log.before_write", "log.written",
                            "log.before_answers",   "store.appended",   "log.before_projections",
                            "import.chunk_applied", "import.appended",  "projection.before_flush",
                            "projection.flushed",   "submit.accepted"};

constexpr int people = 200;
constexpr const char* settings = "[type people]\nschema = people.json\nhandler = validate\n";
constexpr const char* schema =
    R"({"fields":[{"name":"id","type":"integer","constraints":{"unique":true,"required":true}},)"
    R"({"name":"age","type":"integer","constraints":{"maximum":150}}]})";

class checks {
 public:
  checks(house& at, dice& random) : at_(at), random_(random), sees_(at) {}

  void live() {
    write_file();
    at_.start();
    const st::variables fields{
        {"kind", "rows"},
        {"options", R"({"type":"people","batch_size":)" + std::to_string(3 + random_() % 18) + "}"}};
    const auto import = sees_.submit(at_.bob(), {text_, "people.csv", fields, "people"});
    sees_.bring_to_end(at_.bob(), import);
    see_result(import, "success", good_);
    see_result(import, "failed", bad_);
    if (!sees_.list(at_.bob(), "/api/v1/tables?limit=9").empty()) throw lost("rows are in a table");
    sees_.see_rest();
    at_.stop();
    see_whole(at_);
    see_rebuilt(at_);
  }

 private:
  /// Every seventh id comes again later, every eleventh age is none.
  void write_file() {
    text_ = good_ = "id,age\r\n";
    bad_ = "id,age,import_error\r\n";
    const auto add = [&](const std::string& row, const std::string& why) {
      text_ += row + "\r\n";
      (why.empty() ? good_ : bad_) += row + (why.empty() ? "" : "," + why) + "\r\n";
    };
    for (int i = 0; i < people; ++i) {
      const auto row = std::to_string(i) + ",";
      if (i % 11 == 0)
        add(row + "old", "age: The value does not have the type of its column.");
      else
        add(row + std::to_string(i % 100), "");
      if (i % 7 == 6)
        add(std::to_string(random_() % static_cast<unsigned>(i)) + ",7",
            "id: An earlier row of the file has the same value.");
    }
  }

  void see_result(const std::string& import, const std::string& name, const std::string& text) {
    const auto path = "/api/v1/imports/" + import + "/results/" + name + ".csv";
    const auto told = at_.insist([&] { return at_.bob().get(path); });
    if (told.body != "\xEF\xBB\xBF" + text) throw lost(path + " is not what came in: " + told.body);
  }

  house& at_;
  dice& random_;
  witness sees_;
  std::string text_, good_, bad_;
};

auto with_checks(const yardstick& by, std::uint64_t seed) -> std::map<std::string, std::uint64_t> {
  constexpr unsigned most_faults = 5;
  dice random{seed};
  auto how = faulty(seed);
  how.settings = {{"WAYBILL_STORAGE_INDEX_FLUSH_ROWS", std::to_string(20 + seed % 60)}};
  how.files = {{"w.conf", settings}, {"people.json", schema}};
  how.next_fault = at_points(points, "kill", most_faults, seed, random);
  house at(by.home, how);
  checks(at, random).live();
  return at.struck();
}

}  // namespace

auto validated_row() -> row {
  return {"kill.validate", "kill -9 at named points while rows are held against a schema", 2, with_checks};
}

}  // namespace waybill::crash
