// Several imports at once: of one owner, and of many.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"

using namespace waybill::system_test;

namespace {

auto number(const json& import, const char* key) -> std::uint64_t {
  return import.at("progress").at(key).get<std::uint64_t>();
}

auto urls_of(const person& who) -> std::multiset<std::string> {
  std::multiset<std::string> urls;
  for (const auto& item : who.exported_items()) urls.insert(json::parse(item).at("url").get<std::string>());
  return urls;
}

}  // namespace

TEST_CASE(
    "given two imports of one owner with the same URLs, when they run at once, then no bookmark is there "
    "twice") {
  temp_directory data;
  const auto who = make_account(data.path(), "alice");
  server at(data.path(), {{"WAYBILL_IMPORTS_CONCURRENT", "4"}, {"WAYBILL_IMPORTS_CHUNK_RECORDS", "50"}});
  const person alice(at, who);
  constexpr std::uint64_t each = waybill::tests::bulk(10'000);
  for (const std::string policy : {"skip", "overwrite"}) {
    const std::uint64_t first = policy == "skip" ? 1 : 50'001;
    const auto document = good_document(first, each);
    const auto before = alice.exported_items().size();
    std::vector<std::string> ids(3);
    std::vector<std::thread> people;
    for (auto& id : ids) people.emplace_back([&] { id = alice.import(document, policy); });
    for (auto& thread : people) thread.join();
    std::uint64_t created = 0;
    std::uint64_t rest = 0;
    for (const auto& id : ids) {
      const auto import = alice.outcome_of(id);
      CHECK(import.at("status") == "completed");
      CHECK(number(import, "processed") == each);
      created += number(import, "created");
      rest += number(import, "skipped") + number(import, "updated");
    }
    CHECK(created == each);
    CHECK(rest == 2 * each);
    CHECK(alice.exported_items().size() == before + each);
  }
  const auto urls = urls_of(alice);
  CHECK(std::set<std::string>(urls.begin(), urls.end()).size() == urls.size());
}

TEST_CASE("given 20 owners, when each imports at once, then each has what is theirs and nothing else") {
  constexpr std::uint64_t owners = 20;
  constexpr std::uint64_t each = waybill::tests::bulk(2'000);
  temp_directory data;
  std::vector<account> accounts;
  for (std::uint64_t i = 0; i < owners; ++i)
    accounts.push_back(make_account(data.path(), "owner-" + std::to_string(i)));
  server at(data.path());
  std::vector<person> people;
  for (const auto& who : accounts) people.emplace_back(at, who);
  std::vector<std::string> ids(owners);
  std::vector<std::thread> threads;
  // Half of each owner's URLs are the next owner's too: the same URL in another collection is another
  // bookmark.
  for (std::uint64_t i = 0; i < owners; ++i)
    threads.emplace_back([&, i] { ids[i] = people[i].import(good_document(1 + i * each / 2, each)); });
  for (auto& thread : threads) thread.join();
  const auto all = std::to_string(each);
  for (std::uint64_t i = 0; i < owners; ++i) {
    CAPTURE(i);
    CHECK(counts_of(people[i].outcome_of(ids[i])) == "completed total " + all + " processed " + all +
                                                         " created " + all + " updated 0 skipped 0 failed 0");
    const auto urls = urls_of(people[i]);
    CHECK(urls.size() == each);
    const auto first = json::parse(item(1 + i * each / 2)).at("url").get<std::string>();
    CHECK(urls.count(first) == 1);
  }
}
