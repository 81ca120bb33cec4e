#include "cli/text.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace waybill::cli;

TEST_CASE(
    "given text that would steer a terminal, when it is made printable, then it cannot, and the rest stays") {
  CHECK(printable("a\x1b[2Jb\r\nc\x7f") == "a?[2Jb??c?");
  CHECK(printable("Größe 😀") == "Größe 😀");
  CHECK(printable("\xc2\x9b"
                  "31m") == "?31m");
  CHECK(printable("\xc2\xa0") == "\xc2\xa0");
  CHECK(printable(std::string_view("\0", 1)) == "?");
  CHECK(printable("a\xc2") == "a?");
}

TEST_CASE(
    "given text with characters that turn, hide or end it, when it is made printable, then each is seen") {
  CHECK(printable("invoice\u202egpj.exe.json") == "invoice?gpj.exe.json");
  for (const std::string mark :
       {"\u00ad", "\u034f", "\u061c", "\u115f",     "\u180e",     "\u200b",    "\u200d", "\u200e",
        "\u200f", "\u2028", "\u2029", "\u202a",     "\u202c",     "\u2060",    "\u2066", "\u2069",
        "\u3164", "\ufeff", "\ufff9", "\U0001d173", "\U000e0001", "\U000e0041"}) {
    CAPTURE(mark);
    CHECK(printable("a" + mark + "b") == "a?b");
  }
  CHECK(printable("a\x9b"
                  "31m\xff") == "a?31m?");
  CHECK(printable("\xed\xa0\x80 \xc0\x80 \xf4\x90\x80\x80") == "??? ?? ????");
  for (const std::string plain :
       {"Größe", "שלום", "العربية", "हिन्दी", "日本語", "☺️", "\u0600", "\U0001f600", "한국"})
    CHECK(printable(plain) == plain);
}

TEST_CASE("given numbers, when they are grouped and counted, then a person can read them") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1'000) == "1,000");
  CHECK(grouped(123'456) == "123,456");
  CHECK(grouped(1'234'567) == "1,234,567");
  CHECK(counted(1, "record") == "1 record");
  CHECK(counted(2'000, "record") == "2,000 records");
}

TEST_CASE("given answers of any shape, when a member is asked for, then there is always a value") {
  const json answer{{"text", "a"}, {"number", 5u}, {"null", nullptr}};
  CHECK(text_at(answer, "text") == "a");
  CHECK(text_at(answer, "number").empty());
  CHECK(text_at(answer, "absent").empty());
  CHECK(number_at(answer, "number") == 5);
  CHECK(number_at(answer, "text") == 0);
  CHECK(member_at(answer, "absent").is_null());
  CHECK(member_at(json(5), "absent").is_null());
}

TEST_CASE(
    "given bytes that are no UTF-8, when they are written as JSON, then they are replaced and nothing "
    "breaks") {
  CHECK(json_line({{"url", "\xff"}}) == "{\"url\":\"\xef\xbf\xbd\"}");
}

TEST_CASE(
    "given passwords made at random, when many are drawn, then no two are equal and each has 20 characters") {
  std::set<std::string> drawn;
  for (int i = 0; i < 1000; ++i) {
    drawn.insert(random_password());
    CHECK(drawn.rbegin()->size() == 20);
  }
  CHECK(drawn.size() == 1000);
}

TEST_CASE(
    "given names of files, when they stand in a form's quotes, then only what would end them is escaped") {
  CHECK(form_quoted("a\"b\r\nc.json") == "a%22b%0D%0Ac.json");
  CHECK(form_quoted("C:\\50%22 'Größe';.json") == "C:\\50%22 'Größe';.json");
}

TEST_CASE(
    "given words that a shell would take otherwise, when they are to be pasted, then they are in quotes") {
  CHECK(shell_word("/var/lib/waybill") == "/var/lib/waybill");
  CHECK(shell_word("http://127.0.0.1:8080") == "http://127.0.0.1:8080");
  CHECK(shell_word("") == "''");
  CHECK(shell_word("a b;echo $x") == "'a b;echo $x'");
  CHECK(shell_word("it's") == R"('it'\''s')");
  CHECK(shell_word("café") == "'café'");
  CHECK(shell_word("a\n'\u202e\\") == R"($'a\x0a\'\xe2\x80\xae\x5c')");
}
