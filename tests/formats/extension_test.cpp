#include "formats/extension.hpp"

#include <catch2/catch.hpp>
#include <string>

using waybill::formats::extension_of;
using namespace std::string_literals;

TEST_CASE("given the first bytes of a file, when it is stored, then its name ends by what it is") {
  CHECK(extension_of("") == "txt");
  CHECK(extension_of(" {\"items\": []}") == "json");
  CHECK(extension_of("\xEF\xBB\xBF[1]") == "json");
  CHECK(extension_of("{\"url\":\"a\"}\n{\"url\":\"b\"}\n") == "json");
  CHECK(extension_of("url,title\nhttps://a.example/,A\nhttps://b.example/,B\n") == "csv");
  CHECK(extension_of("url;title;tags\na;b;c\nd;e;f\n") == "csv");
  CHECK(extension_of("url\ttitle\ttags\na\tb\tc\nd\te\tf\n") == "csv");
  CHECK(extension_of("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>") == "html");
  CHECK(extension_of("<html><body>") == "html");
  CHECK(extension_of("<?xml version=\"1.0\"?>\n<urlset></urlset>") == "xml");
  CHECK(extension_of("<feed xmlns=\"x\"></feed>") == "xml");
  CHECK(extension_of("https://a.example/\nhttps://b.example/\n") == "txt");
  CHECK(extension_of("pebbles\nred\tr\n") == "txt");
  CHECK(extension_of("PK\x03\x04"s + std::string(26, '\0') + "[Content_Types].xml....xl/workbook.xml") ==
        "xlsx");
  CHECK(extension_of("PK\x03\x04"s + std::string(26, '\0') + "sitemap.xml") == "zip");
  CHECK(extension_of("\x1F\x8B\x08\0\0\0\0\0\0\x03"s) == "bin");
  CHECK(extension_of("%PDF-1.7\n\x01\x02") == "bin");
}

TEST_CASE("given text in UTF-16, when it is stored, then its name ends as that of the same text would") {
  const auto wide = [](std::string_view text) {
    std::string out = "\xFF\xFE";
    for (const char c : text) out.append(1, c).append(1, '\0');
    return out;
  };
  CHECK(extension_of(wide("{\"a\":1}")) == "json");
  CHECK(extension_of(wide("url;title;tags\na;b;c\nd;e;f\n")) == "csv");
  CHECK(extension_of(wide("<?xml version=\"1.0\"?><urlset></urlset>")) == "xml");
}
