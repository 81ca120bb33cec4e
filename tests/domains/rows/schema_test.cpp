// Values against the fields of a table schema.
#include "domains/rows/schema/schema.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <random>

#include "domains/rows/schema/row_check.hpp"
#include "tests/temporary_directory.hpp"

using namespace waybill;
using namespace waybill::rows;
using nlohmann::json;
using words = std::vector<std::string>;

namespace {

auto field_of(const std::string& text) -> table_field {
  auto from = json::parse(text);
  from["name"] = "f";
  const auto read = read_field(from.dump(), {""});
  INFO(text);
  if (!read) FAIL(read.why().message);
  return *read;
}

/// What is wrong with each of the cells; "": nothing.
auto faults_of(const std::string& field, const words& cells) -> words {
  const auto of = field_of(field);
  cell_scratch scratch;
  words found;
  for (const auto& cell : cells) found.emplace_back(of.fault_of(cell, scratch));
  return found;
}

void check_good(const std::string& field, const words& cells) {
  INFO(field);
  CHECK(faults_of(field, cells) == words(cells.size()));
}
void check_bad(const std::string& field, const words& cells, const std::string& code = "type_error") {
  INFO(field);
  CHECK(faults_of(field, cells) == words(cells.size(), code));
}

auto why_not(const std::string& schema) -> std::string {
  const auto read = table_schema::read(schema);
  INFO(schema);
  REQUIRE_FALSE(read.ok());
  return read.why().message;
}

/// Faults of rows, as `code field value`.
auto check_rows(const table_schema& schema, const words& columns, const std::vector<words>& rows) -> words {
  const tests::temporary_directory here;
  row_check check(schema, columns, here.path());
  words told;
  for (const auto& row : rows) {
    const std::vector<std::string_view> cells(row.begin(), row.end());
    std::string faults;
    const bool holds = check.check(cells, [&](auto code, auto field, auto value) {
      faults.append(faults.empty() ? "" : "; ")
          .append(code)
          .append(" ")
          .append(field)
          .append(" ")
          .append(value);
    });
    CHECK(holds == faults.empty());
    told.push_back(faults);
  }
  return told;
}

}  // namespace

TEST_CASE("given whole numbers, when they are held against a field, then only they have its type") {
  check_good(R"({"type":"integer"})", {"0", "-1", "+7", "007", " 12 ", "123456789012345678901234567890", ""});
  check_bad(R"({"type":"integer"})", {"1.0", "1e3", "x", "-", "1 2", "0x10", "NaN", "12\xC2\xA0"});
  check_good(R"({"type":"integer","groupChar":" "})", {"1 234 567", "12"});
  check_bad(R"({"type":"integer","groupChar":" "})", {"1  2", "12 x"});
  check_good(R"({"type":"integer","bareNumber":false})", {"95%", "EUR 95", "$95", "95"});
}

TEST_CASE("given numbers, when they are held against a field, then decimals are as the field writes them") {
  check_good(R"({"type":"number"})", {"1", "1.5", "-.5", "5.", "1e10", "1E-3", "NaN", "INF", "-INF"});
  check_bad(R"({"type":"number"})", {"1,5", ".", "e5", "1e", "nanx", "1.2.3", "--1"});
  check_good(R"({"type":"number","decimalChar":",","groupChar":" "})", {"1 234,5", "0,5", "-7"});
  check_good(R"({"type":"number","decimalChar":",","groupChar":" "})",
             {"1\u00A0234,5", "1\u202F234,5", "1\u2009234 567", "12\u00A0345"});
  check_bad(R"({"type":"number","decimalChar":",","groupChar":" "})",
            {"1.5", "1,5 0", "1,5,0", "1\u00A0", "1\u00A0\u00A0000"});
  check_good(R"({"type":"number"})", {"nan", "inf", "-Inf"});
  check_good(R"({"type":"number","bareNumber":false})", {"NaN", "-INF", "95 %"});
  check_good(R"({"type":"number","decimalChar":",","groupChar":"\u00a0","bareNumber":false})",
             {"1\xC2\xA0"
              "234,50 \xE2\x82\xAC"});
}

