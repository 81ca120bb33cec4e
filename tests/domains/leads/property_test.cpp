// What holds for any file: columns of all headers that tests know, drawn and mixed by chance.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/domains/leads/support.hpp"

namespace waybill::leads::test {
namespace {

/// All headers of the tests' list, and some that mean nothing.
auto known_headers() -> const std::vector<words>& {
  static const auto all = [] {
    std::vector<words> files;
    const auto list = nlohmann::ordered_json::parse(content("tests/domains/leads/data/own_headers.json"));
    for (const auto& [name, columns] : list.items()) {
      auto& file = files.emplace_back();
      for (const auto& column : columns) file.push_back(column[0]);
    }
    return files;
  }();
  return all;
}

auto gibberish(std::mt19937_64& random) -> std::string {
  std::string text = "qx";
  for (auto n = 3 + random() % 8; n > 0; --n) text += "bcdfghjklmnpqrstvwxz"[random() % 20];
  return text;
}

/// What each field was given: its confidence, and the header where no other column is worth the same.
auto given_fields(const column_mapping& mapping) -> std::map<lead_field, int> {
  std::map<lead_field, int> given;
  for (const auto& one : mapping.columns)
    if (one.field) given[*one.field] = hundredths(one.confidence);
  return given;
}

auto a_file(std::mt19937_64& random) -> words {
  auto file = known_headers()[random() % known_headers().size()];
  if (random() % 2 == 0) {
    const auto& other = known_headers()[random() % known_headers().size()];
    for (const auto& name : other)
      if (random() % 3 == 0) file.push_back(name);
  }
  return file;
}

void check_sound(const column_mapping& mapping, std::size_t columns) {
  REQUIRE(mapping.columns.size() == columns);
  std::map<lead_field, int> uses;
  for (std::size_t i = 0; i < columns; ++i) {
    const auto& one = mapping.columns[i];
    REQUIRE(one.index == i);
    if (one.field) {
      REQUIRE(++uses[*one.field] == 1);
      REQUIRE(hundredths(one.confidence) >= 70);
      REQUIRE(hundredths(one.confidence) <= 100);
      REQUIRE(std::any_of(one.offers.begin(), one.offers.end(),
                          [&](const auto& offer) { return offer.field == *one.field; }));
    } else {
      REQUIRE(one.confidence == 0);
    }
  }
}

constexpr int rounds = 300;

}  // namespace

TEST_CASE(
    "given any file, when its columns come in another order, then each field is given with the same "
    "confidence") {
  const auto number = seed();
  INFO("seed " << number);
  std::mt19937_64 random(number);
  for (int round = 0; round < rounds; ++round) {
    auto file = a_file(random);
    const auto before = map(file);
    check_sound(before, file.size());
    std::shuffle(file.begin(), file.end(), random);
    const auto after = map(file);
    check_sound(after, file.size());
    // A name alone reads its neighbours, wherever they stand.
    REQUIRE(given_fields(before) == given_fields(after));
    REQUIRE(before.identifies == after.identifies);
  }
}

TEST_CASE("given any file, when columns of unknown headers join it, then nothing of the others changes") {
  const auto number = seed();
  INFO("seed " << number);
  std::mt19937_64 random(number);
  for (int round = 0; round < rounds; ++round) {
    const auto file = a_file(random);
    const auto before = map(file);
    auto more = file;
    for (auto n = 1 + random() % 5; n > 0; --n) more.push_back(gibberish(random));
    const auto after = map(more);
    for (std::size_t i = 0; i < file.size(); ++i) {
      INFO(file[i]);
      REQUIRE(told(after.columns[i]) == told(before.columns[i]));
      REQUIRE(after.columns[i].confidence == before.columns[i].confidence);
    }
    for (std::size_t i = file.size(); i < more.size(); ++i) {
      INFO(more[i]);
      REQUIRE_FALSE(after.columns[i].field);
    }
  }
}

TEST_CASE(
    "given any bytes as headers and samples, when they are mapped, then each field has at most one column") {
  const auto number = seed();
  INFO("seed " << number);
  std::mt19937_64 random(number);
  const auto bytes = [&] {
    std::string text;
    for (auto n = random() % 30; n > 0; --n) text += static_cast<char>(random() % 256);
    return text;
  };
  for (int round = 0; round < 200; ++round) {
    std::vector<column> file(random() % 8);
    for (auto& one : file) {
      one.name = random() % 3 == 0 ? "Email " + bytes() : bytes();
      for (auto n = random() % 4; n > 0; --n) one.samples.push_back(bytes());
    }
    check_sound(map(file), file.size());
  }
}

}  // namespace waybill::leads::test
