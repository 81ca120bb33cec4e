#include <catch2/catch.hpp>

#include "formats/links/safari.hpp"
#include "formats/links/xml_lists.hpp"
#include "tests/formats/links/producer_files.hpp"

namespace waybill::formats::links::testing {
namespace {

auto outlines(const std::string& inside) -> std::string {
  return "<?xml version=\"1.0\"?><opml version=\"2.0\"><body>" + inside + "</body></opml>";
}
auto plist(const std::string& children) -> std::string {
  return R"(<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict><key>Children</key><array>)" +
         children + "</array><key>Title</key><string></string></dict></plist>";
}
auto leaf(const std::string& url, const std::string& beside = {}) -> std::string {
  return "<dict><key>URLString</key><string>" + url +
         "</string><key>WebBookmarkType</key><string>WebBookmarkTypeLeaf</string>" + beside + "</dict>";
}

TEST_CASE("OPML: a file gives what is expected of it") { check_expected(opml_reader, "ours/opml.opml"); }

TEST_CASE("OPML: feeds, links and folders are told apart, and what else is written is told") {
  const auto all = read_all(opml_reader, outlines(R"(
      <outline text="F"><outline text="feed" TYPE="rss" xmlurl="https://a.example/feed"/>
        <outline title="only a title" htmlUrl="https://b.example/" language="en" created="soon"/></outline>
      <outline text="empty"/><outline text="no url" xmlUrl=""/>)"));
  REQUIRE(all.links.size() == 2);
  CHECK(all.links[0].url == "https://a.example/feed");
  CHECK(all.links[0].feed_url == "https://a.example/feed");
  CHECK(all.links[0].folder == std::vector<std::string>{"F"});
  CHECK(all.links[0].extra == R"("TYPE":"rss")");
  CHECK(all.links[1].title == "only a title");
  CHECK(all.links[1].created == "soon");
  CHECK(all.links[1].extra == R"("language":"en")");
  CHECK(all.left_out == 1);
  CHECK(all.faults == std::vector<std::string>{"url_missing"});
}

TEST_CASE("XML: other encodings are read as they are declared") {
  const auto all = read_all(opml_reader,
                            "<?xml version='1.0' encoding='windows-1252'?><opml><body>"
                            "<outline text='\xe9t\xe9 \x80' url='https://a.example/'/></body></opml>");
  REQUIRE(all.links.size() == 1);
  CHECK(all.links[0].title == "été €");
  CHECK(read_all(opml_reader, "<?xml version='1.0' encoding='klingon'?><opml/>").why.code == "invalid_xml");
}

TEST_CASE("XML: blanks before the declaration and a false encoding are passed over") {
  const std::string body = "<opml><body>\n<outline text='été' url='https://a.example/'/></body></opml>";
  for (const std::string front :
       {"\n<?xml version='1.0'?>", "\xEF\xBB\xBF \r\n<?xml version='1.0' encoding='UTF-8'?>",
        "<?xml version='1.0' encoding='UTF-16'?>", "\n<?xml version=\"1.0\" encoding=\"utf-16\" ?>"}) {
    const auto all = read_all(opml_reader, front + body);
    REQUIRE(all.links.size() == 1);
    CHECK(all.links[0].title == "été");
  }
  const auto cut = read_all(opml_reader, "\n\n<?xml version='1.0'?>\n<opml></body>");
  CHECK(cut.why.code == "invalid_xml");
  CHECK(cut.why.line == 4);
}

TEST_CASE("XML: an ampersand that begins no entity is one, however the bytes are cut") {
  const std::string text = outlines(
      "<outline text='Tom & Jerry &amp; &#233; &x' url='https://a.example/?a=1&b=2&amp;c=3&'/>"
      "<!-- & --><x><![CDATA[& ]] &amp;]]></x><outline text='&' url='https://b.example/'/>");
  for (std::size_t size = 1; size < 30; ++size) {
    const auto all = read_all(opml_reader, text, size);
    REQUIRE(all.links.size() == 2);
    CHECK(all.links[0].title == "Tom & Jerry & é &x");
    CHECK(all.links[0].url == "https://a.example/?a=1&b=2&c=3&");
    CHECK(all.links[1].title == "&");
  }
  CHECK(read_all(opml_reader, outlines("&nope;")).why.code == "invalid_xml");
}

TEST_CASE("XML: bombs, deep nesting, long tags, and what is no XML are refused") {
  const auto code_of = [](const std::string& text) { return read_all(opml_reader, text).why.code; };
  CHECK(code_of("<!DOCTYPE opml [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><opml>&b;</opml>") == "xml_refused");
  CHECK(code_of("<!DOCTYPE opml SYSTEM 'file:///etc/passwd'><opml>&x;</opml>") == "invalid_xml");
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<outline>";
  CHECK(code_of("<opml>" + deep) == "xml_refused");
  CHECK(code_of("<opml><outline text='" + std::string(3 << 20, 'x') + "'/></opml>") == "xml_refused");
  CHECK(code_of("<opml><body>").starts_with("invalid_xml"));
  CHECK(code_of("") == "invalid_xml");
  CHECK(code_of(std::string("<opml>\0</opml>", 14)) == "invalid_xml");
  CHECK(code_of("<opml>\xff</opml>") == "invalid_xml");
  CHECK(code_of("<rss/>") == "unknown_format");
  CHECK(code_of("<rss>") == "invalid_xml");
}

TEST_CASE("Delicious: posts in XML are links, with what else they tell") {
  const auto all = read_all(posts_reader, R"(<?xml version="1.0" encoding="UTF-8"?>
    <posts user="x"><post href="https://a.example/?a=1&amp;b=2" description="A" extended="more" tag="a b a"
      time="2013-01-18T17:53:27Z" shared="no" hash="h" meta=""/>
      <post href="https://b.example/" description="B" tag="system:unfiled"/><post description="C"/></posts>)");
  REQUIRE(all.links.size() == 2);
  CHECK(all.links[0].url == "https://a.example/?a=1&b=2");
  CHECK(all.links[0].tags == std::vector<std::string>{"a", "b"});
  CHECK(all.links[0].description == "more");
  CHECK(all.links[0].created == "2013-01-18T17:53:27Z");
  CHECK(all.links[0].extra == R"("shared":"no","hash":"h")");
  CHECK(all.links[1].tags.empty());
  CHECK(all.faults == std::vector<std::string>{"url_missing"});
}

TEST_CASE("Safari: folders and the reading list are read from the property list") {
  const auto text = plist(
      "<dict><key>Title</key><string>History</string><key>WebBookmarkType</key>"
      "<string>WebBookmarkTypeProxy</string></dict>"
      "<dict><key>Children</key><array>" +
      leaf("https://a.example/?a=1&amp;b=2",
           "<key>URIDictionary</key><dict><key>title</key><string>Un &amp; deux</string></dict>"
           "<key>WebBookmarkUUID</key><string>U</string>") +
      "</array><key>Title</key><string>BookmarksBar</string></dict>"
      "<dict><key>Title</key><string>com.apple.ReadingList</string><key>Children</key><array>" +
      leaf("https://b.example/",
           "<key>ReadingList</key><dict><key>DateAdded</key><date>2023-11-14T22:13:20Z</date>"
           "<key>PreviewText</key><string>p</string></dict><key>ReadingListNonSync</key><dict>"
           "<key>n</key><integer>3</integer><key>r</key><real>1.5</real><key>t</key><true/></dict>") +
      "</array></dict>");
  for (const std::size_t piece : {1U << 20, 7U, 1U}) {
    const auto all = read_all(safari_reader, text, piece);
    CHECK(all.why.message.empty());
    REQUIRE(all.links.size() == 2);
    CHECK(all.links[0].url == "https://a.example/?a=1&b=2");
    CHECK(all.links[0].title == "Un & deux");
    CHECK(all.links[0].folder == std::vector<std::string>{"BookmarksBar"});
    CHECK(all.links[0].extra == R"("WebBookmarkUUID":"U")");
    CHECK(all.links[1].folder == std::vector<std::string>{"com.apple.ReadingList"});
    CHECK(all.links[1].created == "2023-11-14T22:13:20Z");
    CHECK(all.links[1].description == "p");
    CHECK(all.links[1].extra == R"("ReadingListNonSync":{"n":3,"r":"1.5","t":true})");
    CHECK(all.left_out == 1);
  }
}

TEST_CASE("Safari: a binary list says how to make XML of it, and what is no list says so") {
  const auto binary = read_all(safari_reader, std::string("bplist00\xd1\x01", 10));
  CHECK(binary.why.code == "unknown_format");
  CHECK(binary.why.message.find("plutil -convert xml1") != std::string::npos);
  const auto code_of = [](const std::string& text) { return read_all(safari_reader, text).why.code; };
  CHECK(code_of("<plist><dict><string>x</string></dict></plist>") == "unknown_format");
  CHECK(code_of("<plist><dict><key>x</key></dict></plist>") == "unknown_format");
  CHECK(code_of("<plist><dict><key>x</key><key>y</key></dict></plist>") == "unknown_format");
  CHECK(code_of("<plist><array><key>x</key></array></plist>") == "unknown_format");
  CHECK(code_of("<plist><string>x<b/></string></plist>") == "unknown_format");
  CHECK(code_of("<plist><dict/><dict/></plist>") == "unknown_format");
  CHECK(code_of("<plist/>") == "unknown_format");
  CHECK(code_of("<plist><string>x</string></plist>") == "unknown_format");
  CHECK(code_of("<opml/>") == "unknown_format");
  CHECK(code_of("<plist><dict>") == "invalid_xml");
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<array>";
  CHECK(code_of("<plist>" + deep) == "xml_refused");
  CHECK(code_of(plist(leaf("https://a.example/", "<key>Children</key><array><string>x</string></array>")))
            .empty());
}

}  // namespace
}  // namespace waybill::formats::links::testing
