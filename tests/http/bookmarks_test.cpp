// Bookmarks, their history and export; the service's own pages.
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "tests/http/house.hpp"

using namespace waybill;
using namespace waybill::http_test;
using json = nlohmann::json;

TEST_CASE(
    "given bookmarks, when they are listed, then search, tags and pages work; deleting is told in the "
    "history") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto id = here.import(ann, document_of("a", 5));
  CHECK(here.get(ann, "/api/v1/bookmarks").parsed()["items"].size() == 5);
  CHECK(here.get(ann, "/api/v1/bookmarks?q=n3").parsed()["items"].size() == 1);
  CHECK(here.get(ann, "/api/v1/bookmarks?tag=even+0").parsed()["items"].size() == 3);
  CHECK(here.get(ann, "/api/v1/bookmarks?tag=even%200&tag=even+1").parsed()["items"].empty());
  const auto page = here.get(ann, "/api/v1/bookmarks?limit=3").parsed();
  CHECK(here.get(ann, "/api/v1/bookmarks?limit=3&cursor=" + page["next_cursor"].get<std::string>())
            .parsed()["items"]
            .size() == 2);

  const auto one = page["items"][0];
  const auto path = "/api/v1/bookmarks/" + one["identity"].get<std::string>();
  CHECK(here.get(ann, path).parsed() == one);
  CHECK(here.call(ann, "DELETE", path).status == 204);
  CHECK(here.get(ann, path).status == 404);
  const auto history = here.get(ann, path + "/history").parsed()["items"];
  REQUIRE(history.size() == 2);
  CHECK(history[0]["what"] == "created");
  CHECK(history[0]["import"] == id);
  CHECK(history[0]["record"].is_number());
  CHECK(history[0]["before"].is_null());
  CHECK(history[0]["after"]["url"] == one["url"]);
  CHECK(history[1]["what"] == "deleted");
  CHECK(history[1]["after"].is_null());
}

TEST_CASE(
    "given a bookmark that changed often, when its history is asked for, then page by page, oldest first") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto change = [&](int from, int to) {
    std::string items;
    for (int i = from; i < to; ++i)
      items += (i == from ? "" : ",") +
               json{{"type", "Link"}, {"url", "https://a.example/"}, {"name", std::to_string(i)}}.dump();
    const auto accepted = here.upload(
        ann,
        R"({"@context": "https://www.w3.org/ns/activitystreams", "type": "Collection", "items": [)" + items +
            "]}",
        {{"on_duplicate", "overwrite"}});
    REQUIRE(accepted.status == 202);
    here.await(ann, accepted.parsed()["id"], import_status::completed);
  };
  change(0, 30);
  const auto path = "/api/v1/bookmarks/" +
                    here.get(ann, "/api/v1/bookmarks").parsed()["items"][0]["identity"].get<std::string>();
  CHECK(here.call(ann, "DELETE", path).status == 204);
  change(30, 62);
  std::vector<std::string> told;
  std::vector<std::size_t> sizes;
  std::string cursor;
  do {
    const auto page = here.get(ann, path + "/history?limit=20" + cursor).parsed();
    sizes.push_back(page.at("items").size());
    for (const auto& one : page["items"])
      told.push_back(one["after"].is_null() ? "deleted" : one["after"]["title"].get<std::string>());
    cursor = page["next_cursor"].is_null() ? "" : "&cursor=" + page["next_cursor"].get<std::string>();
  } while (!cursor.empty() && sizes.size() < 10);
  CHECK(sizes == std::vector<std::size_t>{20, 20, 20, 3});
  REQUIRE(told.size() == 63);
  for (std::size_t i = 0; i < 63; ++i)
    CHECK(told[i] == (i == 30 ? "deleted" : std::to_string(i < 30 ? i : i - 1)));

  CHECK(here.get(ann, path + "/history").parsed()["items"].size() == 20);
  const auto next = here.get(ann, path + "/history").parsed()["next_cursor"].get<std::string>();
  for (const std::string& wrong :
       {std::string("odd"), next.substr(0, 64), next.substr(0, 64) + std::string(26, '0'),
        next.substr(0, 64) + std::string(26, 'f'), "00" + next.substr(2)}) {
    CAPTURE(wrong);
    CHECK(here.get(ann, path + "/history?cursor=" + wrong).code() == "bad_value");
  }
  CHECK(here.get(ann, path + "/history?limit=101").code() == "bad_value");
}

