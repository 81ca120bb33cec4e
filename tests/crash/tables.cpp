// Kills and power cuts while tables come row by row, of text and of workbooks: new ones, ones that meet rows
// that are there, ones that fail. In the end every row is there once, as its files say, and both result files
// give them back as they came.
#include <array>

#include "tests/crash/fate.hpp"
#include "tests/crash/rows.hpp"
#include "tests/crash/witness.hpp"
#include "tests/formats/xlsx/support.hpp"

namespace waybill::crash {
namespace {

using struck = std::map<std::string, std::uint64_t>;

/// Between the decision on a chunk and the lines of its table.
constexpr std::array points{"store.decided",           "log.before_write",   "log.written",
                            "log.before_answers",      "store.appended",     "log.before_projections",
                            "import.chunk_applied",    "import.appended",    "projection.before_flush",
                            "projection.half_flushed", "projection.flushed", "submit.accepted"};

constexpr int people = 150;

using cells = std::vector<std::string>;

/// Cells that hold nothing are not there, nor are rows without any.
auto workbook_of(const std::vector<cells>& rows) -> std::string {
  std::string sheet = "<worksheet><sheetData>";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto row = std::to_string(i + 1);
    std::string inside;
    for (std::size_t c = 0; c < rows[i].size(); ++c)
      if (!rows[i][c].empty())
        inside += "<c r=\"" + std::string(1, static_cast<char>('A' + c)) + row +
                  R"(" t="inlineStr"><is><t>)" + rows[i][c] + "</t></is></c>";
    if (!inside.empty()) sheet += "<row r=\"" + row + "\">" + inside + "</row>";
  }
  return formats::xlsx::testing::zip_of(formats::xlsx::testing::parts_of(sheet + "</sheetData></worksheet>"));
}

class registers {
 public:
  registers(house& at, dice& random) : at_(at), random_(random), sees_(at) {}

  void live() {
    at_.start();
    bring(first_file());
    if (random_() % 2 == 0) sees_.wait_for_some(at_.bob(), imports_.back(), 1 + random_() % people);
    bring_to_end();
    bring(second_file());
    bring_to_end();
    see_results();
    forget_one();
    see_rows();
    sees_.see_rest();
    at_.stop();
    see_whole(at_);
    see_rebuilt(at_);
  }

 private:
  struct file {
    std::string name, text, policy;
    std::string good, bad;     ///< its result files, without their marks in front
    std::vector<cells> table;  ///< the same as `text`
  };

  static auto number(int i) -> std::string { return std::to_string(i); }

  /// Every eleventh row has no key, every seventh stands there twice; some lines are blank.
  auto first_file() -> file {
    file made{"first.csv",     "id,name\r\n", "skip", "id,name\r\n", "id,name,import_error\r\n",
              {{"id", "name"}}};
    const auto add = [&](const std::string& row, const cells& same) {
      made.text += row + "\r\n";
      made.table.push_back(same);
    };
    for (int i = 0; i < people; ++i) {
      const auto row = number(i) + ",\"P, " + number(i) + "\"";
      add(row, {number(i), "P, " + number(i)});
      made.good += row + "\r\n";
      wanted_[number(i)] = {{"id", number(i)}, {"name", "P, " + number(i)}};
      if (i % 7 == 0) {
        add(number(i) + ",twice", {number(i), "twice"});
        made.good += number(i) + ",twice\r\n";
      }
      if (i % 11 == 0) {
        add(",nobody", {"", "nobody"});
        made.bad += ",nobody,id: The row has nothing in the columns of the key.\r\n";
      }
      if (i % 13 == 0) add("", {});
    }
    return made;
  }

  /// Another column, for every third row, and some rows more.
  auto second_file() -> file {
    file made{"second.csv",    "city,id\n", "update", "city,id\r\n", "city,id,import_error\r\n",
              {{"city", "id"}}};
    for (int i = 0; i < people + 20; i += 3) {
      made.text += "C" + number(i) + "," + number(i) + "\n";
      made.table.push_back({"C" + number(i), number(i)});
      made.good += "C" + number(i) + "," + number(i) + "\r\n";
      auto& row = wanted_[number(i)];
      row["id"] = number(i);
      row["city"] = "C" + number(i);
    }
    return made;
  }

