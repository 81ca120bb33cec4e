// What becomes of rows that are kept.
#include "tests/domains/rows/reading.hpp"

using namespace waybill;
using namespace waybill::rows;
using namespace waybill::rows::test;

namespace {
const std::string people = "name,email,city\nAda,ada@x.org,London\nBob,bob@x.org,\n";
}

TEST_CASE("given a table without a key, when it is imported twice, then every row is new each time") {
  table in;
  CHECK(outcomes_of(in.import(people)) == words{"created", "created"});
  CHECK(outcomes_of(in.import(people)) == words{"created", "created"});
  REQUIRE(in.rows().size() == 4);
  CHECK(in.rows()[0] == json{{"name", "Ada"}, {"email", "ada@x.org"}, {"city", "London"}});
}

TEST_CASE("given a key, when the same rows come again, then each policy does what it says") {
  table in;
  const std::string again = "name,email,city\nAda L.,ada@x.org,\nCyd,cyd@x.org,Rome\n";
  REQUIRE(outcomes_of(in.import(people, R"({"key":["email"]})")) == words{"created", "created"});
  const auto import = [&](const std::string& policy) {
    return in.import(again, R"({"key":"email","on_duplicate":")" + policy + "\"}");
  };
  SECTION("skip leaves the row as it is") {
    const auto told = import("skip");
    CHECK(outcomes_of(told) == words{"skipped duplicate", "created"});
    CHECK(told[0].cells == words{"Ada L.", "ada@x.org", ""});
    CHECK(in.rows()[0]["name"] == "Ada");
  }
  SECTION("error fails the row") {
    CHECK(outcomes_of(import("error")) == words{"failed duplicate", "created"});
    CHECK(in.rows()[0]["name"] == "Ada");
  }
  SECTION("update takes only cells that are not empty") {
    CHECK(outcomes_of(import("update")) == words{"updated", "created"});
    CHECK(in.rows()[0] == json{{"name", "Ada L."}, {"email", "ada@x.org"}, {"city", "London"}});
    CHECK(outcomes_of(import("update")) == words{"skipped unchanged", "skipped unchanged"});
  }
  SECTION("replace takes the row as it comes") {
    CHECK(outcomes_of(import("replace")) == words{"updated", "created"});
    CHECK(in.rows()[0] == json{{"name", "Ada L."}, {"email", "ada@x.org"}, {"city", ""}});
  }
  SECTION("create makes every row new") {
    CHECK(outcomes_of(import("create")) == words{"created", "created"});
    CHECK(in.rows().size() == 4);
  }
}

TEST_CASE("given keys that look the same, when they are spelled in other ways, then they are one row's") {
  table in;
  const std::string rows = "name,n\n\u00C9lo\u00EFse,1\n E\u0301loi\u0308se\u00A0,2\n";
  CHECK(outcomes_of(in.import(rows, R"({"key":["name"]})")) == words{"created", "skipped duplicate_in_file"});
}

TEST_CASE("given rows in another order of many columns, when they update, then cells find their columns") {
  table in;
  constexpr int columns = 300;
  std::string names, back, values, changed;
  for (int i = 0; i < columns; ++i) {
    names += (i == 0 ? "c" : ",c") + std::to_string(i);
    values += (i == 0 ? "" : ",") + std::to_string(i);
    back += (i == 0 ? "c" : ",c") + std::to_string(columns - 1 - i);
    changed += (i == 0 ? "" : ",") + (i == 7 ? std::string("new") : std::to_string(columns - 1 - i));
  }
  in.import(names + "\n" + values + "\n", R"({"key":["c0"]})");
  const auto told = in.import(back + "\n" + changed + "\n", R"({"key":["c0"],"on_duplicate":"update"})");
  CHECK(outcomes_of(told) == words{"updated"});
  CHECK(in.rows()[0]["c292"] == "new");
  CHECK(in.rows()[0]["c299"] == "299");
}

TEST_CASE("given a table with other columns, when it updates rows, then columns it does not have stay") {
  table in;
  in.import(people, R"({"key":["email"]})");
  const auto told = in.import("email,phone\nada@x.org,123\n", R"({"key":["email"],"on_duplicate":"update"})");
  CHECK(outcomes_of(told) == words{"updated"});
  CHECK(in.rows()[0] == json{{"email", "ada@x.org"}, {"phone", "123"}, {"name", "Ada"}, {"city", "London"}});
  in.import("email,phone\nada@x.org,456\n", R"({"key":["email"],"on_duplicate":"replace"})");
  CHECK(in.rows()[0] == json{{"email", "ada@x.org"}, {"phone", "456"}});
}

