// Netscape bookmark files, rule by rule.
#include "formats/links/netscape.hpp"

#include <random>

#include "tests/formats/links/support.hpp"

namespace waybill::formats::links::test {
namespace {

const std::string head =
    "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n<DL><p>\n";

auto read(const std::string& list) -> read_links {
  return read_all(netscape_reader, head + list + "</DL><p>\n");
}

auto only(const std::string& list) -> link {
  const auto all = read(list);
  REQUIRE(all.links.size() == 1);
  return all.links.front();
}

auto anchor(const std::string& attributes) -> link {
  return only("<DT><A HREF=\"https://a/\" " + attributes + ">T</A>\n");
}

using names = std::vector<std::string>;

/// Everything that can be split anywhere.
const std::string everything =
    head +
    "<!-- a -- comment ->-> --><DT><H3 PERSONAL_TOOLBAR_FOLDER=\"true\">B&auml;r\n x</H3><DL><p>\r\n"
    "<DT><A HREF=\"https://a/?x=1&amp;y=2&copy=3\" ADD_DATE=\"1700000000\" ICON=\"data:,<DT><A HREF=x>\" "
    "TAGS='a,b' PRIVATE=1>Ti<b>t</b>le &lt;1&gt;</A>\r\n<DD>One<br>two\r\n  three &eacute; \xC3\xA9 \xE9\r\n"
    "<HR><DT><A HREF=https://b/ hidden>no end\n<DT><A>none</A></DL>\n"
    "<script>if (a < b) document.write(\"<DT><A HREF='x'>\")</scr </script >"
    "<ul><li><a href='https://c/'>c</a></ul><DT><A HREF=\"https://d/\">";

}  // namespace

TEST_CASE(
    "given a bookmark file, when it is split anywhere, then the same links come out at the same places") {
  const auto wanted = told(read_all(netscape_reader, everything));
  REQUIRE(wanted.size() == 6);
  CHECK(told(read_all(netscape_reader, everything, [] { return std::size_t{1}; })) == wanted);
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 dice{seed};
  for (int round = 0; round < 200; ++round)
    REQUIRE(told(read_all(netscape_reader, everything, [&] { return std::size_t{1} + dice() % 30; })) ==
            wanted);
}

TEST_CASE("given a bookmark file that is cut anywhere, when it is read, then what stood before comes out") {
  const auto whole = read_all(netscape_reader, everything);
  for (std::size_t size = 0; size < everything.size(); ++size) {
    const auto cut = read_all(netscape_reader, everything.substr(0, size));
    CHECK(cut.last == link_reader::step::end);
    std::size_t before = 0;
    while (before < whole.links.size() && whole.links[before].end <= size) ++before;
    REQUIRE(cut.links.size() >= before);
    for (std::size_t i = 0; i < before; ++i) CHECK(told(cut.links[i]) == told(whole.links[i]));
  }
  CHECK(read_all(netscape_reader, head + "<DT><A HREF=\"https://a/\">a</A>").truncated);
  CHECK(read_all(netscape_reader, head + "<DT><A HREF=\"https://a/").truncated);
  CHECK_FALSE(read_all(netscape_reader, head + "<DT><A HREF=\"https://a/\">a</A></DL>").truncated);
}

TEST_CASE("given attributes of a bookmark, when they are read, then entities end as HTML 5 says") {
  CHECK(only("<DT><A HREF=\"https://a/?b=1&center=2&copy=3&copy;&#233;&#xE9;&#128;&amp;amp;\">T</A>").url ==
        "https://a/?b=1&center=2&copy=3\u00A9\u00E9\u00E9\u20AC&amp;");
  CHECK(only("<DT><A HREF=x>&copy3 &notin; &notit; &NotEqualTilde; &CounterClockwiseContourIntegral; &#0; "
             "&#xD800; "
             "&#99999999999; &; &#; &#x;</A>")
            .title ==
        "\u00A9"
        "3 \u2209 \u00ACit; \u2242\u0338 \u2233 \uFFFD \uFFFD \uFFFD &; &#; &#x;");
  CHECK(only("<DT><A HREF=a HREF=b>T</A>").url == "a");
}

TEST_CASE(
    "given dates of a bookmark, when they are read, then s, ms and us are kept as counts, and 0 is none") {
  CHECK(anchor("ADD_DATE=\"1700000000\" LAST_MODIFIED=\"1700000000000\"").created == "1700000000");
  CHECK(anchor("LAST_MODIFIED=\"1700000000000\"").updated == "1700000000000");
  CHECK(anchor("ADD_DATE=13345678901234567").created == "1701205301234567");
  CHECK(anchor("ADD_DATE=\"10/Oct/2000:13:55:36 +0300\"").created == "2000-10-10T13:55:36+03:00");
  CHECK(anchor("ADD_DATE=\"20240115103000\"").created == "2024-01-15T10:30:00Z");
  CHECK(anchor("ADD_DATE=\"20241315103000\"").created == "20241315103000");
  CHECK(anchor("ADD_DATE=\"2024-01-15T10:30:00+01:00\"").created == "2024-01-15T10:30:00+01:00");
  CHECK(anchor("ADD_DATE=\"Mon, 15 Jan 2024 10:30:00 GMT\"").created == "2024-01-15T10:30:00Z");
  for (const std::string none : {"0", "", " ", "00"}) {
    const auto one = anchor("ADD_DATE=\"" + none + "\"");
    CHECK((one.created.empty() && !one.date_invalid && one.extra.empty()));
  }
  for (const std::string wrong : {"-1", "yesterday", "17e8", "1.", "01/15/2024"}) {
    const auto one = anchor("ADD_DATE=\"" + wrong + "\"");
    CHECK((one.created.empty() && one.date_invalid));
    CHECK(one.extra == "\"add_date\":\"" + wrong + "\"");
  }
}

TEST_CASE("given what programs say of a bookmark, when it is read, then each stands under their own name") {
  const auto one = anchor(
      "PRIVATE=\"1\" TOREAD=\"0\" SHORTCUTURL=\"g\" FEED=\"true\" FEEDURL=\"https://f/\" "
      "ICON_URI=\"https://i/\" "
      "ICON=\"data:,x\" LAST_CHARSET=\"UTF-8\" TAGS=\" b,a ,,b\" NAME=\"n\" PRIVATE=\"0\" empty");
  CHECK(
      one.extra ==
      R"("private":true,"toread":false,"shortcuturl":"g","feed":true,"icon_uri":"https://i/","last_charset":"UTF-8","netscape:name":"n","empty":"")");
  CHECK(one.feed_url == "https://f/");
  CHECK(one.tags == names{"b", "a"});
  CHECK(anchor("DESCRIPTION=\" said \"").description == "said");
}

TEST_CASE("given a separator, when a description stands behind it, then it is that of the link before") {
  const auto all =
      read("<DT><A HREF=\"https://a/\">A</A><HR><DD>said<HR><DT><A HREF=\"https://b/\">B</A><HR>");
  REQUIRE(all.links.size() == 2);
  CHECK(all.links[0].description == "said");
  CHECK_FALSE(all.links[1].description);
  CHECK(all.left_out == 3);
}

TEST_CASE("given Vivaldi's separators, when a bookmark file is read, then they are left out and counted") {
  const auto all = read(
      "<DT><A HREF=\"https://a/\">A</A><DT><A HREF=\"http://bookmark.placeholder.url/\">---</A><DT>"
      "<A HREF=\"https://b/\">B</A>");
  REQUIRE(all.links.size() == 2);
  CHECK(all.links[1].url == "https://b/");
  CHECK(all.left_out == 1);
}

TEST_CASE("given a link in the description of a folder, when its list begins, then the folder has its name") {
  const auto all = read(
      "<DT><H3>Inner</H3>\n<DD>see <a href=\"https://in/\">x</a>\n<DL><p><DT><A "
      "HREF=\"https://b/\">B</A></DL>"
      "<DT><H3>None</H3><DD>x<DT><A HREF=\"https://c/\">C</A><DL><DT><A HREF=\"https://d/\">D</A></DL>");
  REQUIRE(all.links.size() == 4);
  CHECK(all.links[0].folder.empty());
  CHECK(all.links[1].folder == names{"Inner"});
  CHECK(all.links[3].folder.empty());
}

TEST_CASE(
    "given folders, when they are nested, unclosed or without a list, then each bookmark lies in its own") {
  const auto all = read(
      "<DT><H3>A</H3><DL><DT><H3>B &amp; C</H3>\n<DD>about\n<DL><DT><A HREF=1>1</A></DL><DT><A "
      "HREF=2>2</A></DL>"
      "<DT><H3>Empty</H3><DT><A HREF=3>3</A><DL><DT><A HREF=4>4</A></DL></DL></DL></DL>"
      "<DT><A HREF=5>5</A><DT><H3>Open</H3><DL><DT><A HREF=6>6</A>");
  REQUIRE(all.links.size() == 6);
  CHECK(all.links[0].folder == names{"A", "B & C"});
  CHECK(all.links[1].folder == names{"A"});
  CHECK(all.links[2].folder.empty());
  CHECK(all.links[3].folder.empty());
  CHECK(all.links[4].folder.empty());
  CHECK(all.links[5].folder == names{"Open"});
  CHECK_FALSE(all.links[0].description);
}

TEST_CASE(
    "given the reading list of Safari and the bar of a browser, when they are read, then they are its own "
    "places") {
  const auto all = read(
      "<DT><H3 id=\"com.apple.ReadingList\">Reading List</H3><DL><DT><A HREF=1>1</A></DL>"
      "<DT><H3 PERSONAL_TOOLBAR_FOLDER=true>Bar</H3><DL><DT><H3>In</H3><DL><DT><A HREF=2>2</A></DL></DL>");
  REQUIRE(all.links.size() == 2);
  CHECK(all.links[0].extra == R"("toread":true)");
  CHECK(all.links[0].own_folders == 1);
  CHECK(all.links[1].folder == names{"Bar", "In"});
  CHECK(all.links[1].own_folders == 1);
}

TEST_CASE(
    "given descriptions, when they are read, then lines stay, and a tag that begins something ends them") {
  const auto all = read(
      "<DT><A HREF=1>1</A>\n<DD>one<br>two<BR/>\n  three &lt;b&gt;\n<DT><A HREF=2>2</A><DD></DD>\n"
      "<DT><DD>before</DD><A HREF=3>3</A><DD>with <a href=4>a link</a> behind");
  REQUIRE(all.links.size() == 4);
  CHECK(all.links[0].description == "one\ntwo\n\n  three <b>");
  CHECK_FALSE(all.links[1].description);
  CHECK(all.links[2].description == "with");
  CHECK(all.links[3].title == "a link");
}

TEST_CASE("given a file's letters, when it says how they are spelled or not, then they are read so") {
  const std::string link = "<DT><A HREF=x>\xE9t\xE9 \x80</A>";
  CHECK(only(link).title == "été €");
  CHECK(only("<META CHARSET=\"iso-8859-1\">" + link).title == "été €");
  CHECK(only("<META HTTP-EQUIV=Content-Type CONTENT=\"text/html; charset=windows-1252\"><DT><A "
             "HREF=x>\xC3\xA9</A>")
            .title == "Ã©");
  CHECK(only("<DT><A HREF=x>\xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9\xFF</A>").title == "été été\uFFFD");
  CHECK(only("<DT><A HREF=x>\xC3\xA9t\xC3\xA9 \xC3\xA9t\xC3\xA9\xFF</A>").bytes_invalid);
  const auto marked =
      read_all(netscape_reader, "\xEF\xBB\xBF<META CHARSET=latin1><DL><DT><A HREF=x>\xC3\xA9</A></DL>");
  REQUIRE(marked.links.size() == 1);
  CHECK(marked.links[0].title == "é");
}

TEST_CASE(
    "given a file that says another encoding, when it is read, then its letters are there, or it warns") {
  const auto title = [](const std::string& charset, const std::string& bytes) {
    return only("<META CHARSET=\"" + charset + "\"><DT><A HREF=x>" + bytes + "</A>");
  };
  CHECK(title("Shift_JIS", "\x93\xFA\x96\x7B \x83\x5C").title == "日本 ソ");
  CHECK(title("windows-1251", "\xCF\xF0\xE8\xE2\xE5\xF2").title == "Привет");
  CHECK(title("gb2312", "\xD6\xD0\xCE\xC4").title == "中文");
  CHECK(title("windows-1258", "\xE0 la").title == "à la");
  CHECK(title("big5", "\xA4\xA4\xA4\xE5").title == "中文");
  CHECK(title("koi8-r", "\xF0\xD2 &amp; \xE9").title == "Пр & И");
  CHECK(title("euc-jp", "\xC6\xFC\xFF").title.starts_with("日"));
  CHECK(title("euc-jp", "\xC6\xFC\xFF").bytes_invalid);
  CHECK(title("x-nobody-knows", "caf\xE9").title == "café");
  CHECK(title("x-nobody-knows", "caf\xE9").bytes_invalid);
  CHECK_FALSE(title("x-nobody-knows", "caf").bytes_invalid);
}

TEST_CASE("given a picture of a MiB in each bookmark, when they are read, then it is not held") {
  std::string list;
  for (int i = 0; i < 3; ++i)
    list += "<DT><A HREF=\"https://a/\" ICON=\"data:," + std::string(1 << 20, 'x') + "\" TAGS=\"t\">T</A>\n";
  const auto all = read_all(netscape_reader, head + list + "</DL>", 4'096);
  REQUIRE(all.links.size() == 3);
  for (const auto& one : all.links) CHECK((one.fault.empty() && one.tags == names{"t"} && one.extra.empty()));
}

TEST_CASE(
    "given a bookmark beyond the limit, when it is read, then it alone is faulty, and found by its title") {
  const std::string large(5'000, 'x');
  for (const auto& one : {"<DT><A HREF=\"https://a/" + large + "\">T</A>", "<DT><A HREF=a>T" + large + "</A>",
                          "<DT><A HREF=a>T</A><DD>" + large}) {
    const auto all =
        read_all(netscape_reader, head + one + "<DT><A HREF=\"https://b/\">next</A></DL>", 4'096);
    REQUIRE(all.links.size() == 2);
    CHECK(all.links[0].fault == "record_too_large");
    CHECK(all.links[0].title.starts_with("T"));
    CHECK(told(all.links[1]).starts_with("https://b/|next|"));
  }
}

TEST_CASE("given folders without end, when they are read, then their path is cut, and says so") {
  std::string deep;
  for (int i = 0; i < 3'000; ++i) deep += "<DT><H3>" + std::string(100, 'x') + "</H3><DL>";
  const auto all = read(deep + "<DT><A HREF=1>1</A>" + [] {
    std::string ends;
    for (int i = 0; i < 3'000; ++i) ends += "</DL>";
    return ends;
  }() + "<DT><A HREF=2>2</A>");
  REQUIRE(all.links.size() == 2);
  CHECK(all.links[0].folder.size() == 40);
  CHECK(all.links[0].extra == R"("folder_cut":true)");
  CHECK(all.links[1].folder.empty());
}

TEST_CASE("given separators, when a file is read, then they are counted and no links") {
  const auto all = read("<HR><DT><A HREF=1>1</A><HR><DT><A HREF=2>2</A>");
  CHECK(all.links.size() == 2);
  CHECK(all.left_out == 2);
}

TEST_CASE("given a page, when it is recognised, then a list of bookmarks says why, and others are none") {
  CHECK_FALSE(netscape_evidence("<!-- x --> <!doctype netscape-bookmark-file-1>").empty());
  CHECK_FALSE(netscape_evidence("<html><dl><dt><a href=x>x</a></dl>").empty());
  CHECK(netscape_evidence("<html><head><title>News</title><ul><li><a href=x>x</a></ul>").empty());
  CHECK(netscape_evidence("<?xml version=\"1.0\"?><opml><body/></opml>").empty());
  CHECK(netscape_evidence("https://a/").empty());
  CHECK(netscape_evidence("").empty());
}

// What follows was lost in silence elsewhere: linkding #396, Shaarli #902, its parser's #24, Karakeep #2299,
// Linkwarden #598.

TEST_CASE(
    "given texts that speak of tags which nobody escaped, when they are read, then no bookmark behind them "
    "is lost") {
  const auto all = read(
      "<DT><A HREF=1>The <script> element</A><DD>how <script>, <!-- and <? are used <style>\n"
      "<DT><A HREF=2>a < b, x <y or z> <title></A><DD>no <!doctype> </script> W++ N++>- D++<+++\n"
      "<DT><A HREF=3>The <a> element</A><DD>ends </a> and <b>bold</b> <input type=\"text\" checked>\n<DT><A "
      "HREF=4>4</A>");
  REQUIRE(all.links.size() == 4);
  CHECK(all.links[0].title == "The <script> element");
  CHECK(all.links[0].description == "how <script>, <!-- and <? are used <style>");
  CHECK(all.links[1].title == "a < b, x <y or z> <title>");
  CHECK(all.links[1].description == "no <!doctype> </script> W++ N++>- D++<+++");
  CHECK(all.links[2].title == "The <a> element");
  CHECK(all.links[2].description == "ends  and bold <input type=\"text\" checked>");
  CHECK_FALSE(all.truncated);
}

TEST_CASE(
    "given a script or comment that is not closed, when a file is read, then it says that it ends inside of "
    "it") {
  CHECK(read_all(netscape_reader, head + "<DT><A HREF=1>1</A></DL><script>a<b").truncated);
  CHECK(read_all(netscape_reader, head + "<DT><A HREF=1>1</A></DL><!-- <DT><A HREF=2>2</A>").truncated);
}

TEST_CASE(
    "given folders without a name, and links before any list, when they are read, then nothing is missing") {
  const auto all = read_all(netscape_reader,
                            "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<H1>Bookmarks</H1><DT><A "
                            "HREF=1>1</A>\n<DD>d \n<DT><A HREF=2>2</A>"
                            "<DT><H3></H3><DL><DT><H3>Photos</H3><DL><DT><A HREF=3>3</A></DL></DL>");
  REQUIRE(all.links.size() == 3);
  CHECK(all.links[0].description == "d");
  CHECK(all.links[2].folder == names{"Photos"});
}

TEST_CASE(
    "given an encoding that a <META> tells, when it is in quotes or spaced, then it is found as HTML does") {
  const auto title_of = [](const std::string& meta) {
    const auto all = read_all(netscape_reader, "<!DOCTYPE NETSCAPE-Bookmark-file-1>" + meta +
                                                   "<DL><DT><A HREF=\"https://a/\">\xF0\xD2</A></DL>");
    return all.links.at(0).title;
  };
  const std::string read = "\u041F\u0440", unread = "\u00F0\u00D2";
  CHECK(title_of(R"(<meta content='text/html; charset="koi8-r"' http-equiv=content-type>)") == read);
  CHECK(title_of(R"(<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset='KOI8-R'">)") == read);
  CHECK(title_of(R"(<META HTTP-EQUIV="Content-Type" CONTENT="charsets charset = koi8-r; x">)") == read);
  CHECK(title_of(R"(<META CHARSET=" koi8-r ">)") == read);
  CHECK(title_of(R"(<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset='koi8-r">)") == unread);
  CHECK(title_of(R"(<META NAME="description" CONTENT="charset=koi8-r">)") == unread);
}

}  // namespace waybill::formats::links::test
