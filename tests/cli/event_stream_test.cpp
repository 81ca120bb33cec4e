#include "cli/event_stream.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

using namespace waybill::cli;
using json = nlohmann::json;

namespace {

/// `type|data|id;` of every event, the bytes given in pieces of `piece` bytes.
auto events_in(std::string_view bytes, std::size_t piece) -> std::string {
  event_stream_reader reader;
  std::string seen;
  for (std::size_t at = 0; at < bytes.size(); at += piece)
    reader.feed(bytes.substr(at, piece), [&seen](const stream_event& event) {
      seen += event.type + "|" + event.data + "|" + event.id + ";";
      return true;
    });
  return seen;
}

}  // namespace

TEST_CASE("given a stream cut into pieces of any size, when it is read, then its events are the same") {
  constexpr std::string_view stream =
      ": keep-alive\r\n\r\nid: 7\nevent: progress\ndata: {\"a\":1}\n\ndata: one\rdata:two\r\revent: "
      "finished\r\ndata\r\n\r\n"
      "data: never ended\n";
  const std::string expected = "progress|{\"a\":1}|7;message|one\ntwo|7;finished||7;";
  for (std::size_t piece = 1; piece <= stream.size(); ++piece) {
    CAPTURE(piece);
    CHECK(events_in(stream, piece) == expected);
  }
}

TEST_CASE("given a taker that has enough, when more comes, then it is not asked again") {
  event_stream_reader reader;
  int taken = 0;
  CHECK_FALSE(reader.feed("data: 1\n\ndata: 2\n\n", [&taken](const stream_event&) { return ++taken < 1; }));
  CHECK(taken == 1);
}

TEST_CASE(
    "given the streams of the web platform's tests, when they are read, then the events are those expected "
    "there") {
  const char* named = std::getenv("WAYBILL_CORPORA");
  const auto path =
      std::filesystem::path(named == nullptr ? "../shared/corpora" : named) / "http/sse_wpt_streams.jsonl";
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    std::cout << "skipped: " << path.string() << " is not there (WAYBILL_CORPORA names the corpora)\n";
    return;
  }
  for (std::string line; std::getline(file, line);) {
    const auto row = json::parse(line);
    CAPTURE(row.at("name"));
    std::string expected;
    for (const auto& event : row.at("expected_events"))
      expected += event.at("type").get<std::string>() + "|" + event.at("data").get<std::string>() + "|" +
                  event.at("lastEventId").get<std::string>() + ";";
    CHECK(events_in(row.at("stream").get<std::string>(), 3) == expected);
  }
}
