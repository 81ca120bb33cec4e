#include "tests/domains/nodes/packing.hpp"
#include "tests/domains/nodes/reading.hpp"

using namespace waybill;
using namespace waybill::nodes;
using namespace waybill::nodes::test;
using namespace std::string_literals;

namespace {

const std::string head =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset "
    "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";

auto map_of(const std::vector<std::string>& urls) -> std::string {
  std::string text = head;
  for (const auto& url : urls) text += "<url><loc>" + url + "</loc></url>\n";
  return text + "</urlset>\n";
}

auto index_of(const std::vector<std::string>& maps) -> std::string {
  std::string text = "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">";
  for (const auto& one : maps) text += "<sitemap><loc>" + one + "</loc></sitemap>";
  return text + "</sitemapindex>";
}

auto why(const std::string& bytes) -> error {
  const auto found = stored(bytes).check();
  REQUIRE_FALSE(found.ok());
  CHECK(stored(bytes).check_in_pieces().why().code == found.why().code);
  return found.why();
}

}  // namespace

TEST_CASE("given a sitemap, when it is read, then each URL has what the map says of it") {
  const auto all =
      stored(
          head +
          "<!-- <url> --><url>\n <loc> https://a/x?a=1&amp;b=2 "
          "</loc><lastmod>2024-01-15</lastmod>\n<changefreq>daily</changefreq><priority>0.5</priority></url>"
          "<url><loc><![CDATA[https://a/y]]></loc></url><url/><url><priority>1</priority></url></urlset>")
          .all();
  CHECK(urls_of(all) == words{"https://a/x?a=1&b=2", "https://a/y", "", ""});
  CHECK(faults_of(all) == words{"", "", "url_missing", "url_missing"});
  CHECK(all[0].metadata == R"({"lastmod":"2024-01-15","changefreq":"daily","priority":"0.5"})");
  CHECK(all[0].warnings.empty());
}

TEST_CASE(
    "given a sitemap with other vocabularies and prefixes, when it is read, then only its own elements "
    "count") {
  const auto all = stored(
                       "<s:urlset xmlns:s='x' "
                       "xmlns:image='y'><s:url><image:loc>no</image:loc><s:loc>https://a/x</"
                       "s:loc><image:image><image:loc>no</image:loc><s:loc>no</s:loc></"
                       "image:image><xhtml:link href='no'/></s:url><url><loc>no</loc></url></s:urlset>")
                       .all();
  CHECK(urls_of(all) == words{"https://a/x"});
}

TEST_CASE(
    "given a sitemap in Latin-1, when it is read from anywhere, then its letters are those of the file") {
  const auto all = stored(
                       "<?xml version='1.0' "
                       "encoding='ISO-8859-1'?><urlset><url><loc>https://a/\xE9</loc></url><url><loc>https://"
                       "a/\xE8</loc></url></urlset>")
                       .all();
  CHECK(urls_of(all) == words{"https://a/\u00e9", "https://a/\u00e8"});
}

TEST_CASE("given sitemaps as programs write them, when they are read, then they are read all the same") {
  const std::string item = "<url><loc>https://a/caf\u00e9</loc></url>";
  const std::string two = item + "<url><loc>https://a/2</loc></url>";
  for (const auto& text :
       {"<?xml version='1.0' encoding='utf8'?><urlset>" + two + "</urlset>",
        "<?xml version=\"1.0\" encoding=\"UTF_8\"?><urlset>" + two + "</urlset>"s,
        "\n \r\n" + head + two + "</urlset>", "\xEF\xBB\xBF \n" + head + two + "</urlset>",
        "<?xml version='1.0' "
        "encoding='windows-1252'?><urlset><url><loc>https://a/caf\xE9</loc></url><url><loc>"
        "https://a/2</loc></url></urlset>"s,
        "<URLSET><URL><LOC>https://a/caf\u00e9</LOC></URL><Url><Loc>https://a/2</Loc></Url></URLSET>"s}) {
    INFO(text);
    REQUIRE(kind().recognise("sitemap", text).ok());
    CHECK(urls_of(stored(text).all()) == words{"https://a/caf\u00e9", "https://a/2"});
  }
  const auto fault = why("\n\n<?xml version='1.0'?>\n<urlset></url></urlset>");
  CHECK(fault.place.line == 4);
}

