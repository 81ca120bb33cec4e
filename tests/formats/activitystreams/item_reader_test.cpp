#include <catch2/catch.hpp>

#include "tests/formats/activitystreams/support.hpp"
#include "tests/sanitizer.hpp"

namespace waybill::formats::activitystreams::testing {
namespace {

using strings = std::vector<std::string>;

const std::string list =
    R"([ "https://a/" ,{"url":"https://b/","n":[1,{"x":"]}"}]},)"
    "\n"
    R"( "with \"quotes\", [brackets] and \\" , 12.5e3,null ,true, [ [ ], {"a":"\\\\\""} ],{},"","\\" ] , "next": 1})";
const strings expected = {R"("https://a/")",
                          R"({"url":"https://b/","n":[1,{"x":"]}"}]})",
                          R"("with \"quotes\", [brackets] and \\")",
                          "12.5e3",
                          "null",
                          "true",
                          R"([ [ ], {"a":"\\\\\""} ])",
                          "{}",
                          R"("")",
                          R"("\\")"};

auto random_string(std::mt19937& random) -> std::string {
  constexpr std::string_view letters = "\\\\\\\"\"{}[],:abcdefghij ";
  std::string text = "\"";
  for (auto left = random() % 150; left > 0; --left) {
    const char c = letters[random() % letters.size()];
    if (c == '\\' || c == '"') text += '\\';
    text += c;
  }
  return text + '"';
}

auto random_value(std::mt19937& random, int depth) -> std::string {
  const auto kind = random() % (depth > 4 ? 2 : 4);
  if (kind == 0) return random_string(random);
  if (kind == 1) return std::to_string(random());
  std::string text = kind == 2 ? "[" : "{";
  for (auto left = random() % 5; left > 0; --left) {
    if (text.size() > 1) text += random() % 2 == 0 ? "," : " ,\n ";
    if (kind == 3) text += random_string(random) + ":";
    text += random_value(random, depth + 1);
  }
  return text + (kind == 2 ? "]" : "}");
}

auto pieces_up_to(std::mt19937& random, std::size_t most) -> text_source::piece_size {
  return [&random, most] { return random() % most; };
}

}  // namespace

TEST_CASE("given a list when it is read then each item comes as spelled, with its place") {
  const auto read = items("0123456" + list, 7);
  CHECK(read.raw == expected);
  CHECK_FALSE(read.broken);
  for (std::size_t i = 0; i < read.raw.size(); ++i) {
    CHECK(list.substr(read.offsets[i] - 7, read.raw[i].size()) == read.raw[i]);
    CHECK(read.end_offsets[i] == read.offsets[i] + read.raw[i].size());
  }
}

TEST_CASE("given a list when it comes in pieces then the items are the same") {
  CHECK(items(list, 0, true, 1 << 20, [] { return 1U; }).raw == expected);
  const auto used = seed();
  INFO("WAYBILL_SEED=" << used);
  std::mt19937 random(used);
  for (int i = 0; i < 200; ++i)
    CHECK(items(list, 0, true, 1 << 20, pieces_up_to(random, 80)).raw == expected);
}

TEST_CASE("given a reader behind any item when it goes on then it gives the remaining items") {
  const auto all = items(list, 0);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const auto rest = items(list, all.end_offsets[i], false);
    CHECK(rest.raw == strings(expected.begin() + static_cast<std::ptrdiff_t>(i) + 1, expected.end()));
    CHECK_FALSE(rest.broken);
  }
}

