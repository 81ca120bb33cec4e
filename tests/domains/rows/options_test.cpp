// What may be said of an import of rows.
#include "domains/rows/options.hpp"
#include "tests/domains/rows/reading.hpp"

using namespace waybill;
using namespace waybill::rows;
using namespace waybill::rows::test;

namespace {
auto why(const std::string& options) -> error {
  const auto answer = kind().check_options(options);
  INFO(options);
  REQUIRE_FALSE(answer.ok());
  return answer.why();
}
}  // namespace

TEST_CASE("given no options, when they are checked, then all stand there as usual") {
  const auto full = kind().check_options("{}");
  REQUIRE(full.ok());
  CHECK(json::parse(*full) == json{{"collection", "rows"},
                                   {"key", json::array()},
                                   {"on_duplicate", "skip"},
                                   {"ragged", "accept"},
                                   {"header_rows", "auto"},
                                   {"create_result_files", true},
                                   {"count_total_first", true},
                                   {"output_format", "csv"}});
  CHECK(options_text(read_options(*full)) == *full);
}

TEST_CASE("given every option, when it is checked and read again, then it says the same") {
  const std::string given =
      R"({"batch_size":100000,"collection":"People-1","count_total_first":false,"create_result_files":false,)"
      R"("delimiter":"\t","handler_options":{"a":[1]},"header_rows":2,"key":["a","b"],)"
      R"("on_duplicate":"replace","output_format":"csv","quote":"'","ragged":"fail_row"})";
  const auto full = kind().check_options(given);
  REQUIRE(full.ok());
  CHECK(json::parse(*full) == json::parse(given));
  CHECK(options_text(read_options(*full)) == *full);
}

TEST_CASE("given names of the service before, when they are checked, then they mean the same here") {
  const auto full = kind().check_options(
      R"({"create_result_file_records":false,"allow_update":true,"result_file_prefix":"x","key":["a"]})");
  REQUIRE(full.ok());
  const auto read = read_options(*full);
  CHECK_FALSE(read.create_result_files);
  CHECK(read.duplicates == on_duplicate::update);
}

TEST_CASE("given a handler in a request, when options are checked, then it is refused by its own code") {
  for (const std::string name : {"handler_path", "handler", "handler_class", "command", "my_handler"})
    CHECK(why("{\"" + name + "\":\"x\"}").code == errc::handler_by_type);
  CHECK(why(R"({"keys":["a"]})").code == errc::unknown_field);
}

TEST_CASE("given a type of import that the server does not have, when options are checked, then it says so") {
  CHECK(why(R"({"type":"employees"})").code == errc::no_such_type);
  CHECK(why(R"({"mode":"dry"})").code == errc::bad_value);
}

TEST_CASE("given values that options may not have, when they are checked, then each is refused") {
  for (const std::string bad : {R"({"collection":""})",
                                R"({"collection":"a b"})",
                                R"({"collection":7})",
                                R"({"key":[""]})",
                                R"({"key":["a","a"]})",
                                R"({"key":7})",
                                R"({"on_duplicate":"overwrite","key":"a"})",
                                R"({"on_duplicate":"update"})",
                                R"({"ragged":"maybe"})",
                                R"({"delimiter":"x"})",
                                R"({"delimiter":"'","quote":"'"})",
                                R"({"header_rows":101})",
                                R"({"header_rows":-1})",
                                R"({"header_rows":1.5})",
                                R"({"batch_size":0})",
                                R"({"batch_size":100001})",
                                R"({"batch_size":"500"})",
                                R"({"create_result_files":1})",
                                R"({"output_format":"pdf"})",
                                R"({"delimiter":""})",
                                R"({"delimiter":"ab"})",
                                R"({"delimiter":"\n"})",
                                R"({"quote":"\u00e9"})",
                                R"({"handler_options":[]})",
                                "[]",
                                "7",
                                "{"})
    CHECK(why(bad).code == errc::bad_value);
}

TEST_CASE("given options that are longer than anybody needs, when an import comes, then they are refused") {
  const auto with = [](std::string_view name, const json& value) {
    return kind().check_options(json{{"collection", "t"}, {name, value}}.dump());
  };
  CHECK(with("key", json::array({std::string(1'024, 'k')})).ok());
  CHECK(with("key", json::array({"a", std::string(1'025, 'k')})).why().code == errc::bad_value);
  CHECK(with("handler_options", json{{"a", std::string(16'000, 'x')}}).ok());
  CHECK(with("handler_options", json{{"a", std::string(16'384, 'x')}}).why().code == errc::bad_value);
  // What was taken once is read as it was.
  const auto stored = json{{"collection", "t"}, {"key", json::array({std::string(2'000, 'k')})}}.dump();
  CHECK(read_options(stored).key.front().size() == 2'000);
}