TEST_CASE("given an entry with two addresses, when it is read, then the others are kept, and told") {
  const auto all =
      stored(head +
             "<url><loc>https://a/1</loc><loc> https://a/2 </loc><loc>https://a/3</loc></url><url>"
             "<loc/><loc>https://a/4</loc></url></urlset>")
          .all();
  CHECK(urls_of(all) == words{"https://a/1", "https://a/4"});
  CHECK(all[0].metadata == R"({"loc":"https://a/2 https://a/3"})");
  CHECK(all[0].warnings == words{"unknown_key"});
  CHECK(all[1].warnings.empty());
}

TEST_CASE(
    "given an index in a ZIP that names an index, itself, or a page, when it is read, then all that is there "
    "counts, and what is said is true") {
  CHECK(stored(zipped({{"sitemap.xml", index_of({"https://a/i2.xml", "https://a/sitemap.xml"})},
                       {"i2.xml", index_of({"https://a/s.xml"})},
                       {"s.xml", map_of({"https://a/1"})}}))
            .all()
            .size() == 1);
  const auto page = why(zipped({{"sitemap.xml", index_of({"https://a/s.xml", "https://a/p.xml"})},
                                {"s.xml", map_of({"https://a/1"})},
                                {"p.xml", "<html>404</html>"}}));
  CHECK(page.message == "The index of sitemaps names p.xml, which is in the ZIP and is no sitemap.");
  CHECK(page.code == errc::sitemap_index_alone);
}

TEST_CASE(
    "given a sitemap whose root holds no entry but other tags, when it is checked, then it is refused") {
  const std::string item = "<url><loc>https://a/1</loc></url>";
  const auto nested = why(head + "<urlset>" + item + "</urlset></urlset>");
  CHECK(nested.code == errc::no_urls);
  CHECK(nested.message == "In the first tag of the sitemap no 'url' stands, but 'urlset'.");
  CHECK(why(head + "<page><loc>https://a/1</loc></page></urlset>").code == errc::no_urls);
  CHECK(why(head + "<sitemap><loc>https://a/1</loc></sitemap></urlset>").code == errc::no_urls);
  CHECK(stored(head + "</urlset>").all().empty());
  CHECK(stored(head + "<x/>" + item + "</urlset>").all().size() == 1);
  CHECK(why(zipped({{"a.xml", map_of({"https://a/1"})}, {"b.xml", head + "<urlset/></urlset>"}})).message ==
        "The file b.xml in the ZIP cannot be read: In the first tag of the sitemap no 'url' stands, but "
        "'urlset'.");
}

TEST_CASE("given tags with another prefix of the same meaning, when a sitemap is read, then they count") {
  const std::string space = "http://www.sitemaps.org/schemas/sitemap/0.9";
  const std::string two = "<s:url><s:loc>https://a/1</s:loc></s:url><url><s:loc>https://a/2</s:loc></url>";
  CHECK(urls_of(stored("<urlset xmlns='" + space + "' xmlns:s='" + space + "'>" + two + "</urlset>").all()) ==
        words{"https://a/1", "https://a/2"});
  CHECK(urls_of(stored("<urlset xmlns:s='" + space + "'>" + two + "</urlset>").all()) ==
        words{"https://a/1", "https://a/2"});
  CHECK(urls_of(stored("<s:urlset xmlns:s='y' xmlns='y'>" + two + "</s:urlset>").all()) ==
        words{"https://a/1", "https://a/2"});
  CHECK(urls_of(stored("<urlset xmlns='" + space + "' xmlns:s='other'>" + two + "</urlset>").all()) ==
        words{""});
}

TEST_CASE(
    "given what is no XML before a declaration, or a false encoding, when a sitemap is read, then it is") {
  const std::string item =
      "<url><loc>https://a/caf\u00e9</loc></url><url><loc>https://a/2</loc></url></urlset>";
  for (const auto& text :
       {"<!-- made by x -->" + head + item, "\xEF\xBB\xBF\n<!-- a --> <!-- b\n-->\n" + head + item,
        "<?xml version='1.0' encoding='utf-16'?><urlset>" + item,
        "<?xml version='1.0' encoding='UTF-16LE'?><urlset>" + item, "<!-- \n --><urlset>" + item,
        "<!--" + std::string(9'000, 'x') + "--><urlset>" + item}) {
    INFO(text.substr(0, 200));
    REQUIRE(kind().recognise("sitemap", text).ok());
    CHECK(urls_of(stored(text).all()) == words{"https://a/caf\u00e9", "https://a/2"});
  }
  CHECK(stored(head + "<url><loc>\u00A0https://a/1\uFEFF</loc></url></urlset>").all()[0].url ==
        "https://a/1");
}

TEST_CASE("given an index that names one file name in two folders, when one is missing, then that is told") {
  const auto index = index_of({"https://a/x/sitemap.xml", "https://a/y/sitemap.xml.gz"});
  const auto fault = why(zipped({{"i.xml", index}, {"x/sitemap.xml", map_of({"https://a/1"})}}));
  CHECK(fault.code == errc::sitemap_index_alone);
  CHECK(stored(zipped({{"i.xml", index},
                       {"x/sitemap.xml", map_of({"https://a/1"})},
                       {"y/sitemap.xml", map_of({"https://a/2"})}}))
            .all()
            .size() == 2);
  CHECK(why(zipped({{"i.xml", index_of({"https://a/x/s.xml", "https://a/y/s.xml"})},
                    {"x/s.xml", map_of({"https://a/1"})}}))
            .message.find("came without y/s.xml.") != std::string::npos);
}

TEST_CASE("given a sitemap that is no XML, when it is checked, then the fault says what is wrong and where") {
  CHECK(why(head + "<url><loc>https://a/</loc></url>").message == "The XML ends before it is whole.");
  CHECK(why(head + "<url><loc>https://a/</loc></url></urlset").code == errc::invalid_xml);
  CHECK(why(head + "<url></loc></urlset>").message == "A tag is closed that is not the one that is open.");
  CHECK(why(head + "<url></loc></urlset>").place.line == 3);
  CHECK(why(head + "<url>&nbsp;</url></urlset>").message == "An entity is used that XML does not have.");
  CHECK(why(head + "<url>\x01</url></urlset>").code == errc::invalid_xml);
  CHECK(why(head + "</urlset><urlset/>").message == "Something stands behind the end of the XML.");
  CHECK(why("<urlset>\xFF</urlset>").code == errc::invalid_xml);
  CHECK(why("<?xml version='1.0' encoding='x-unheard-of'?><urlset></urlset>").code != errc::internal);
}

TEST_CASE(
    "given a document type, when a sitemap is handed in, then it is refused before anything is expanded") {
  const std::string bomb =
      "<?xml version=\"1.0\"?><!DOCTYPE urlset [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b "
      "\"&a;&a;&a;&a;&a;&a;&a;&a;\">]><urlset><url><loc>&b;</loc></url></urlset>";
  CHECK(kind().recognise("auto", bomb).why().code == errc::xml_refused);
  CHECK(why(bomb).code == errc::xml_refused);
  CHECK(why("<!DOCTYPE urlset SYSTEM \"file:///etc/passwd\"><urlset/>").code == errc::xml_refused);
  CHECK(kind().recognise("auto", "<!DOCTYPE html><html><body></body></html>").why().message ==
        "The file is an HTML page, which no import of nodes reads.");
  CHECK(why("<!--" + std::string(100'000, 'x') + "--><!DOCTYPE x [<!ENTITY a 'b'>]><urlset/>").code !=
        errc::internal);
}

TEST_CASE("given XML that is built to cost memory, when it is checked, then it is refused") {
  CHECK(why(head + "<url a=\"" + std::string(3 << 20, 'x') + "\"/></urlset>").code == errc::xml_refused);
  CHECK(why(head + "<!--" + std::string(3 << 20, 'x') + "--></urlset>").code == errc::xml_refused);
  std::string deep = head, names = head;
  for (int i = 0; i < 200; ++i) deep += "<a>";
  for (int i = 0; i < 300'000; ++i) names += "<n" + std::to_string(i) + "/>";
  CHECK(why(deep).code == errc::xml_refused);
  CHECK(why(names + "</urlset>").message == "The XML has more names than are read.");
}

TEST_CASE("given a very long text in a sitemap, when it is read, then it is cut, and the URL is too long") {
  const auto all = stored(head + "<url><loc>https://a/" + std::string(5 << 20, 'x') +
                          "</loc></url><url><loc>https://a/y</loc></url></urlset>")
                       .all();
  CHECK(faults_of(all) == words{"url_too_long", ""});
}

TEST_CASE("given an index alone, when it is handed in, then the answer names the sitemaps that are missing") {
  const auto index = index_of({"https://a/map-1.xml", "https://a/map-2.xml.gz"});
  const auto answer = kind().recognise("auto", index);
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.why().code == errc::sitemap_index_alone);
  CHECK(answer.why().message ==
        "The index of sitemaps came without https://a/map-1.xml, https://a/map-2.xml.gz. Nothing is fetched: "
        "put the index and all of its sitemaps into one ZIP.");
  CHECK(kind().recognise("auto", gzipped(index)).why().code == errc::sitemap_index_alone);
}

TEST_CASE("given any form packed with gzip, when it is read, then it says what it says unpacked") {
  for (const std::string& text :
       {map_of({"https://a/x", "https://a/y"}), R"({"urls":["https://a/x","https://a/y"]})"s,
        "\"https://a/x\"\n\"https://a/y\"\n"s, "url\nhttps://a/x\nhttps://a/y\n"s}) {
    CHECK(kind().recognise("auto", gzipped(text)).ok());
    CHECK(urls_of(stored(gzipped(text)).all()) == words{"https://a/x", "https://a/y"});
  }
  const auto half = map_of({"https://a/x"});
  CHECK(urls_of(stored(gzipped(half.substr(0, 90)) + gzipped(half.substr(90)) + "\0\0\0"s).all()) ==
        words{"https://a/x"});
}

TEST_CASE("given gzip that is cut off or damaged, when it is checked, then it is refused") {
  std::vector<std::string> urls;
  for (int i = 0; i < 3'000; ++i) urls.push_back("https://a/" + std::to_string(i * 7'919));
  auto packed = gzipped(map_of(urls));
  CHECK(stored(packed).check()->records == 3'000);
  CHECK(why(packed.substr(0, packed.size() - 1)).code == errc::archive_damaged);
  CHECK(why(packed.substr(0, packed.size() / 2)).message == "The gzip file ends in the middle.");
  CHECK(why(packed + "more").code == errc::archive_damaged);
  packed[packed.size() - 6] ^= 1;
  CHECK(why(packed).code == errc::archive_damaged);
  CHECK(kind().recognise("auto", "\x1F\x8B\x08 no").why().code == errc::archive_damaged);
}

TEST_CASE(
    "given a gzip that grows a thousandfold, when it is checked, then it is refused as soon as it passes the "
    "limit") {
  const auto bomb = gzipped(head + "<url><loc>" + std::string(18 << 20, ' ') + "</loc></url></urlset>");
  CHECK(why(bomb).code == errc::too_large_inflated);
}

TEST_CASE(
    "given a ZIP with an index and its sitemaps, packed or not, when it is read, then all their URLs come, "
    "and reading goes on anywhere") {
  const auto archive =
      zipped({{"site/", ""},
              {"site/index.xml",
               index_of({"https://a/map-1.xml", "https://a/map-2.xml.gz", "https://a/map-3.xml.gz"})},
              {"site/map-1.xml", map_of({"https://a/1", "https://a/2"})},
              {"site/map-2.xml.gz", gzipped(map_of({"https://a/3"}))},
              {"site/map-3.xml", map_of({})},
              {"__MACOSX/site/map-1.xml", "no"},
              {"other.xml", "<other><url><loc>no</loc></url></other>"},
              {"readme.txt", "no"}});
  CHECK(kind().recognise("auto", archive).ok());
  CHECK(kind().recognise("sitemap_zip", archive).ok());
  CHECK(urls_of(stored(archive).all()) == words{"https://a/1", "https://a/2", "https://a/3"});
  CHECK(stored(archive).check()->format == "sitemap_zip");
}

TEST_CASE("given a ZIP in which sitemaps are missing, when it is checked, then the answer names them") {
  const auto fault = why(zipped({{"index.xml", index_of({"https://a/map-1.xml", "https://a/map-2.xml"})},
                                 {"map-2.xml", map_of({"https://a/1"})}}));
  CHECK(fault.code == errc::sitemap_index_alone);
  CHECK(fault.message.starts_with("The index of sitemaps came without map-1.xml."));
  CHECK(why(zipped({{"a.txt", "x"}})).code == errc::no_urls);
}

TEST_CASE("given a ZIP that is damaged or a bomb, when it is checked, then it is refused") {
  const auto archive = zipped({{"map.xml", map_of({"https://a/1"})}});
  CHECK(why(archive.substr(0, archive.size() - 30)).code == errc::archive_damaged);
  auto flipped = archive;
  flipped[50] ^= 0x55;
  CHECK_FALSE(stored(flipped).check().ok());
  CHECK(why(zipped({{"map.xml", head + "<url><loc>" + std::string(18 << 20, ' ') + "</loc></url></urlset>"}}))
            .code == errc::too_large_inflated);
  CHECK(why(zipped({{"map.xml", "<!DOCTYPE x><urlset/>"}})).code == errc::xml_refused);
  auto many = archive;
  many[many.size() - 12] = many[many.size() - 11] = '\xFF';
  CHECK(why(many).code == errc::too_large_inflated);
}

TEST_CASE("given a ZIP, when somebody no longer wants its check, then it ends at once") {
  const stored file(zipped({{"map.xml", map_of({"https://a/1"})}}));
  const auto checker = kind().checker();
  std::ifstream from(file.path(), std::ios::binary);
  checker->feed(std::string(std::istreambuf_iterator<char>(from), {}));
  REQUIRE(checker->needs_file());
  CHECK_FALSE(checker->finish_at(file.path(), [] { return false; }).has_value());
}
