// The web app's shell and files as they are served.
#include <catch2/catch.hpp>

#include "http/web_files.hpp"
#include "tests/http/house.hpp"

using namespace waybill;
using namespace waybill::http_test;

TEST_CASE(
    "given any page's path, when a browser asks for it, then the one shell comes, and may load only our "
    "own") {
  house here;
  for (const auto* path :
       {"/", "/sign-in", "/imports?status=failed", "/imports/imp_x", "/bookmarks?q=a&tag=b", "/bookmarks/00",
        "/account", "/administration", "/administration/imports", "/projects", "/projects/prj_x",
        "/projects/prj_x/members", "/administration/projects", "/help", "/help/leads"}) {
    CAPTURE(path);
    const auto page = ask(here.port(), request_text("GET", path, {"Accept: text/html"}));
    CHECK(page.status == 200);
    CHECK(page.header("Content-Type") == "text/html; charset=utf-8");
    CHECK(page.body == http::web_file_at("page.html")->bytes);
    const auto policy = page.header("Content-Security-Policy");
    CHECK(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"));
    CHECK(policy.find("frame-ancestors 'none'") != std::string::npos);
    CHECK(policy.find("unsafe") == std::string::npos);
    CHECK(page.header("X-Content-Type-Options") == "nosniff");
    CHECK(page.header("Referrer-Policy") == "no-referrer");
  }
}

TEST_CASE(
    "given the files of the web app, when they are asked for, then with their types, and again only when "
    "changed") {
  house here;
  for (const auto& file : http::web_files()) {
    CAPTURE(file.path);
    const auto path = "/web/" + std::string(file.path);
    const auto first = ask(here.port(), request_text("GET", path));
    CHECK(first.status == 200);
    CHECK(first.header("Content-Type") == file.type);
    CHECK(first.body == file.bytes);
    peer back{here.port()};
    back.send(request_text("GET", path, {"If-None-Match: " + first.header("ETag")}));
    CHECK(back.receive(true).status == 304);
    CHECK(ask(here.port(), request_text("GET", path, {"If-None-Match: \"other\""})).status == 200);
  }
}

TEST_CASE(
    "given the page, when its files are asked for as it names them, then a browser may keep each for good, "
    "and no "
    "other version of them is there") {
  house here;
  const std::string below = "/web/" + std::string(http::web_version()) + "/";
  const std::string shell{http::web_file_at("page.html")->bytes};
  std::size_t named = 0;
  for (auto at = shell.find("/web/"); at != std::string::npos; at = shell.find("/web/", at + 1), ++named)
    CHECK(shell.compare(at, below.size(), below) == 0);
  CHECK(named == 6);
  for (const auto& file : http::web_files()) {
    CAPTURE(file.path);
    const auto kept = ask(here.port(), request_text("GET", below + std::string(file.path)));
    CHECK(kept.status == 200);
    CHECK(kept.body == file.bytes);
    CHECK(kept.header("Cache-Control") == "max-age=31536000, immutable");
  }
  CHECK(ask(here.port(), request_text("GET", "/web/app.js")).header("Cache-Control") == "no-cache");
  CHECK(ask(here.port(), request_text("GET", "/")).header("Cache-Control") == "no-cache");
  for (const auto* other : {"/web/0123456789abcdef/app.js", "/web/0123456789abcdef/kinds/rows/look.js"})
    CHECK(ask(here.port(), request_text("GET", other)).status == 404);
  CHECK(ask(here.port(), request_text("GET", below)).status == 404);
  CHECK(ask(here.port(), request_text("GET", below + below.substr(1) + "app.js")).status == 404);
}

TEST_CASE("given a wrong address, when a person asks, then a page says so; a program gets a problem") {
  house here;
  const auto page = ask(here.port(), request_text("GET", "/nonsense", {"Accept: text/html,*/*"}));
  CHECK(page.status == 404);
  CHECK(page.header("Content-Type") == "text/html; charset=utf-8");
  CHECK(ask(here.port(), request_text("GET", "/nonsense")).code() == "not_found");
  CHECK(ask(here.port(), request_text("GET", "/api/v1/nonsense", {"Accept: text/html"})).code() ==
        "not_found");
  for (const auto* path : {"/web/..%2f..%2fetc%2fpasswd", "/web/nothing.js", "/web/", "/web/languages/"})
    CHECK(ask(here.port(), request_text("GET", path)).status == 404);
}
