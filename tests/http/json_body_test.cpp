#include "http/json_body.hpp"

#include <catch2/catch.hpp>

using namespace waybill;
using namespace waybill::http;

TEST_CASE("given a name twice in any object of a body, when it is read, then it is refused by that name") {
  for (const std::string text :
       {R"({"a":1,"b":2,"a":3})", R"({"x":[{"a":1},{"a":1,"a":2}]})", R"({"a":{"b":{"a":1},"c":2},"a":3})"}) {
    INFO(text);
    const auto read = parse_object(text);
    REQUIRE_FALSE(read);
    CHECK(read.why().code == errc::bad_value);
    CHECK(read.why().message == "The field 'a' stands more than once.");
  }
  CHECK(parse_object(R"({"a":{"a":[{"a":1},{"a":2}]},"b":{"a":1}})"));
}

TEST_CASE("given what is no JSON object, when it is read, then it is refused") {
  for (const std::string text :
       {"", "[]", "1", "{", R"({"a":1)", R"({"a":1,})", R"({"a":1e999})", "{\"\xFF\":1}"}) {
    INFO(text);
    CHECK(parse_object(text).why().code == errc::bad_request);
  }
  CHECK(parse_object(std::string(200, '[') + std::string(200, ']')).why().code == errc::bad_request);
}

// It took minutes when the end of each object looked through the list again.
TEST_CASE("given a body of hundreds of thousands of objects, when it is read, then they are all there") {
  std::string text = R"({"ids":[{})";
  constexpr std::size_t count = 330'000;
  for (std::size_t i = 1; i < count; ++i) text += ",{}";
  const auto read = parse_object(text + "]}");
  REQUIRE(read);
  CHECK(read->at("ids").size() == count);
}
