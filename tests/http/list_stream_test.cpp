// The stream about an owner's list: look at the list, then what changes in it, and nobody else's.
#include <catch2/catch.hpp>
#include <sstream>

#include "http/voices.hpp"
#include "tests/http/house.hpp"

using namespace waybill;
using namespace waybill::http_test;
using namespace std::chrono_literals;
using json = nlohmann::json;

namespace {

struct heard {
  std::string event;
  json data;
};

auto next(peer& from) -> heard {
  heard out;
  std::istringstream lines(from.receive_until("\n\n"));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("event: ")) out.event = line.substr(7);
    if (line.starts_with("data: ")) out.data = json::parse(line.substr(6));
  }
  return out;
}

auto follow(const house& here, const inhabitant& who, const std::string& header = "X: y") -> peer {
  peer one{here.port()};
  one.send(request_text("GET", "/api/v1/imports/stream", {who.authorization(), header}));
  CHECK(one.receive_until("\r\n\r\n").find("Content-Type: text/event-stream\r\n") != std::string::npos);
  CHECK(next(one).event == "list");
  return one;
}

auto row_of(int number, import_status status, position at) -> import_row {
  import_row row;
  row.id = {"imp_" + std::to_string(number)};
  row.owner = user_id{"usr_1"};
  row.options = "{}";
  row.status = status;
  row.changed_at = at;
  return row;
}

auto count(const std::string& text, std::string_view what) -> std::size_t {
  std::size_t n = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++n;
  return n;
}

}  // namespace

TEST_CASE("given a list that is followed, when an import comes, ends and is deleted, then each is said") {
  house here;
  const auto ann = here.inhabit("ann");
  auto stream = follow(here, ann);
  const auto id = here.import(ann, document_of("a", 30));
  auto last = next(stream);
  std::uint64_t before = 0;
  while (last.data["status"] != "completed") {
    CHECK(last.event == "import");
    CHECK(last.data["id"] == id);
    CHECK(last.data["position"].get<std::uint64_t>() > before);
    before = last.data["position"].get<std::uint64_t>();
    last = next(stream);
  }
  CHECK(last.data["progress"]["created"] == 30);
  CHECK(here.call(ann, "DELETE", "/api/v1/imports/" + id).status == 204);
  last = next(stream);
  CHECK(last.event == "removed");
  CHECK(last.data == json{{"id", id}});
}

TEST_CASE(
    "given two owners who follow their lists, when one imports, then the other hears of their own only") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto bob = here.inhabit("bob");
  auto bobs = follow(here, bob);
  const auto anns = here.import(ann, document_of("a", 3));
  const auto own = here.import(bob, document_of("b", 3));
  for (heard last; last.data["status"] != "completed";) {
    last = next(bobs);
    CHECK(last.data["id"] == own);
  }
  CHECK(anns != own);
}

TEST_CASE("given a client that comes back, when it says what it saw, then it is told to look at the list") {
  house here;
  const auto ann = here.inhabit("ann");
  { auto first = follow(here, ann); }
  here.import(ann, document_of("a", 3));
  auto back = follow(here, ann, "Last-Event-ID: 1");
  CHECK(back.open());
}

TEST_CASE("given an open list, when its owner is disabled, then it ends") {
  house here;
  const auto ann = here.inhabit("ann");
  auto stream = follow(here, ann);
  const auto boss = here.core->accounts().add_user("boss", "password of boss", role::admin, "system");
  const auto token = here.core->accounts().add_token(boss->id, "test");
  const inhabitant admin{boss->id, "boss", token->text};
  CHECK(here.call(admin, "POST", "/api/v1/accounts/" + ann.id.value + "/disable").status == 200);
  CHECK(stream.receive_rest().empty());
}

TEST_CASE("given an import that changes fast, when the list speaks, then a status at once, progress later") {
  auto list = http::make_list_voice(7);
  const auto begin = http::stream_clock::time_point{} + 1h;
  CHECK(list->speak(begin, {}, 250ms).text == "id: 7\nevent: list\ndata: {}\n\n");
  list->hear(row_of(1, import_status::processing, 8));
  CHECK(count(list->speak(begin, {}, 250ms).text, "event: import\n") == 1);
  list->hear(row_of(1, import_status::processing, 9));
  list->hear(row_of(1, import_status::processing, 10));
  const auto early = list->speak(begin + 100ms, {}, 250ms);
  CHECK(early.text.empty());
  CHECK(early.again == begin + 250ms);
  const auto late = list->speak(begin + 250ms, {}, 250ms);
  CHECK(late.text.starts_with("id: 10\n"));
  CHECK(count(late.text, "event: import\n") == 1);
  list->hear(row_of(1, import_status::completed, 11));
  CHECK(count(list->speak(begin + 251ms, {}, 250ms).text, "\"status\":\"completed\"") == 1);
}

