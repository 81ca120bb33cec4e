// Leads over HTTP: the review of their imports, the commit, and what comes after.
#include <catch2/catch.hpp>

#include "tests/http/sales.hpp"

using namespace waybill;
using namespace waybill::http_test;

namespace {

auto names(const std::vector<json>& leads) -> std::vector<std::string> {
  std::vector<std::string> all;
  for (const auto& one : leads) all.push_back(one.at("title"));
  return all;
}
using texts = std::vector<std::string>;

}  // namespace

TEST_CASE(
    "given a file of leads, when it waits for its review, then it is told what would happen to each row") {
  sales s;
  const auto import = s.ready();
  const auto review = s.review(import);
  CHECK(review.at("version") == 0);
  const auto& counts = review.at("counts");
  CHECK(counts.at("rows") == 4);
  CHECK(counts.at("valid") == 3);
  CHECK(counts.at("invalid") == 1);
  CHECK(counts.at("duplicate_in_file") == 1);
  CHECK(counts.at("duplicate") == 0);
  CHECK(counts.at("excluded") == 0);
  CHECK(review.at("plan") == json{{"create", 2}, {"update", 0}, {"skip", 1}, {"fail", 1}});
  CHECK(review.at("can_commit") == true);
  CHECK(review.at("mapping").size() == 6);
  const auto rows = s.rows(import);
  REQUIRE(rows.size() == 4);
  CHECK(rows[0].at("row") == 2);
  CHECK(rows[0].at("state") == "valid");
  CHECK(rows[0].at("plan").at("outcome") == "create");
  CHECK(rows[0].at("lead").at("phone").at("e164") == "+33612345678");
  CHECK(rows[2].at("state") == "invalid");
  CHECK(rows[2].at("faults")[0].at("code") == "invalid_email");
  CHECK(rows[3].at("plan").at("outcome") == "skip");
  CHECK(rows[3].at("plan").at("meets").at("row") == 3);
  CHECK(rows[3].at("plan").at("by") == "email");
  CHECK(s.rows(import, "?state=invalid").size() == 1);
  CHECK(s.rows(import, "?state=valid").size() == 3);
  CHECK(s.rows(import, "?state=duplicate").size() == 1);
  CHECK(s.rows(import, "?q=durand").size() == 2);
  CHECK(s.rows(import, "?q=durand&state=valid").size() == 2);
  CHECK(s.in.get(s.ann, import + "/review/rows?state=funny").code() == "bad_value");
  CHECK(s.leads().empty());
  const auto page = s.in.get(s.ann, import + "/review/rows?limit=3").parsed();
  CHECK(page.at("items").size() == 3);
  const std::string cursor = page.at("next_cursor");
  CHECK(s.rows(import, "?limit=3&cursor=" + cursor).size() == 1);
}

TEST_CASE(
    "given a review, when a cell is mended and a row left out, then the plan follows; stale versions are "
    "told") {
  sales s;
  const auto import = s.ready();
  const auto row = import + "/review/rows/3";
  const auto mended = s.in.call(s.ann, "PATCH", row, R"({"version":0,"cells":{"2":"chloe@x.example"}})");
  INFO(mended.body);
  REQUIRE(mended.status == 200);
  CHECK(s.in.call(s.ann, "PATCH", row, R"({"version":0,"cells":{"2":"x@x.example"}})").code() ==
        "stale_version");
  CHECK(s.review(import).at("plan").at("create") == 3);
  CHECK(s.rows(import)[2].at("version") == 1);
  CHECK(s.rows(import)[2].at("edited") == true);
  CHECK(s.in.call(s.ann, "PATCH", row, R"({"version":1,"cells":{"99":"x"}})").code() == "bad_value");
  CHECK(s.in.call(s.ann, "PATCH", import + "/review/rows/77", R"({"version":0,"cells":{"1":"x"}})").status ==
        404);
  REQUIRE(s.in.call(s.ann, "POST", import + "/review/rows/1/exclude", R"({"version":0})").status == 200);
  CHECK(s.rows(import, "?state=excluded").size() == 1);
  REQUIRE(
      s.in.call(s.ann, "POST", import + "/review/exclude", R"({"version":0,"state":"duplicate"})").status ==
      200);
  CHECK(s.review(import).at("counts").at("excluded") == 2);
  const auto version = s.review(import).at("version").dump();
  const auto back = s.in.call(s.ann, "POST", import + "/review/include", R"({"version":)" + version + "}");
  INFO(back.body);
  REQUIRE(back.status == 200);
  CHECK(back.parsed().at("records") == 2);
  CHECK(s.review(import).at("counts").at("excluded") == 0);
}

