// What is damaged in Netscape bookmark files, or written by hand: nothing of it is lost in silence.
#include <random>

#include "formats/links/netscape.hpp"
#include "tests/formats/links/support.hpp"

namespace waybill::formats::links::test {
namespace {

const std::string head =
    "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n<DL><p>\n";

auto read(const std::string& list) -> read_links {
  return read_all(netscape_reader, head + list + "</DL><p>\n");
}

/// Each as `folder/url|title|description`, or its fault in front.
auto shown(const std::string& list) -> std::vector<std::string> {
  std::vector<std::string> all;
  for (const auto& one : read(list).links) {
    std::string line(one.fault);
    if (!line.empty()) line += " ";
    for (const auto& name : one.folder) line += name + "/";
    all.push_back(line + one.url + "|" + one.title + "|" + one.description.value_or("-"));
  }
  return all;
}

using lines = std::vector<std::string>;

const std::string next = "<DT><A HREF=\"https://b/\" ADD_DATE=\"1700000000\">B</A>\n";

/// Each has one quote too few, and holds two bookmarks beside the last.
const std::vector<std::string> torn{
    "<DT><A HREF=\"https://a/>A</A>\n" + next,
    "<DT><A HREF=\"https://a/\" TAGS=\"x>A</A>\n<dt>\n" + next,
    "<DT><A HREF=\"https://a/\" ICON=\"data:,x>A</A>\n" + next,
    "<DT><A HREF='https://a/>A</A>\n<DD>it's about a<DT><A HREF='https://b/'>B</A>\n",
    "<DT><A HREF=\"https://a/>A</A><DD>some 5\" pipe\n" + next,
    "<DT><A HREF=\"https://a/>A \"quoted\" title</A>\n" + next,
    "<DT><A HREF=\"https://a/>A</A>\n<li><a href=\"https://b/\">B</a></li>",
    "<DT><A HREF=\"https://a/ ADD_DATE=\"1700000000\">A</A>\n" + next};

}  // namespace

TEST_CASE(
    "given a quote that nobody closed, when a file is read, then its bookmark alone is a fault, and the next "
    "is there") {
  for (const auto& one : torn) {
    INFO(one);
    const auto all = read(one + "<DT><A HREF=\"https://c/\">C</A>");
    REQUIRE(all.links.size() == 3);
    CHECK(all.links[0].fault == "url_invalid");
    CHECK(all.links[0].url.starts_with("https://a/"));
    CHECK((all.links[1].fault.empty() && all.links[1].url == "https://b/" && all.links[1].title == "B"));
    CHECK((all.links[2].fault.empty() && all.links[2].url == "https://c/"));
  }
}

TEST_CASE("given quotes that nobody closed, when a file is split anywhere, then the same links come out") {
  std::string list;
  for (const auto& one : torn) list += one + "<DT><H3 ADD_DATE=\"1>Folder</H3><DL>" + one + "</DL>";
  const auto text = head + list + "<DT><A HREF=\"https://z/>Z</A></DL>";
  const auto wanted = told(read_all(netscape_reader, text));
  CHECK(wanted.size() == 4 * torn.size() + 2);
  CHECK(told(read_all(netscape_reader, text, [] { return std::size_t{1}; })) == wanted);
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 dice{seed};
  for (int round = 0; round < 100; ++round)
    REQUIRE(told(read_all(netscape_reader, text, [&] { return std::size_t{1} + dice() % 50; })) == wanted);
}

TEST_CASE(
    "given a quote that nobody closed in a heading or a list, when a file is read, then no folder is lost") {
  CHECK(shown("<DT><H3 ADD_DATE=\"1>In</H3>\n<DL><p>\n" + next + "</DL>" + next) ==
        lines{"In/https://b/|B|-", "https://b/|B|-"});
  CHECK(shown("<DT><A HREF=\"https://a/>A</A>\n<DT><H3 ADD_DATE=\"1700000000\">In</H3><DL>" + next +
              "</DL>") == lines{"url_invalid https://a/|A|-", "In/https://b/|B|-"});
  CHECK(shown("<DT><H3>In</H3><DL CLASS=\"x><DT><A HREF=\"https://a/\">A</A></DL>" + next) ==
        lines{"In/https://a/|A|-", "https://b/|B|-"});
}

TEST_CASE("given a last quote that nobody closed, when the file ends in it, then what it swallowed is read") {
  const auto all = read_all(
      netscape_reader, head + next + "<DT><A HREF='https://a/>A</A><DT><A HREF=\"https://c/\">C</A></DL>");
  REQUIRE(all.links.size() == 3);
  CHECK(all.links[1].fault == "url_invalid");
  CHECK(all.links[2].url == "https://c/");
  CHECK_FALSE(all.truncated);
  const auto count = netscape_count();
  count->feed(head + next + "<DT><A HREF='https://a/>A</A><DT><A HREF=\"https://c/\">C</A></DL>");
  count->finish();
  CHECK(count->links() == 3);
}

TEST_CASE(
    "given a quote that nobody closed before more than a bookmark may hold, when it is read, then that is "
    "still a fault") {
  const auto text = head + "<DT><A HREF=\"https://a/>A</A><DD>" + std::string(1'100'000, 'x') + "<DT>" + next;
  for (const std::size_t size : {std::size_t{997}, text.size()}) {
    const auto all = read_all(netscape_reader, text, [&] { return size; });
    REQUIRE(all.links.size() == 1);
    CHECK(all.links[0].fault == "url_invalid");
  }
}

TEST_CASE(
    "given a limit of what a link may hold, when a file with open quotes is read, then as many links are "
    "there "
    "as without it") {
  const std::string list = torn[0] + "<DT><A HREF=\"https://a/" + std::string(3'000, 'x') +
                           "\" REL=\"javascript:<x><dt>\">A</A><DT><A HREF=\"https://b/>B</A><DD>" +
                           std::string(3'000, 'y') + next;
  const auto of_many = "<DT><A REL=\"" + std::string(700, 'x') + "\" HREF=\"https://c/?<DT><A \">C</A>";
  for (const std::size_t size : {std::size_t{7}, of_many.size()})
    CHECK(read_all(
              netscape_reader, head + of_many + next + "</DL>", [&] { return size; }, 600)
              .links.size() == read(of_many + next).links.size());
  const auto all = read(list);
  CHECK(all.links.size() == 5);
  for (const std::size_t size : {std::size_t{7}, list.size()})
    CHECK(read_all(
              netscape_reader, head + list + "</DL><p>\n", [&] { return size; }, 600)
              .links.size() == all.links.size());
}

TEST_CASE("given values that hold tags, when their quotes are closed, then they are what was written") {
  const std::string program = "javascript:document.write('<dt><a href=x>y</a>')";
  CHECK(shown("<DT><A HREF=\"" + program + "\" ADD_DATE=\"1\">P</A>") == lines{program + "|P|-"});
  CHECK(shown("<DT><A HREF=\"https://a/\" DESCRIPTION=\"a > b, <b>c</b>\" "
              "ICON=\"data:,<svg><a/></svg>\">P</A>") == lines{"https://a/|P|a > b, <b>c</b>"});
}

TEST_CASE("given text behind a link, when it is read, then it is the description, and signs alone are none") {
  CHECK(shown("<DT><A HREF=a>A</A> - worth reading<br>twice <b>at</b> least\n" + next) ==
        lines{"a|A|- worth reading\ntwice at least", "https://b/|B|-"});
  CHECK(shown("<DT><A HREF=a>A</A> <!-- said --> | &nbsp;\n<DD>d") == lines{"a|A|d"});
  CHECK(shown("<li><a href=a>A</a> (<i>note</i>)</li>") == lines{"a|A|(note)"});
}

TEST_CASE("given several descriptions, when they are read, then they are one, each in a line of its own") {
  CHECK(shown("<DT><A HREF=a DESCRIPTION=zero>A</A> first\n<DD>second\n<DD>third\n<DD>third\n" + next) ==
        lines{"a|A|zero\nfirst\nsecond\nthird\nthird", "https://b/|B|-"});
  CHECK(shown("<DT><A HREF=a DESCRIPTION=same>A</A><DD>same") == lines{"a|A|same"});
  const auto large = std::string(1'500, 'x');
  const auto all =
      read_all(netscape_reader, head + "<DT><A HREF=a>A</A><DD>" + large + "<DD>y" + large + "</DL>", 2'000);
  REQUIRE(all.links.size() == 1);
  CHECK(all.links[0].fault == "record_too_large");
}

TEST_CASE(
    "given a heading in a description, when a list follows it, then it is a folder, else part of the text") {
  CHECK(shown("<DT><A HREF=a>A</A><DD>one <h3>Two</h3> three\n" + next) ==
        lines{"a|A|one \nTwo\n three", "https://b/|B|-"});
  CHECK(shown("<DT><A HREF=a>A</A><DD>one\n<H3>In &amp; out</H3>\n<DL><p>" + next + "</DL>" + next) ==
        lines{"a|A|one", "In & out/https://b/|B|-", "https://b/|B|-"});
  CHECK(shown("<DT><A HREF=a>A</A><DD>one\n<H3 ADD_DATE=\"1\">In</H3>\n<DD>of it<DL>" + next + "</DL>") ==
        lines{"a|A|one", "In/https://b/|B|-"});
  CHECK(shown("<DT><A HREF=a>A</A><DD>one <h3>Two</h3> three<DL>" + next + "</DL>") ==
        lines{"a|A|one \nTwo\n three", "https://b/|B|-"});
}

TEST_CASE(
    "given a page in an encoding that the system knows, when it is read in pieces, then its letters are "
    "there") {
  const std::string page =
      "<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=ISO-2022-JP\">\n" + head +
      // The third letter of this title is spelled as "<" and another sign.
      "<DT><A HREF=\"https://a/\">\x1B$BF|K\\<\x22\x1B(B x</A>\n<DD>\x1B$BF|K\\\x1B(B\n" + next + "</DL>";
  for (const std::size_t size : {std::size_t{1}, std::size_t{13}, page.size()}) {
    const auto all = read_all(netscape_reader, page, [&] { return size; });
    REQUIRE(all.links.size() == 2);
    CHECK(all.links[0].title == "日本滋 x");
    CHECK(all.links[0].description == "日本");
    CHECK_FALSE(all.links[0].bytes_invalid);
    CHECK(all.links[1].title == "B");
  }
}

TEST_CASE(
    "given a page in an encoding of the system with bytes that are no text, when it is read, then it warns") {
  const auto all = read_all(netscape_reader, "<META CHARSET=iso-2022-jp>" + head +
                                                 "<DT><A HREF=a>\x1B$BF|\x01\x02\xFF\n</A>" + next + "</DL>");
  REQUIRE(all.links.size() == 2);
  CHECK(all.links[0].bytes_invalid);
  CHECK_FALSE(all.links[1].bytes_invalid);
}

TEST_CASE(
    "given letters of an encoding that nobody knows or that is no ASCII, when they are read, then it warns") {
  const auto warned = [](const std::string& charset, const std::string& title) {
    const auto all = read("<META CHARSET=\"" + charset + "\"><DT><A HREF=a>" + title + "</A>");
    REQUIRE(all.links.size() == 1);
    return all.links[0].bytes_invalid;
  };
  CHECK(warned("x-nobody", "\x1B$BF|K\\\x1B(B"));
  CHECK_FALSE(warned("utf-16", "caf"));
  CHECK(warned("ibm037", "caf\xE9"));
  CHECK(warned("utf-8//IGNORE", "caf\xE9"));
  CHECK_FALSE(warned("mac", "caf\x8E"));
}

}  // namespace waybill::formats::links::test
