// What goes wrong in reviews of leads, and what comes of it.
#include <array>
#include <atomic>
#include <thread>

#include "actors/review_desk.hpp"
#include "tests/http/moved_clock.hpp"
#include "tests/http/points.hpp"
#include "tests/http/sales.hpp"

using namespace waybill;
using namespace waybill::http_test;

namespace {

auto changed(sales& s, const std::string& import, const json& wish) -> reply {
  auto answer = s.in.call(s.ann, "PATCH", import + "/review", wish.dump());
  INFO(answer.body);
  REQUIRE((answer.status == 200 || answer.status == 202));
  s.in.await(s.ann, tail_of(import), import_status::ready);
  return answer;
}

auto outcomes(sales& s, const std::string& import) -> std::vector<json> {
  const auto seen = s.in.get(s.ann, import + "/records");
  INFO(seen.body);
  REQUIRE(seen.status == 200);
  return seen.parsed().at("items");
}

}  // namespace

TEST_CASE(
    "given a review, when its file cannot be read as somebody wishes, then the review goes on as it was") {
  sales s;
  const auto import = s.ready(s.in.get(s.ann, s.path + "/leads/template.xlsx?lang=en").body);
  REQUIRE(
      s.in.call(s.ann, "PATCH", import + "/review/rows/1", R"({"version":0,"cells":{"1":"Ada"}})").status ==
      200);
  CHECK(s.review(import).at("refused_reading").is_null());
  CHECK(changed(s, import, {{"version", 0}, {"dialect", {{"sheet", "Nope"}}}}).status == 202);
  auto review = s.review(import);
  CHECK(review.at("refused_reading").at("code") == "no_such_sheet");
  CHECK(review.at("version") == 2);
  CHECK(review.at("options").value("sheet", "") != "Nope");
  CHECK(review.at("edits").at("kept") == 1);
  CHECK(s.rows(import)[0].at("edited") == true);
  SECTION("after a restart") {
    s.in.restart();
    CHECK(s.review(import).at("refused_reading").at("code") == "no_such_sheet");
  }
  changed(s, import, {{"version", 2}, {"options", {{"strict", true}}}});
  CHECK(s.review(import).at("refused_reading").is_null());
  s.commit(import);
  CHECK(s.leads().size() == 1);
}

TEST_CASE(
    "given records that are left out, when the file cannot be read as wished, then they stay left out") {
  sales s;
  const auto import = s.ready();
  REQUIRE(s.in.call(s.ann, "POST", import + "/review/exclude", R"({"version":0,"records":[1,2]})").status ==
          200);
  CHECK(changed(s, import, {{"version", 1}, {"dialect", {{"header_rows", 50}}}}).status == 202);
  const auto review = s.review(import);
  CHECK(review.at("refused_reading").at("message") == "The file has no row 50 with names of columns.");
  CHECK(review.at("counts").at("excluded") == 2);
}

TEST_CASE(
    "given mappings that say nothing, or twice the same, when a project is given them, then none is kept") {
  sales s;
  const auto set = [&](const std::string& mappings) {
    return s.in.call(s.ann, "PATCH", s.path, R"({"leads":{"mappings":)" + mappings + "}}");
  };
  for (const auto* nothing : {R"([{"columns":["email"],"mapping":[{"index":0}]}])",
                              R"([{"columns":["email"],"mapping":[{"field":"address","join":[]}]}])"}) {
    const auto made = set(nothing);
    INFO(made.body);
    CHECK(made.status == 200);
    CHECK(made.parsed().at("leads").at("mappings")[0].at("mapping") == json::array());
  }
  const auto twice =
      set(R"([{"columns":["a"],"mapping":[]},{"columns":["A"],"mapping":[{"index":0,"field":"city"}]}])");
  CHECK(twice.parsed().at("leads").at("mappings").size() == 1);
  for (const auto* wrong : {"null", R"("x")", "[1]", R"([{"columns":[],"mapping":[]}])",
                            R"([{"columns":["a"],"mapping":[{"index":1,"field":"city"}]}])"}) {
    CAPTURE(wrong);
    CHECK(set(wrong).code() == "bad_value");
  }
}

