// What an import of leads makes of files: outcomes, keys, assignment.
#include "tests/domains/leads/reading.hpp"

using namespace waybill;
using namespace waybill::leads;
using namespace waybill::leads::test;

namespace {
const std::string people =
    "Prénom;Nom;E-mail;Téléphone;Ville\n"
    "éloïse;MARTIN;Eloise@X.example;06 12 34 56 78;Paris\n"
    "Bob;dupont;;07 00 00 00 01;\n"
    ";;;;\n"
    "Zoé;Sans;pas une adresse;;Lyon\n";
}  // namespace

TEST_CASE("given a file of people, when it is imported, then leads are made of its rows") {
  project in;
  auto one = in.upload(people, "{}", "salon 2026.csv");
  CHECK(one.records == 3);
  const auto found = one.findings();
  CHECK(found["identifies"] == true);
  CHECK(found["skipped_blank"] == 1);
  REQUIRE(found["mapping"].size() == 5);
  CHECK(found["mapping"][0] == json{{"column", "Prénom"},
                                    {"index", 0},
                                    {"field", "first_name"},
                                    {"confidence", 1.0},
                                    {"why", "alias"},
                                    {"manual", false},
                                    {"samples", {"éloïse", "Bob", "Zoé"}}});
  const auto told = in.commit(one);
  CHECK(outcomes_of(told) == words{"created", "created", "failed contact_missing"});
  CHECK(told[0].shown == words{"Éloïse Martin", "eloise@x.example", "06 12 34 56 78"});
  CHECK(told[2].row == 5);
  CHECK(told[2].shown == words{"Zoé Sans", "pas une adresse", ""});
  CHECK(told[2].faults == words{"invalid_email email: pas une adresse", "contact_missing : "});
  REQUIRE(in.leads().size() == 2);
  CHECK(in.leads()[0] == json{{"first_name", "Éloïse"},
                              {"last_name", "Martin"},
                              {"email", "eloise@x.example"},
                              {"phone", "06 12 34 56 78"},
                              {"e164", "+33612345678"},
                              {"city", "Paris"},
                              {"country", "France"},
                              {"country_code", "FR"},
                              {"status", "new"},
                              {"source", "salon 2026"}});
}

TEST_CASE("given the keys e-mail and external id, when a row meets by phone, then it is no duplicate") {
  project in;
  const std::string file = "email,phone,id client\na@x.example,0612345678,\n,0612345678,77\nA@x.example,,\n";
  CHECK(outcomes_of(in.import(file)) == words{"created", "created", "skipped duplicate_in_file"});
  CHECK(outcomes_of(in.import(file)) == words{"skipped duplicate", "skipped duplicate", "skipped duplicate"});
  project other;
  const auto told = other.import(file, R"({"keys": ["phone", "email", "external_id"]})");
  CHECK(outcomes_of(told) == words{"created", "skipped duplicate_in_file", "skipped duplicate_in_file"});
}

TEST_CASE("given keys of two leads in one row, when it is imported, then it fails and both are named") {
  project in;
  const auto first = in.import("email,external id,nom\na@x.example,1,Ada\nb@x.example,2,Bob\n");
  const auto told = in.import("email,external id\nb@x.example,1\na@x.example,2\na@x.example,3\n");
  CHECK(outcomes_of(told) ==
        words{"failed ambiguous_duplicate", "failed ambiguous_duplicate", "skipped duplicate"});
  CHECK(told[0].message == "The e-mail address is that of Bob (" + first[1].lead +
                               "), the external id is that of Ada (" + first[0].lead + ").");
  in.gives_rows = false;
  CHECK(in.import("email,external id\nb@x.example,1\n")[0].message.empty());
}

