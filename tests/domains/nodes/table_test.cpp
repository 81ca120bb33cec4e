#include "tests/domains/nodes/packing.hpp"
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
                       "url\"\nhttps://a/z,Z,more\nhttps://a/\xE9,éééééééé\nhttps://a/q,\"Q\nhttps://a/r,R\n")
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

TEST_CASE(
    "given a table in another encoding than UTF-8, when it is read, then it says the same, and no page is "
    "taken for another") {
  const auto wide = [](std::u16string_view text, bool big_endian) {
    std::string bytes;
    for (const char16_t unit : text)
      for (const unsigned shift : {big_endian ? 8U : 0U, big_endian ? 0U : 8U})
        bytes.push_back(static_cast<char>(unit >> shift));
    return bytes;
  };
  const std::u16string in_units = u"url;title;Prénom\r\nhttps://a/café;Café;Zoé\r\nhttps://a/cafè;Cafè;\r\n";
  struct written {
    std::string bytes;
    std::string encoding;
    std::string reason;
  };
  for (const auto& [bytes, encoding, reason] :
       {written{"url;title;Pr\xE9nom\r\nhttps://a/caf\xE9;Caf\xE9;Zo\xE9\r\nhttps://a/caf\xE8;Caf\xE8;\r\n",
                "windows-1252", "not_utf8"},
        written{wide(u"\uFEFF" + in_units, false), "utf-16le", "byte_order_mark"},
        written{wide(u"\uFEFF" + in_units, true), "utf-16be", "byte_order_mark"},
        written{wide(in_units, false), "utf-16le", "zero_bytes"},
        written{"url;title;Prénom\nhttps://a/café;Café;Zoé\nhttps://a/cafè;Cafè;\n", "utf-8",
                "valid_utf8"}}) {
    INFO(encoding << " " << reason);
    REQUIRE(kind().recognise("csv", bytes).ok());
    for (const auto& packed : {bytes, gzipped(bytes)}) {
      const stored file(packed);
      const auto all = file.all();
      REQUIRE(all.size() == 2);
      CHECK(urls_of(all) == words{"https://a/café", "https://a/cafè"});
      CHECK(all[0].title == "Café");
      CHECK(all[0].metadata == R"({"Prénom":"Zoé"})");
      CHECK(all[1].warnings.empty());
      const auto found = nlohmann::json::parse(file.check()->findings);
      CHECK(found["dialect"]["encoding"] == encoding);
      CHECK(found["dialect"]["evidence"][0]["reason"] == reason);
      CHECK(found["warnings"].size() == (reason == "not_utf8" ? 1 : 0));
    }
  }
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
  CHECK(why("name,price\nA,1\nB,2\n").message ==
        "The table names no column of URLs: call one 'url'. Its first line is: name, price.");
  CHECK(why("Name;Address\nBob;12 rue X\nZoe;3 rue Y\n").message ==
        "The table names no column of URLs: call one 'url'. Its first line is: Name, Address.");
  CHECK(why(wide("name,price\nA,1\nB,2\n")).message ==
        "The table names no column of URLs: call one 'url'. Its first line is: name, price.");
  CHECK(why("%PDF-1.7 ...").message == "The file is a PDF, which no import of nodes reads.");
  CHECK(why("<html><body></body></html>").message ==
        "The file is an HTML page, which no import of nodes reads.");
  CHECK(why("x").code == errc::no_urls);
}

TEST_CASE(
    "given tables as crawlers and search consoles export them, when they are read, then the column of URLs "
    "is "
    "found by its name and what stands in it") {
  struct table {
    std::string text;
    std::string title;
  };
  for (const auto& [text, title] :
       {table{"\"Address\",\"Status Code\",\"Title 1\"\n\"https://a/x\",\"200\",\"Home\"\n", "Home"},
        table{"Page URL;Page Title\nhttps://a/x;T\n", "T"}, table{"Top pages,Clicks\nhttps://a/x,10\n", "X"},
        table{"Name,Link\nBob,https://a/x\n", "X"}, table{"page_url\thits\nHTTPS://a/x\t1\n", "X"},
        table{"Adresse;Titre\nhttps://a/x;T\n", "X"}, table{"Address,loc\n12 rue X,https://a/x\n", "X"},
        table{"link,url\nhttps://b/,https://a/x\n", "X"}}) {
    INFO(text);
    const auto all = stored(text).all();
    REQUIRE(all.size() == 1);
    CHECK(canonical(all[0].url) == canonical("https://a/x"));
    CHECK(all[0].title == title);
  }
}

TEST_CASE("given lines above a table's header, when it is read, then they are no records, and no names") {
  const auto all = stored("Site;a.example\nPages;2\n\nurl;title\nhttps://a/x;T\nhttps://a/y;U\n").all();
  CHECK(urls_of(all) == words{"https://a/x", "https://a/y"});
  CHECK(all[0].title == "T");
  CHECK(all[0].metadata.empty());
  // A word of a record is no header where no address stands below it.
  CHECK(stored("url,title\nhttps://a/x,url\nurl,link\n").all().size() == 2);
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
