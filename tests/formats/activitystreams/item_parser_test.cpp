#include <catch2/catch.hpp>

#include "tests/formats/activitystreams/support.hpp"

namespace waybill::formats::activitystreams::testing {
namespace {

/// An item as the reader hands it over: with 64 bytes behind it, and not one more.
class padded {
 public:
  explicit padded(std::string_view text) : bytes_(text.begin(), text.end()), size_(text.size()) {
    bytes_.resize(size_ + 64, '"');
    bytes_.shrink_to_fit();
  }
  [[nodiscard]] auto raw() const -> std::string_view { return {bytes_.data(), size_}; }

 private:
  std::vector<char> bytes_;
  std::size_t size_;
};

auto json_of(const optional_text& from) -> nlohmann::json {
  if (from.is == optional_text::state::text) return std::string(from.text);
  return from.is == optional_text::state::null ? nlohmann::json(nullptr) : nlohmann::json("(absent)");
}

/// A text as itself, all else as it is spelled.
auto json_of(const std::optional<spelled_value>& from) -> nlohmann::json {
  if (!from) return "(absent)";
  return from->raw.starts_with('"') ? nlohmann::json(std::string(from->text))
                                    : nlohmann::json{{"raw", std::string(from->raw)}};
}

/// What `parse` answers, in the words of items.json.
auto described(const std::variant<link_record, item_fault>& answer) -> nlohmann::json {
  if (const auto* const fault = std::get_if<item_fault>(&answer)) {
    CHECK_FALSE(fault->message.empty());
    const auto* const code = fault->code == item_errc::url_missing ? "url_missing" : "not_a_bookmark";
    return {{"fault", code}, {"title", std::string(fault->title)}, {"id", std::string(fault->id)}};
  }
  const auto& record = std::get<link_record>(answer);
  nlohmann::json out;
  out["url"] = std::string(record.url);
  out["title"] = std::string(record.title);
  out["description"] = json_of(record.description);
  out["feed_url"] = json_of(record.feed_url);
  out["published"] = json_of(record.published);
  out["updated"] = json_of(record.updated);
  out["extra"] = std::string(record.extra);
  out["tags"] = "(absent)";
  if (record.has_tags) {
    out["tags"] = nlohmann::json::array();
    for (const auto tag : record.tags) out["tags"].push_back(std::string(tag));
  }
  out["warnings"] = nlohmann::json::array();
  if ((record.warnings & warn_title_missing) != 0) out["warnings"].push_back("title_missing");
  if ((record.warnings & warn_value_ignored) != 0) out["warnings"].push_back("value_ignored");
  if ((record.warnings & warn_url_from_id) != 0) out["warnings"].push_back("url_from_id");
  return out;
}

/// A case of items.json, with what it leaves unsaid.
auto wanted(nlohmann::json one) -> nlohmann::json {
  one.erase("name");
  one.erase("item");
  if (one.contains("fault")) {
    if (!one.contains("id")) one["id"] = "";
    return one;
  }
  const nlohmann::json absent = "(absent)";
  for (const auto* const key : {"description", "feed_url", "published", "updated", "tags"}) {
    if (!one.contains(key)) one[key] = absent;
  }
  if (!one.contains("extra")) one["extra"] = "";
  if (!one.contains("warnings")) one["warnings"] = nlohmann::json::array();
  return one;
}

}  // namespace

TEST_CASE("given an item when it is parsed then it says what it says") {
  item_parser parser;
  for (const auto& one : data("items.json")) {
    const padded bytes(one["item"].get<std::string>());
    INFO(one["name"] << ": " << bytes.raw());
    CHECK(described(parser.parse(bytes.raw())) == wanted(one));
  }
}

TEST_CASE(
    "given the items of all cases when a parser is used again in any order then each answer is its own") {
  const auto used = seed();
  INFO("WAYBILL_SEED=" << used);
  std::mt19937 random(used);
  const auto cases = data("items.json");
  item_parser parser;
  for (int i = 0; i < 2000; ++i) {
    const auto& one = cases[random() % cases.size()];
    const padded bytes(one["item"].get<std::string>());
    INFO(one["name"]);
    CHECK(described(parser.parse(bytes.raw())) == wanted(one));
  }
}

TEST_CASE("given an item nested 998 deep when it is parsed then it is kept whole") {
  std::string deep;
  for (int i = 0; i < 499; ++i) deep += "[{\"a\":";
  deep += "1";
  for (int i = 0; i < 499; ++i) deep += "}]";
  item_parser parser;
  const padded bytes("{\"url\":\"https://a/\",\"name\":\"n\",\"x\":" + deep + "}");
  const auto& answer = parser.parse(bytes.raw());
  CHECK(std::get<link_record>(answer).extra == "{\"x\":" + deep + "}");
}

TEST_CASE(
    "given an item of 100,000 members and tags when it is parsed then doubles are merged in good time") {
  std::string item = "{\"url\":\"https://a/\",\"name\":\"n\"";
  for (int i = 0; i < 100'000; ++i) item += ",\"k" + std::to_string(i % 50'000) + "\":" + std::to_string(i);
  item += ",\"tag\":[\"t\"";
  for (int i = 0; i < 100'000; ++i) item += ",\"t" + std::to_string(i % 50'000) + "\"";
  item += "]}";
  item_parser parser;
  const padded bytes(item);
  const auto& record = std::get<link_record>(parser.parse(bytes.raw()));
  CHECK(record.tags.size() == 50'001);
  CHECK(record.tags.at(50'000) == "t49999");
  const auto extra = nlohmann::json::parse(record.extra);
  CHECK(extra.size() == 50'000);
  CHECK(extra["k0"] == 50'000);
  CHECK_THAT(std::string(record.extra.substr(0, 12)), Catch::Equals("{\"k0\":50000,"));
}

TEST_CASE("given an item of 1 MB of escapes when it is parsed then its text is whole") {
  std::string item = "{\"url\":\"https://a/\",\"name\":\"";
  std::string text;
  for (int i = 0; i < 150'000; ++i) {
    item += "\\u00e4";
    text += "ä";
  }
  item_parser parser;
  const padded bytes(item + "\",\"summary\":\"\\n\"}");
  const auto& record = std::get<link_record>(parser.parse(bytes.raw()));
  CHECK(record.title == text);
  CHECK(record.description.text == "\n");
}

TEST_CASE("given an item cut at any byte when it is parsed then nothing beyond it is read") {
  const std::string whole =
      R"({"url":{"href":"https:\/\/a"},"tag":[{"name":"x"},"\u0041"],"nameMap":{"a":"b"},"x":[{"a":"\\"}],"y":tru})";
  item_parser parser;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const padded bytes(whole.substr(0, size));
    CHECK(std::holds_alternative<item_fault>(parser.parse(bytes.raw())));
  }
}

TEST_CASE(
    "given a record of the parser when it is parsed from its own extra again then the extra is the same") {
  item_parser parser;
  for (const auto& one : data("items.json")) {
    if (one.contains("fault") || !one.contains("extra")) continue;
    const std::string extra = one["extra"];
    // Other URLs come back by the list that an export makes of them.
    if (extra.find("\"url\":[") != std::string::npos) continue;
    const auto item = "{\"url\":\"https://a/\",\"name\":\"n\"," + extra.substr(1);
    INFO(item);
    const padded bytes(item);
    CHECK(std::get<link_record>(parser.parse(bytes.raw())).extra == extra);
  }
}

}  // namespace waybill::formats::activitystreams::testing