TEST_CASE("given bounds, when numbers pass them, then that is exact whatever their size") {
  check_bad(R"({"type":"integer","constraints":{"minimum":10}})", {"9", "-100", "0"}, "below_minimum");
  check_good(R"({"type":"integer","constraints":{"minimum":10}})", {"10", "010", "99999999999999999999999"});
  check_bad(R"({"type":"number","constraints":{"maximum":"0.1"}})",
            {"0.10000000000000000001", "1e300", "INF"}, "above_maximum");
  check_good(R"({"type":"number","constraints":{"maximum":"0.1"}})", {"0.1", "1e-1", "-5", "-INF"});
  check_bad(R"({"type":"number","constraints":{"exclusiveMinimum":0}})", {"0", "-0.0", "NaN"},
            "below_minimum");
  check_good(R"({"type":"number","constraints":{"exclusiveMinimum":0}})", {"1e-400"});
}

TEST_CASE("given many numbers, when they are compared, then as numbers are") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 20'000; ++i) {
    const auto a = static_cast<std::int64_t>(random()) - (1LL << 31U);
    const auto b = random() % 4 == 0 ? a : static_cast<std::int64_t>(random() % 2'000) - 1'000;
    decimal one, other;
    one.assign((a < 0 ? "-000" : "+00") + std::to_string(std::abs(a)) + (random() % 2 == 0 ? ".0e0" : ""));
    other.assign(std::to_string(b) + (random() % 2 == 0 ? "00e-2" : ""));
    CHECK((one <=> other) == (a <=> b));
  }
}

TEST_CASE("given days and times, when they are held against a field, then they have to be there") {
  check_good(R"({"type":"date"})", {"2024-02-29", "1900-01-01", "9999-12-31"});
  check_bad(R"({"type":"date"})",
            {"2023-02-29", "2024-13-01", "2024-00-01", "24-01-01", "2024-1-1", "2024-01-01T"});
  check_good(R"({"type":"date","format":"%d/%m/%Y"})", {"29/02/2024", "1/2/2024"});
  check_bad(R"({"type":"date","format":"%d/%m/%Y"})", {"2024-02-29", "31/02/2024",
                                                       "29/02/2024 "
                                                       "x"});
  check_good(R"({"type":"date","format":"any"})",
             {"2024-02-29", "29/02/2024", "3 March 2024", "March 3, 2024"});
  check_good(R"({"type":"time"})", {"10:30:00", "23:59:59.123Z", "24:00:00", "10:30:00+01:00"});
  check_bad(R"({"type":"time"})", {"25:00:00", "10:60:00", "10:30", "10:30:00+99:00", "24:00:01"});
  check_good(R"({"type":"datetime"})",
             {"2024-02-29T10:30:00Z", "2024-02-29 10:30:00", "2024-02-29T10:30:00.5-03:30"});
  check_bad(R"({"type":"datetime"})", {"2024-02-29", "2024-02-30T10:30:00Z", "2024-02-29T10:30:00ZZ"});
  check_good(R"({"type":"datetime","format":"%d %b %Y %I:%M %p"})", {"3 Mar 2024 12:05 am"});
  check_good(R"({"type":"year"})", {"2024", "-0044", "12024"});
  check_bad(R"({"type":"year"})", {"24", "2024.0"});
  check_good(R"({"type":"yearmonth"})", {"2024-12"});
  check_bad(R"({"type":"yearmonth"})", {"2024-13", "2024", "2024-1"});
  check_good(R"({"type":"duration"})", {"P1Y2M3DT4H5M6.5S", "PT1M", "P1W", "-P1D"});
  check_bad(R"({"type":"duration"})", {"P", "PT", "1D", "P1S", "PT1D", "P1Y1Y"});
}

TEST_CASE("given bounds of days, when days pass them, then zones count") {
  check_bad(R"({"type":"date","format":"%d.%m.%Y","constraints":{"minimum":"2024-01-01"}})", {"31.12.2023"},
            "below_minimum");
  check_good(R"({"type":"datetime","constraints":{"maximum":"2024-01-01T00:00:00Z"}})",
             {"2024-01-01T00:30:00+01:00"});
  check_bad(R"({"type":"datetime","constraints":{"maximum":"2024-01-01T00:00:00Z"}})",
            {"2023-12-31T23:30:00-01:00"}, "above_maximum");
  check_bad(R"({"type":"year","constraints":{"minimum":2000}})", {"1999"}, "below_minimum");
}