TEST_CASE(
    "given a file that is looked at, when its stream speaks, then it tells how far that is, a few times") {
  const auto begin = http::stream_clock::time_point{} + 1h;
  std::optional<look_figures> figures;
  const http::look_asker looks = [&](const import_id& id) {
    CHECK(id.value == "imp_1");
    return figures;
  };
  const auto parsing = row_of(1, import_status::parsing, 7);
  const bool comes_back = GENERATE(false, true);
  auto voice =
      http::make_import_voice(parsing, comes_back ? std::optional<position>{7} : std::nullopt, {}, looks);
  const auto first = voice->speak(begin, {}, 250ms);
  if (!comes_back) CHECK(first.text.find("\"phase\":\"parse\",\"read\":null") != std::string::npos);
  CHECK(first.again == begin + 250ms);
  figures = look_figures{300U, 1'000U, 149.96, 4.666};
  CHECK(voice->speak(begin + 100ms, {}, 250ms).text.empty());
  const auto later = voice->speak(begin + 250ms, {}, 250ms);
  CHECK(later.text.starts_with("id: 7\nevent: progress\n"));
  CHECK(later.text.find("\"read\":300,\"total\":1000") != std::string::npos);
  CHECK(later.text.find("\"records_per_second\":150.0,\"eta_seconds\":4.7") != std::string::npos);
  CHECK(later.again == begin + 500ms);
  voice->hear(row_of(1, import_status::ready, 8));
  const auto ready = voice->speak(begin + 251ms, {}, 250ms);
  CHECK(ready.text.find("\"phase\":null") != std::string::npos);
  CHECK(ready.again == http::stream_clock::time_point::max());
  CHECK(voice->speak(begin + 1s, {}, 250ms).text.empty());
}

TEST_CASE("given streams about nothing new, when ten minutes are over, then they say so and end") {
  const auto begin = http::stream_clock::time_point{} + 1h;
  const bool list = GENERATE(true, false);
  auto voice = list ? http::make_list_voice(7)
                    : http::make_import_voice(row_of(1, import_status::paused, 7), std::nullopt);
  voice = http::make_patient_voice(std::move(voice), 10min, begin);
  CHECK(voice->speak(begin, {}, 250ms).text.starts_with("id: 7\n"));
  const auto quiet = voice->speak(begin + 9min, {}, 250ms);
  CHECK(quiet.text.empty());
  CHECK(quiet.again == begin + 10min);
  voice->hear(row_of(1, import_status::processing, 8));
  CHECK(voice->speak(begin + 9min, {}, 250ms).text.starts_with("id: 8\n"));
  CHECK(voice->speak(begin + 10min, {}, 250ms).text.empty());
  CHECK_FALSE(voice->ended());
  CHECK(voice->speak(begin + 19min, {}, 250ms).text == "event: idle\ndata: {}\n\n");
  CHECK(voice->ended());
  voice->hear(row_of(1, import_status::processing, 9));
  CHECK(voice->speak(begin + 20min, {}, 250ms).text.empty());
}

TEST_CASE(
    "given an import that waits or works, when it stands still for ten minutes, then its stream says so") {
  const auto begin = http::stream_clock::time_point{} + 1h;
  const auto status = GENERATE(import_status::pending, import_status::parsing, import_status::processing,
                               import_status::paused);
  const bool comes_back = GENERATE(false, true);
  CAPTURE(name_of(status), comes_back);
  auto voice = http::make_patient_voice(
      http::make_import_voice(row_of(1, status, 7), comes_back ? std::optional<position>{7} : std::nullopt),
      10min, begin);
  CHECK(voice->speak(begin, {}, 250ms).text.empty() == comes_back);
  // Each change is ten minutes more, however long the stream is open; the same again is none.
  auto now = begin;
  for (position at = 8; at < 12; ++at) {
    now += 9min;
    voice->hear(row_of(1, status, at));
    CHECK(voice->speak(now, {}, 250ms).text.starts_with("id: " + std::to_string(at) + "\n"));
  }
  voice->hear(row_of(1, status, 11));
  CHECK(voice->speak(now + 10min - 1ms, {}, 250ms).text.empty());
  CHECK_FALSE(voice->ended());
  CHECK(voice->speak(now + 10min, {}, 250ms).text == "event: idle\ndata: {}\n\n");
  CHECK(voice->ended());
}

TEST_CASE("given what cannot be said yet, when ten minutes are over in that moment, then it is said") {
  const auto begin = http::stream_clock::time_point{} + 1h;
  auto voice = http::make_patient_voice(http::make_list_voice(7), 10min, begin);
  CHECK_FALSE(voice->speak(begin, {}, 250ms).text.empty());
  voice->hear(row_of(1, import_status::processing, 8));
  CHECK_FALSE(voice->speak(begin, {}, 250ms).text.empty());
  voice->hear(row_of(1, import_status::processing, 9));
  CHECK(voice->speak(begin + 100ms, {}, 1h).text.empty());
  CHECK(voice->speak(begin + 10min, {}, 1h).text.empty());
  CHECK_FALSE(voice->ended());
  CHECK(voice->speak(begin + 1h, {}, 1h).text.starts_with("id: 9\n"));
}

TEST_CASE("given a slow reader, when more imports change than are kept, then it is told to look again") {
  auto list = http::make_list_voice(7);
  const auto now = http::stream_clock::time_point{} + 1h;
  list->speak(now, {}, 250ms);
  for (int i = 0; i < 5'000; ++i)
    list->hear(row_of(i, import_status::processing, static_cast<position>(100 + i)));
  CHECK(list->speak(now, {}, 250ms).text == "id: 5099\nevent: list\ndata: {}\n\n");
  CHECK(list->speak(now, {}, 250ms).text.empty());
}