TEST_CASE(
    "given a list that is one object or string when it is read then it gives that one, and none behind it") {
  for (const std::string one : {R"({"url":"https://a/","x":["]"]})", R"("https://a/")"}) {
    for (const std::string behind : {R"(,"type":"Collection"})", " }\n", R"( , "a{" : [1,2]})"}) {
      INFO(one + behind);
      const auto read = items(one + behind, 0);
      CHECK(read.raw == strings{one});
      CHECK_FALSE(read.broken);
      const auto rest = items(one + behind, read.end_offsets.at(0), false);
      CHECK(rest.raw.empty());
      CHECK_FALSE(rest.broken);
    }
  }
}

TEST_CASE("given an empty list when it is read then there is nothing, and nothing is broken") {
  for (const std::string text : {"[]", "[ \n ]", "[],1"}) {
    const auto read = items(text, 0);
    CHECK(read.raw.empty());
    CHECK_FALSE(read.broken);
  }
}

TEST_CASE("given a list cut at any byte when it is read then it is broken, and the items before are right") {
  const auto whole = list.substr(0, list.rfind(']'));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto read = items(whole.substr(0, size), 0);
    INFO(whole.substr(0, size));
    CHECK(read.broken);
    REQUIRE(read.raw.size() <= expected.size());
    CHECK(std::equal(read.raw.begin(), read.raw.end(), expected.begin()));
  }
}

TEST_CASE("given bytes that are no list when they are read then the reader says so") {
  for (const std::string text : {"", "x", "5]", "null", "[,1]", "[}", "[:]", "[+1]", "]", "[x]"}) {
    INFO(text);
    const auto read = items(text, 0);
    CHECK(read.raw.empty());
    CHECK(read.broken);
  }
  for (const std::string text : {"[1 2]", "[1}", "[1:2]", "[\"a\"\"b\"]", "[1,]x"})
    CHECK(items(text, 0).broken);
  for (const std::string text : {"", "  ", "1]", "x", "\"a\"]", ",]"}) CHECK(items(text, 0, false).broken);
}

TEST_CASE(
    "given items beyond the limit when they are read then they are skipped, and those between are kept") {
  const std::string large = "\"" + std::string(5000, 'x') + "\"";
  const std::string just = "\"" + std::string(98, 'y') + "\"";
  const std::string number(5000, '7');
  const auto text = "[" + large + "," + just + ",{\"a\":" + large + "}, " + number + " ,1]";
  for (const std::size_t piece : {1U, 7U, 64U, 100'000U}) {
    const auto read = items(text, 0, true, 100, [piece] { return piece; });
    CHECK(read.raw == strings{"", just, "", "", "1"});
    CHECK(read.oversize == std::vector<bool>{true, false, true, true, false});
    CHECK_FALSE(read.broken);
    CHECK(items(text, read.end_offsets[0], false, 100).raw == strings{just, "", "", "1"});
  }
}

TEST_CASE("given an item of 100 MB when it is read then it is passed without being held") {
  auto from = std::make_unique<repeated_source>("[1,\"", "0123456789", 10'000'000, "\",2]");
  item_reader reader(std::move(from), 0, true, 1 << 20);
  const auto read = read_all(reader);
  CHECK(read.raw == strings{"1", "", "2"});
  CHECK(read.end_offsets.at(1) == 100'000'005);
}

TEST_CASE("given items up to the limit when they are read then each is whole and followed by 64 bytes") {
  std::string text = "[";
  strings all;
  for (std::size_t size = 1000; size < (1 << 20); size = size * 3 / 2) {
    all.push_back("{\"a\":\"" + std::string(size - 8, 'x') + "\"}");
    text += all.back() + ",";
  }
  text.back() = ']';
  auto from = std::make_unique<text_source>(text, [] { return 10'000U; });
  item_reader reader(std::move(from), 0, true);
  std::size_t i = 0;
  char sum = 0;
  while (const auto one = reader.next()) {
    CHECK(one->raw == all.at(i++));
    for (const char* at = one->raw.data() + one->raw.size(); at != one->raw.data() + one->raw.size() + 64;
         ++at) {
      sum = static_cast<char>(sum ^ *at);  // the sanitizer watches
    }
  }
  CHECK(i == all.size());
  CHECK(sum == sum);
}

TEST_CASE("given random lists when they are read in random pieces then they give what was written") {
  const auto used = seed();
  INFO("WAYBILL_SEED=" << used);
  std::mt19937 random(used);
  for (int round = 0; round < 300; ++round) {
    strings all;
    std::string text = "[";
    for (auto left = random() % 20; left > 0; --left) {
      all.push_back(random_value(random, 0));
      text += (text.size() > 1 ? ",\n" : "") + all.back();
    }
    text += "]";
    const auto read = items(text, 0, true, 1 << 20, pieces_up_to(random, 300));
    CHECK(read.raw == all);
    CHECK_FALSE(read.broken);
  }
}

TEST_CASE("given changed bytes when they are read and parsed then nothing breaks but the list") {
  const auto used = seed();
  INFO("WAYBILL_SEED=" << used);
  std::mt19937 random(used);
  item_parser parser;
  std::size_t seen = 0;
  for (std::size_t round = 0; round < tests::bulk(20'000); ++round) {
    auto text = list;
    for (auto left = random() % 4; left > 0; --left) {
      text[random() % text.size()] = "\"\\{}[],: 1a\0\xff"[random() % 13];
    }
    auto from = std::make_unique<text_source>(text, pieces_up_to(random, 400));
    item_reader reader(std::move(from), 0, random() % 4 != 0);
    while (const auto one = reader.next()) {
      seen += one->raw.size();
      parser.parse(one->raw);
    }
  }
  CHECK(seen > 0);
}

}  // namespace waybill::formats::activitystreams::testing
