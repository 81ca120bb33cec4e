// What the stream about an import of nodes says beside what all say.
#include <catch2/catch.hpp>

#include "http/kinds/nodes/shapes.hpp"
#include "http/voices.hpp"
#include "tests/http/node_site.hpp"

using namespace waybill;
using namespace waybill::http_test;
using namespace std::chrono_literals;
using json = nlohmann::json;

namespace {

/// The data of the first event of an import's stream.
auto first_data(const house& here, const inhabitant& who, const std::string& id) -> json {
  peer stream{here.port()};
  stream.send(request_text("GET", "/api/v1/imports/" + id + "/progress", {who.authorization()}));
  stream.receive_until("\r\n\r\n");
  const auto event = stream.receive_until("\n\n");
  return json::parse(event.substr(event.find("data: ") + 6));
}

/// What a stream says of an import of nodes, at the server's usual 500 records a chunk.
auto said_of(const import_row& row) -> json {
  const auto voice = http::make_import_voice(
      row, std::nullopt,
      [](http::json_text& to, const import_row& now) { http::write_chunks(to, now, 500); });
  const auto text = voice->speak(http::stream_clock::time_point{} + 1h, {}, 250ms).text;
  return json::parse(text.substr(text.find("data: ") + 6));
}

}  // namespace

TEST_CASE("given an import of nodes, when it is followed, then its data count chunks, and others' do not") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto made = here.call(ann, "POST", "/api/v1/projects", json{{"name", "site"}}.dump()).parsed();
  json urls = {"nothing"};
  for (int i = 0; i < 24; ++i) urls.push_back("https://example.org/" + std::to_string(i % 20));
  const auto accepted =
      here.upload(ann, json{{"urls", urls}, {"options", {{"chunk_size", 10}}}}.dump(),
                  {{"kind", "nodes"}, {"project", made.at("id")}, {"options", R"({"chunk_size":10})"}});
  REQUIRE(accepted.status == 202);
  const std::string id = accepted.parsed().at("id");
  here.await(ann, id, import_status::completed);
  const auto data = first_data(here, ann, id);
  CHECK(data.at("status") == "completed");
  CHECK(data.at("currentChunk") == 3);
  CHECK(data.at("totalChunks") == 3);
  CHECK(data.at("successful") == 24);
  CHECK(data.at("failed") == 1);
  CHECK(data.at("progress").at("skipped") == 4);
  const auto bookmark = first_data(here, ann, here.import(ann, document_of("a", 2)));
  CHECK(bookmark.size() == 2);
}

TEST_CASE(
    "given an import of nodes on its way, when its chunks are counted, then those to come are reckoned") {
  import_row row;
  row.id = {"imp_1"};
  row.kind = "nodes";
  row.options = R"({"on_duplicate":"skip"})";
  row.status = import_status::parsing;
  const auto early = said_of(row);
  CHECK(early.at("currentChunk") == 0);
  CHECK(early.at("totalChunks").is_null());
  row.status = import_status::processing;
  row.total = 1'201;
  CHECK(said_of(row).at("totalChunks") == 3);
  row.progress.chunks = 2;
  row.progress.counts.created = 690;
  row.progress.counts.failed = 10;  // the second was closed early
  const auto later = said_of(row);
  CHECK(later.at("currentChunk") == 2);
  CHECK(later.at("totalChunks") == 4);
  CHECK(later.at("successful") == 690);
  CHECK(later.at("failed") == 10);
  row.options = R"({"chunk_size":100})";
  CHECK(said_of(row).at("totalChunks") == 8);
  row.options = R"({"on_duplicate":"skip"})";
  row.total = 0;
  row.progress = {};
  CHECK(said_of(row).at("totalChunks") == 0);
}

TEST_CASE(
    "given an import of nodes that nobody resumes, when ten minutes are over, then its stream says so") {
  const auto begin = http::stream_clock::time_point{} + 1h;
  import_row row;
  row.kind = "nodes";
  row.status = import_status::paused;
  row.changed_at = 7;
  auto voice = http::make_patient_voice(
      http::make_import_voice(
          row, std::nullopt,
          [](http::json_text& to, const import_row& now) { http::write_chunks(to, now, 500); }),
      10min, begin);
  CHECK_FALSE(voice->speak(begin, {}, 250ms).text.empty());
  CHECK(voice->speak(begin + 9min, {}, 250ms).text.empty());
  CHECK(voice->speak(begin + 10min, {}, 250ms).text == "event: idle\ndata: {}\n\n");
  CHECK(voice->ended());
}