TEST_CASE("given texts with a format, when they are held against a field, then they have to have it") {
  const std::string email = R"({"type":"string","format":"email"})";
  check_good(email, {"ada@example.org", "a.b+c@x.co.uk", "x@localhost", "\xC3\xA9t\xC3\xA9@example.fr"});
  check_bad(email, {"ada", "@x.org", "ada@", "a b@x.org", "ada@-x.org", "ada@x..org", "a@b@"});
  const std::string uri = R"({"type":"string","format":"uri"})";
  check_good(uri, {"https://example.org/a?b#c", "mailto:a@b", "urn:isbn:0", "http://x/%20"});
  check_bad(uri, {"example.org", "://x", "http://x/ y", "1http://x", "http://x/%2", "http:"});
  check_good(R"({"type":"string","format":"uuid"})", {"123E4567-e89b-12d3-a456-426614174000"});
  check_bad(R"({"type":"string","format":"uuid"})", {"123e4567e89b12d3a456426614174000", "x"});
  check_good(R"({"type":"string","format":"binary"})", {"aGk=", "aGkh"});
  check_bad(R"({"type":"string","format":"binary"})", {"aGk", "a=k="});
}

TEST_CASE("given lengths, patterns and lists, when a value is not so, then each has a code of its own") {
  check_bad(R"({"constraints":{"minLength":3}})", {"ab", "\xC3\xA9\xC3\xA9"}, "too_short");
  check_bad(R"({"constraints":{"maxLength":2}})", {"abc"}, "too_long");
  check_good(R"({"constraints":{"maxLength":2}})", {"\xC3\xA9\xC3\xA9"});
  check_bad(R"({"constraints":{"pattern":"[A-Z]{2}[0-9]+"}})", {"AB", "xAB1", "AB1x"}, "pattern_mismatch");
  check_good(R"({"constraints":{"pattern":"[A-Z]{2}[0-9]+"}})", {"AB1"});
  check_bad(R"({"constraints":{"enum":["a","b"]}})", {"c", "A"}, "not_allowed");
  check_good(R"({"type":"number","constraints":{"enum":[1,2.5]}})", {"1.0", "2.50", "1"});
  check_bad(R"({"type":"number","constraints":{"enum":[1,2.5]}})", {"3"}, "not_allowed");
  check_bad(R"({"type":"array","constraints":{"maxLength":1}})", {"[1,[2,3]]"}, "too_long");
  check_good(R"({"type":"array","constraints":{"maxLength":1}})", {"[[1,2,3]]"});
}

