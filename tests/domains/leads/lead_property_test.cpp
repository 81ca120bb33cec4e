// What holds of every reading, whatever stands in the cells.
#include <random>

#include "formats/unicode/normalize.hpp"
#include "tests/domains/leads/values.hpp"

using namespace waybill;
using namespace waybill::leads;
using namespace waybill::leads::test;

namespace {

/// Cells of pieces that mean something somewhere, and of bytes that mean nothing.
class cell_maker {
 public:
  explicit cell_maker(std::uint32_t seed) : random_(seed) {}

  auto cell() -> std::string {
    static constexpr std::array<std::string_view, 72> pieces{
        "a",           "B",      "é",    "É",     "ß",       "İ",      "ς",       "Σ",
        "ǅ",           "-",      "'",    "’",     ".",       ",",      ";",       ":",
        "/",           "|",      "(",    ")",     "<",       ">",      "@",       "\"",
        " ",           "  ",     "\n",   "\t",    "\u00A0",  "\u202F", "\u200B",  "\uFEFF",
        "\u00AD",      "\u0301", "0",    "1",     "06",      "12",     "2024",    "33",
        "+",           "+33",    "00",   "=",     "=\"",     "#",      "#N/A",    "E+11",
        "€",           "k",      "x12",  "ext.",  "tel:",    "p:",     "mailto:", "gmail.com",
        "example.org", "ou",     "et",   "de",    "van der", "III",    "MC",      "France",
        "US",          "won",    "mars", "CEDEX", "０",      "＠",     "\xFF",    "\xF0\x9F\x98\x80"};
    std::string made;
    for (auto left = below(9); left > 0; --left) made += pieces[below(pieces.size())];
    return made;
  }

 private:
  auto below(std::size_t limit) -> std::size_t { return random_() % limit; }
  std::mt19937 random_;
};

void check_text(const std::string& text) {
  std::u32string characters;
  REQUIRE(text::read_utf8(text, characters));
  auto composed = characters;
  unicode::to_nfc(composed);
  CHECK(composed == characters);
  CHECK(text::trimmed(text).size() == text.size());
}

auto cells_of(const lead_reading& from) -> lead_cells {
  lead_cells cells{};
  for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = from.values[i];
  return cells;
}

void check_reading(const lead_reading& found) {
  for (const auto field : lead_fields()) {
    INFO(name_of(field));
    check_text(found.value(field));
    // What a cell holds beside its first value is added to the notes.
    if (field != lead_field::notes) CHECK(count_characters(found.value(field)) <= length_limit(field));
  }
  CHECK(found.keys.phone.empty() == found.value(lead_field::phone).empty());
  CHECK(found.keys.email.empty() == found.value(lead_field::email).empty());
  CHECK(found.keys.external_id == found.value(lead_field::external_id));
  CHECK(found.country_code.empty() == found.value(lead_field::country).empty());
  for (const auto* list : {&found.faults, &found.warnings})
    for (const auto& one : *list) {
      CHECK(is_fault(one.code) == (list == &found.faults));
      CHECK(text::is_utf8(sentence_of(one, language::french)));
    }
}

}  // namespace

TEST_CASE("given cells of anything, when they are read, then values are texts in bounds, and keys are told") {
  constexpr std::uint32_t seed = 17;
  INFO("seed " << seed);
  cell_maker make(seed);
  for (int i = 0; i < 1'500; ++i) {
    std::array<std::string, lead_field_count> texts;
    lead_cells cells{};
    for (std::size_t f = 0; f < cells.size(); ++f) cells[f] = texts[f] = make.cell();
    check_reading(read_lead(cells, rules()));
  }
}

TEST_CASE(
    "given the values of a reading, when they are read again, then nothing changes and nothing is to be "
    "said") {
  constexpr std::uint32_t seed = 18;
  cell_maker make(seed);
  auto with = rules();
  with.options.default_country.clear();
  for (int i = 0; i < 1'500; ++i) {
    std::array<std::string, lead_field_count> texts;
    lead_cells cells{};
    for (std::size_t f = 0; f < cells.size(); ++f) cells[f] = texts[f] = make.cell();
    const auto once = read_lead(cells, with);
    const auto again = read_lead(cells_of(once), with);
    for (const auto field : lead_fields()) {
      INFO("seed " << seed << ", " << name_of(field) << " \"" << cells[at(field)] << "\" \""
                   << once.value(field) << "\"");
      CHECK(again.value(field) == once.value(field));
    }
    CHECK(again.keys.email == once.keys.email);
    CHECK(again.keys.phone == once.keys.phone);
    for (const auto& one : again.faults) {
      INFO(name_of(one.code) << " " << one.value);
      CHECK(one.code == lead_code::contact_missing);
    }
  }
}
