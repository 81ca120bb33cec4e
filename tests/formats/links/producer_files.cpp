#include "tests/formats/links/producer_files.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace waybill::formats::links::testing {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

auto corpora() -> fs::path {
  const char* const set = std::getenv("WAYBILL_CORPORA");
  return fs::path(set != nullptr ? set : "../shared/corpora") / "bookmarks";
}

auto content(const fs::path& path) -> std::string {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

auto date_or_null(const std::string& date) -> json {
  const auto seconds = seconds_of(date);
  return seconds ? json(*seconds) : json(nullptr);
}

/// As the expectations spell it.
auto shown(const link& one) -> json {
  json all{{"url", one.url},       {"title", one.title},
           {"tags", one.tags},     {"created", date_or_null(one.created)},
           {"folder", one.folder}, {"description", one.description ? json(*one.description) : json()}};
  if (!one.updated.empty()) all["modified"] = date_or_null(one.updated);
  if (one.feed_url) all["feed_url"] = *one.feed_url;
  const auto extra = json::parse("{" + one.extra + "}");
  for (const auto* const key : {"keyword", "note"})
    if (extra.contains(key)) all[key] = extra.at(key);
  return all;
}

void check_link(const json& wanted, const link& one) {
  const auto found = shown(one);
  for (const auto& [key, value] : wanted.items()) {
    if (key.ends_with("_any_of") || !(found.contains(key) || key == "feed_url" || key == "modified"))
      continue;
    const auto any = wanted.find(key + "_any_of");
    INFO(key << " of " << one.url);
    if (any == wanted.end())
      CHECK(found.value(key, json()) == value);
    else
      CHECK(std::find(any->begin(), any->end(), found.value(key, json())) != any->end());
  }
}

}  // namespace

auto seconds_of(const std::string& date) -> std::optional<std::int64_t> {
  if (!date.empty() && date.find_first_not_of("0123456789") == std::string::npos) {
    auto count = std::stoll(date);
    while (count > 100'000'000'000) count /= 1'000;
    return count;
  }
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, read = 0;
  std::array<char, 2> between{};
  if (std::sscanf(date.c_str(), "%4d-%2d-%2d%1[T ]%2d:%2d:%2d%n", &year, &month, &day, between.data(), &hour,
                  &minute, &second, &read) != 7)
    return std::nullopt;
  auto zone = date.substr(static_cast<std::size_t>(read));
  if (zone.starts_with('.'))
    zone = zone.substr(std::min(zone.find_first_not_of("0123456789", 1), zone.size()));
  std::erase(zone, ':');
  std::int64_t offset = 0;
  if (zone.starts_with('+') || zone.starts_with('-')) {
    const auto number = std::stoll(zone);
    offset = number / 100 * 3'600 + number % 100 * 60;
  }
  const auto on = std::chrono::sys_days{std::chrono::year{year} / month / day};
  return on.time_since_epoch().count() * 86'400LL + hour * 3'600 + minute * 60 + second - offset;
}

void check_expected(const maker& make, const std::string& file) {
  const auto path = corpora() / file;
  if (!fs::exists(path)) {
    std::cout << "skipped: no " << path.string() << " (set WAYBILL_CORPORA)\n";
    return;
  }
  INFO(file);
  const auto wanted = json::parse(content(path.string() + ".expected.json"));
  for (const std::size_t piece : {1U << 20, 7U, 1U}) {
    const auto all = read_all(make, content(path), piece);
    CHECK(all.why.code.empty());
    CHECK(all.faults == wanted.value("failed", std::vector<std::string>{}));
    REQUIRE(all.links.size() == wanted.at("items").size());
    for (std::size_t i = 0; i < all.links.size(); ++i) check_link(wanted.at("items")[i], all.links[i]);
  }
}

}  // namespace waybill::formats::links::testing
