// A few users never take all seats of uploads, searches and streams.
#include <catch2/catch.hpp>

#include "tests/http/house.hpp"

using namespace waybill;
using namespace waybill::http_test;

TEST_CASE("given two users with as many uploads as they get, when a third comes, then nothing is refused") {
  house here{[](settings& with) { with.http_body_readers_limit = 32; }};
  const auto ann = here.inhabit("ann");
  std::vector<peer> idle;
  std::size_t held = 0;
  for (const std::string name : {"bob", "eve"}) {
    const auto who = here.inhabit(name);
    const auto begun = request_text("POST", "/api/v1/imports", {who.authorization(), form_type},
                                    form_text(document_of("a", 9), {}))
                           .substr(0, 600);
    // Each of them is either refused or has begun to write its file.
    for (int i = 0; i < 32; ++i) {
      peer one{here.port()};
      one.send(begun);
      bool refused = false;
      REQUIRE(eventually([&] {
        refused = one.hears_within({});
        return refused || here.stored_files() > held;
      }));
      if (refused) break;
      ++held;
      idle.push_back(std::move(one));
    }
  }
  CHECK(held == 24);
  CHECK(here.upload(ann, document_of("b", 3)).status == 202);
  CHECK(here.get(ann, "/api/v1/bookmarks?q=b").status == 200);
  CHECK(here.get(ann, "/api/v1/bookmarks/export").status == 200);
}

TEST_CASE("given three users with as many streams as they get, when a fourth comes, then there is one more") {
  house here{[](settings& with) {
    with.http_streams_limit = 10;
    with.http_streams_per_user_limit = 4;
  }};
  std::vector<peer> open;
  std::vector<std::size_t> taken;
  for (const std::string name : {"bob", "eve", "joe", "ann"}) {
    const auto who = here.inhabit(name);
    const auto before = open.size();
    for (;;) {
      peer one{here.port()};
      one.send(request_text("GET", "/api/v1/imports/stream", {who.authorization()}));
      const auto head = one.receive_until("\r\n\r\n");
      if (!head.starts_with("HTTP/1.1 200 ")) {
        CHECK(head.starts_with("HTTP/1.1 429 "));
        break;
      }
      open.push_back(std::move(one));
    }
    taken.push_back(open.size() - before);
  }
  CHECK(taken == std::vector<std::size_t>{4, 3, 2, 1});
}
