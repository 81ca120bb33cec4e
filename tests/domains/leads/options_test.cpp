// What somebody may say of an import of leads, and what a project says of all of them.
#include "tests/domains/leads/reading.hpp"

using namespace waybill;
using namespace waybill::leads;
using namespace waybill::leads::test;

namespace {

auto refusal(const std::string& options) -> std::string {
  const auto checked = kind().check_options(options);
  return checked ? "" : std::string(waybill::name_of(checked.why().code)) + ": " + checked.why().message;
}

auto refused_change(one_import& of, const std::string& wish) -> std::string {
  const auto changed = kind().change_options(of.stored, wish, of.order.findings);
  return changed ? "" : std::string(waybill::name_of(changed.why().code)) + ": " + changed.why().message;
}

/// "email -first_name": the fields of the columns; "-": none.
auto fields_of(const one_import& of) -> words {
  words all;
  const auto found = of.findings();
  for (const auto& one : found["mapping"])
    all.push_back(one.contains("split")    ? "split"
                  : one.contains("join")   ? "join " + one["joined_into"].get<std::string>()
                  : one["field"].is_null() ? "-"
                                           : one["field"].get<std::string>());
  return all;
}

}  // namespace

TEST_CASE("given no options, when they are checked, then all are written out") {
  const auto checked = kind().check_options("{}");
  REQUIRE(checked.ok());
  CHECK(json::parse(*checked) ==
        json{{"keys", {"email", "external_id"}},
             {"on_duplicate", "skip"},
             {"update_fields", json::array()},
             {"assignment",
              {{"mode", "none"}, {"members", json::array()}, {"even_out", false}, {"names", json::object()}}},
             {"name_case", true},
             {"strict", false},
             {"default_region", nullptr},
             {"default_status", nullptr},
             {"source", nullptr},
             {"check_file", true},
             {"check_project", true},
             {"allow_duplicate_file", false},
             {"keep_extra", false},
             {"mapping", json::array()}});
  CHECK(kind().check_options(*checked).ok());
}

TEST_CASE("given options in full, when they are checked again, then they stay as they are") {
  const std::string full =
      R"({"keys":["phone","email"],"on_duplicate":"update","update_fields":["status"],"assignment":{"mode":
      "by_column","members":["bob"],"even_out":true,"names":{"Bob M.":"bob"}},"name_case":false,"strict":true,
      "default_region":"be","default_status":"won","source":"Salon","check_file":false,"check_project":false,
      "allow_duplicate_file":true,"keep_extra":true,"delimiter":";","quote":"","encoding":"utf-8","sheet":2,
      "header_rows":3,"mapping":[{"index":0,"field":"email"},{"index":1,"field":null},
      {"index":2,"split":["first_name","last_name"]},{"field":"address","join":[3,4]}]})";
  const auto once = kind().check_options(full);
  REQUIRE(once.ok());
  CHECK(*kind().check_options(*once) == *once);
  const auto read = json::parse(*once);
  CHECK(read["default_region"] == "BE");
  CHECK(read["mapping"].size() == 4);
  CHECK_FALSE(kind().refuses_same_file(*once));
  CHECK(kind().refuses_same_file("{}"));
}