TEST_CASE(
    "given an editor and a manager, when one keeps columns and the other changes settings, then both stay") {
  sales s;
  REQUIRE(s.in.call(s.ann, "PUT", s.path + "/members/eve", R"({"role":"editor"})").status < 300);
  const auto one = s.ready("Un;Courriel\nA;a@x.example\n");
  const auto two = s.ready("Deux;Courriel\nB;b@x.example\n");
  std::array<int, 3> told{};
  std::thread first{[&] { told[0] = s.in.call(s.eve, "POST", one + "/review/keep-mapping").status; }};
  std::thread second{[&] { told[1] = s.in.call(s.ann, "POST", two + "/review/keep-mapping").status; }};
  told[2] = s.in.call(s.ann, "PATCH", s.path, R"({"leads":{"default_country":"BE"}})").status;
  first.join();
  second.join();
  CHECK(told == std::array{200, 200, 200});
  const auto now = s.in.get(s.ann, s.path).parsed().at("leads");
  CHECK(now.at("mappings").size() == 2);
  CHECK(now.at("default_country") == "BE");
}

TEST_CASE(
    "given a review whose upload is gone, when it is committed, then it is refused, and waits for the file") {
  sales s;
  const auto import = s.ready();
  s.review(import);
  const auto file = s.in.directory / s.in.core->import_view().find({tail_of(import)})->file.path;
  std::filesystem::rename(file, file.string() + ".away");
  CHECK(s.in.get(s.ann, import + "/review").code() == "file_missing");
  CHECK(s.in.call(s.ann, "POST", import + "/commit", "{}").code() == "file_missing");
  std::filesystem::rename(file.string() + ".away", file);
  s.commit(import);
}

TEST_CASE("given a file that was never read well, when its options name columns it has not, then it fails") {
  sales s;
  const auto accepted = s.in.upload(s.ann, people,
                                    {{"kind", "leads"},
                                     {"project", s.project},
                                     {"options", R"({"mapping":[{"index":99,"field":"email"}]})"}});
  REQUIRE(accepted.status == 202);
  s.in.await(s.ann, accepted.parsed().at("id"), import_status::failed);
  const auto import = s.in.get(s.ann, "/api/v1/imports/" + accepted.parsed().at("id").get<std::string>());
  CHECK(import.parsed().at("error").at("message") ==
        "'mapping' names the column 99, but the file has 6 columns, counted from 0.");
}

