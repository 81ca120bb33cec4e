#include "formats/xlsx/values.hpp"

#include <catch2/catch.hpp>

#include <cstdio>
#include <cstring>
#include <random>

namespace waybill::formats::xlsx {
namespace {

auto number(std::string_view written) -> std::string {
  std::string text;
  append_number(written, text);
  return text;
}

auto date(std::string_view written, number_kind kind = number_kind::date, bool is_1904 = false)
    -> std::string {
  std::string text;
  return (append_date(written, kind, is_1904, text) ? "" : "? ") + text;
}

auto iso(std::string_view written) -> std::string {
  std::string text;
  append_iso(written, text);
  return text;
}

auto unescaped(std::string_view written) -> std::string {
  std::string text;
  append_unescaped(written, text);
  return text;
}

}  // namespace

TEST_CASE("given numbers as files have them when they are printed then JavaScript would print them so") {
  for (const auto& [written, printed] : std::initializer_list<std::pair<const char*, const char*>>{
           {"1", "1"},
           {"1.0", "1"},
           {"0", "0"},
           {"-0", "0"},
           {"007", "7"},
           {"0.5", "0.5"},
           {".5", "0.5"},
           {"-.5", "-0.5"},
           {"5.", "5"},
           {"12.50", "12.5"},
           {"1E3", "1000"},
           {"+3", "3"},
           {"1e20", "100000000000000000000"},
           {"1e21", "1e+21"},
           {"1.5e300", "1.5e+300"},
           {"0.000001", "0.000001"},
           {"0.0000001", "1e-7"},
           {"1.25e-9", "1.25e-9"},
           {"0.1", "0.1"},
           {"0.30000000000000004", "0.30000000000000004"},
           {"0.1000000000000000055", "0.1"},
           {"123456789012345678", "123456789012345680"},
           {"-12.5", "-12.5"},
           {"5e-324", "5e-324"},
           {"1.7976931348623157E308", "1.7976931348623157e+308"}}) {
    INFO(written);
    CHECK(number(written) == printed);
  }
  for (const auto* const text : {"", "abc", "1e999", "nan", "inf", "-", "1,5", "0x10", "1 2"})
    CHECK(number(text) == text);
}

TEST_CASE(
    "given any number when it is printed and read then it is the same, and printed again it is the same "
    "text") {
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937_64 random(seed);
  for (int i = 0; i < 20'000; ++i) {
    double value = 0;
    const auto bits = random();
    std::memcpy(&value, &bits, sizeof value);
    char written[64];
    std::snprintf(written, sizeof written, i % 2 == 0 ? "%.17g" : "%.15g",
                  i % 3 == 0 ? value : static_cast<double>(bits % 1'000'000) / 100);
    const auto before = number_of(written);
    if (!before) continue;
    const auto once = number(written);
    REQUIRE(number_of(once) == before);
    REQUIRE(number(once) == once);
  }
}

TEST_CASE("given formats of numbers when they are looked at then dates are told from numbers") {
  for (const auto* const code :
       {"yyyy-mm-dd", "d/m/yy", "[$-40C]d mmmm yyyy;@", "mmm", "yyyy\"年\"m\"月\"", "[Red]dd", "e",
        "\"\";dd/mm/yyyy", "[$-F800]dddd\\,\\ mmmm\\ dd", "m/d/yy h:mm"})
    CHECK(kind_of_format(code) == number_kind::date);
  for (const auto* const code : {"h:mm", "mm:ss.0", "hh:mm:ss AM/PM", "[$-409]h:mm"})
    CHECK(kind_of_format(code) == number_kind::time);
  for (const auto* const code : {"[h]:mm", "[mm]:ss", "[SS]"})
    CHECK(kind_of_format(code) == number_kind::elapsed);
  for (const auto* const code : {"",
                                 "0",
                                 "0.00E+00",
                                 "General",
                                 "GENERAL",
                                 "0.00\" days\"",
                                 "0\\d",
                                 "[Red]0.00",
                                 "#,##0 _d",
                                 "@",
                                 "*d0",
                                 "\"unclosed d",
                                 "[unclosed d",
                                 "0;[Red]dd",
                                 "\\",
                                 "[",
                                 "[]",
                                 "\"",
                                 "[>999]#,\"K\";#",
                                 ";;;"})
    CHECK(kind_of_format(code) == number_kind::number);
}

TEST_CASE("given serial numbers when they are dates then they are printed as ISO 8601") {
  CHECK(date("45352") == "2024-03-01");
  CHECK(date("45352.75") == "2024-03-01T18:00:00");
  CHECK(date("45352.000005787") == "2024-03-01T00:00:00.500");
  CHECK(date("1") == "1900-01-01");
  CHECK(date("59") == "1900-02-28");
  CHECK(date("60") == "? 1900-02-29");
  CHECK(date("60.5") == "? 1900-02-29T12:00:00");
  CHECK(date("61") == "1900-03-01");
  CHECK(date("2958465") == "9999-12-31");
  CHECK(date("2958466") == "? 2958466");
  CHECK(date("-1") == "? -1");
  CHECK(date("1e300") == "? 1e+300");
  CHECK(date("0.75", number_kind::time) == "18:00:00");
  CHECK(date("1.5", number_kind::time) == "1900-01-01T12:00:00");
  CHECK(date("1.5", number_kind::elapsed) == "36:00:00");
  CHECK(date("-1.2", number_kind::elapsed) == "-28:48:00");
  CHECK(date("1e300", number_kind::elapsed) == "? 1e+300");
  CHECK(date("0", number_kind::date, true) == "1904-01-01");
  CHECK(date("0.5", number_kind::time, true) == "12:00:00");
  CHECK(date("60", number_kind::date, true) == "1904-03-01");
  CHECK(date("2957003", number_kind::date, true) == "9999-12-31");
  CHECK(date("2957004", number_kind::date, true) == "? 2957004");
  CHECK(date("no number") == "no number");
}

TEST_CASE("given dates that a file has as text when they are read then they are spelled like the others") {
  CHECK(iso("2024-03-01T18:30:00") == "2024-03-01T18:30:00");
  CHECK(iso("2024-03-01T18:30") == "2024-03-01T18:30:00");
  CHECK(iso("2024-03-01T18:30:00.000") == "2024-03-01T18:30:00");
  CHECK(iso("2024-03-01T18:30:00.765Z") == "2024-03-01T18:30:00.765Z");
  CHECK(iso("2024-03-01T00:00:00") == "2024-03-01");
  CHECK(iso("2024-03-01T00:00:00Z") == "2024-03-01T00:00:00Z");
  CHECK(iso("2024-03-01") == "2024-03-01");
  CHECK(iso("08:30") == "08:30:00");
  for (const auto* const text : {"", "invalid::date", "2024", "2024-03-01T", "2024-03-01Tx"})
    CHECK(iso(text) == text);
}

TEST_CASE("given escapes of characters when they are read then they are what they stand for") {
  CHECK(unescaped("a_x000D_b") == "a\rb");
  CHECK(unescaped("_x005F_x0041_") == "_x0041_");
  CHECK(unescaped("_xD83D__xDE00_") == "\xF0\x9F\x98\x80");
  CHECK(unescaped("_xD83D_!") == "\xEF\xBF\xBD!");
  CHECK(unescaped("_xDE00_") == "\xEF\xBF\xBD");
  for (const auto* const text : {"", "_", "_x", "_x000", "_x00G0_", "__x", "x_y"})
    CHECK(unescaped(text) == text);
}

}  // namespace waybill::formats::xlsx
