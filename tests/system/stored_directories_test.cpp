// Data directories of earlier versions (`data/NAME.tgz.base64`), and what the binary that wrote each of them
// answered
// (`data/NAME.answers`). `first_chunks` is a log from before chunks stood in columns; `layout_2` and
// `layout_4` are whole, with the uploads and the read models of that layout.
#include <catch2/catch.hpp>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"

using namespace waybill::system_test;

namespace {

/// Each has one account, alice, imports that created, updated, skipped and failed, and a bookmark that was
/// deleted.
void unpack(const std::string& name, const fs::path& data) {
  process shell(
      {"/bin/sh", "-c",
       "base64 -d tests/system/data/" + name + ".tgz.base64 | tar -xzf - -C '" + data.string() + "'"},
      {}, "");
  REQUIRE(shell.wait().status == 0);
}

auto token_of(const std::string& name, const fs::path& data) -> account {
  const auto made = run_waybill({"token", "add", "test", "--user", name, "--data", data.string()});
  REQUIRE(made.status == 0);
  auto text = made.out;
  text.pop_back();
  return {name, text.substr(text.rfind('\n') + 1)};
}

/// `== PATH`, and behind it the answer's lines.
auto kept_answers(const std::string& name) -> std::vector<std::pair<std::string, std::string>> {
  constexpr std::string_view mark = "== ";
  const auto text = read_file("tests/system/data/" + name + ".answers");
  std::vector<std::pair<std::string, std::string>> answers;
  for (std::size_t at = 0; at < text.size();) {
    const auto line_end = text.find('\n', at);
    const auto end = std::min(text.find("\n== ", line_end), text.size() - 1);
    answers.emplace_back(text.substr(at + mark.size(), line_end - at - mark.size()),
                         text.substr(line_end + 1, end - line_end - 1));
    at = end + 1;
  }
  return answers;
}

}  // namespace

TEST_CASE(
    "given a data directory of an earlier version, when it is opened, then the answers are those of then") {
  const std::string name = GENERATE("first_chunks", "layout_2", "layout_4");
  CAPTURE(name);
  const temp_directory data;
  unpack(name, data.path());
  const auto verified = run_waybill({"log", "verify", "--data", data.path().string()});
  CAPTURE(verified.out, verified.err);
  CHECK(verified.status == 0);
  const auto who = token_of("alice", data.path());
  const server at(data.path());
  const person alice(at, who);
  const auto answers = kept_answers(name);
  REQUIRE(answers.size() > 8);
  for (const auto& [path, answer] : answers) {
    CAPTURE(path);
    auto now = alice.get(path).body;
    // Since then CSV says which encoding it has.
    if (const std::string_view mark = "\xEF\xBB\xBF"; now.starts_with(mark)) now.erase(0, mark.size());
    // And a history, by which change of many.
    const std::string_view change = "\"change\":null,";
    for (auto there = now.find(change); there != std::string::npos; there = now.find(change, there))
      now.erase(there, change.size());
    // An export says when it was made, before it says anything else.
    const bool dated = answer.find("totalItems") != std::string::npos;
    CHECK((dated ? now.substr(now.find("\"totalItems")) : now) ==
          (dated ? answer.substr(answer.find("\"totalItems")) : answer));
  }
}

TEST_CASE(
    "given a log whose chunks are of the first version, when its files come again, then its bookmarks are "
    "met") {
  const temp_directory data;
  unpack("first_chunks", data.path());
  const auto who = token_of("alice", data.path());
  const server at(data.path());
  const person alice(at, who);
  const auto id = alice.import(
      document_of(R"({"type":"Link","href":"https://example.org/a","name":"First"},)"
                  R"({"type":"Link","href":"https://example.org/c","name":"Deleted then"},)"
                  R"({"type":"Link","href":"https://example.org/kb.php?ref=B","name":"Another spelling"})"));
  const auto progress = alice.outcome_of(id).at("progress");
  CHECK(progress.at("skipped") == 2);
  CHECK(progress.at("created") == 1);
  const auto records = alice.get("/api/v1/imports/" + id + "/records").parsed().at("items");
  REQUIRE(records.size() == 3);
  CHECK(records[0].at("meets").at("url") == "https://example.org/a");
  CHECK(records[0].at("identity") == records[0].at("meets").at("identity"));
  CHECK(records[0].at("warnings").empty());
  CHECK(records[1].at("meets").is_null());
  CHECK(records[2].at("meets").at("url") == "https://example.org/kb.php?ref=A");
  CHECK(records[2].at("warnings") == json::array({"spelled_differently"}));
}
