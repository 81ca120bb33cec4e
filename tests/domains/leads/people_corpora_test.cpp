// E-mail addresses, names and telephone numbers as the world writes them, with what is to be made of them.
#include <set>

#include "domains/leads/values/email.hpp"
#include "domains/leads/values/person_name.hpp"
#include "tests/domains/leads/values.hpp"

using namespace waybill;
using namespace waybill::leads;
using namespace waybill::leads::test;

namespace {

auto people() -> std::vector<std::filesystem::path> { return folders_of("people", "people"); }

auto email_in(const std::string& cell) -> email_reading {
  std::string scratch;
  email_reading found;
  read_email(clean_text(cell, line_breaks::are_blanks, scratch), found);
  return found;
}

auto name_in(const std::string& cell) -> std::string {
  std::string scratch;
  std::string made;
  const auto clean = clean_text(cell, line_breaks::are_blanks, scratch);
  if (!is_no_name(clean)) title_case(clean, made);
  return made;
}

auto phone_in(const std::string& cell, const std::string& region) -> std::string {
  auto with = rules();
  with.options.default_region = region;
  return read({{lead_field::phone, cell}}, with).keys.phone;
}

/// Is white space all that stands around it? That is never a part of a cell's value.
auto is_padded(const std::string& cell) -> bool { return text::trimmed(cell).size() != cell.size(); }

}  // namespace

TEST_CASE(
    "given addresses of a known list, when each is judged alone, then all are taken or refused as it says") {
  for (const auto& folder : people())
    for (const auto& row : rows_of(folder / "email_isemail.tsv")) {
      INFO(row[3]);
      if (row[0] != "policy") CHECK(is_email(row[3]) == (row[0] == "accept"));
    }
}

TEST_CASE(
    "given the same addresses as cells, when they are read, then only white space and an end mark are let "
    "off") {
  for (const auto& folder : people())
    for (const auto& row : rows_of(folder / "email_isemail.tsv")) {
      INFO(row[3]);
      const bool taken = !email_in(row[3]).address.empty();
      if (row[0] == "accept") CHECK(taken);
      if (row[0] == "refuse" && taken) CHECK((is_padded(row[3]) || row[3] == "test@iana.org."));
    }
}

TEST_CASE(
    "given addresses as people type them, when they are read, then they are taken, cleaned or refused") {
  constexpr std::string_view clean = "clean:";
  for (const auto& folder : people())
    for (const auto& row : rows_of(folder / "email_own.tsv")) {
      INFO(row[1]);
      const auto found = email_in(row[1]);
      if (row[0] == "accept") CHECK(!found.address.empty());
      if (row[0] == "refuse") CHECK(found.address.empty());
      if (row[0].starts_with(clean)) CHECK(found.address == row[0].substr(clean.size()));
    }
}

TEST_CASE(
    "given names in capitals and small letters, when they are written in title case, then they are as people "
    "write them") {
  // Where the list leaves the choice: particles of mixed case, numerals and Mc are ours.
  const std::set<std::string> ours{"MCDONALD", "van der Berg", "LOUIS XIV", "DUPONT (née MARTIN)"};
  for (const auto& folder : people())
    for (const auto& row : rows_of(folder / "names_title_case.tsv")) {
      INFO(row[0]);
      if (!ours.contains(row[0])) CHECK(name_in(row[0]) == (row[1] == "\\N" ? "" : row[1]));
    }
}

TEST_CASE(
    "given French names, when they are written in title case, then they stay, and are found without "
    "accents") {
  std::string with;
  std::string without;
  for (const auto& folder : people())
    for (const auto& row : rows_of(folder / "names_fr.tsv")) {
      INFO(row[1]);
      CHECK(name_in(row[1]) == row[1]);
      fold(row[1], with);
      fold(row[2], without);
      CHECK(with == without);
    }
}

TEST_CASE("given French spellings of telephone numbers, when they are read, then the valid ones are") {
  // Blanks of printers are blanks, of two numbers the first is taken, and "poste" is an extension; a library
  // that is given such a cell as it stands sees no number.
  const auto is_ours = [](const std::string& cell) {
    return cell.find("\u202F") != std::string::npos || cell.find(" / ") != std::string::npos ||
           cell.find(" ou ") != std::string::npos || cell.find(" poste ") != std::string::npos;
  };
  for (const auto& folder : people())
    for (const auto& row : rows_of(folder / "phone_fr_forms.tsv")) {
      INFO(row[0]);
      if (row[3] == "agree" && !is_ours(row[0])) CHECK(phone_in(row[0], row[1]) == row[2]);
    }
}

TEST_CASE("given example numbers of many countries, when they are read, then all are valid") {
  for (const auto& folder : people())
    for (const auto& row : rows_of(folder / "phone_examples.tsv")) {
      INFO(row[0] << " " << row[2]);
      if (row[4] == "agree") CHECK(phone_in(row[2], row[0]) == row[3]);
    }
}