TEST_CASE("given options that cannot be, when they are checked, then it is said which and why") {
  for (const auto* wrong : {"[]",
                            R"({"keys":[]})",
                            R"({"keys":["email","email"]})",
                            R"({"keys":["fax"]})",
                            R"({"keys":"email"})",
                            R"({"on_duplicate":"replace"})",
                            R"({"update_fields":["fax"]})",
                            R"({"assignment":"none"})",
                            R"({"assignment":{"mode":"all"}})",
                            R"({"assignment":{"mode":"single","members":["a","b"]}})",
                            R"({"assignment":{"members":[1]}})",
                            R"({"assignment":{"members":["a","a"]}})",
                            R"({"assignment":{"names":{"a":1}}})",
                            R"({"name_case":1})",
                            R"({"strict":null})",
                            R"({"default_region":"Atlantis"})",
                            R"({"default_region":7})",
                            R"({"default_status":""})",
                            R"({"source":"  "})",
                            R"({"keep_extra":"yes"})",
                            R"({"delimiter":"\n"})",
                            R"({"header_rows":101})",
                            R"({"delimiter":"\"","quote":"\""})",
                            R"({"mapping":{}})",
                            R"({"mapping":[1]})",
                            R"({"mapping":[{"index":-1,"field":"email"}]})",
                            R"({"mapping":[{"index":99999999,"field":"email"}]})",
                            R"({"mapping":[{"field":"email"}]})",
                            R"({"mapping":[{"index":0,"field":"fax"}]})",
                            R"({"mapping":[{"index":0,"field":"email"},{"index":1,"field":"email"}]})",
                            R"({"mapping":[{"index":0,"field":"email"},{"index":0,"field":"phone"}]})",
                            R"({"mapping":[{"index":0,"split":["email","phone"]}]})",
                            R"({"mapping":[{"field":"email","join":[1,2]}]})",
                            R"({"mapping":[{"field":"address","join":[1,1]}]})"}) {
    INFO(wrong);
    CHECK(refusal(wrong).starts_with("bad_value: "));
  }
  for (const auto* unknown : {R"({"key":["email"]})", R"({"settings":{}})", R"({"assignment":{"to":"bob"}})",
                              R"({"mapping":[{"index":0,"feld":"email"}]})"}) {
    INFO(unknown);
    CHECK(refusal(unknown).starts_with("unknown_field: "));
  }
  CHECK(refusal(R"({"default_region":"Atlantis"})") ==
        "bad_value: 'default_region' must be a country's code of two letters, or null.");
}

TEST_CASE(
    "given what a project is set to, when it is checked, then it is whole, or it is said what is wrong") {
  const auto usual = kind().check_settings("{}");
  REQUIRE(usual.ok());
  const auto all = json::parse(*usual);
  CHECK(all["statuses"].size() == 16);
  CHECK(all["statuses"][0] == json{{"code", "new"}, {"en", "New"}, {"fr", "Nouveau"}});
  CHECK(all["default_status"] == "new");
  CHECK(all["default_country"] == "FR");
  CHECK(all["language"] == "fr");
  CHECK(*kind().check_settings(*usual) == *usual);
  for (
      const auto* wrong :
      {"[]", R"({"statuses":[]})", R"({"statuses":[{"code":"A","en":"A","fr":"A"}]})",
       R"({"statuses":[{"code":"a","en":"A"}]})", R"({"default_status":"none"})", R"({"language":"de"})",
       R"({"statuses":[{"code":"a","en":"A","fr":"A"},{"code":"a","en":"B","fr":"B"}],"default_status":"a"})",
       R"({"statuses":[{"code":"a","en":"A","fr":"A"}]})", R"({"default_country":"XX1"})"}) {
    INFO(wrong);
    CHECK_FALSE(kind().check_settings(wrong).ok());
  }
  project in;
  in.settings =
      R"({"statuses":[{"code":"cold","en":"Cold","fr":"Froid"},{"code":"hot","en":"Hot","fr":"Chaud"}],
          "default_status":"cold"})";
  in.import("email,statut\na@x.example,CHAUD\nb@x.example,\nc@x.example,Won\n");
  CHECK(in.leads()[0]["status"] == "hot");
  CHECK(in.leads()[1]["status"] == "cold");
  CHECK(in.leads()[2]["status"] == "cold");
}

TEST_CASE("given a file whose columns mean other fields, when a person says so, then that counts") {
  project in;
  auto one = in.upload("Nom complet;Contact;Rue;Suite;Divers\nJean DUPONT;a@x.example;1 rue A;Bât. 2;x\n");
  const auto before = fields_of(one);
  const auto change = [&](const std::string& wish) {
    const auto changed = in.change(one, wish);
    if (!changed) FAIL(changed.why().message);
    return changed->reads_again;
  };
  CHECK(before[0] == "split");
  CHECK(change(R"({"mapping":[{"index":4,"field":"email"}]})"));
  CHECK(fields_of(one)[4] == "email");
  CHECK(fields_of(one)[1] != "email");
  CHECK(one.findings()["mapping"][4]["manual"] == true);
  CHECK(change(R"({"mapping":[{"index":1,"field":"email"}, {"field":"address","join":[3,2]}]})"));
  CHECK(fields_of(one) == words{"split", "email", "join address", "join address", "-"});
  in.commit(one);
  CHECK(in.leads()[0]["address"] == "Bât. 2, 1 rue A");
  CHECK(in.leads()[0]["first_name"] == "Jean");
  CHECK(in.leads()[0]["last_name"] == "Dupont");
  CHECK(change(R"({"mapping":[{"index":0,"field":"last_name"}]})"));
  CHECK(fields_of(one)[0] == "last_name");
  CHECK(change(R"({"mapping":[{"index":0}]})"));
  CHECK(fields_of(one)[0] == "split");
  CHECK(change(R"({"mapping":[{"index":0,"field":null}]})"));
  CHECK(fields_of(one)[0] == "-");
  CHECK(change(R"({"mapping":[]})"));
  CHECK(fields_of(one) == before);
}