TEST_CASE(
    "given items of a quarter of a MiB each, when any list is asked for, then its pages stay small and miss "
    "nothing") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto large = [&](int count, std::size_t bytes, const std::function<std::string(int)>& url) {
    std::string items;
    for (int i = 0; i < count; ++i)
      items += (i == 0 ? "" : ",") +
               json{{"type", "Link"}, {"url", url(i)}, {"name", std::to_string(i) + std::string(bytes, 'x')}}
                   .dump();
    const auto accepted = here.upload(
        ann,
        R"({"@context": "https://www.w3.org/ns/activitystreams", "type": "Collection", "items": [)" + items +
            "]}",
        {{"on_duplicate", "overwrite"}});
    const auto id = accepted.parsed().at("id").get<std::string>();
    here.await(ann, id, import_status::completed);
    return id;
  };
  const auto pages = [&](const std::string& target, const std::string& name) {
    std::set<std::string> seen;
    std::size_t asked = 0;
    std::string cursor;
    do {
      const auto answer = here.get(ann, target + cursor);
      REQUIRE(answer.status == 200);
      CHECK(answer.body.size() < 5 << 20);
      const auto page = answer.parsed();
      CHECK_FALSE(page["items"].empty());
      for (const auto& one : page["items"]) CHECK(seen.insert(one[name].dump()).second);
      cursor = page["next_cursor"].is_null() ? "" : "&cursor=" + page["next_cursor"].get<std::string>();
    } while (!cursor.empty() && ++asked < 20);
    return seen.size();
  };
  const auto id = large(30, 250'000, [](int i) { return "https://a.example/" + std::to_string(i); });
  CHECK(pages("/api/v1/bookmarks?limit=100", "identity") == 30);
  CHECK(pages("/api/v1/bookmarks?limit=100&q=example", "identity") == 30);
  CHECK(pages("/api/v1/imports/" + id + "/records?limit=100", "record") == 30);
  large(80, 60'000, [](int) { return "https://b.example/"; });
  const auto one = here.get(ann, "/api/v1/bookmarks?limit=1").parsed()["items"][0];
  CHECK(pages("/api/v1/bookmarks/" + one["identity"].get<std::string>() + "/history?limit=100", "record") ==
        80);
}

TEST_CASE("given as many long transfers as may be, when a search comes, then 503; a plain list is answered") {
  house here{[](settings& with) { with.http_body_readers_limit = 2; }};
  const auto ann = here.inhabit("ann");
  peer slow{here.port()};
  slow.send(request_text("POST", "/api/v1/imports", {ann.authorization(), form_type},
                         form_text(document_of("a", 9), {}))
                .substr(0, 600));
  REQUIRE(eventually([&] { return here.stored_files() == 1; }));
  CHECK(here.get(ann, "/api/v1/bookmarks?q=x").status == 503);
  CHECK(here.get(ann, "/api/v1/bookmarks?tag=x").status == 503);
  CHECK(here.get(ann, "/api/v1/bookmarks").status == 200);
}

TEST_CASE("given bookmarks, when they are exported, then the file is whole and can be imported again") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto bob = here.inhabit("bob");
  here.import(ann, document_of("a", 1'500));
  const auto file = here.get(ann, "/api/v1/bookmarks/export?format=activitystreams");
  REQUIRE(file.status == 200);
  CHECK(file.header("Content-Type").starts_with("application/ld+json"));
  CHECK(file.header("Content-Disposition").starts_with("attachment; filename=\"bookmarks-2"));
  CHECK(file.parsed()["totalItems"] == 1'500);
  CHECK(file.parsed()["items"].size() == 1'500);
  here.import(bob, file.body);
  CHECK(here.get(bob, "/api/v1/bookmarks/export").parsed()["items"] == file.parsed()["items"]);
  const auto some = here.get(ann, "/api/v1/bookmarks/export?tag=even+0").parsed();
  CHECK(some["totalItems"] == 750);
  CHECK(some["items"].size() == 750);
  CHECK(here.get(ann, "/api/v1/bookmarks/export?since=2999-01-01").parsed()["items"].empty());
  CHECK(here.get(ann, "/api/v1/bookmarks/export?since=2020-01-01T00:00:00Z").parsed()["items"].size() ==
        1'500);
}

TEST_CASE("given bookmarks, when some of them are exported, then those that were asked for, in each format") {
  house here;
  const auto ann = here.inhabit("ann");
  here.import(ann, R"({"@context": "https://www.w3.org/ns/activitystreams", "type": "Collection", "items": [
    {"type": "Link", "url": "https://a.example/", "name": "Garden", "published": "2020-01-01T00:00:00Z", "tag": ["x"]},
    {"type": "Link", "url": "https://b.example/", "name": "Window", "published": "2021-01-01T00:00:00Z", "tag": ["x"],
     "feedUrl": "https://b.example/feed"},
    {"type": "Link", "url": "https://c.example/", "name": "Garden gate", "published": "2022-01-01T00:00:00Z"}]})");
  const auto urls = [&](const std::string& query) {
    std::vector<std::string> all;
    const auto file = here.get(ann, "/api/v1/bookmarks/export?" + query).parsed();
    CHECK(file["totalItems"] == file["items"].size());
    for (const auto& one : file["items"]) all.push_back(one["url"].get<std::string>().substr(8, 1));
    return all;
  };
  using letters = std::vector<std::string>;
  CHECK(urls("q=garden") == letters{"a", "c"});
  CHECK(urls("q=garden&tag=x") == letters{"a"});
  CHECK(urls("limit=2") == letters{"c", "b"});
  CHECK(urls("limit=1&tag=x") == letters{"b"});
  CHECK(urls("limit=3&since=2021-06-01") == letters{"c"});
  CHECK(urls("since=30d").empty());
  CHECK(urls("since=10000d").size() == 3);
  CHECK(urls("since=100w&limit=5").empty());
  const auto body = [&](const std::string& format) {
    const auto file = here.get(ann, "/api/v1/bookmarks/export?format=" + format);
    CHECK(file.status == 200);
    return file.body;
  };
  CHECK(body("netscape").starts_with("<!DOCTYPE NETSCAPE-Bookmark-file-1>"));
  CHECK(json::parse(body("json")).size() == 3);
  CHECK(body("opml").find("https://b.example/feed") != std::string::npos);
  CHECK(here.get(ann, "/api/v1/bookmarks/export?format=netscape")
            .header("Content-Disposition")
            .ends_with(".html\""));
  for (const std::string wrong : {"since=30", "since=d", "since=999999d", "since=-3d", "since=3m", "limit=0",
                                  "limit=", "limit=10001", "limit=2x", "format=", "format=HTML"}) {
    CAPTURE(wrong);
    CHECK(here.get(ann, "/api/v1/bookmarks/export?" + wrong).code() == "bad_value");
  }
}

TEST_CASE(
    "given a client of HTTP/1.0, when it exports, then the file comes without chunks and ends with the "
    "connection") {
  house here;
  const auto ann = here.inhabit("ann");
  here.import(ann, document_of("a", 300));
  peer old{here.port()};
  old.send("GET /api/v1/bookmarks/export HTTP/1.0\r\n" + ann.authorization() + "\r\n\r\n");
  const auto file = old.receive();
  CHECK(file.header("Transfer-Encoding").empty());
  CHECK(file.parsed()["items"].size() == 300);
}

TEST_CASE("given a server, when anybody asks for the service's pages, then they answer without credentials") {
  house here;
  const auto get = [&](std::string_view path) { return ask(here.port(), request_text("GET", path)); };
  CHECK(get("/healthz").status == 200);
  CHECK(get("/readyz").status == 200);
  CHECK(get("/api/v1/openapi.json").parsed()["openapi"] == "3.1.0");
  get("/odd/path");
  const auto numbers = get("/metrics").body;
  CHECK(numbers.find("waybill_http_requests_total{route=\"GET /healthz\",status=\"200\"} 1\n") !=
        std::string::npos);
  CHECK(numbers.find("waybill_http_requests_total{route=\"none\",status=\"404\"} 1\n") != std::string::npos);
  CHECK(numbers.find("odd") == std::string::npos);
  CHECK(numbers.find("waybill_http_request_seconds_bucket{le=\"+Inf\"} 4\n") != std::string::npos);
}

TEST_CASE(
    "given a listener for the service, when its pages are asked for, then they are there and only there") {
  house here{[](settings& with) { with.http_service_listen = "127.0.0.1:0"; }};
  const auto text = request_text("GET", "/healthz");
  CHECK(ask(here.server->service_port(), text).status == 200);
  CHECK(ask(here.port(), text).status == 404);
  CHECK(ask(here.server->service_port(), request_text("GET", "/api/v1/imports")).status == 404);
}

TEST_CASE("given any answer, when it is looked at, then it carries the security headers") {
  house here;
  const auto ann = here.inhabit("ann");
  for (const std::string target : {"/healthz", "/api/v1/imports", "/nothing", "/api/v1/imports?limit=0",
                                   "/api/v1/bookmarks/export", "/%"}) {
    CAPTURE(target);
    const auto answer = here.get(ann, target);
    CHECK(answer.header("Content-Security-Policy") == "default-src 'none'; frame-ancestors 'none'");
    CHECK(answer.header("X-Content-Type-Options") == "nosniff");
    CHECK(answer.header("Referrer-Policy") == "no-referrer");
    CHECK(answer.header("Cache-Control") == "no-store");
  }
}

TEST_CASE(
    "given bookmarks with formulas in them, when they are exported as CSV, then a line each, and harmless") {
  house here;
  const auto ann = here.inhabit("ann");
  here.import(ann, R"({"@context": "https://www.w3.org/ns/activitystreams", "type": "Collection", "items": [
    {"type": "Link", "url": "https://example.org/a", "name": "=1+1", "tag": ["x", "y"], "summary": "two, \"words\""},
    {"type": "Link", "url": "https://example.org/b", "name": "B", "published": "2024-01-15T10:30:00Z"}]})");
  const auto csv = here.get(ann, "/api/v1/bookmarks/export?format=csv");
  CHECK(csv.status == 200);
  CHECK(csv.header("Content-Type") == "text/csv; charset=utf-8");
  CHECK(csv.header("Content-Disposition").ends_with(".csv\""));
  CHECK(csv.body.starts_with(
      "\xEF\xBB\xBFurl,title,description,tags,feed_url,created_at,updated_at,extra\r\n"));
  CHECK(csv.body.find("https://example.org/a,'=1+1,\"two, \"\"words\"\"\",\"x, y\",,") != std::string::npos);
  CHECK(csv.body.find("https://example.org/b,B,,,,2024-01-15T10:30:00+00:00,") != std::string::npos);
  CHECK(here.get(ann, "/api/v1/bookmarks/export?format=xls").code() == "bad_value");
}
