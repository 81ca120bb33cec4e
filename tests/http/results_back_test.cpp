// Result files that come back as imports, and what stands in those of imports that went another way.
#include "tests/http/result_steps.hpp"

using namespace waybill;
using namespace waybill::http_test;

TEST_CASE("given rows of a workbook that end early, when what went in comes back, then none is short") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto import =
      import_table(in, ada, workbook_of({{"a", "b", "c"}, {"1", "2", "3"}, {"4", "", ""}}), "{}");
  const auto good = in.get(ada, results_of(import) + "success.csv").body;
  CHECK(good ==
        "\xEF\xBB\xBF"
        "a,b,c\r\n1,2,3\r\n4,,\r\n");
  const auto again = import_table(in, ada, good, R"({"collection":"again","ragged":"fail_row"})");
  CHECK(again.at("progress").at("created") == 2);
}

TEST_CASE(
    "given a table with no or two header rows, when its failed rows come back, then they are as before") {
  house in;
  const auto ada = in.inhabit("ada");
  struct wide {
    std::string text, options;
    json columns;
  };
  const wide none{"1,a\n1,b\n", R"({"header_rows":0,"key":["column_1"],"on_duplicate":"error"})",
                  json::array({"column_1", "column_2"})};
  const wide two{"Group,\nk,v\n1,a\n1,b\n", R"({"header_rows":2,"key":["k"],"on_duplicate":"error"})",
                 json::array({"k", "v"})};
  const auto& file = GENERATE(true, false) ? none : two;
  const auto import = import_table(in, ada, file.text, file.options);
  REQUIRE(import.at("progress").at("failed") == 1);
  for (const std::string format : {"csv", "xlsx"})
    for (const auto& options : {file.options, std::string("{}")}) {
      const auto back = in.get(ada, results_of(import) + "failed." + format).body;
      const auto collection = format + (options == "{}" ? "_found" : "_told");
      auto wish = json::parse(options);
      wish["collection"] = collection;
      const auto again = import_table(in, ada, back, wish.dump());
      CHECK(again.at("findings").at("columns") == file.columns);
      CHECK(again.at("progress").at("total") == 1);
      const auto rows = in.get(ada, "/api/v1/tables/" + collection + "/records").parsed().at("items");
      REQUIRE(rows.size() == 1);
      CHECK(rows[0].at("row") ==
            json{{file.columns[0].get<std::string>(), "1"}, {file.columns[1].get<std::string>(), "b"}});
    }
}

TEST_CASE("given an import of no rows, when its results are asked for, then their header is there") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto import = import_table(in, ada, "a,-b\n", "{}");
  CHECK(in.get(ada, results_of(import) + "success.csv").body ==
        "\xEF\xBB\xBF"
        "a,'-b\r\n");
  CHECK(in.get(ada, results_of(import) + "failed.csv").body ==
        "\xEF\xBB\xBF"
        "a,'-b,import_error\r\n");
  CHECK(rows_in(in.get(ada, results_of(import) + "failed.xlsx").body) == table{{"a", "-b", "import_error"}});
}

TEST_CASE(
    "given a row with a cell that is too long, when failed rows are asked for, then the others are there") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto import = import_table(in, ada, "a,b,c\n1," + std::string(1'100'000, 'x') + ",3\n", "{}");
  CHECK(in.get(ada, results_of(import) + "failed.csv").body ==
        "\xEF\xBB\xBF"
        "a,b,c,import_error\r\n1,,3,b: A cell of the row is larger than 1 MiB.\r\n");
}

TEST_CASE("given a table with more columns than are told, when somebody looks at it, then it says so") {
  house in;
  const auto ada = in.inhabit("ada");
  const auto wide = [](char letter, int count) {
    std::string head = "k";
    for (int i = 1; i < count; ++i) head.append(",").append(1, letter).append(std::to_string(i));
    return head + "\n" + letter + "\n";
  };
  const std::string options = R"({"collection":"t","key":["k"],"header_rows":1})";
  import_table(in, ada, wide('a', 16'384), options);
  CHECK(in.get(ada, "/api/v1/tables/t").parsed().at("more_columns") == false);
  import_table(in, ada, wide('b', 3), options);
  const auto seen = in.get(ada, "/api/v1/tables/t").parsed();
  CHECK(seen.at("more_columns") == true);
  CHECK(seen.at("columns").size() == 16'384);
  CHECK(in.get(ada, "/api/v1/tables").parsed().at("items").at(0).at("more_columns") == true);
}