TEST_CASE("given a review, when its errors are asked for, then they are a table in the asker's language") {
  sales s;
  const auto import = s.ready();
  const auto french = s.in.get(s.ann, import + "/review/errors.csv?lang=fr").body;
  INFO(french);
  CHECK(french.find("Ligne,Erreurs,Prénom") != std::string::npos);
  CHECK(french.find("4,") != std::string::npos);
  CHECK(french.find("not an address") != std::string::npos);
  CHECK(s.in.get(s.ann, import + "/review/errors.csv?lang=en").body.find("Row,Errors,") != std::string::npos);
}

TEST_CASE(
    "given a commit that expects other counts, when it is asked for, then both are told and nothing is "
    "done") {
  sales s;
  const auto import = s.ready();
  const auto wrong =
      s.in.call(s.ann, "POST", import + "/commit", R"({"expect":{"create":9,"update":0,"skip":1}})");
  CHECK(wrong.status == 409);
  CHECK(wrong.code() == "plan_outdated");
  CHECK(wrong.parsed().at("expected").at("create") == 9);
  CHECK(wrong.parsed().at("now").at("create") == 2);
  CHECK(s.in.call(s.ann, "POST", import + "/commit", R"({"expect":3})").code() == "bad_value");
  s.commit(import);
  CHECK(s.leads().size() == 2);
  CHECK(s.in.get(s.ann, import + "/review").code() == "wrong_status");
}

TEST_CASE("given leads, when they are listed, then by status, person, import, text and in each order") {
  sales s;
  const auto import = s.ready();
  s.commit(import);
  CHECK(names(s.leads()) == texts{"Éloïse Martin", "Bob Durand"});
  CHECK(names(s.leads("?sort=name")) == texts{"Bob Durand", "Éloïse Martin"});
  CHECK(names(s.leads("?sort=-name")) == texts{"Éloïse Martin", "Bob Durand"});
  CHECK(names(s.leads("?status=won")) == texts{"Éloïse Martin"});
  CHECK(names(s.leads("?status=Gagn%C3%A9")) == texts{"Éloïse Martin"});
  CHECK(names(s.leads("?q=eloise")) == texts{"Éloïse Martin"});
  CHECK(names(s.leads("?q=0612345679")) == texts{"Bob Durand"});
  CHECK(s.leads("?assigned_to=ann").empty());
  CHECK(s.leads("?assigned_to=none").size() == 2);
  CHECK(s.leads("?import=" + import.substr(import.rfind('/') + 1)).size() == 2);
  CHECK(s.in.get(s.ann, s.path + "/leads?status=funny").code() == "bad_value");
  CHECK(s.in.get(s.ann, s.path + "/leads?sort=funny").code() == "bad_value");
  CHECK(s.in.get(s.ann, s.path + "/leads?assigned_to=nobody.here").code() == "no_such_user");
  CHECK(s.in.get(s.eve, s.path + "/leads").status == 404);
  const auto page = s.in.get(s.ann, s.path + "/leads?limit=1").parsed();
  CHECK(page.at("items")[0].at("import") == import.substr(import.rfind('/') + 1));
  CHECK(s.leads("?limit=1&cursor=" + page.at("next_cursor").get<std::string>()).size() == 1);
}