TEST_CASE("given the same key twice in one file, when it is imported, then the second row meets the first") {
  table in;
  const std::string twice = "email,n\na@x,1\nb@x,2\n a@x ,3\na@x,4\n";
  const auto options = [](const std::string& policy) {
    return R"({"key":["email"],"on_duplicate":")" + policy + "\"}";
  };
  CHECK(outcomes_of(in.import(twice, options("skip"), 10)) ==
        words{"created", "created", "skipped duplicate_in_file", "skipped duplicate_in_file"});
  table other;
  CHECK(outcomes_of(other.import(twice, options("update"), 2)) ==
        words{"created", "created", "updated", "updated"});
  CHECK(other.rows()[0]["n"] == "4");
}

TEST_CASE("given tables of two names, when rows have the same key, then they are different rows") {
  table in;
  in.import(people, R"({"key":["email"],"collection":"a"})");
  CHECK(outcomes_of(in.import(people, R"({"key":["email"],"collection":"b"})")) ==
        words{"created", "created"});
}

TEST_CASE("given a key of two columns, when cells move between them, then they are different rows") {
  table in;
  const auto told = in.import("a,b\nx,yz\nxy,z\n,z\nz,\n,\n\n \nx,yz\n", R"({"key":["a","b"]})");
  CHECK(outcomes_of(told) == words{"created", "created", "created", "created", "failed key_empty",
                                   "failed key_empty", "skipped duplicate_in_file"});
}

TEST_CASE("given a row with nothing in its key, when it is imported, then it fails and says which column") {
  table in;
  const auto told = in.import("name,email\nAda,\nBob,b@x\n", R"({"key":["email"]})");
  CHECK(outcomes_of(told) == words{"failed key_empty", "created"});
  CHECK(told[0].fields == words{"email"});
  CHECK(told[0].cells == words{"Ada", ""});
}

TEST_CASE("given a key that is no column, when a file is handed in, then the answer names the columns") {
  table in;
  CHECK(in.refusal(people, R"({"key":["mail"]})") ==
        "The key 'mail' is no column of the file; its columns are: name, email, city.");
  CHECK(in.refusal(people, R"({"key":["email"]})").empty());
}

TEST_CASE("given no result files, when rows are turned away, then their cells are not kept") {
  table in;
  const std::string options = R"({"key":["email"],"create_result_files":false})";
  in.import(people, options);
  const auto told = in.import(people + "Cyd,,\n", options);
  CHECK(outcomes_of(told) == words{"skipped duplicate", "skipped duplicate", "failed key_empty"});
  for (const auto& one : told) CHECK(one.cells.empty());
}

TEST_CASE("given many rows, when they are kept, then the names of their columns stand once a chunk") {
  table in;
  std::string text = "a_rather_long_name_of_a_column,another_rather_long_name_of_a_column\n";
  for (int i = 0; i < 500; ++i) text += std::to_string(i) + ",x\n";
  in.import(text, R"({"key":["a_rather_long_name_of_a_column"]})", 500);
  CHECK(in.payload_bytes < 500 * 55);  // an identity is 32 of them
}

TEST_CASE("given cells in which nothing is to be seen, when they update a row, then its cells stay") {
  table here;
  here.import("k,v,w\n1,a,b\n2,c,d\n", R"({"key":["k"]})");
  const auto told =
      here.import("k,v,w\n1,  ,\xC2\xA0\n2,\xE2\x80\x8B,e\n", R"({"key":["k"],"on_duplicate":"update"})");
  CHECK(outcomes_of(told) == words{"skipped unchanged", "updated"});
  CHECK(here.rows() ==
        std::vector<json>{{{"k", "1"}, {"v", "a"}, {"w", "b"}}, {{"k", "2"}, {"v", "c"}, {"w", "e"}}});
  CHECK(outcomes_of(here.import("k,v\n\xC2\xA0,x\n", R"({"key":["k"]})")) == words{"failed key_empty"});
}