TEST_CASE(
    "given a pattern that would run for ever elsewhere, when a long value comes, then it is told at once") {
  check_bad(R"({"constraints":{"pattern":"(a+)+b"}})", {std::string(100'000, 'a')}, "pattern_mismatch");
}

TEST_CASE("given values that say nothing, when they are held against a field, then only the required fail") {
  check_good(R"({"type":"integer","constraints":{"minimum":5}})", {""});
  check_good(R"({"type":"integer","missingValues":["-","n/a"]})", {"-", "n/a"});
  check_bad(R"({"type":"integer","missingValues":["-"]})", {""});
  check_bad(R"({"constraints":{"required":true}})", {""}, "required");
  check_good(R"({"type":"boolean"})", {"true", "0", "FALSE"});
  check_bad(R"({"type":"boolean"})", {"yes", "2"});
  check_good(R"({"type":"boolean","trueValues":["oui"],"falseValues":["non"]})", {"oui", "non"});
}

TEST_CASE("given values of JSON and places, when they are held against a field, then they have to be sound") {
  check_good(R"({"type":"object"})", {"{}", R"({"a":[1]})"});
  check_bad(R"({"type":"object"})", {"[]", "{", "7", "null"});
  check_bad(R"({"type":"array"})", {"{}", "[1,]", "[1] x"});
  check_bad(R"({"type":"array"})", {std::string(100'000, '[')});
  check_good(R"({"type":"geopoint"})", {"90.50, 45.50", "-180,-90"});
  check_bad(R"({"type":"geopoint"})", {"181,0", "0,91", "1", "a,b", "nan,nan"});
  check_good(R"({"type":"geopoint","format":"array"})", {"[1, 2]"});
  check_good(R"({"type":"geopoint","format":"object"})", {R"({"lon":1,"lat":2.5})"});
  check_good(R"({"type":"any"})", {"", "x", "\xFF"});
}

TEST_CASE("given a schema that is none, when it is read, then it says what is wrong") {
  CHECK(why_not("[]") == "it is no JSON object");
  CHECK(why_not("{") == "it is no JSON object");
  CHECK(why_not("{}") == "it has no 'fields'");
  CHECK(why_not(R"({"fields":[{"type":"string"}]})") == "a field has no 'name'");
  CHECK(why_not(R"({"fields":[{"name":"a","type":"int"}]})") ==
        "the field 'a' has the type 'int', which is not known here");
  CHECK(why_not(R"({"fields":[{"name":"a"},{"name":"a"}]})") == "the field 'a' stands there twice");
  for (const std::string one :
       {R"("constraints":{"requird":true})", R"("constraints":{"pattern":"("})",
        R"("constraints":{"pattern":"(a)\\1"})", R"("constraints":{"minimum":5})",
        R"("constraints":{"minLength":-1})", R"("constraints":{"enum":[]})", R"("constraints":[])",
        R"("format":"e-mail")", R"("type":"date","format":"%Q")", R"("type":"date","format":"%")",
        R"("type":"integer","constraints":{"minimum":"x"})",
        R"("type":"integer","constraints":{"minLength":1})", R"("type":"number","decimalChar":"")",
        R"("trueValues":"x")", R"("type":"list")"})
    CHECK_FALSE(why_not(R"({"fields":[{"name":"a",)" + one + "}]}").empty());
  CHECK(why_not(R"({"fields":[{"name":"a"}],"primaryKey":"b"})") ==
        R"('primaryKey' names "b", which is no field)");
  CHECK_FALSE(why_not(R"({"fields":[{"name":"a"}],"fieldsMatch":"any"})").empty());
  CHECK(why_not(R"({"fields":[{"name":"a"}],"primary_key":"a"})") ==
        "it has 'primary_key'; is 'primaryKey' meant?");
  CHECK(why_not(R"({"fields":[{"name":"a","contraints":{}}]})") ==
        "the field 'a' has 'contraints'; is 'constraints' meant?");
  CHECK(why_not(R"({"fields":[{"name":"a","required":true}]})") ==
        "the field 'a' has 'required' beside its 'constraints'; it belongs into them");
  CHECK(
      table_schema::read(
          R"({"fields":[{"name":"a","rdfType":"x","example":"y","x-mine":1,"x-type":"z","typo":"w"}],"$schema":"u","title":"t"})")
          .ok());
  CHECK_FALSE(why_not(R"({"fields":[{"name":"a"}],"missingValues":"x"})").empty());
}

TEST_CASE("given a table in another order, when its rows are checked, then fields meet columns by name") {
  const auto schema = table_schema::read(
      R"({"fields":[{"name":"age","type":"integer"},{"name":"name","constraints":{"required":true}}]})");
  REQUIRE(schema.ok());
  CHECK(check_rows(*schema, {"x", "name", "age"}, {{"?", "Ada", "36"}, {"?", "", "old"}, {"?"}}) ==
        words{"", "required name ; type_error age old", "required name "});
  CHECK(schema->missing_in(words{"age"})->name == "name");
  CHECK(schema->missing_in(words{"name"}) == nullptr);
  const auto all = table_schema::read(R"({"fields":[{"name":"a"},{"name":"b"}],"fieldsMatch":["subset"]})");
  CHECK(all->missing_in(words{"a"})->name == "b");
}

TEST_CASE("given values that have to be unique, when one comes again, then the later row is told") {
  const auto schema = table_schema::read(
      R"({"fields":[{"name":"n","type":"number","constraints":{"unique":true}},{"name":"a"},{"name":"b"}],)"
      R"("primaryKey":["a","b"]})");
  REQUIRE(schema.ok());
  CHECK(check_rows(*schema, {"n", "a", "b"},
                   {{"1", "x", "yz"}, {"1.0", "xy", "z"}, {"", "x", "yz"}, {"", "x", "q"}, {"?", "", "q"}}) ==
        words{"", "unique n 1.0", "unique a, b x", "", "type_error n ?; required a "});
}

TEST_CASE(
    "given more values than the memory may hold, when they come again, then they are found in the file") {
  const tests::temporary_directory here;
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937_64 random(seed);
  value_set set(here.path(), 1'000);
  std::vector<std::uint64_t> all;
  for (int i = 0; i < 5'500; ++i) {
    all.push_back(random());
    CHECK(set.add(all.back()));
  }
  CHECK(set.parts() == 5);
  for (const auto one : all) CHECK_FALSE(set.add(one));
  CHECK(std::filesystem::is_empty(here.path()));
  value_set nowhere(here.path() + "/none", 1'000);
  for (const auto one : all) CHECK(nowhere.add(one));
  for (const auto one : all) CHECK_FALSE(nowhere.add(one));
}

TEST_CASE("given categories, when values are held against them, then only those of them are taken") {
  check_good(R"({"type":"string","categories":["a","b"]})", {"a", "b", ""});
  check_bad(R"({"type":"string","categories":["a","b"]})", {"c", "A"}, "not_allowed");
  check_good(R"({"type":"integer","categories":[{"value":0,"label":"no"},{"value":1,"label":"yes"}]})",
             {"0", "01"});
  check_bad(R"({"type":"integer","categories":[{"value":0,"label":"no"}]})", {"1"}, "not_allowed");
  check_bad(R"({"categories":["a","b"],"constraints":{"enum":["b","c"]}})", {"a", "c"}, "not_allowed");
  check_good(R"({"categories":["a","b"],"constraints":{"enum":["b","c"]}})", {"b"});
  for (const auto* one :
       {R"("type":"date","categories":["2025-01-01"])", R"("categories":"a")", R"("categories":[])",
        R"("categories":[{}])", R"("categories":["a"],"constraints":{"enum":["b"]})"})
    CHECK_FALSE(why_not(R"({"fields":[{"name":"a",)" + std::string(one) + "}]}").empty());
}

TEST_CASE("given a schema with keys into other tables, when it is read, then it is refused") {
  CHECK(
      why_not(
          R"({"fields":[{"name":"a"}],"foreignKeys":[{"fields":"a","reference":{"resource":"r","fields":"b"}}]})") ==
      "it has 'foreignKeys', which are not held here: rows are held against their own table alone");
  CHECK(table_schema::read(R"({"fields":[{"name":"a"}],"foreignKeys":[]})").ok());
}

TEST_CASE("given values of a workbook, when they are held against a field, then not by how it writes texts") {
  cell_scratch scratch;
  const auto price =
      field_of(R"({"type":"number","decimalChar":",","groupChar":".","constraints":{"maximum":10}})");
  CHECK(price.fault_of("9.99", scratch, true).empty());
  CHECK(price.fault_of("9.99", scratch) == "above_maximum");
  CHECK(price.fault_of("9,99", scratch).empty());
  CHECK(price.fault_of("9,99", scratch, true) == "type_error");
  const auto count = field_of(R"({"type":"integer","decimalChar":",","groupChar":"."})");
  CHECK(count.fault_of("1234", scratch, true).empty());
  CHECK(count.fault_of("9.99", scratch, true) == "type_error");
  const auto day = field_of(R"({"type":"date","format":"%d/%m/%Y","constraints":{"minimum":"01/02/2025"}})");
  CHECK(day.fault_of("2025-03-04", scratch, true).empty());
  CHECK(day.fault_of("2025-01-04", scratch, true) == "below_minimum");
  CHECK(day.fault_of("04/03/2025", scratch).empty());
  CHECK(day.fault_of("2025-03-04", scratch) == "type_error");
  const auto moment = field_of(R"({"type":"datetime","format":"%d/%m/%Y %H:%M"})");
  CHECK(moment.fault_of("2025-03-04T10:30:00", scratch, true).empty());
  CHECK(moment.fault_of("2025-03-04", scratch, true).empty());
  const auto truth = field_of(R"({"type":"boolean","trueValues":["oui"],"falseValues":["non"]})");
  CHECK(truth.fault_of("true", scratch, true).empty());
  CHECK(truth.fault_of("true", scratch) == "type_error");
  const std::string typed(price.value_text("1.50", scratch, true));
  CHECK(typed == price.value_text("1,5", scratch));
}