TEST_CASE(
    "given a lead, when a person changes it, then values go by the rules of cells, keys move, and its "
    "history tells it") {
  sales s;
  s.commit(s.ready());
  const auto bob = s.leads("?q=bob")[0];
  const auto path = s.path + "/leads/" + bob.at("id").get<std::string>();
  const auto made = s.change(
      bob,
      R"({"phone":"06 98 76 54 32","email":"Bob.New@X.example","status":"Won","assigned_to":"ann","company":null})");
  INFO(made.body);
  REQUIRE(made.status == 200);
  CHECK(made.parsed().at("email") == "bob.new@x.example");
  CHECK(made.parsed().at("phone").at("e164") == "+33698765432");
  CHECK(made.parsed().at("status") == "won");
  CHECK(made.parsed().at("assigned_to").at("username") == "ann");
  CHECK(made.parsed().at("company").is_null());
  CHECK(made.parsed().at("import") == bob.at("import"));
  CHECK(s.leads("?assigned_to=ann&status=won").size() == 1);
  const auto bad = s.change(bob, R"({"email":"nonsense","phone":"12"})");
  CHECK(bad.status == 400);
  CHECK(bad.parsed().at("faults").size() == 2);
  CHECK(bad.parsed().at("faults")[0].at("code") == "invalid_email");
  CHECK(bad.parsed().at("field") == "email");
  CHECK(s.change(bob, R"({"status":"funny"})").code() == "bad_value");
  CHECK(s.change(bob, R"({"assigned_to":"eve"})").code() == "bad_value");
  CHECK(s.change(bob, R"({"colour":"red"})").code() == "unknown_field");
  CHECK(s.change(bob, R"({"email":3})").code() == "bad_value");
  CHECK(s.change(bob, R"({"email":null,"phone":null})").code() == "bad_value");
  const auto eloise = s.leads("?q=eloise")[0];
  const auto taken = s.change(eloise, R"({"email":"bob.new@x.example"})");
  CHECK(taken.status == 409);
  CHECK(taken.parsed().at("lead") == bob.at("id"));
  // What Bob gave up is free.
  CHECK(s.change(eloise, R"({"email":"bob@x.example"})").status == 200);
  const auto history = s.in.get(s.ann, path + "/history").parsed().at("items");
  REQUIRE(history.size() == 2);
  CHECK(history[0].at("what") == "created");
  CHECK(history[0].at("import") == bob.at("import"));
  CHECK(history[1].at("before").at("email") == "bob@x.example");
  CHECK(history[1].at("after").at("email") == "bob.new@x.example");
  CHECK(history[1].at("import").is_null());
  CHECK(s.in.call(s.ann, "DELETE", path).status == 204);
  CHECK(s.in.get(s.ann, path).status == 404);
  const auto whole = s.in.get(s.ann, path + "/history");
  INFO(whole.body);
  CHECK(whole.parsed().at("items").size() == 3);
  CHECK(s.change(eloise, R"({"email":"bob.new@x.example"})").status == 200);
}

TEST_CASE(
    "given leads, when they are exported, then by the list's filters, and the file can be imported again") {
  sales s;
  s.commit(s.ready());
  const auto all = s.in.get(s.ann, s.path + "/leads/export.csv?lang=fr").body;
  INFO(all);
  CHECK(all.find("Éloïse,Martin,eloise@x.example,") != std::string::npos);
  CHECK(all.find("Gagné") != std::string::npos);
  const auto won = s.in.get(s.ann, s.path + "/leads/export.csv?status=won").body;
  CHECK(won.find("Bob") == std::string::npos);
  CHECK(s.in.get(s.ann, s.path + "/leads/export.xlsx").body.starts_with("PK"));
  const auto again = s.ready(all);
  CHECK(s.review(again).at("plan") == json{{"create", 0}, {"update", 0}, {"skip", 2}, {"fail", 0}});
  const auto form = s.in.get(s.ann, s.path + "/leads/template.csv?lang=fr").body;
  CHECK(form.find("06 12 34 56 78") != std::string::npos);
  CHECK(s.in.get(s.ann, s.path + "/leads/template.xlsx").body.starts_with("PK"));
  const auto filled = s.review(s.ready(form));
  CHECK(filled.at("counts").at("valid") == 1);
  for (const auto& column : filled.at("mapping")) CHECK_FALSE(column.at("field").is_null());
}

TEST_CASE("given leads with columns that have no field, when they are exported, then these come back, too") {
  sales s;
  s.commit(s.ready("E-mail;Zeta;Alpha\na@x.example;1;x, y\nb@x.example;;z\n", R"({"keep_extra":true})"));
  s.commit(s.ready("E-mail;Alpha;Beta\nc@x.example;w;=1\nd@x.example;;\n", R"({"keep_extra":true})"));
  const auto all = s.in.get(s.ann, s.path + "/leads/export.csv?lang=en").body;
  INFO(all);
  const auto head = all.substr(0, all.find('\n'));
  CHECK(head.find("Amount,Zeta,Alpha,Beta") != std::string::npos);
  CHECK(all.find("\"x, y\"") != std::string::npos);
  CHECK(all.find(",,w,'=1") != std::string::npos);
  CHECK(s.in.get(s.ann, s.path + "/leads/export.csv?q=b@x.example").body.find("Beta") == std::string::npos);
  CHECK(s.in.get(s.ann, s.path + "/leads/export.xlsx").body.starts_with("PK"));
  const auto workbook = s.ready(s.in.get(s.ann, s.path + "/leads/export.xlsx").body,
                                R"({"keep_extra":true,"on_duplicate":"create"})");
  s.commit(workbook);
  for (const auto* const email : {"a@x.example", "b@x.example", "c@x.example", "d@x.example"}) {
    INFO(email);
    const auto both = s.leads("?q=" + std::string(email));
    REQUIRE(both.size() == 2);
    CHECK(both[0].at("extra") == both[1].at("extra"));
  }
}

