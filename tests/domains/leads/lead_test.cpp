// What one row makes of a lead, whatever its fields.
#include "tests/domains/leads/values.hpp"

using namespace waybill;
using namespace waybill::leads;
using namespace waybill::leads::test;
using Catch::Matchers::Contains;

namespace {

/// The first that is told with this code; of none an empty one.
auto told(const lead_reading& of, lead_code code) -> lead_fault {
  for (const auto* list : {&of.faults, &of.warnings})
    for (const auto& one : *list)
      if (one.code == code) return one;
  return {};
}

auto created_in(std::initializer_list<std::string_view> column, std::string_view cell,
                const char* region = "FR") -> std::pair<std::string, std::string> {
  auto with = rules();
  with.options.default_region = region;
  for (const auto one : column) with.columns.created.look_at(one);
  const auto found = read({{lead_field::external_id, "1"}, {lead_field::created, cell}}, with);
  return {found.value(lead_field::created), said(found)};
}

auto amount_in(std::initializer_list<std::string_view> column, std::string_view cell,
               const char* region = "FR") -> std::pair<std::string, std::string> {
  auto with = rules();
  with.options.default_region = region;
  for (const auto one : column) with.columns.amount.look_at(one);
  const auto found = read({{lead_field::external_id, "1"}, {lead_field::amount, cell}}, with);
  return {found.value(lead_field::amount), said(found)};
}

using reading_of = std::pair<std::string, std::string>;

}  // namespace

TEST_CASE("given a row without a key, when it is read, then it is invalid and says so") {
  const auto found = read({{lead_field::last_name, "Martin"}, {lead_field::email, "martin(at)example.org"}});
  CHECK_FALSE(found.valid);
  CHECK_FALSE(found.has_key());
  CHECK(said(found) == "invalid_email email, contact_missing");
  CHECK(read({}).valid == false);
}

TEST_CASE("given an invalid value beside a key, when the row is read, then it is valid without the value") {
  const auto found = read({{lead_field::email, "a@example.org"}, {lead_field::phone, "06 12"}});
  CHECK(found.valid);
  CHECK(found.value(lead_field::phone).empty());
  CHECK(found.keys.phone.empty());
  CHECK(found.keys.email == "a@example.org");
  CHECK(said(found) == "invalid_phone phone");
  CHECK(told(found, lead_code::invalid_phone).value == "06 12");
}

TEST_CASE("given a strict import, when a value is invalid, then the row is; a warning leaves it valid") {
  auto strict = rules();
  strict.options.strict = true;
  CHECK_FALSE(read({{lead_field::email, "a@example.org"}, {lead_field::phone, "06 12"}}, strict).valid);
  CHECK_FALSE(read({{lead_field::email, "a@example.org"}, {lead_field::country, "Atlantis"}}, strict).valid);
  CHECK(read({{lead_field::email, "a@gmial.com"}, {lead_field::status, "?!"}}, strict).valid);
  CHECK(read({{lead_field::email, "a@example.org"}}, strict).valid);
}

TEST_CASE("given each key alone, when a row is read, then it is a lead") {
  for (const auto& [field, cell] : std::initializer_list<cell_of>{{lead_field::email, "a@example.org"},
                                                                  {lead_field::phone, "0612345678"},
                                                                  {lead_field::external_id, "x 1"}}) {
    INFO(name_of(field));
    const auto found = read({{field, cell}});
    CHECK(found.valid);
    CHECK(said(found).empty());
  }
}

TEST_CASE("given equal keys in different spellings, when they are read, then the keys are equal") {
  const auto key = [](std::string_view email) { return read({{lead_field::email, email}}).keys.email; };
  CHECK(key("Alice@MÜNCHEN.example") == key("alice@xn--mnchen-3ya.example"));
  CHECK(key("alice@mu\u0308nchen.example") == key("alice@münchen.example"));
  const auto number = [](std::string_view phone) { return read({{lead_field::phone, phone}}).keys.phone; };
  CHECK(number("06 12 34 56 78") == number("0033612345678"));
  CHECK(read({{lead_field::external_id, "e\u0301"}}).keys.external_id == "é");
}

