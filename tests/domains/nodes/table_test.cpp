#include "tests/domains/nodes/reading.hpp"

using namespace waybill;
using namespace waybill::nodes;
using namespace waybill::nodes::test;
using namespace std::string_literals;

TEST_CASE(
    "given a table with a column of URLs, when it is read, then its columns are a node's members, and others "
    "are kept in the metadata") {
  const auto all =
      stored("Title,URL,LastMod,priority,SEO \"x\"\nShop,https://a/x,2024-01-15,0.5,yes\n,https://a/y-z,,,\n")
          .all();
  REQUIRE(all.size() == 2);
  CHECK(all[0].url == "https://a/x");
  CHECK(all[0].title == "Shop");
  CHECK(all[0].metadata == R"({"lastmod":"2024-01-15","priority":"0.5","SEO \"x\"":"yes"})");
  CHECK(all[0].warnings == words{"unknown_key"});
  CHECK(all[1].title == "Y z");
  CHECK(all[1].metadata.empty());
  CHECK(all[1].warnings.empty());
}

TEST_CASE(
    "given tables with other delimiters, marks and line ends, when they are read, then they say the same") {
  const words urls{"https://a/x,1;2", "https://a/y"};
  for (const std::string delimiter : {",", ";", "\t", "|"})
    for (const std::string end : {"\n", "\r\n", "\r"})
      for (const std::string head : {"", "\xEF\xBB\xBF"}) {
        const auto all = stored(head + "url" + delimiter + "title" + end + "\"https://a/x,1;2\"" + delimiter +
                                "\"T\"\"" + end + "2\"" + end + end + "https://a/y" + delimiter + "U")
                             .all();
        INFO(delimiter << end.size() << head.size());
        CHECK(urls_of(all) == urls);
        CHECK(all[0].title == "T\"" + end + "2");
        CHECK(all[1].title == "U");
      }
}

TEST_CASE("given a table of one column, when it is read, then each line is a URL") {
  CHECK(urls_of(stored("url\nhttps://a/x\n\nhttps://a/y\n").all()) == words{"https://a/x", "https://a/y"});
  CHECK(urls_of(stored("sep=;\r\nloc;x\r\nhttps://a/x,y;1\r\n").all()) == words{"https://a/x,y"});
  CHECK(stored("url\n").all().empty());
  CHECK(stored("url").all().empty());
}

TEST_CASE(
    "given a table with metadata, when it is read, then an object is taken as such, and anything else under "
    "its name") {
  const auto all = stored(
                       "url;metadata;lastmod\nhttps://a/x;\"{\"\"a\"\": 1, \"\"lastmod\"\": 2, \"\"b\"\": "
                       "null}\";new\nhttps://a/y;some text;\n")
                       .all();
  CHECK(all[0].metadata == R"({"a":1,"lastmod":"new"})");
  CHECK(all[0].warnings.empty());
  CHECK(all[1].metadata == R"({"metadata":"some text"})");
  CHECK(all[1].warnings == words{"unknown_key"});
}

TEST_CASE("given rows that are faulty, when the table is read, then each fails alone and the rest goes on") {
  const auto all = stored(
                       "url,title\nftp://a/x,T\n,\"no "
                       "url\"\nhttps://a/z,Z,more\nhttps://a/\xE9,\xE9\nhttps://a/q,\"Q\nhttps://a/r,R\n")
                       .all();
  CHECK(faults_of(all) == words{"url_invalid", "url_missing", "", "", "", ""});
  CHECK(all[0].title == "T");
  CHECK(all[1].title == "no url");
  CHECK(all[2].metadata == R"({"column_3":"more"})");
  CHECK(all[3].url == "https://a/\uFFFD");
  CHECK(all[3].warnings == words{"undecodable_bytes"});
  CHECK(all[4].warnings == words{"unterminated_quote"});
  CHECK(all[4].title == "\"Q");
  CHECK(all[5].url == "https://a/r");
}

TEST_CASE("given a cell beyond the limit of a record, when the table is read, then that row fails alone") {
  const auto all =
      stored("url,title\nhttps://a/x," + std::string(2'000, 't') + "\nhttps://a/y,Y\n").all("{}", 1'000);
  CHECK(faults_of(all) == words{"record_too_large", ""});
}

TEST_CASE("given a table of Waybill's own, when it comes back, then what is derived is derived anew") {
  const auto all = stored("id,url,parent,depth\nnod_0,https://a/x,nod_1,1\n17,https://a/y,,2\n").all();
  CHECK(all[0].metadata.empty());
  CHECK(all[1].metadata == R"({"id":"17","depth":"2"})");
}

TEST_CASE(
    "given headers that stand twice or are empty, when the table is read, then each column keeps its own "
    "name") {
  const auto all = stored("url,x,x,,url\nhttps://a/x,1,2,3,4\n").all();
  CHECK(all[0].url == "https://a/x");
  CHECK(all[0].metadata == R"({"x":"1","x_2":"2","column_4":"3","url_2":"4"})");
}

TEST_CASE(
    "given files without URLs, when they are handed in, then the answer says what they are or what is "
    "missing") {
  const auto wide = [](std::string_view text) {
    std::string bytes;
    for (const char c : text) bytes.append(1, c).append(1, '\0');
    return bytes;
  };
  const auto why = [](const std::string& bytes) { return kind().recognise("auto", bytes).why(); };
  CHECK(why("name,price\nA,1\nB,2\n").message == "The file is a CSV table, which no import of nodes reads.");
  CHECK(why(wide("url,title\nhttps://a/x,X\nhttps://a/y,Y\n")).code == errc::unknown_format);
  CHECK(why("%PDF-1.7 ...").message == "The file is a PDF, which no import of nodes reads.");
  CHECK(why("<html><body></body></html>").message ==
        "The file is an HTML page, which no import of nodes reads.");
  CHECK(why("x").code == errc::no_urls);
}

TEST_CASE("given a format that was asked for, when the file is of another, then the answer names both") {
  const std::string table = "url\nhttps://a/x\n";
  CHECK(kind().recognise("csv", table).ok());
  CHECK(kind().recognise("auto", table).ok());
  CHECK(kind().recognise("sitemap", table).why().message ==
        "The file is of the format 'csv', not 'sitemap'.");
  CHECK(kind().recognise("json_batch", R"({"urls":[]})").ok());
  CHECK(kind().recognise("json_lines", "{\"url\":\"https://a/\"}\n{\"url\":\"https://b/\"}\n").ok());
  CHECK(kind().recognise("xls", table).why().message == "The format 'xls' is not known; try 'auto'.");
}