TEST_CASE("given update, when a row comes again, then only what it says changes, and keys move with values") {
  project in;
  in.import("email,phone,nom,ville,statut\na@x.example,0612345678,Ada,Paris,Gagné\n", "{}", "first.csv");
  const std::string options = R"({"on_duplicate": "update", "keys": ["email", "phone"]})";
  CHECK(outcomes_of(in.import("email,phone,nom,ville,statut\na@x.example,0700000001,Lovelace,,Perdu\n",
                              options, "second.csv")) == words{"updated"});
  const auto lead = in.leads()[0];
  CHECK(lead["last_name"] == "Lovelace");
  CHECK(lead["city"] == "Paris");
  CHECK(lead["status"] == "won");
  CHECK(lead["source"] == "first");
  CHECK(lead["e164"] == "+33700000001");
  SECTION("the same again says nothing new") {
    CHECK(outcomes_of(in.import("email,phone\na@x.example,+33 7 00 00 00 01\n", options)) ==
          words{"skipped unchanged"});
  }
  SECTION("its earlier number is free") {
    CHECK(outcomes_of(in.import("email,phone\nb@x.example,0612345678\n", options)) == words{"created"});
  }
  SECTION("its new number leads to it") {
    CHECK(outcomes_of(in.import("email,phone,nom\nc@x.example,0700000001,\n", options)) == words{"updated"});
    CHECK(in.leads().size() == 1);
    CHECK(in.leads()[0]["email"] == "c@x.example");
    CHECK(outcomes_of(in.import("email,nom\na@x.example,Neu\n", options)) == words{"created"});
  }
  SECTION("status and assignment change when they are named") {
    in.members = {member("bob")};
    in.import("email,statut\na@x.example,Perdu\n",
              R"({"on_duplicate": "update", "update_fields": ["status", "assigned_to"],
                  "assignment": {"mode": "single", "members": ["bob"]}})");
    CHECK(in.leads()[0]["status"] == "lost");
    CHECK(in.leads()[0]["assigned_to"] == "usr_bob");
  }
}

TEST_CASE("given create, when rows come again, then each is a lead, and the oldest holds the keys") {
  project in;
  const std::string file = "email\na@x.example\na@x.example\n";
  CHECK(outcomes_of(in.import(file, R"({"on_duplicate": "create"})")) == words{"created", "created"});
  const auto ids = in.ids();
  const auto told = in.import("email,nom\na@x.example,Ada\n", R"({"on_duplicate": "update"})");
  CHECK(told[0].lead == ids[0]);
  in.remove(ids[0]);
  CHECK(outcomes_of(in.import(file)) == words{"created", "skipped duplicate_in_file"});
}

TEST_CASE("given duplicates that do not count, when a file is imported, then they are new") {
  project in;
  const std::string file = "email\na@x.example\na@x.example\n";
  CHECK(outcomes_of(in.import(file, R"({"check_file": false})")) == words{"created", "created"});
  CHECK(outcomes_of(in.import(file, R"({"check_file": false})")) ==
        words{"skipped duplicate", "skipped duplicate"});
  CHECK(outcomes_of(in.import(file, R"({"check_project": false})")) == words{"created", "created"});
  const std::string named = "email,nom\na@x.example,B\na@x.example,C\n";
  CHECK(outcomes_of(in.import(named, R"({"on_duplicate": "update", "check_file": false})")) ==
        words{"updated", "updated"});
}

TEST_CASE("given round robin, when some rows make leads, then those alone take turns, whatever the chunks") {
  const std::string file = "email\na@x.example\nnone\nb@x.example\na@x.example\nc@x.example\nd@x.example\n";
  for (const std::size_t chunk : {1, 2, 100}) {
    project in;
    in.chunk = chunk;
    in.members = {member("eve"), member("bob"), member("zoe", "", "", true)};
    in.import(file, R"({"assignment": {"mode": "round_robin", "members": ["bob", "zoe", "eve"]}})");
    words whose;
    for (const auto& lead : in.leads()) whose.push_back(lead["assigned_to"]);
    CHECK(whose == words{"usr_bob", "usr_eve", "usr_bob", "usr_eve"});
  }
}