TEST_CASE(
    "given postal code and city in one cell, when it is split, then the lead has both, and its own name") {
  project in;
  in.import(
      "E-mail;Nom complet;Code postal / Ville;Pays\na@x.example;Jean Dupont;75001 Paris;\n"
      "b@x.example;Zoé Roy;1000 Bruxelles;Belgique\nc@x.example;;Lyon;\nd@x.example;;7500 Paris;\n");
  const auto leads = in.leads();
  CHECK(leads[0]["postal_code"] == "75001");
  CHECK(leads[0]["city"] == "Paris");
  CHECK(leads[0]["first_name"] == "Jean");
  CHECK(leads[0]["last_name"] == "Dupont");
  CHECK(leads[1]["postal_code"] == "1000");
  CHECK(leads[1]["city"] == "Bruxelles");
  CHECK_FALSE(leads[2].contains("postal_code"));
  CHECK(leads[2]["city"] == "Lyon");
  CHECK_FALSE(leads[2].contains("last_name"));
  CHECK(leads[3]["postal_code"] == "07500");
}

TEST_CASE(
    "given a cell of postal code and city that nobody knows, when a person splits it, then that counts") {
  project in;
  auto one = in.upload("E-mail;x\na@x.example;75001 Paris\n");
  REQUIRE(in.change(one, R"({"mapping":[{"index":1,"split":["city","postal_code"]}]})").ok());
  CHECK(one.findings()["mapping"][1]["split"] == json{"postal_code", "city"});
  CHECK(kind().columns_to_keep(one.order.findings).ok());
  in.commit(one);
  CHECK(in.leads()[0]["postal_code"] == "75001");
  CHECK(in.leads()[0]["city"] == "Paris");
  CHECK_FALSE(in.leads()[0].contains("first_name"));
  for (const auto* wrong : {R"(["address","city"])", R"(["last_name","first_name"])", R"(["city"])", R"([])",
                            R"(["postal_code","city",1])", R"("city")"}) {
    INFO(wrong);
    CHECK(refused_change(one, R"({"mapping":[{"index":1,"split":)" + std::string(wrong) + "}]}")
              .starts_with("bad_value: 'mapping' splits a column into"));
  }
}

TEST_CASE(
    "given a column in which nothing stands, when another one holds the same, then that has the field") {
  project in;
  in.import(
      "E-mail Address,Email,Phone,Fax,Mobile,First Name,Last Name,Full Name\n"
      ",a@x.example,,,0612345678,,,Ada Lovelace\n,b@x.example,-,,0612345679,,,Zoé Roy\n");
  const auto leads = in.leads();
  REQUIRE(leads.size() == 2);
  CHECK(leads[0]["email"] == "a@x.example");
  CHECK(leads[0]["e164"] == "+33612345678");
  CHECK(leads[1]["e164"] == "+33612345679");
  CHECK(leads[0]["first_name"] == "Ada");
  CHECK(leads[0]["last_name"] == "Lovelace");
}

TEST_CASE("given whole names with more around them, when they are split, then each lead has what is meant") {
  project in;
  const auto told = in.import(
      "E-mail;Nom complet\na@x.example;Mme DUPONT Marie\nb@x.example;Dr. Hal DAUMÉ III\n"
      "c@x.example;Ann Lee, CEO\nd@x.example;Dupont SAS\n");
  const auto leads = in.leads();
  CHECK(leads[0]["first_name"] == "Marie");
  CHECK(leads[0]["last_name"] == "Dupont");
  CHECK(told[0].warnings.empty());
  CHECK(leads[1]["first_name"] == "Hal");
  CHECK(leads[1]["last_name"] == "Daumé III");
  CHECK(told[1].warnings == words{"value_cleaned"});
  CHECK(leads[2]["last_name"] == "Lee");
  CHECK(leads[2]["job_title"] == "CEO");
  CHECK(leads[3]["company"] == "Dupont SAS");
  CHECK_FALSE(leads[3].contains("last_name"));
  in.import(
      "E-mail;Nom complet;Fonction;Société\ne@x.example;\"Ann Lee, CEO\";Gérante;ACME\n"
      "f@x.example;Dupont SAS;;ACME\n");
  CHECK(in.leads()[4]["job_title"] == "Gérante");
  CHECK(in.leads()[5]["company"] == "ACME");
  CHECK(in.leads()[5]["last_name"] == "Dupont Sas");
}

