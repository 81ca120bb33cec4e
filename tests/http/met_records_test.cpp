// What a record met that was there before it came.
#include <catch2/catch.hpp>

#include "tests/http/house.hpp"

using namespace waybill;
using namespace waybill::http_test;
using json = nlohmann::json;

namespace {

auto document_of_links(const std::vector<std::pair<std::string, std::string>>& links) -> std::string {
  std::string text = R"({"@context":"https://www.w3.org/ns/activitystreams","type":"Collection","items":[)";
  for (const auto& [url, title] : links)
    text.append(text.back() == '[' ? "" : ",")
        .append(R"({"type":"Link","href":")" + url + R"(","name":")" + title + R"("})");
  return text + "]}";
}

}  // namespace

TEST_CASE(
    "given records whose URLs are there under another spelling, when their outcomes are shown, then that is "
    "said") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto records_of = [&](const std::string& document, const std::string& policy) {
    const auto accepted = here.upload(ann, document, {{"on_duplicate", policy}});
    REQUIRE(accepted.status == 202);
    const auto id = accepted.parsed().at("id").get<std::string>();
    here.await(ann, id, import_status::completed);
    CHECK(here.get(ann, "/api/v1/imports/" + id + "/records.csv").status == 200);
    return here.get(ann, "/api/v1/imports/" + id + "/records").parsed().at("items");
  };
  const auto spelled = json::array({"spelled_differently"});

  const auto first = records_of(document_of_links({{"https://example.org/kb.php?ref=A", "A"},
                                                   {"https://example.org/kb.php?ref=B", "B"},
                                                   {"https://example.org/kb.php?ref=A", "A"}}),
                                "skip");
  REQUIRE(first.size() == 3);
  CHECK(first[0].at("meets").is_null());
  CHECK(first[1].at("outcome") == "skipped");
  CHECK(first[1].at("url") == "https://example.org/kb.php?ref=B");
  CHECK(first[1].at("meets").at("url") == "https://example.org/kb.php?ref=A");
  CHECK(first[1].at("meets").at("identity") == first[0].at("identity"));
  CHECK(first[1].at("identity") == first[0].at("identity"));
  CHECK(first[1].at("warnings") == spelled);
  CHECK(first[2].at("meets").at("url") == "https://example.org/kb.php?ref=A");
  CHECK(first[2].at("warnings").empty());

  const auto skipped = records_of(document_of_links({{"https://EXAMPLE.org/kb.php?ref=A", "A"}}), "skip");
  CHECK(skipped[0].at("meets").at("url") == "https://example.org/kb.php?ref=A");
  CHECK(skipped[0].at("warnings") == spelled);

  const auto updated = records_of(document_of_links({{"https://example.org/kb.php?ref=C", "C"},
                                                     {"https://example.org/kb.php?ref=C", "C"}}),
                                  "overwrite");
  CHECK(updated[0].at("outcome") == "updated");
  CHECK(updated[0].at("meets").at("url") == "https://example.org/kb.php?ref=A");
  CHECK(updated[0].at("warnings") == spelled);
  CHECK(updated[1].at("code") == "unchanged");
  CHECK(updated[1].at("meets").at("url") == "https://example.org/kb.php?ref=C");
  CHECK(updated[1].at("warnings").empty());
}