TEST_CASE(
    "given cells with several values of Google Contacts, when they are read, then the first ones count and "
    "the others stand in the notes") {
  auto by = rules();
  by.options.in = language::english;
  const auto found = read({{lead_field::email, "a@example.org ::: b@example.org"},
                           {lead_field::phone, "+33612345678 ::: 0199001234"},
                           {lead_field::company, "ACME ::: Dupont"},
                           {lead_field::country, "FR ::: FR"},
                           {lead_field::postal_code, "75001 ::: 69003"},
                           {lead_field::notes, "a ::: b"}},
                          by);
  CHECK(found.keys.email == "a@example.org");
  CHECK(found.keys.phone == "+33612345678");
  CHECK(found.value(lead_field::company) == "ACME");
  CHECK(found.country_code == "FR");
  CHECK(found.value(lead_field::postal_code) == "75001");
  CHECK(found.value(lead_field::notes) ==
        "a ::: b\nCompany (other): Dupont\nOther e-mail: b@example.org\nOther telephone: 0199001234\n"
        "Postal code (other): 69003");
  CHECK(said(found) ==
        "several_values company, several_values email, several_values phone, several_values postal_code");
}

TEST_CASE(
    "given cells with several numbers and addresses, when they are read, then what is left stands in the "
    "notes") {
  const std::initializer_list<cell_of> cells{
      {lead_field::phone, "06 12 34 56 78 / 01 99 00 12 34 / standard"},
      {lead_field::email, "a@example.org; b@example.org"},
      {lead_field::notes, "Vu au salon"}};
  const auto french = read(cells);
  CHECK(french.value(lead_field::notes) ==
        "Vu au salon\nAutre e-mail : b@example.org\nAutre téléphone : 01 99 00 12 34, standard");
  CHECK(told(french, lead_code::several_values).detail == "b@example.org");
  auto english = rules();
  english.options.in = language::english;
  CHECK(read(cells, english).value(lead_field::notes) ==
        "Vu au salon\nOther e-mail: b@example.org\nOther telephone: 01 99 00 12 34, standard");
}

TEST_CASE(
    "given cells up to and beyond their lengths, when they are read, then only the longer are left out") {
  for (const auto field : lead_fields()) {
    if (field == lead_field::email || field == lead_field::phone || field == lead_field::country ||
        field == lead_field::status || field == lead_field::postal_code || field == lead_field::created ||
        field == lead_field::amount)
      continue;
    INFO(name_of(field));
    std::string text;
    for (std::size_t i = 0; i < length_limit(field); ++i) text += "é";
    const auto full = read({{lead_field::email, "a@example.org"}, {field, text}});
    CHECK(said(full).empty());
    CHECK_FALSE(full.value(field).empty());
    text += "é";
    const auto beyond = read({{lead_field::email, "a@example.org"}, {field, text}});
    CHECK(said(beyond) == "too_long " + std::string(name_of(field)));
    CHECK(beyond.value(field).empty());
    CHECK(told(beyond, lead_code::too_long).detail == std::to_string(length_limit(field)));
    CHECK(count_characters(told(beyond, lead_code::too_long).value) ==
          std::min<std::size_t>(length_limit(field) + 1, 200));
  }
}

TEST_CASE("given an address and a number beyond all lengths, when they are read, then they are too long") {
  const auto found = read({{lead_field::external_id, "1"},
                           {lead_field::email, std::string(300, 'a') + "@example.org"},
                           {lead_field::phone, std::string(60, '1')}});
  CHECK(said(found) == "too_long email, too_long phone");
}

TEST_CASE(
    "given what a project wishes, when rows are read, then its defaults stand where a file says nothing") {
  auto with = rules();
  with.options.default_country = "BE";
  with.options.default_region = "BE";
  with.options.default_status = "contacted";
  with.options.default_source = "leads.csv";
  with.options.in = language::english;
  const auto found = read({{lead_field::phone, "0470 12 34 56"}, {lead_field::postal_code, "1000"}}, with);
  CHECK(found.keys.phone == "+32470123456");
  CHECK(found.value(lead_field::country) == "Belgium");
  CHECK(found.country_code == "BE");
  CHECK(found.value(lead_field::postal_code) == "1000");
  CHECK(found.value(lead_field::status) == "contacted");
  CHECK(found.value(lead_field::source) == "leads.csv");
  CHECK(said(found).empty());
  with.options.default_country.clear();
  CHECK(read({{lead_field::phone, "0470 12 34 56"}}, with).value(lead_field::country).empty());
}

TEST_CASE("given names with title case off, when they are read, then only blanks change") {
  auto with = rules();
  with.options.name_case = false;
  const auto found =
      read({{lead_field::email, "a@example.org"}, {lead_field::last_name, "  DE  LA tour "}}, with);
  CHECK(found.value(lead_field::last_name) == "DE LA tour");
}

