#include <catch2/catch.hpp>

#include <cerrno>

#include "tests/formats/activitystreams/support.hpp"

namespace waybill::formats::activitystreams::testing {
namespace {

const std::string small_document =
    "{\"@context\": [\"https://www.w3.org/ns/activitystreams\", {\"a\": null}],\r\n"
    " \"type\": \"Collection\", \"n\": [-0.5e+3, 12, true, false],\n"
    " \"items\": [{\"url\": \"https://\\u0061.example/\", \"name\": \"äö€😀\"}, \"https://b.example/\"]}";

auto document_of(const nlohmann::json& one) -> std::string {
  if (one.contains("document")) return one["document"];
  const std::string hex = one["hex"];
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

auto code_of(const std::string& name) -> document_errc {
  return name == "invalid_json" ? document_errc::invalid_json : document_errc::not_activitystreams;
}

class failing_source final : public byte_source {
 public:
  auto read(char* into, std::size_t) -> std::int64_t override {
    if (std::exchange(asked_, true)) return -EIO;
    *into = '{';
    return 1;
  }

 private:
  bool asked_ = false;
};

}  // namespace

TEST_CASE("given a faulty document when it is checked then its fault is named with its place") {
  for (const auto& one : data("document_faults.json")) {
    const auto answer = check(document_of(one));
    INFO(one["name"] << ": " << spelled(answer));
    REQUIRE(std::holds_alternative<document_fault>(answer));
    const auto& fault = std::get<document_fault>(answer);
    CHECK(fault.code == code_of(one["code"]));
    CHECK(fault.byte_offset == one["byte_offset"]);
    CHECK(fault.line == one["line"]);
    CHECK(fault.column == one["column"]);
    CHECK_THAT(fault.message, Catch::Contains(one["says"].get<std::string>()));
  }
}

TEST_CASE("given a good document when it is checked then its items are counted and its list is found") {
  for (const auto& one : data("document_summaries.json")) {
    const std::string document = one["document"];
    const auto answer = check(document);
    INFO(one["name"] << ": " << spelled(answer));
    REQUIRE(std::holds_alternative<document_summary>(answer));
    const auto& summary = std::get<document_summary>(answer);
    CHECK(summary.records == one["records"]);
    CHECK(summary.list_offset == one["list_offset"]);
    CHECK(summary.bytes == document.size());
  }
}

TEST_CASE("given a good document when its list is read then there are as many items as were counted") {
  for (const auto& one : data("document_summaries.json")) {
    const std::string document = one["document"];
    INFO(one["name"]);
    const auto read = items(document, one["list_offset"]);
    CHECK(read.raw.size() == one["records"]);
    CHECK_FALSE(read.broken);
  }
}

TEST_CASE("given any document when it comes in pieces then the answer is the same") {
  const auto used = seed();
  INFO("WAYBILL_SEED=" << used);
  std::mt19937 random(used);
  for (const auto* const file : {"document_faults.json", "document_summaries.json"}) {
    for (const auto& one : data(file)) {
      const auto document = document_of(one);
      INFO(one["name"]);
      const auto whole = spelled(check(document));
      CHECK(spelled(check(document, [] { return 1U; })) == whole);
      for (int i = 0; i < 20; ++i) CHECK(spelled(check(document, [&] { return random() % 40; })) == whole);
    }
  }
}

TEST_CASE("given a document when it is split in two anywhere then the answer is the same") {
  const auto whole = spelled(check(small_document));
  REQUIRE_THAT(whole, Catch::StartsWith("records 2 "));
  for (std::size_t cut = 1; cut < small_document.size(); ++cut) {
    std::size_t pieces = 0;
    INFO(cut);
    CHECK(spelled(check(small_document, [&] { return pieces++ == 0 ? cut : small_document.size(); })) ==
          whole);
  }
}

TEST_CASE("given a document truncated at any byte when it is checked then the fault stands at its end") {
  for (std::size_t size = 0; size < small_document.size(); ++size) {
    const auto part = small_document.substr(0, size);
    const auto answer = check(part);
    INFO(part << "\n" << spelled(answer));
    REQUIRE(std::holds_alternative<document_fault>(answer));
    const auto& fault = std::get<document_fault>(answer);
    CHECK(fault.code == document_errc::invalid_json);
    CHECK(fault.byte_offset == size);
    CHECK(fault.line == 1 + static_cast<std::uint64_t>(std::ranges::count(part, '\n')));
    CHECK(fault.column == size - (part.rfind('\n') + 1) + 1);
  }
}

TEST_CASE("given brackets nested 1,000 deep when checked then they are fine, and one more is a fault") {
  const auto nested = [](std::size_t depth, const char* open, const char* close) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += open;
    for (std::size_t i = 0; i < depth; ++i) text += close;
    return text;
  };
  CHECK(std::get<document_fault>(check(nested(1000, "[", "]"))).code == document_errc::not_activitystreams);
  CHECK(std::get<document_fault>(check(nested(1000, "[", "]") + ",")).byte_offset == 2000);
  const auto deep = std::get<document_fault>(check(nested(1001, "[", "]")));
  CHECK(deep.code == document_errc::invalid_json);
  CHECK(deep.byte_offset == 1000);
  CHECK_THAT(deep.message, Catch::Contains("1,000"));
  std::string objects;
  for (int i = 0; i < 1000; ++i) objects += "{\"a\":";
  CHECK(std::get<document_fault>(check(objects + "1" + std::string(1000, '}'))).code ==
        document_errc::not_activitystreams);
  CHECK(std::get<document_fault>(check(objects + "{")).byte_offset == 5000);
}

TEST_CASE("given 100,000 open brackets when checked then the 1,001st is the fault") {
  repeated_source from("", "[", 100'000, "");
  const auto fault = std::get<document_fault>(check(from));
  CHECK(fault.code == document_errc::invalid_json);
  CHECK(fault.byte_offset == 1000);
}

TEST_CASE("given tokens of 100 MB when checked then they pass without being held") {
  const std::string head = R"({"@context":"https://www.w3.org/ns/activitystreams","type":"Collection",)";
  const auto records = [](repeated_source from) { return std::get<document_summary>(check(from)).records; };
  CHECK(records({head + "\"a\":\"", "0123456789 äö€😀 \\u00e4\\n", 3'600'000, "\",\"items\":[1]}"}) == 1);
  CHECK(records({head + "\"a\":1", "0123456789", 10'000'000, ".5e3,\"items\":[1]}"}) == 1);
  CHECK(records({head + "\"a\":0.", "0123456789", 1'000'000, ",\"items\":[1]}"}) == 1);
  CHECK(records({head + "\"", "0123456789", 1'000'000, "\":1,\"items\":[1]}"}) == 1);
  CHECK(records({head + "\"a\":1,", "          \n", 1'000'000, "\"items\":[1]}"}) == 1);
  repeated_source cut(head + "\"a\":\"", "0123456789", 10'000'000, "");
  CHECK(std::get<document_fault>(check(cut)).byte_offset == head.size() + 5 + 100'000'000);
}

TEST_CASE("given a fault behind blocks of lines when checked then line and column are exact") {
  repeated_source from("[\n", " 12345678,\n\n", 500'000, "  x");
  const auto fault = std::get<document_fault>(check(from));
  CHECK(fault.byte_offset == 2 + 500'000 * 12 + 2);
  CHECK(fault.line == 2 + 2 * 500'000);
  CHECK(fault.column == 3);
}

TEST_CASE("given a root of a million doubled keys when checked then it costs one pass") {
  const std::string head = R"({"@context":"https://www.w3.org/ns/activitystreams",)";
  repeated_source from(head, "\"type\":\"Collection\",\n", 1'000'000, "\"type\":7,\"items\":[]}");
  const auto fault = std::get<document_fault>(check(from));
  CHECK(fault.line == 1'000'001);
  CHECK(fault.column == 8);
}

TEST_CASE("given a check that is not to go on when asked then it ends without an answer") {
  repeated_source from("[", "1,\n", 1'000'000, "1]");
  std::vector<std::uint64_t> asked;
  CHECK_FALSE(check_document(from, [&](std::uint64_t bytes) {
                asked.push_back(bytes);
                return asked.size() < 3;
              }).has_value());
  CHECK(asked == std::vector<std::uint64_t>{262'144, 524'288, 786'432});
}

TEST_CASE("given a source that fails when checked then the fault says that it cannot be read") {
  failing_source from;
  const auto fault = std::get<document_fault>(check(from));
  CHECK(fault.code == document_errc::read_failed);
  CHECK(fault.byte_offset == 1);
  CHECK_THAT(fault.message, Catch::Contains("cannot be read"));
}

TEST_CASE(
    "given a file when opened at an offset then it is read from there, and none is opened that is not "
    "there") {
  const auto path = std::filesystem::temp_directory_path() / ("waybill_open_file_" + std::to_string(seed()));
  std::ofstream(path) << "0123456789";
  std::string got(20, ' ');
  const auto from = open_file(path, 4);
  REQUIRE(from != nullptr);
  CHECK(from->read(got.data(), got.size()) == 6);
  CHECK(got.substr(0, 6) == "456789");
  CHECK(from->read(got.data(), got.size()) == 0);
  std::filesystem::remove(path);
  errno = 0;
  CHECK(open_file(path, 0) == nullptr);
  CHECK(errno == ENOENT);
  CHECK(open_file("/dev/null", ~std::uint64_t{0}) == nullptr);
  CHECK(errno == EINVAL);
  CHECK(open_file(std::filesystem::temp_directory_path(), 0)->read(got.data(), got.size()) == -EISDIR);
}

}  // namespace waybill::formats::activitystreams::testing
