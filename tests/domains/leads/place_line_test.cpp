// Postal code and city in one cell.
#include "domains/leads/values/place_line.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace waybill::leads;

namespace {

auto split(std::string_view cell, std::string_view country) -> std::string {
  const auto found = split_place(cell, country_of_code(country));
  return std::string(found.postal_code) + "|" + std::string(found.city);
}

}  // namespace

TEST_CASE("given postal code and city in one cell, when they are split, then each is told apart") {
  CHECK(split("75001 Paris", "FR") == "75001|Paris");
  CHECK(split("Paris 75001", "FR") == "75001|Paris");
  CHECK(split("Paris (75001)", "FR") == "75001|Paris");
  CHECK(split("97400 Saint-Denis", "FR") == "97400|Saint-Denis");
  CHECK(split("Bourg-en-Bresse, 01000", "FR") == "01000|Bourg-en-Bresse");
  CHECK(split("75001-Paris", "FR") == "75001|Paris");
  CHECK(split("75001 - Paris", "FR") == "75001|Paris");
  CHECK(split("75 001 Paris", "FR") == "75 001|Paris");
  CHECK(split("F-75001 Paris", "FR") == "F-75001|Paris");
  CHECK(split("1000 Bourg", "FR") == "1000|Bourg");
  CHECK(split("75008 Paris CEDEX 08", "FR") == "75008|Paris CEDEX 08");
  CHECK(split("1000 Bruxelles", "BE") == "1000|Bruxelles");
  CHECK(split("1310 La Hulpe", "BE") == "1310|La Hulpe");
  CHECK(split("1012 AB Amsterdam", "NL") == "1012 AB|Amsterdam");
  CHECK(split("SW1A 1AA London", "GB") == "SW1A 1AA|London");
  CHECK(split("London SW1A 1AA", "GB") == "SW1A 1AA|London");
  CHECK(split("New York, NY 10001", "US") == "10001|New York, NY");
  CHECK(split("12345-6789 Springfield", "US") == "12345-6789|Springfield");
  CHECK(split("L-2520 Luxembourg", "LU") == "L-2520|Luxembourg");
}

TEST_CASE("given one of both alone, or no code of the country, when it is split, then nothing is lost") {
  CHECK(split("75001", "FR") == "75001|");
  CHECK(split("Paris", "FR") == "|Paris");
  CHECK(split("Paris 8", "FR") == "|Paris 8");
  CHECK(split("Paris 2e", "FR") == "|Paris 2e");
  CHECK(split("750 Paris", "FR") == "750|Paris");
  CHECK(split("75OO1 Paris", "FR") == "75OO1|Paris");
  CHECK(split("Hamburg 20095", "") == "20095|Hamburg");
  CHECK(split("SW1A 1AA London", "") == "SW1A 1AA|London");
  CHECK(split("Świdnica 58-100", "PL") == "58-100|Świdnica");
  CHECK(split("-", "FR") == "|");
  CHECK(split("", "FR") == "|");
  CHECK(split(std::string(100'000, '1') + " x", "FR") == std::string(100'000, '1') + "|x");
}
