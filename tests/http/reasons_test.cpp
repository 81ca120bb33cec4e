// Sentences of faults, taken apart.
#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "formats/activitystreams/document.hpp"
#include "formats/recognise.hpp"
#include "http/faults.hpp"
#include "http/reasons.hpp"

using namespace waybill;
using namespace waybill::http;
namespace as = waybill::formats::activitystreams;
using json = nlohmann::json;

namespace {

auto told(std::string_view sentence) -> json {
  std::string text;
  json_text to{text};
  to.begin_object();
  write_reason(to, sentence);
  to.end_object();
  return json::parse(text);
}

/// A sentence of the row, its placeholders filled in.
auto filled(std::string_view sentence) -> std::string {
  std::string out;
  for (std::size_t at = 0; at < sentence.size(); ++at) {
    // "}" stands for itself in some sentences, "{" in none.
    if (sentence[at] != '{') {
      out += sentence[at];
      continue;
    }
    const auto end = sentence.find('}', at);
    const auto name = sentence.substr(at + 1, end - at - 1);
    out += name == "kind"    ? "a PDF"
           : name == "found" ? "the byte 0xFF"
           : name == "n" || name == "limit" || name == "bytes" || name == "used" || name == "wanted"
               ? "17"
               : "some 'thing'";
    at = end;
  }
  return out;
}

auto unknown_of(std::string_view document) -> std::string {
  as::document_check check;
  check.feed(document);
  const auto found = check.finish();
  const auto* fault = std::get_if<as::document_fault>(&found);
  return fault == nullptr || reason_of(fault->message) ? "" : fault->message;
}

}  // namespace

TEST_CASE("given the list of reasons, when each is said, then it is taken apart into itself") {
  std::set<std::string_view> names;
  for (const auto& [name, sentence] : reasons()) {
    CAPTURE(name, sentence);
    CHECK(names.insert(name).second);
    const auto found = reason_of(filled(sentence));
    REQUIRE(found);
    CHECK(found->name == name);
  }
}