TEST_CASE("given years of two digits, when they are read, then no day is after the year of the import") {
  project in;  // imports of 2023
  in.import(
      "E-mail;Date de création\na@x.example;31/12/58\nb@x.example;05/01/24\nc@x.example;13/06/23\n"
      "d@x.example;13 juin 24\ne@x.example;13/06/2024\n");
  words days;
  for (const auto& lead : in.leads()) days.push_back(lead["created"]);
  CHECK(days == words{"1958-12-31", "1924-01-05", "2023-06-13", "1924-06-13", "2024-06-13"});
}

TEST_CASE("given columns without a field, when they are to be kept, then each lead has them by their names") {
  project in;
  in.import("email,Taille des bottes,Zèbre\na@x.example, 42 ,\n", R"({"keep_extra": true})");
  CHECK(in.leads()[0]["extra"] == json{{"Taille des bottes", "42"}});
  in.import("email,Zèbre,Taille des bottes\na@x.example,oui,\n",
            R"({"keep_extra": true, "on_duplicate": "update"})");
  CHECK(in.leads()[0]["extra"] == json{{"Taille des bottes", "42"}, {"Zèbre", "oui"}});
}

TEST_CASE(
    "given a change of a review, when it does not touch how the file is read, then it is not read again") {
  project in;
  auto one = in.upload("email,nom\na@x.example,Ada\n");
  for (const auto& [wish, again] : std::initializer_list<std::pair<const char*, bool>>{
           {R"({"options":{"keys":["phone"]}})", false},
           {R"({"options":{"on_duplicate":"update","update_fields":["status"],"check_file":false}})", false},
           {R"({"options":{"assignment":{"mode":"none"}}})", false},
           {R"({"options":{"strict":true}})", true},
           {R"({"options":{"strict":true}})", false},
           {R"({"options":{"default_region":"BE"}})", true},
           {R"({"dialect":{"delimiter":","}})", true},
           {R"({"dialect":{"delimiter":null}})", true},
           {R"({"dialect":{"header_rows":1}})", true},
           {R"({"mapping":[]})", false}}) {
    INFO(wish);
    const auto changed = in.change(one, wish);
    REQUIRE(changed.ok());
    CHECK(changed->reads_again == again);
  }
  CHECK(refused_change(one, "[]").starts_with("bad_value"));
  CHECK(refused_change(one, R"({"rows":1})").starts_with("unknown_field"));
  CHECK(refused_change(one, R"({"dialect":{"ragged":"accept"}})").starts_with("unknown_field"));
  CHECK(refused_change(one, R"({"options":{"nothing":1}})").starts_with("unknown_field"));
  CHECK(refused_change(one, R"({"mapping":[{"index":2,"field":"phone"}]})") ==
        "bad_value: 'mapping' names the column 2, but the file has 2 columns, counted from 0.");
  CHECK(refused_change(one, R"({"mapping":[{"index":2,"field":"phone"}],"dialect":{"delimiter":";"}})")
            .empty());
}

TEST_CASE("given only telephone numbers, when the usual keys have no column, then leads are told by those") {
  project in;
  const std::string file = "nom,tel\nAda,0612345678\nBob,06 12 34 56 78\n";
  CHECK(outcomes_of(in.import(file)) == words{"created", "skipped duplicate_in_file"});
}

TEST_CASE(
    "given a very wide file, when it is checked, then its findings stay small and its fields are told") {
  std::string header, row;
  for (int i = 0; i < 5'000; ++i) {
    header += "c" + std::to_string(i) + ",";
    row += std::string(100, 'x') + ",";
  }
  project in;
  const auto one = in.upload(header + "email\n" + row + "a@x.example\n");
  CHECK(one.order.findings.size() < (1 << 20));
  CHECK(one.findings()["mapping"].size() == 1'001);
  CHECK(one.findings()["mapping"].back()["field"] == "email");
}