TEST_CASE("given members who have leads already, when it is evened out, then who has fewest is next") {
  agreed_members agreed;
  agreed.given = {"a", "b", "c"};
  const auto order_of = [&](std::size_t leads) {
    const turns turn(agreed);
    std::string all;
    for (std::size_t i = 0; i < leads; ++i) all += turn.of(i);
    return all;
  };
  CHECK(order_of(4) == "abca");
  agreed.even = {5, 2, 3};
  CHECK(order_of(9) == "bbcbcabca");
  agreed.even = {0, 0, 0};
  CHECK(order_of(4) == "abca");
  agreed.even = {7, 0, 1};
  auto counts = agreed.even;
  const turns turn(agreed);
  for (std::uint64_t i = 0; i < 40; ++i) {
    const auto least =
        static_cast<std::size_t>(std::min_element(counts.begin(), counts.end()) - counts.begin());
    INFO(i);
    CHECK(turn.of(i) == agreed.given[least]);
    ++counts[least];
  }
}

TEST_CASE("given a column of names, when leads are assigned by it, then each goes to whom it means") {
  project in;
  in.members = {member("bob", "Bob Martin", "bob@firm.example"), member("eve", "Éve Dupont"),
                member("eve2", "Eve Durand"), member("old", "Olaf Old", "", true)};
  const auto told = in.import(
      "email,assigned to\n1@x.example,BOB MARTIN\n2@x.example,bob@firm.example\n3@x.example,Bob\n"
      "4@x.example,eve dupont\n5@x.example,Eve\n6@x.example,Olaf\n7@x.example,Nobody\n8@x.example,\n"
      "9@x.example,the boss\n",
      R"({"assignment": {"mode": "by_column", "names": {"The Boss": "eve2"}}})");
  words whose;
  for (const auto& lead : in.leads()) whose.push_back(lead.value("assigned_to", "-"));
  CHECK(whose == words{"usr_bob", "usr_bob", "usr_bob", "usr_eve", "usr_eve", "-", "-", "-", "usr_eve2"});
  CHECK(told[5].warnings == words{"assignee_left"});
  CHECK(told[6].warnings == words{"assignee_unknown"});
  CHECK(told[7].warnings.empty());
}

TEST_CASE("given an import that cannot be committed, when it is agreed on, then it is said why") {
  project in;
  in.members = {member("bob"), member("old", "", "", true)};
  const auto why = [&](const std::string& text, const std::string& options) {
    const auto agreed = kind().agree(in.upload(text, options).order, in.members);
    return agreed ? "" : agreed.why().message;
  };
  const std::string file = "email\na@x.example\n";
  CHECK(why(file, "{}").empty());
  CHECK(why("nom,ville\nAda,Paris\n", "{}").starts_with("No column holds e-mail addresses"));
  CHECK(why(file, R"({"assignment": {"mode": "single", "members": ["ann"]}})") ==
        "'ann', to whom leads are to be given, is no member.");
  CHECK(why(file, R"({"assignment": {"mode": "single", "members": ["old"]}})").find("has left") !=
        std::string::npos);
  CHECK(why(file, R"({"assignment": {"mode": "round_robin"}})").find("name a member") != std::string::npos);
  CHECK(why(file, R"({"assignment": {"mode": "by_column", "names": {"x": "ann"}}})") ==
        "'ann', who is meant by 'x', is no member.");
  CHECK(why(file, R"({"default_status": "gone"})") == "'gone' is no status of the project.");
}

TEST_CASE("given a row with a wrong value, when another key tells whose it is, then it is taken without") {
  project in;
  const std::string file = "email,phone\na@x.example,123\n";
  auto told = in.import(file);
  CHECK(outcomes_of(told) == words{"created"});
  CHECK(told[0].warnings == words{"invalid_phone"});
  told = in.import(file, R"({"strict": true})");
  CHECK(outcomes_of(told) == words{"failed invalid_phone"});
  CHECK(told[0].faults == words{"invalid_phone phone: 123"});
}