TEST_CASE("given sentences with values, when they are taken apart, then values stand beside the reason") {
  CHECK(told("The document ends inside an array.") ==
        json::parse(R"({"reason":"ends_in_array","values":{}})"));
  CHECK(told("Unexpected the byte 0xFF: a value was expected.") ==
        json::parse(R"({"reason":"value_expected","values":{"found":"0xFF"}})"));
  CHECK(told("Unexpected ''': ',' or '}' was expected.") ==
        json::parse(R"({"reason":"comma_or_brace_expected","values":{"found":"'"}})"));
  CHECK(told("Unexpected '1': a value was expected.")["values"]["found"] == "1");
  CHECK(told("The file holds 70 records; at most 50 are allowed.") ==
        json::parse(R"({"reason":"too_many","values":{"n":70,"limit":50}})"));
  CHECK(told("You keep 100 bytes; with 7 more, the limit of 100 would be passed.") ==
        json::parse(R"({"reason":"over_quota_of_bytes","values":{"used":100,"wanted":7,"limit":100}})"));
  CHECK(told("You keep 3 records; at most 2 are allowed.")["values"] ==
        json::parse(R"({"used":3,"limit":2})"));
  CHECK(told("There is no field '' here.' here.") ==
        json::parse(R"({"reason":"field_unknown","values":{"name":"' here."}})"));
  CHECK(told("The file is an HTML page, which no import of bookmarks reads.")["values"]["kind"] ==
        "html_page");
  CHECK(told("The root's type is \"a {n}\", not this.")["values"]["type"] == "a {n}");
}

TEST_CASE(
    "given a sentence with a row of words, when it is taken apart, then they are a list in no language") {
  CHECK(told("The root has no type; it must be Collection, OrderedCollection, CollectionPage or "
             "OrderedCollectionPage.")["values"]["types"] ==
        json::parse(R"(["Collection","OrderedCollection","CollectionPage","OrderedCollectionPage"])"));
  CHECK(told("This can only be asked by GET, HEAD, POST.")["values"]["methods"] ==
        json::parse(R"(["GET","HEAD","POST"])"));
  const auto step =
      told("The import is completed; only a failed or cancelled import can retry. Possible now: nothing.");
  CHECK(step["values"]["statuses"] == json::parse(R"(["failed","cancelled"])"));
  CHECK(step["values"]["possible"] == json::array());
}

TEST_CASE("given advice behind a sentence, when it is taken apart, then it is a value by a stable name") {
  CHECK(told("The file is a CSV table, which no import of bookmarks reads. Export it as JSON.") ==
        json::parse(R"({"reason":"foreign_format","values":{"kind":"csv_table","advice":"as_json"}})"));
  CHECK(told("The file is a list of URLs in UTF-16, which no import of bookmarks reads. Export it as JSON.")
            ["values"]["encoding"] == "UTF-16");
  CHECK(told("The file is a CSV table, which no import of bookmarks reads. Pray.") == json::object());
  CHECK(told("Export it as JSON.") == json::object());
}

TEST_CASE("given files of many kinds, when their advice is told, then it has a name") {
  std::ifstream rows("tests/formats/data/recognised.json");
  std::set<std::string> told_of;
  for (const auto& row : json::parse(rows)) {
    std::string bytes = row.value("text", "");
    const auto hex = row.value("hex", "");
    for (std::size_t i = 0; i < hex.size(); i += 2)
      bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    const auto found = formats::recognise(bytes);
    if (found.advice.empty()) continue;
    INFO(row.dump());
    const auto values = told("The file is " + found.name + ", which no import of bookmarks reads. " +
                             std::string(found.advice))["values"];
    REQUIRE(values.contains("advice"));
    told_of.insert(values["advice"]);
  }
  CHECK(told_of.size() == advices().size());
}

TEST_CASE("given what is no sentence of ours, when it is taken apart, then nothing is said of it") {
  for (const auto* text :
       {"", "The document ends inside", "Too many failed sign-ins; try again in x seconds.",
        "IO error: /var/lib/waybill/log/000042.sst: No such file or directory"})
    CHECK(told(text) == json::object());
}

TEST_CASE("given an import that failed of a library's fault, when its error is told, then no path is in it") {
  CHECK(told_message("corrupt", "Corruption: /var/lib/waybill/log/000042.sst") ==
        "Something went wrong on our side.");
  CHECK(told_message("invalid_json", "Of a later version.") == "Of a later version.");
  CHECK(told_message("internal", "Reading the file ended unexpectedly.") ==
        "Reading the file ended unexpectedly.");
}

TEST_CASE("given any document that is refused, when its fault is told, then the sentence has a reason") {
  std::set<std::string> unknown;
  for (const auto* name : {"document_faults.json"}) {
    std::ifstream file(std::string("tests/formats/activitystreams/data/") + name);
    for (const auto& one : json::parse(file))
      if (one.contains("document")) unknown.insert(unknown_of(one["document"].get<std::string>()));
  }
  // Each byte of a good one left out, doubled, and replaced by each other: every rule is broken
  // somewhere.
  const std::string good =
      "\xef\xbb\xbf{\"@context\":\"https://www.w3.org/ns/activitystreams\",\"type\":\"Collection\","
      "\"items\":[{\"a\\u00e9\\n\":-1.5e+3,\"b\":[true,false,null,0,{}],\"c\":\"\xc3\xa9\"}]}\n";
  for (std::size_t at = 0; at < good.size(); ++at) {
    unknown.insert(unknown_of(good.substr(0, at)));
    for (int byte = 0; byte < 256; ++byte) {
      auto bad = good;
      bad[at] = static_cast<char>(byte);
      unknown.insert(unknown_of(bad));
      bad = good;
      bad.insert(at, 1, static_cast<char>(byte));
      unknown.insert(unknown_of(bad));
    }
  }
  for (const auto* root : {"1", "null", "[]", "\"\"", "{}", R"({"@context":1})"})
    unknown.insert(unknown_of(root));
  unknown.insert(unknown_of(std::string(1'001, '[')));
  unknown.erase("");
  for (const auto& one : unknown) UNSCOPED_INFO(one);
  CHECK(unknown.empty());
}