  void bring(file what) {
    if (random_() % 2 == 0) {
      what.name.replace(what.name.rfind('.'), std::string::npos, ".xlsx");
      what.text = workbook_of(what.table);
    }
    const st::variables fields{
        {"kind", "rows"},
        {"options", R"({"key":["id"],"on_duplicate":")" + what.policy + R"(","batch_size":)" +
                        number(3 + static_cast<int>(random_() % 18)) + "}"}};
    imports_.push_back(sees_.submit(at_.bob(), {what.text, what.name, fields, what.name}));
    files_.push_back(std::move(what));
  }
  void bring_to_end() {
    for (const auto& each : imports_) sees_.bring_to_end(at_.bob(), each);
  }

  void see_results() {
    const std::string mark = "\xEF\xBB\xBF";
    for (std::size_t i = 0; i < files_.size(); ++i)
      for (const auto& [name, text] :
           {std::pair{"success", files_[i].good}, std::pair{"failed", files_[i].bad}}) {
        const auto path = "/api/v1/imports/" + imports_[i] + "/results/" + name + ".csv";
        const auto told = at_.insist([&] { return at_.bob().get(path); });
        if (told.body != mark + text) throw lost(path + " is not what came in: " + told.body);
      }
  }

  void forget_one() {
    const auto all = sees_.list(at_.bob(), "/api/v1/tables/rows/records?limit=100");
    const auto& one = all.at(random_() % all.size());
    sees_.remove(at_.bob(), "/api/v1/tables/rows/records/" + one.at("identity").get<std::string>());
    wanted_.erase(one.at("row").at("id").get<std::string>());
  }

  void see_rows() {
    const auto all = sees_.list(at_.bob(), "/api/v1/tables/rows/records?limit=100");
    const auto tables = sees_.list(at_.bob(), "/api/v1/tables?limit=9");
    if (tables.size() != 1 || tables[0].at("records") != wanted_.size() || all.size() != wanted_.size())
      throw lost("there are " + std::to_string(all.size()) + " rows of " + std::to_string(wanted_.size()) +
                 ": " + tables.dump());
    for (const auto& one : all) {
      const auto row = nlohmann::json::parse(one.at("row").dump());  // by column, in whatever order
      const auto& wanted = wanted_.at(row.at("id").get<std::string>());
      if (row != wanted)
        throw lost("a row is not as its files say: " + one.dump() + "; it should be " + wanted.dump());
    }
  }

  house& at_;
  dice& random_;
  witness sees_;
  std::vector<file> files_;
  std::vector<std::string> imports_;
  std::map<std::string, nlohmann::json> wanted_;
};

auto with_registers(const yardstick& by, std::uint64_t seed, const std::string& fault) -> struck {
  constexpr unsigned most_faults = 5;
  dice random{seed};
  auto how = faulty(seed);
  how.settings = {{"WAYBILL_IMPORTS_CONCURRENT", "3"},
                  {"WAYBILL_STORAGE_INDEX_FLUSH_ROWS", std::to_string(20 + seed % 60)}};
  how.next_fault = at_points(points, fault, most_faults, seed, random);
  house at(by.home, how);
  registers(at, random).live();
  return at.struck();
}

}  // namespace

auto tables_rows() -> std::vector<row> {
  const auto round_with = [](const std::string& fault) -> round_of {
    return [=](const yardstick& by, std::uint64_t seed) { return with_registers(by, seed, fault); };
  };
  return {{"kill.rows", "kill -9 at named points while tables come row by row", 2, round_with("kill")},
          {"cut.rows", "power cut at named points while tables come row by row", 1, round_with("cut")}};
}

}  // namespace waybill::crash