TEST_CASE(
    "given a header that is too wide, or has a name without end, when it is read, then it says what is "
    "wrong") {
  sales s;
  std::string wide = "email";
  for (int i = 1; i <= 16'384; ++i) wide += ",c" + std::to_string(i);
  for (const auto& header : {wide, "email," + std::string((1 << 20) + 1, 'x')}) {
    const auto accepted =
        s.in.upload(s.ann, header + "\na@x.example,1\n", {{"kind", "leads"}, {"project", s.project}});
    REQUIRE(accepted.status == 202);
    s.in.await(s.ann, accepted.parsed().at("id"), import_status::failed);
    const auto seen =
        s.in.get(s.ann, "/api/v1/imports/" + accepted.parsed().at("id").get<std::string>()).parsed();
    CHECK(seen.at("error").at("message") ==
          "The header has more than 16,384 columns, or a name of more than 1 MiB: it cannot be mapped.");
  }
}

TEST_CASE("given a change that changes nothing, when it is asked for, then versions stay and are compared") {
  sales s;
  const auto import = s.ready();
  const auto exclude = [&](const std::string& wish) {
    return s.in.call(s.ann, "POST", import + "/review/exclude", wish);
  };
  CHECK(exclude(R"({"version":7,"q":"nobody has this"})").code() == "stale_version");
  CHECK(exclude(R"({"version":0,"q":"nobody has this"})").parsed() == json{{"version", 0}, {"records", 0}});
  const auto one = import + "/review/rows/1/exclude";
  CHECK(s.in.call(s.ann, "POST", one, R"({"version":0})").parsed().at("version") == 1);
  CHECK(s.in.call(s.ann, "POST", one, R"({"version":1})").parsed().at("version") == 1);
  const auto row = import + "/review/rows/2";
  CHECK(s.in.call(s.ann, "PATCH", row, R"({"version":0,"cells":{"1":"Grand"}})").parsed().at("version") == 1);
  CHECK(s.in.call(s.ann, "PATCH", row, R"({"version":1,"cells":{"1":"Grand"}})").parsed().at("version") == 1);
  CHECK(s.in.call(s.ann, "PATCH", row, R"({"version":1,"cells":{"1":null}})").parsed().at("version") == 2);
}

TEST_CASE("given a wish that says nothing, or twice the same, when it is sent, then it is refused") {
  sales s;
  const auto import = s.ready();
  const auto edit = [&](const std::string& cells) {
    return s.in.call(s.ann, "PATCH", import + "/review/rows/1", R"({"version":0,"cells":)" + cells + "}");
  };
  for (const auto* cells :
       {"{}", "null", "[]", R"({"00":"x"})", R"({"+1":"x"})", R"({"1":7})", R"({"1":"a\u0000b"})"}) {
    CAPTURE(cells);
    CHECK(edit(cells).code() == "bad_value");
  }
  const auto commit = [&](const std::string& expect) {
    return s.in.call(s.ann, "POST", import + "/commit", R"({"expect":)" + expect + "}");
  };
  for (const auto* expect : {R"({"create":2,"update":0,"skip":1,"fail":1})", R"({"create":2,"skip":1})",
                             R"({"create":"2","update":0,"skip":1})", "3", "null"}) {
    CAPTURE(expect);
    CHECK(commit(expect).code() == "bad_value");
  }
  CHECK(s.rows(import)[0].at("version") == 0);
}

TEST_CASE(
    "given a review of nothing, or with nobody to assign to, when it is looked at, then it says why not") {
  sales s;
  const auto empty = s.ready("E-mail;Nom\n");
  CHECK(s.review(empty).at("can_commit") == false);
  CHECK(s.in.call(s.ann, "POST", empty + "/commit", "{}").code() == "bad_value");
  const auto import = s.ready(people, R"({"assignment":{"mode":"by_column"}})");
  CHECK(s.review(import).at("why_not").at("message") ==
        "No column says to whom leads are assigned: say which one does, or assign them otherwise.");
}

TEST_CASE(
    "given a commit, when another one comes first, then records of which something else becomes say so") {
  sales s;
  const auto first = s.ready();
  const auto second = s.ready("E-mail;Nom\nbob@x.example;Durand\nnew@x.example;New\n");
  REQUIRE(s.review(second).at("plan").at("create") == 2);
  std::atomic<bool> once{false};
  const auto commit = [&] {
    // Decided, and not yet in the log.
    const at_points between{[&](std::string_view point) {
      if (point == "import.decided" && !once.exchange(true)) s.commit(first);
      return false;
    }};
    s.commit(second);
  };
  commit();
  REQUIRE(once);
  const auto records = outcomes(s, second);
  REQUIRE(records.size() == 2);
  CHECK(records[0].at("outcome") == "skipped");
  CHECK(records[0].at("warnings") == json{"plan_changed"});
  CHECK(records[1].at("outcome") == "created");
  CHECK(records[1].at("warnings") == json::array());
  for (const auto& one : outcomes(s, first)) {
    const auto& warnings = one.at("warnings");
    CHECK(std::find(warnings.begin(), warnings.end(), "plan_changed") == warnings.end());
  }
}

TEST_CASE(
    "given members of whom one has more leads, when new ones are evened out, then the other gets them") {
  sales s;
  REQUIRE(s.in.call(s.ann, "PUT", s.path + "/members/eve", R"({"role":"editor"})").status < 300);
  s.commit(s.ready(people, R"({"assignment":{"mode":"single","members":["eve"]}})"));
  REQUIRE(s.leads("?assigned_to=eve").size() == 2);
  const auto next =
      s.ready("E-mail\na@x.example\nb@x.example\nc@x.example\nd@x.example\n",
              R"({"assignment":{"mode":"round_robin","members":["eve","ann"],"even_out":true}})");
  s.commit(next);
  CHECK(s.leads("?assigned_to=ann").size() == 3);
  CHECK(s.leads("?assigned_to=eve").size() == 3);
}

TEST_CASE(
    "given columns that somebody mapped, when that is kept, then a file of the same header is read so") {
  sales s;
  const auto import = s.ready("Mystère;Courriel;Rien\nA;a@x.example;1\n");
  changed(s, import,
          {{"version", 0},
           {"mapping", {{{"index", 0}, {"field", "company"}}, {{"index", 2}, {"field", nullptr}}}}});
  CHECK(s.in.call(s.eve, "POST", import + "/review/keep-mapping", "{}").status == 404);
  const auto kept = s.in.call(s.ann, "POST", import + "/review/keep-mapping", "{}");
  INFO(kept.body);
  REQUIRE(kept.status == 200);
  CHECK(kept.parsed() == json{{"mappings", 1}});
  s.commit(import);
  const auto other = s.ready("courriel;RIEN;mystere\nb@x.example;2;B\n");
  const auto mapping = s.review(other).at("mapping");
  CHECK(mapping[2].at("field") == "company");
  CHECK(mapping[2].at("why") == "kept");
  CHECK(mapping[0].at("field") == "email");
  CHECK(mapping[1].at("field").is_null());
  CHECK(s.review(s.ready("Courriel;Mystère\nc@x.example;C\n")).at("mapping")[1].at("field").is_null());
  const auto forgotten = s.in.call(s.ann, "PATCH", s.path, R"({"leads":{"mappings":[]}})");
  INFO(forgotten.body);
  REQUIRE(forgotten.status == 200);
  CHECK(s.review(s.ready("Mystère;Courriel;Rien\nD;d@x.example;1\n")).at("mapping")[0].at("field").is_null());
}

TEST_CASE(
    "given a project with leads, when its statuses change, then they may, and leads stay what they are") {
  sales s;
  s.commit(s.ready());
  const auto set = s.in.call(
      s.ann, "PATCH", s.path,
      R"({"leads":{"statuses":[{"code":"fresh","en":"Fresh","fr":"Frais"}],"default_status":"fresh"}})");
  INFO(set.body);
  REQUIRE(set.status == 200);
  CHECK(s.leads("?q=martin")[0].at("status") == "won");
  s.commit(s.ready("E-mail\nz@x.example\n"));
  CHECK(s.leads("?status=fresh").size() == 1);
}

TEST_CASE(
    "given an import of leads, when it was committed, then its file and its errors stay until it is old") {
  const auto clock = std::make_shared<moved_clock>();
  sales s{{}, clock};
  const auto import = s.ready();
  s.commit(import);
  const auto errors = s.in.get(s.ann, import + "/review/errors.csv?lang=en");
  INFO(errors.body);
  CHECK(errors.status == 200);
  CHECK(errors.body.find("Chloé") != std::string::npos);
  CHECK(errors.body.find("Éloïse") == std::string::npos);
  CHECK(s.in.get(s.eve, import + "/review/errors.csv").status == 404);
  s.in.restart();
  CHECK(s.in.stored_files() == 1 + 2);  // with what was made of it, and what was shown
  const auto stored = [&] { return s.in.core->usage_of(owner_id{project_id{s.project}})->stored_bytes; };
  const auto before = stored();
  clock->advance(std::chrono::hours{24 * 89});
  s.in.restart();
  CHECK(s.in.get(s.ann, import).status == 200);
  clock->advance(std::chrono::hours{24 * 2});
  s.in.restart();
  CHECK(eventually([&] { return s.in.get(s.ann, import).status == 404; }));
  CHECK(eventually([&] { return s.in.stored_files() == 0; }));
  CHECK(stored() + people.size() <= before);
  CHECK(s.leads().size() == 2);
}

TEST_CASE(
    "given as many reviews as a project may have, when another file comes, then it waits for one to end") {
  sales s{[](settings& config) { config.leads_reviews_per_project = 1; }};
  const auto import = s.ready();
  const auto another = [&] {
    return s.in.upload(s.ann, "E-mail\nz@x.example\n", {{"kind", "leads"}, {"project", s.project}});
  };
  const auto refused = another();
  CHECK(refused.status == 429);
  CHECK(refused.code() == "too_many_requests");
  s.commit(import);
  CHECK(another().status == 202);
}

TEST_CASE(
    "given as many long transfers as may be, when a review is looked at, then 503; a list is answered") {
  sales s{[](settings& with) {
    with.http_body_readers_limit = 2;
    with.http_read_timeout_s = 600;
  }};
  const auto import = s.ready();
  s.review(import);
  const auto files = s.in.stored_files();
  peer slow{s.in.port()};
  slow.send(request_text("POST", "/api/v1/imports", {s.ann.authorization(), form_type},
                         form_text(document_of("a", 9), {}))
                .substr(0, 600));
  REQUIRE(eventually([&] { return s.in.stored_files() == files + 1; }));
  // Its plan is made by one call, and all others wait for it: with places, so that short calls keep theirs.
  CHECK(s.in.get(s.ann, import + "/review").status == 503);
  CHECK(s.in.get(s.ann, import + "/review/rows").status == 503);
  CHECK(s.in.get(s.ann, import + "/review/errors.csv").status == 503);
  CHECK(s.in.call(s.ann, "POST", import + "/commit", "{}").status == 503);
  CHECK(s.in.call(s.ann, "PATCH", import + "/review/rows/1", R"({"version":0,"cells":{"0":"x"}})").status ==
        503);
  CHECK(s.in.get(s.ann, import).status == 200);
}

TEST_CASE("given a commit, when who decided may no more once its plan is made, then nothing is committed") {
  sales s;
  const auto import = s.ready();
  const acting ann{s.ann.id, owner_id{project_id{s.project}}};
  commit_wish wish;
  std::size_t asked = 0;
  wish.may_still = [&]() -> result<done> {
    ++asked;
    return error{errc::not_found, "There is no such project.", {}};
  };
  const auto made = s.in.core->reviews().commit(ann, {tail_of(import)}, wish);
  REQUIRE_FALSE(made);
  CHECK(made.why().code == errc::not_found);
  CHECK(asked == 1);
  CHECK(s.in.get(s.ann, import).parsed().at("status") == "ready");
  s.commit(import);
}