TEST_CASE("given a column of days, when one number is above 12, then the whole column is read by it") {
  CHECK(created_in({"13/06/2023", "01/02/2023"}, "06/03/2024") == reading_of{"2024-03-06", ""});
  CHECK(created_in({"06/13/2023", "01/02/2023"}, "06/03/2024") == reading_of{"2024-06-03", ""});
  CHECK(created_in({"01/02/2023", "2023-12-31", "19 mars 2024"}, "06/03/2024") ==
        reading_of{"2024-03-06", "date_order_unsure created"});
  CHECK(created_in({}, "06/03/2024", "US") == reading_of{"2024-06-03", "date_order_unsure created"});
  // More cells win; one that can only be the other way is read so, and told.
  CHECK(created_in({"13/06/2023", "14/06/2023", "06/15/2023"}, "06/03/2024") == reading_of{"2024-03-06", ""});
  CHECK(created_in({"13/06/2023"}, "03/25/2024") == reading_of{"2024-03-25", "date_order_unsure created"});
  CHECK(created_in({"31/02/2023"}, "06/03/2024") == reading_of{"2024-03-06", "date_order_unsure created"});
}

TEST_CASE(
    "given a column of amounts, when one tells its decimal sign, then thousands are told from decimals") {
  CHECK(amount_in({"12,50", "3,5"}, "1.234") == reading_of{"1234", ""});
  CHECK(amount_in({"12,50"}, "1,234") == reading_of{"1.234", ""});
  CHECK(amount_in({"12.50"}, "1,234") == reading_of{"1234", ""});
  CHECK(amount_in({"12.50"}, "1.234") == reading_of{"1.234", ""});
  CHECK(amount_in({}, "1.234", "US") == reading_of{"1.234", "value_cleaned amount"});
  CHECK(amount_in({}, "1,234", "US") == reading_of{"1234", "value_cleaned amount"});
  CHECK(amount_in({"n/a", "1 000", "2.000", "\u20AC", ""}, "12,5") == reading_of{"12.5", ""});
}

TEST_CASE("given statuses of a project, when cells are read, then they are found by code and both labels") {
  const status_list own({{"hot", "Hot lead", "Prospect chaud"}, {"cold", "Cold", "Froid"}});
  auto with = rules();
  with.statuses = &own;
  with.options.default_status = "cold";
  const auto status = [&](std::string_view cell) {
    return read({{lead_field::email, "a@example.org"}, {lead_field::status, cell}}, with)
        .value(lead_field::status);
  };
  for (const auto* cell : {"hot", "HOT", "Hot-Lead", "prospect  CHAUD", "Prospect_chaud"})
    CHECK(status(cell) == "hot");
  for (const auto* cell : {"", "won", "lead"}) CHECK(status(cell) == "cold");
}

TEST_CASE(
    "given the statuses that a project has by itself, when each is looked for, then its names lead to it") {
  const auto usual = status_list::usual();
  CHECK(usual.all().size() == 16);
  for (const auto& one : usual.all())
    for (const auto& name : {one.code, one.english, one.french}) {
      const auto* found = usual.find(name);
      REQUIRE(found != nullptr);
      CHECK(found->code == one.code);
    }
}

TEST_CASE("given faults, when they are told, then in the person's language and with the value") {
  const auto found = read({{lead_field::email, "alice@gmial.com"}, {lead_field::phone, "06 12"}});
  const auto typo = told(found, lead_code::email_typo);
  CHECK(sentence_of(typo, language::english) == "“alice@gmial.com”: is alice@gmail.com meant?");
  CHECK(sentence_of(typo, language::french) == "« alice@gmial.com » : s’agit-il de alice@gmail.com ?");
  const auto number = told(found, lead_code::invalid_phone);
  CHECK(sentence_of(number, language::french) == "« 06 12 » n’est pas un numéro de téléphone.");
  CHECK(is_fault(number.code));
  CHECK_FALSE(is_fault(typo.code));
}

TEST_CASE(
    "given a reading that held another row, when the next is read into it, then nothing is left of the "
    "first") {
  lead_reading reused;
  lead_cells first{};
  for (auto& cell : first) cell = "06 12 34 56 78 / 01 99 00 12 34";
  read_lead(first, rules(), reused);
  lead_cells second{};
  second[at(lead_field::email)] = "a@example.org";
  read_lead(second, rules(), reused);
  const auto fresh = read_lead(second, rules());
  CHECK(reused.values == fresh.values);
  CHECK(said(reused) == said(fresh));
  CHECK(reused.keys.phone.empty());
  CHECK(reused.phone_extension.empty());
}
