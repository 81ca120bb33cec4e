#include "tests/domains/nodes/packing.hpp"
#include "tests/domains/nodes/reading.hpp"

using namespace waybill;
using namespace waybill::nodes;
using namespace waybill::nodes::test;
using namespace std::string_literals;

TEST_CASE(
    "given a URL a line, when it is read, then what stands behind it is the title, and comments are none") {
  const auto all =
      stored(
          "\xEF\xBB\xBF# mine\r\n\r\nhttps://a/x\r\n  HTTPS://B/y\tThe  other \r\n \n#https://c/\n"
          "https://d/z?q=1#f")
          .all();
  CHECK(urls_of(all) == words{"https://a/x", "HTTPS://B/y", "https://d/z?q=1#f"});
  CHECK(all[0].title == "X");
  CHECK(all[1].title == "The  other");
  CHECK(all[2].title == "Z");
  CHECK(stored("https://a/").all().size() == 1);
  CHECK(stored("https://a/\n\n").check()->format == "urls");
}

TEST_CASE("given lines that are no URLs, when a list is read, then each is one failed record") {
  const auto all =
      stored("https://a/\nmailto:b@c\nhttps://d/\nhttps://e/\nwww.f.example\nhttps://g/\n"s +
             "https://h/\nhttps://i/\nhttps://j/ éééééé\xFF\nhttps://" + std::string(11'000, 'k') + "\n")
          .all();
  REQUIRE(all.size() == 10);
  CHECK(all[1].fault == "url_invalid");
  CHECK(all[1].url == "mailto:b@c");
  CHECK(all[4].fault == "url_invalid");
  CHECK(all[8].title == "éééééé\uFFFD");
  CHECK(all[8].warnings == words{"undecodable_bytes"});
  CHECK(all[9].fault == "url_too_long");
}

TEST_CASE("given a list in another encoding than UTF-8, when it is read, then it says the same") {
  const std::u16string units = u"https://a/café Café\r\nhttps://a/cafè Cafè\r\n";
  const std::u32string characters = U"https://a/café Café\r\nhttps://a/cafè Cafè\r\n";
  std::string in_two("\xFF\xFE");
  for (const char16_t one : units)
    for (const unsigned shift : {0U, 8U}) in_two.push_back(static_cast<char>(one >> shift));
  std::string in_four;
  for (const char32_t one : characters)
    for (const unsigned shift : {24U, 16U, 8U, 0U}) in_four.push_back(static_cast<char>(one >> shift));
  for (const std::string& bytes :
       {"https://a/caf\xE9 Caf\xE9\r\nhttps://a/caf\xE8 Caf\xE8\r\n"s, in_two, in_two.substr(2), in_four})
    for (const auto& packed : {bytes, gzipped(bytes)}) {
      REQUIRE(kind().recognise("urls", packed).ok());
      const auto all = stored(packed).all();
      REQUIRE(urls_of(all) == words{"https://a/café", "https://a/cafè"});
      CHECK(all[0].title == "Café");
      CHECK(all[1].warnings.empty());
    }
  const auto dialect_of = [](const std::string& bytes) {
    const auto dialect = nlohmann::json::parse(stored(bytes).check()->findings)["dialect"];
    return dialect["encoding"].get<std::string>() + " " + dialect["evidence"][0]["reason"].get<std::string>();
  };
  CHECK(dialect_of(in_two) == "utf-16le byte_order_mark");
  CHECK(dialect_of(in_two.substr(2)) == "utf-16le zero_bytes");
  CHECK(dialect_of(in_four) == "utf-32be zero_bytes");
  const auto found = nlohmann::json::parse(stored("https://a/caf\xE9\n").check()->findings);
  CHECK(found["dialect"]["encoding"] == "windows-1252");
  CHECK(found["warnings"] == nlohmann::json{"encoding_guessed"});
}

TEST_CASE(
    "given a list whose first lines are no URLs, or have signs around them, when it is read, then each line "
    "is "
    "judged alone") {
  const auto all = stored(
                       "a.example/1\n//a.example/2\nhttps://a/3,\nhttps://a/4; Four\n\"https://a/5\",\n"
                       "<https://a/6>\n`https://a/7`\nhttps://a/8,9.html\nA title\n")
                       .all();
  CHECK(faults_of(all) == words{"url_invalid", "url_invalid", "", "", "", "", "", "", "url_invalid"});
  CHECK(urls_of(all) == words{"a.example/1", "//a.example/2", "https://a/3", "https://a/4", "https://a/5",
                              "https://a/6", "https://a/7", "https://a/8,9.html", "A"});
  CHECK(all[3].title == "Four");
  CHECK(urls_of(stored("A title\nhttps://a/\n").all()) == words{"A", "https://a/"});
  CHECK(urls_of(stored("https://a/1,\nhttps://a/2,\n").all()) == words{"https://a/1", "https://a/2"});
}

TEST_CASE("given several URLs in a line, when a list is read from anywhere, then each is a record") {
  const auto all = stored(
                       "\xEF\xBB\xBFhttps://a/1 https://a/2\nhttps://a/3\t \thttps://a/4  Four\r\n"
                       " https://a/5, <https://a/6> \"HTTP://a/7\"\n\nhttps://a/8 see https://b/\n"
                       "#https://c/ https://d/\nhttps://a/9 https:/x\nhttps://a/10 <\nhttps://a/11 h")
                       .all();
  CHECK(urls_of(all) == words{"https://a/1", "https://a/2", "https://a/3", "https://a/4", "https://a/5",
                              "https://a/6", "HTTP://a/7", "https://a/8", "https://a/9", "https://a/10",
                              "https://a/11"});
  CHECK(all[3].title == "Four");
  CHECK(all[7].title == "see https://b/");
  CHECK(all[8].title == "https:/x");
  CHECK(all[10].title == "h");
  std::string many;
  for (int i = 0; i < 20'000; ++i) many += "https://a/" + std::to_string(i) + " ";
  CHECK(stored(many).all("{}", 4'096).size() == 20'000);
}

TEST_CASE("given blanks beyond ASCII around a URL, when a list is read, then they are no part of it") {
  const auto all =
      stored("\u00A0https://a/1\u200B\nhttps://a/2\u00A0A title\n\uFEFFhttps://a/3\u3000\nhttps://a/4\n")
          .all();
  CHECK(urls_of(all) == words{"https://a/1", "https://a/2", "https://a/3", "https://a/4"});
  CHECK(all[1].title == "A title");
  CHECK(urls_of(stored("https://a/1\xA0Prix \xE9\nhttps://a/2\xA0\n").all()) ==
        words{"https://a/1", "https://a/2"});
}

TEST_CASE("given a list whose first URL has quotes around it, when it is read, then it is no JSON") {
  const stored file("\"https://a/1\"\n<https://a/2>\nhttps://a/3\n");
  CHECK(file.check()->format == "urls");
  CHECK(urls_of(file.all()) == words{"https://a/1", "https://a/2", "https://a/3"});
  CHECK(stored("\"https://a/1\"\n\"https://a/2\"\n").check()->format == "json_lines");
}

TEST_CASE("given a table without a header, when it is refused, then what is missing is told") {
  CHECK(kind().recognise("auto", "https://a/1,One\nhttps://a/2,Two\n").why().message ==
        "The table names no column of URLs: call one 'url'. Its first line is: https://a/1, One.");
  CHECK(kind()
            .recognise("auto", "<?xml version='1.0' encoding='x-unheard-of'?><urlset><url/></urlset>")
            .why()
            .code == errc::invalid_xml);
}

TEST_CASE("given a line beyond the limit of a record, when a list is read, then it alone fails") {
  const auto all =
      stored("https://a/\nhttps://b/ " + std::string(9'000, 't') + "\nhttps://c/\n").all("{}", 4'096);
  REQUIRE(all.size() == 3);
  CHECK(all[1].fault == "record_too_large");
  CHECK(all[1].url == "https://b/");
  CHECK(all[2].fault.empty());
}

TEST_CASE(
    "given what may be a table without a header, or other lines, when it is recognised, then it is no list") {
  for (const std::string text :
       {"https://a/,Title\nhttps://b/,Other\n", "# c\nhttps://a/;T\n", "https://a/|T\n",
        "https://a/\rhttps://b/\r", "A title\nAnother one\nhttps://a/\n", "#\n#\n", "ftp",
        "a.example/1\na.example/2\n", "User-agent: *\nSitemap: https://a/sitemap.xml\n"}) {
    INFO(text);
    CHECK_FALSE(kind().recognise("auto", text).ok());
    CHECK_FALSE(kind().recognise("urls", text).ok());
  }
  CHECK(kind().recognise("urls", "https://a/\n").ok());
  CHECK_FALSE(kind().recognise("urls", "url\nhttps://a/\n").ok());
  CHECK(stored("url\nhttps://a/\n").check()->format == "csv");
}
