// Answers that are read without the parser are what the parser makes of them.
#include <random>

#include "handlers/plain_answer.hpp"
#include "tests/handlers/talk.hpp"

using namespace waybill;
using namespace waybill::handlers;
using namespace waybill::handlers::test;

namespace {

using numbers = std::vector<std::uint64_t>;
using dice = std::minstd_rand;

auto any_of(dice& random, const words& from) -> const std::string& { return from[random() % from.size()]; }

/// An answer to a row, plain most of the time.
auto object(dice& random, std::uint64_t row) -> std::string {
  static const words outcomes{"created", "updated", "skipped"};
  words members{"\"ok\" : true"};
  if (random() % 2 == 0) members.push_back("\"row_index\":" + std::to_string(row));
  if (random() % 2 == 0) members.push_back("\"outcome\":\t\"" + any_of(random, outcomes) + "\"");
  if (random() % 9 == 0) members.emplace_back(R"("note":"x")");
  std::shuffle(members.begin(), members.end(), random);
  std::string text = "{";
  for (const auto& one : members) text += (text.size() > 1 ? ", " : "") + one;
  return text + " }";
}

auto batch(dice& random, const numbers& rows) -> std::string {
  std::string text = R"({"batch": 7, "answers": [)";
  for (const auto row : rows) text += (row == rows.front() ? "" : " ,") + object(random, row);
  return text + "]}\n";
}

auto slip(dice& random, std::string text) -> std::string {
  static const words signs{"", "0", "1", ".", "e", "-", "\"", ",", "}", "]", "\\", "x", " ", "\x01"};
  text.replace(random() % text.size(), random() % 2, any_of(random, signs));
  return text;
}

/// As the parser says it.
auto slow(const json& one) -> std::string {
  REQUIRE(one.at("ok") == true);
  return one.value("outcome", "created");
}

}  // namespace

TEST_CASE("given answers with slips, when they are read without the parser, then the parser reads the same") {
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  dice random{seed};
  const numbers rows{3, 4, 9};
  std::size_t plain_ones = 0;
  for (int round = 0; round < 20'000; ++round) {
    auto text = batch(random, rows);
    if (round % 4 != 0) text = slip(random, text);
    const auto plain = plain_batch_answer(text, 7, rows, 1);
    if (!plain) continue;
    ++plain_ones;
    INFO(text);
    const auto all = json::parse(text);
    REQUIRE(all.at("batch") == 7);
    REQUIRE(all.at("answers").size() == rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      REQUIRE(told((*plain)[i]) == slow(all.at("answers")[i]));
      REQUIRE(all.at("answers")[i].value("row_index", rows[i]) == rows[i]);
      REQUIRE((*plain)[i].results == words{""});
    }
  }
  CHECK(plain_ones > 1'000);
}

TEST_CASE("given an answer to a row with slips, when it is read without the parser, then it is the same") {
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  dice random{seed};
  std::size_t plain_ones = 0;
  for (int round = 0; round < 20'000; ++round) {
    auto text = object(random, 12);
    if (round % 4 != 0) text = slip(random, text);
    const auto plain = plain_row_answer(text, 0);
    if (!plain) continue;
    ++plain_ones;
    INFO(text);
    const auto all = json::parse(text);
    REQUIRE(told(plain->said) == slow(all));
    REQUIRE(plain->row_index.has_value() == all.contains("row_index"));
    if (plain->row_index) REQUIRE(all.at("row_index") == *plain->row_index);
  }
  CHECK(plain_ones > 1'000);
}

TEST_CASE("given answers that are more than a yes, when they are looked at, then the parser has to") {
  for (const auto* const text :
       {"", "{}", R"({"ok":false})", R"({"ok":true,"ok":true})", R"({"ok":true,"result":{}})",
        R"({"ok":true,"row_index":01})", R"({"ok":true,"row_index":1.0})", R"({"ok":true,"row_index":-1})",
        R"({"ok":true,"outcome":"failed"})", R"({"ok":true}x)", R"({"ok":truex})", R"([{"ok":true}])",
        R"({"ok":true,"row_index":99999999999999999999})"})
    CHECK_FALSE(plain_row_answer(text, 0));
  for (const auto* const text :
       {R"({"batch":2,"answers":[{"ok":true}]})", R"({"batch":1,"answers":[{"ok":true},{"ok":true}]})",
        R"({"batch":1,"answers":[]})", R"({"batch":1,"answers":[{"ok":true,"row_index":2}]})",
        R"({"answers":[{"ok":true}]})", R"({"batch":1,"answers":[{"ok":true}]}x)"})
    CHECK_FALSE(plain_batch_answer(text, 1, numbers{1}, 0));
  CHECK(plain_batch_answer(R"({"answers":[{"ok":true}]})", {}, numbers{1}, 0));
}