TEST_CASE(
    "given a viewer of a project, when they look at leads and reviews, then they see them and change "
    "nothing") {
  sales s;
  const auto import = s.ready();
  REQUIRE(s.in.call(s.ann, "PUT", s.path + "/members/eve", R"({"role":"viewer"})").status < 300);
  CHECK(s.in.get(s.eve, import + "/review").status == 200);
  CHECK(s.in.get(s.eve, import + "/review/rows").status == 200);
  CHECK(s.in.call(s.eve, "POST", import + "/commit", "{}").status == 403);
  CHECK(s.in.call(s.eve, "PATCH", import + "/review", R"({"version":0,"options":{"strict":true}})").status ==
        403);
  CHECK(s.in.call(s.eve, "POST", import + "/review/rows/1/exclude", R"({"version":0})").status == 403);
  s.commit(import);
  const auto lead = s.path + "/leads/" + s.leads()[0].at("id").get<std::string>();
  CHECK(s.in.get(s.eve, lead).status == 200);
  CHECK(s.in.call(s.eve, "PATCH", lead, R"({"notes":"x"})").status == 403);
  CHECK(s.in.call(s.eve, "DELETE", lead).status == 403);
}

TEST_CASE("given a review, when mapping or options change, then the plan is made anew and versions rise") {
  sales s;
  const auto import = s.ready();
  const auto changed = s.in.call(
      s.ann, "PATCH", import + "/review",
      R"({"version":0,"options":{"keys":["email","phone"],"assignment":{"mode":"single","members":["ann"]}}})");
  INFO(changed.body);
  REQUIRE((changed.status == 200 || changed.status == 202));
  s.in.await(s.ann, import.substr(import.rfind('/') + 1), import_status::ready);
  const auto review = s.review(import);
  CHECK(review.at("version") == 1);
  CHECK(review.at("options").at("keys") == json{"email", "phone"});
  CHECK(s.rows(import)[0].at("plan").at("assigned_to") == "ann");
  CHECK(s.in.call(s.ann, "PATCH", import + "/review", R"({"version":0,"options":{"strict":true}})").code() ==
        "stale_version");
  s.commit(import);
  CHECK(s.leads("?assigned_to=ann").size() == 2);
}

TEST_CASE(
    "given records that are left out, when the file is read in another way, then nobody else is left out") {
  sales s;
  const auto import = s.ready("E-mail;Nom\nu0@x.example;A\nu1@x.example;B\nu2@x.example;C\nu3@x.example;D\n");
  REQUIRE(s.in.call(s.ann, "POST", import + "/review/rows/3/exclude", R"({"version":0})").status == 200);
  REQUIRE(s.in.call(s.ann, "POST", import + "/review/exclude", R"({"version":0,"records":[2]})").status ==
          200);
  const auto id = import.substr(std::string("/api/v1/imports/").size());
  const auto changed =
      s.in.call(s.ann, "PATCH", import + "/review", R"({"version":1,"dialect":{"header_rows":2}})");
  INFO(changed.body);
  REQUIRE(changed.status == 202);
  s.in.await(s.ann, id, import_status::ready);
  const auto review = s.review(import);
  CHECK(review.at("counts").at("excluded") == 0);
  CHECK(review.at("counts").at("rows") == 3);
  // Another mapping reads it again, too: the records are the same.
  REQUIRE(s.in.call(s.ann, "POST", import + "/review/exclude",
                    json{{"version", review.at("version")}, {"records", {1}}}.dump())
              .status == 200);
  const auto version = review.at("version").get<int>() + 1;
  const json mapping{{"version", version}, {"mapping", {{{"index", 1}, {"field", "company"}}}}};
  REQUIRE(s.in.call(s.ann, "PATCH", import + "/review", mapping.dump()).status < 300);
  s.in.await(s.ann, id, import_status::ready);
  CHECK(s.review(import).at("counts").at("excluded") == 1);
}

TEST_CASE(
    "given a wish to leave records out, when it names them twice over or some that are not there, then "
    "nothing happens") {
  sales s;
  const auto import = s.ready();
  const auto exclude = [&](const std::string& wish) {
    return s.in.call(s.ann, "POST", import + "/review/exclude", wish);
  };
  CHECK(exclude(R"({"version":0,"records":[2],"state":"invalid"})").status == 400);
  CHECK(exclude(R"({"version":0,"records":[99]})").status == 404);
  CHECK(exclude(R"({"version":0,"records":[0]})").status == 404);
  CHECK(exclude(R"({"version":0,"records":["2"]})").status == 400);
  CHECK(s.review(import).at("counts").at("excluded") == 0);
}
