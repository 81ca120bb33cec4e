// Whole files through the reader: what other producers write comes in, what is refused can be found again,
// and an export comes back as it went out.
#include <filesystem>
#include <random>

#include "domains/bookmarks/kind.hpp"
#include "domains/reading.hpp"
#include "tests/domains/bookmarks/reading.hpp"
#include "tests/domains/bookmarks/support.hpp"

namespace waybill::bookmarks::test {
namespace {

constexpr instant import_time{1'700'000'000'000'000};
const std::string head =
    R"({"@context":"https://www.w3.org/ns/activitystreams","type":"Collection","items":[)";

auto document_of(const std::vector<std::string>& items) -> std::string {
  std::string document = head;
  for (const auto& one : items) document += (&one == items.data() ? "" : ",\n") + one;
  return document + "]}";
}

/// The records of a document, in one chunk.
auto read(const std::string& document, const reading_limits& limits = {})
    -> std::unique_ptr<candidate_chunk> {
  const auto path = std::filesystem::temp_directory_path() /
                    ("waybill-reading-" + std::to_string(std::random_device{}()) + ".json");
  std::ofstream(path, std::ios::binary) << document;
  const auto checker = kind().checker();
  checker->feed(document);
  const auto found = checker->finish();
  INFO(document);
  REQUIRE(found.ok());
  chunk_reader reader{kind(), {path.string(), "{}", import_time, limits}};
  REQUIRE(reader.start({found->list_offset}).ok());
  auto chunk = reader.next();
  std::filesystem::remove(path);
  REQUIRE(chunk.ok());
  return std::move(*chunk);
}

auto exported(const candidate_chunk& chunk) -> std::string {
  std::vector<std::string> items;
  for (const auto& record : chunk.records) {
    REQUIRE(record.fault.empty());
    append_item(*decode_row(chunk.view(record.row)), items.emplace_back());
  }
  return document_of(items);
}

struct label {
  std::string code, url, title;
  friend auto operator==(const label&, const label&) -> bool = default;
};

auto label_of(const std::string& item, const reading_limits& limits = {}) -> label {
  const auto chunk = read(document_of({item}), limits);
  REQUIRE(chunk->records.size() == 1);
  const auto& record = chunk->records.front();
  REQUIRE(record.own_shown == 2);
  return {std::string(record.fault), std::string(chunk->view(chunk->shown[record.first_shown])),
          std::string(chunk->view(chunk->shown[record.first_shown + 1]))};
}

auto repeated(std::string_view text, std::size_t times) -> std::string {
  std::string all;
  for (; times > 0; --times) all += text;
  return all;
}

}  // namespace

TEST_CASE(
    "given an item that cannot be taken, when it is shown, then by its title and id, or by how it begins") {
  CHECK(label_of(R"({"name":"n","id":"urn:x"})") == label{"url_missing", "urn:x", "n"});
  CHECK(label_of(R"({"type":"Note","id":"urn:x","content":"c"})") == label{"url_missing", "urn:x", ""});
  CHECK(label_of(R"({"name":"n"})") == label{"url_missing", "", "n"});
  CHECK(label_of(R"({"type":"Note", "content":"c"})") ==
        label{"url_missing", "", R"({"type":"Note", "content":"c"})"});
  CHECK(label_of(R"(["https://a/"])") == label{"not_a_bookmark", "", R"(["https://a/"])"});
  CHECK(label_of("17") == label{"not_a_bookmark", "", "17"});
  CHECK(label_of(R"({"id":17,"name":" "})") == label{"url_missing", "", R"({"id":17,"name":" "})"});
}

TEST_CASE("given an item that cannot be taken, when it is long, then 120 whole characters of it are shown") {
  const auto item = R"({"content":")" + repeated("€😀", 200) + R"("})";
  CHECK(label_of(item) == label{"url_missing", "", R"({"content":")" + repeated("€😀", 54)});
  CHECK(label_of(item, {.item_bytes = 600}) ==
        label{"record_too_large", "", R"({"content":")" + repeated("€😀", 54)});
  const auto smiles = "\"" + repeated("😀", 200'000) + "\"";
  CHECK(label_of(smiles, {.item_bytes = 300'000}) ==
        label{"record_too_large", "", "\"" + repeated("😀", 119)});
}

TEST_CASE(
    "given items of other producers, when exported, imported and exported again, then not a byte differs") {
  const std::vector<std::string> items{
      R"({"type":"Video","name":"Boat","url":[{"type":"Link","mediaType":"application/x-mpegURL","href":"https://v/m.m3u8"},{"type":"Link","mediaType":"text/html","href":"https://v/w"}]})",
      R"({"name":"n","url":["magnet:?x", {"href" : "ftp://y"},null],"x":1})",
      R"({"name":"n","url":[{"href":"https://v/a.m3u8","mediaType":"application/x-mpegURL"},{"href":"https://v/b","mediaType":"video/mp4"}],"published":"2024-01-15 10:30:00 UTC"})",
      R"({"type":"Note","id":"https://pl.example/objects/78","content":"hello","published":"yesterday","updated":"the day after"})",
      R"({"url":"https://a/","name":"n","published":{"at" : [1, 2]},"tag":["t"],"summary":""})",
      R"({"url":"https://b/","name":"n","updated":true,"feedUrl":"f"})",
      R"({"url":"https://c/","name":"n","published":1705314600,"updated":"1705314600123"})",
      R"("https://d/")"};
  const auto first = read(document_of(items));
  REQUIRE(first->records.size() == items.size());
  const auto once = exported(*first);
  const auto second = read(once);
  CHECK(exported(*second) == once);
  CHECK(first->keys == second->keys);
  const auto words = nlohmann::json::parse(once).at("items");
  CHECK(words[0].at("url")[0] == "https://v/w");
  CHECK(words[0].at("url")[1].at("href") == "https://v/m.m3u8");
  CHECK(words[3].at("published") == "yesterday");
  CHECK(words[3].at("updated") == "the day after");
  CHECK(words[4].at("published") == nlohmann::json::parse(R"({"at":[1,2]})"));
  CHECK(words[6].at("published") == "2024-01-15T10:30:00+00:00");
}

TEST_CASE(
    "given the first page alone, when its items are read in two goes, then the second begins behind the "
    "first") {
  const std::string document =
      R"({"first":{"orderedItems":["https://a/","https://b/"],"next":"x"},"orderedItems":[],"type":"OrderedCollection",)"
      R"("@context":{"@vocab":"https://www.w3.org/ns/activitystreams"}})";
  CHECK(read(document)->records.size() == 2);
  CHECK(read(document, {.chunk_records = 1})->records.size() == 1);
}

TEST_CASE("given a long file that holds no link, when nobody wants it any more, then reading it ends early") {
  const auto list = "https://a/\n" + repeated("# said\n", 300'000);
  const stored_file file(list);
  int asked = 0;
  const auto wanted = [&] { return ++asked < 3; };
  reading_order order{file.path(), "{}", reading_time};
  order.limits.chunk_records = 1;
  SECTION("of the check") {
    const auto check = kind().checker_with(order);
    check->feed(list);
    REQUIRE(check->needs_file());
    CHECK_FALSE(check->finish_at(file.path(), wanted).has_value());
    CHECK(asked < 8);
  }
  SECTION("of its records") {
    order.is_wanted = wanted;
    chunk_reader reader(kind(), order);
    REQUIRE(reader.start({}).ok());
    REQUIRE((*reader.next())->records.size() == 1);
    CHECK_FALSE(reader.next().ok());
    CHECK(asked < 8);
  }
}

}  // namespace waybill::bookmarks::test
