// Lists of URLs, plain or as Markdown writes them.
#include "formats/links/urls.hpp"

#include "tests/formats/links/support.hpp"

namespace waybill::formats::links::test {
namespace {

auto lines_of(const std::string& text) -> std::vector<std::string> {
  std::vector<std::string> lines;
  for (const auto& one : read_all(urls_reader, text).links)
    lines.push_back(
        std::to_string(one.line) + " " +
        (one.fault.empty() ? one.url + "|" + one.title : std::string(one.fault) + "|" + one.title));
  return lines;
}

using lines = std::vector<std::string>;

/// Of one line: each link as `url|title|what is said of it`.
auto links_of(const std::string& line) -> lines {
  lines all;
  for (const auto& one : read_all(urls_reader, line).links)
    all.push_back((one.fault.empty() ? one.url : std::string(one.fault)) + "|" + one.title + "|" +
                  one.description.value_or("-"));
  return all;
}

}  // namespace

TEST_CASE(
    "given a list of URLs, when it is read, then each line is a link, its title behind it, or a fault") {
  CHECK(lines_of("\xEF\xBB\xBF# a comment\nhttps://a/\n\n  http://b/  A  title "
                 "\r\nhttps://c/\tT\njavascript:void(0) x\n"
                 "www.d.example\nC:\\x\nlocalhost:8080/x\nnot a url\n#\nHTTPS://E/") ==
        lines{"2 https://a/|", "4 http://b/|A title", "5 https://c/|T", "6 javascript:void(0)|x",
              "7 url_invalid|www.d.example", "8 url_invalid|C:\\x", "9 url_invalid|localhost:8080/x",
              "10 url_invalid|not a url", "12 HTTPS://E/|"});
}

TEST_CASE("given signs that end or join URLs of a list, when it is read, then they are no part of them") {
  CHECK(lines_of("https://a/6,\nhttps://a/7; T\nhttps://a/1,https://a/2;https://a/3 Last\n`https://a/8`\n"
                 "- `https://a/9`\n[T9]( https://b/ )\njavascript:x();\nhttps://a/x,y;z\n"
                 "https://a/?u=1,https://b/\nsee https://a/4,https://a/5\n") ==
        lines{"1 https://a/6|", "2 https://a/7|T", "3 https://a/1|", "3 https://a/2|", "3 https://a/3|Last",
              "4 https://a/8|", "5 https://a/9|", "6 https://b/|T9", "7 javascript:x();|",
              "8 https://a/x,y;z|", "9 https://a/?u=1,https://b/|", "10 https://a/4|see", "10 https://a/5|"});
  CHECK_FALSE(urls_evidence("`https://a/8`\n`https://a/9`\n").empty());
}

TEST_CASE("given links of Markdown, when they are read, then a line has as many records as links") {
  CHECK(lines_of(
            "- [One](https://a/)\n* <https://b/>\n1. text https://c/, and more\n"
            "- [x] [Two (2)](https://d/_(x) \"t\") and [Three](<https://e/>) https://f/.\n[note](#here)\n") ==
        lines{"1 https://a/|One", "2 https://b/|", "3 https://c/|text", "4 https://d/_(x)|Two (2)",
              "4 https://e/|Three", "4 https://f/|", "5 url_invalid|[note](#here)"});
}

TEST_CASE("given text around a link, when it is read, then it is the title, or is said of the link") {
  CHECK(links_of("- My title: https://a/") == lines{"https://a/|My title|-"});
  CHECK(links_of("* **My title** \u2013 <https://a/>") == lines{"https://a/|My title|-"});
  CHECK(links_of("1. text https://a/, and (more)") == lines{"https://a/|text|and (more)"});
  CHECK(links_of("- https://a/ - My title") == lines{"https://a/|My title|-"});
  CHECK(links_of("- [T](https://a/) - what it is.") == lines{"https://a/|T|what it is."});
  CHECK(links_of("- [T](https://a/ \"tip\")!") == lines{"https://a/|T|-"});
  CHECK(links_of("- see [T](https://a/) again") == lines{"https://a/|T|see\nagain"});
  CHECK(links_of("[1]: https://a/ \"T\"") == lines{"https://a/|1|T"});
  CHECK(links_of("- One: https://a/ Two: https://b/ | [Three](https://c/), last") ==
        lines{"https://a/|One|-", "https://b/|Two|-", "https://c/|Three|last"});
  CHECK(links_of("+ https://a/ one, https://b/ two") == lines{"https://a/|one|-", "https://b/|two|-"});
}

TEST_CASE(
    "given a line as long as a file, when what looks like links is none, then each byte is looked at a few "
    "times") {
  constexpr std::size_t times = 40'000;
  const auto repeated = [](const std::string& piece) {
    std::string line = "x ";
    for (std::size_t i = 0; i < times; ++i) line += piece;
    return line;
  };
  // All of these took minutes when each link looked through the rest of the line.
  for (const std::string piece : {"http://a/ ", "[[http://a/] ", "http://a/[] ", "[http://a/ ",
                                  "[a](http://a/ ", "![http://a/ ", "[[http://a/][ ", "(http://a/"})
    CHECK(links_of(repeated(piece)).size() >= 1);
  CHECK(links_of(repeated("http://a/ ")).size() == times);
  CHECK(links_of(repeated("[a](javascript:x) ") + "http://a/").size() == times + 1);
  CHECK(links_of("x http://a/" + std::string(times, ')')) == lines{"http://a/|x|-"});
  CHECK(links_of("see (https://h/14_(x)) there").front().starts_with("https://h/14_(x)|"));
}

TEST_CASE(
    "given a line of addresses that no blank parts, when it is as long as a file, then each byte is looked "
    "at a "
    "few times") {
  constexpr std::size_t times = 60'000;
  // All of these took minutes when each address was looked for in the rest of the line.
  for (const std::string piece :
       {"http://a.b/,", "http://a.b/;", "<http://a.b/", "\"http://a.b/", "`http://a.b/>", "[[http://a/][",
        "[http://a.b/],", "http://a.b/[x,", "<http://a.b/|", "[[http://a.b/|x "}) {
    CAPTURE(piece);
    std::string line;
    for (std::size_t i = 0; i < times; ++i) line += piece;
    const auto all = links_of(line);
    CHECK(all.size() > times / 2);
    CHECK(all.back().starts_with("http://a"));
  }
  std::string brackets;
  for (std::size_t i = 0; i < times; ++i) brackets += "[[http://a.b/";
  CHECK(links_of(brackets).size() == 1);
  CHECK(links_of("<http://a/1<http://a/2,http://a/3?x,http://b/>") ==
        lines{"http://a/1||-", "http://a/2||-", "http://a/3?x,http://b/||-"});
  CHECK(links_of("- [http://a/1]http://a/2") == lines{"http://a/1||-", "http://a/2||-"});
}

TEST_CASE("given blanks beyond ASCII, when a list is read, then they end a URL as a blank does") {
  CHECK(links_of("https://a/\u00A0A title") == lines{"https://a/|A title|-"});
  CHECK(links_of("https://a/\u3000\u5168\u89D2") == lines{"https://a/|\u5168\u89D2|-"});
  CHECK(links_of("\u3000https://a/\u2003T\u200B") == lines{"https://a/|T|-"});
  CHECK(links_of("- see https://a/\u00A0now") == lines{"https://a/|see|now"});
  CHECK(links_of("- [T](https://a/\u00A0\"tip\")") == lines{"https://a/|T|-"});
  CHECK_FALSE(urls_evidence("\u3000https://a/\u3000A\n\u3000https://b/\u3000B\n").empty());
}

TEST_CASE("given lists of other programs, when they are read, then titles and tags are what they mean") {
  CHECK(links_of("https://a/ | First title") == lines{"https://a/|First title|-"});
  CHECK(links_of("https://a/ | Second | with bar") == lines{"https://a/|Second | with bar|-"});
  CHECK(links_of("https://a/ - Title") == lines{"https://a/|Title|-"});
  CHECK(links_of("https://a/ \u2014 Title") == lines{"https://a/|Title|-"});
  CHECK(links_of("https://a/ -1 degrees") == lines{"https://a/|-1 degrees|-"});
  CHECK(links_of("* [[https://a/1][Title]]") == lines{"https://a/1|Title|-"});
  CHECK(links_of("** [[https://a/1]]") == lines{"https://a/1||-"});
  CHECK(links_of("[[https://a/1][One]] and [[https://b/][Two]]") ==
        lines{"https://a/1|One|and", "https://b/|Two|-"});
  CHECK(links_of("* [[https://a/1][Title") == lines{"https://a/1|Title|-"});
  CHECK(links_of("[[https://a/]](https://b/)").at(0).starts_with("https://b/|"));
  CHECK(links_of("- [T](https://a/) <!-- seen --> more") == lines{"https://a/|T|more"});
  const auto tags_of = [](const std::string& line) { return read_all(urls_reader, line).links.at(0).tags; };
  CHECK(tags_of("- [T](https://a/) <!-- TAGS: a,b c -->") == lines{"a", "b c"});
  CHECK(links_of("- [T](https://a/) <!-- TAGS: a,b c -->") == lines{"https://a/|T|-"});
  CHECK(tags_of("* [[https://a/][T]] :a:b_c:") == lines{"a", "b_c"});
  CHECK(links_of("* [[https://a/][T]] said :a:") == lines{"https://a/|T|said"});
  CHECK(tags_of("- [T](https://a/) :star:").empty());
}

TEST_CASE("given several addresses at the front of a line, when a list is read, then each is a link") {
  CHECK(lines_of(
            "https://a/ https://b/\nhttps://c/\thttps://d/  D title\nhttps://e/, https://f/,https://g/ x") ==
        lines{"1 https://a/|", "1 https://b/|", "2 https://c/|", "2 https://d/|D title", "3 https://e/|",
              "3 https://f/|", "3 https://g/|x"});
  CHECK(lines_of("https://a/ https://a/") == lines{"1 https://a/|https://a/"});
  CHECK(lines_of("https://a/ | https://b/") == lines{"1 https://a/|https://b/"});
  CHECK(lines_of("https://a/ see https://b/") == lines{"1 https://a/|see https://b/"});
}

TEST_CASE("given links of chats, wikis and AsciiDoc, when they are read, then labels are titles") {
  CHECK(links_of("<https://a/1|Label one>") == lines{"https://a/1|Label one|-"});
  CHECK(links_of("- see <https://a/1|One> and <https://b/|Two>") ==
        lines{"https://a/1|One|see\nand", "https://b/|Two|-"});
  CHECK(links_of("<https://a/x|y") == lines{"https://a/x|y||-"});
  CHECK(links_of("[[https://a/1|One title]]") == lines{"https://a/1|One title|-"});
  CHECK(links_of("* [https://a/1 One title]") == lines{"https://a/1|One title|-"});
  CHECK(links_of("[https://a/1 One](https://b/)").at(0).starts_with("https://b/|"));
  CHECK(links_of("https://a/1[One title]") == lines{"https://a/1|One title|-"});
  CHECK(links_of("* link:https://a/1[One^], said") == lines{"https://a/1|One|said"});
  CHECK(links_of("link:https://a/1[One]") == lines{"https://a/1|One|-"});
  CHECK(links_of("https://a/?x[]=1&y[0]=2 T") == lines{"https://a/?x[]=1&y[0]=2|T|-"});
  CHECK(links_of("https://[::1]/ T") == lines{"https://[::1]/|T|-"});
  CHECK(links_of("`One <https://a/1>`_") == lines{"https://a/1|One|-"});
  const auto buku = read_all(urls_reader, "- <https://a/> <!-- TAGS: x,y z -->").links.at(0);
  CHECK(buku.tags == lines{"x", "y z"});
  CHECK(buku.title.empty());
}

TEST_CASE(
    "given a table without a header, when it is read as a list, then what stands behind a URL is its title") {
  CHECK(links_of("https://a/1,Title one,tag\nhttps://a/2,\"Two, 2\",\nhttps://a/3,Three,x y,z\n") ==
        lines{"https://a/1|Title one|tag", "https://a/2|Two, 2|-", "https://a/3|Three|x y\nz"});
  CHECK(links_of("https://a/1;Un\nhttps://a/2;Deux\n") == lines{"https://a/1|Un|-", "https://a/2|Deux|-"});
  CHECK(links_of("https://a/x,12.html One\nhttps://a/y,13.html Two\n") ==
        lines{"https://a/x,12.html|One|-", "https://a/y,13.html|Two|-"});
  CHECK(links_of("https://a/x,all\nhttps://a/x,new\n") == lines{"https://a/x,all||-", "https://a/x,new||-"});
  CHECK(links_of("https://a/x,All\n") == lines{"https://a/x,All||-"});
  CHECK(links_of("https://a/,https://b/\nhttps://c/,https://d/\n").size() == 4);
  for (std::size_t size = 1; size < 9; ++size)
    CHECK(read_all(urls_reader, "https://a/1,One\nhttps://a/2,Two\n", [&] { return size; }).links.at(1).end ==
          32);
}

TEST_CASE("given addresses with brackets or commas in them, when a list is read, then they stay whole") {
  for (const std::string url : {"https://a/file[1].pdf", "https://a/items[3]?format=json",
                                "https://a/?filter[status]", "https://a/a[b]:c/d", "https://a/photos[2019]",
                                "http://[::1]:8080/x[2]", "https://a/wiki/Foo_[disambiguation]"}) {
    INFO(url);
    CHECK(links_of(url).at(0) == url + "||-");
    CHECK(links_of(url + " A title").at(0) == url + "|A title|-");
  }
  CHECK(links_of("https://a/place/Paris,France\nhttps://a/place/Lyon,France\n") ==
        lines{"https://a/place/Paris,France||-", "https://a/place/Lyon,France||-"});
  CHECK(links_of("https://a/?fields=Id,Name,x\nhttps://a/?fields=Id,Email,y\n").at(0) ==
        "https://a/?fields=Id,Name,x||-");
  CHECK(links_of("https://a/新闻,北京\nhttps://a/新闻,上海\nhttps://a/新闻,广州\n").size() == 3);
  CHECK(links_of("https://a/新闻,北京\nhttps://a/新闻,上海\n").at(1) == "https://a/新闻,上海||-");
  CHECK(links_of("https://a/1, How to cook rice, pasta\nhttps://a/2, Paris, Texas (1984)\n") ==
        lines{"https://a/1|How to cook rice, pasta|-", "https://a/2|Paris, Texas (1984)|-"});
  CHECK(links_of("https://a/ https://b: how it works") == lines{"https://a/|https://b: how it works|-"});
  CHECK(links_of("[[https://a/11|eleven]]") == lines{"https://a/11|eleven|-"});
}

TEST_CASE("given rows without a header, when other lines stand among them, then those are read as they are") {
  const std::string rows = "https://a/1,Title one,x\nhttps://a/2,Title two,y\nhttps://a/3,Title three,z\n";
  CHECK(links_of(rows + "https://a/4 A title, with comma\n").back() == "https://a/4|A title, with comma|-");
  const auto both = links_of(rows + "https://a/5 and https://a/6, too\n");
  CHECK(both.size() == 4);
  CHECK(links_of(rows).at(1) == "https://a/2|Title two|y");
}

TEST_CASE("given a picture in a link of Markdown, when it is read, then the link is where it leads to") {
  CHECK(links_of("- [![Build](https://i/b.svg)](https://a/)") == lines{"https://a/|Build|-"});
  CHECK(links_of("[a ![b](i.png \"x\") c](https://a/_(x))") == lines{"https://a/_(x)|a b c|-"});
  CHECK(links_of("- [![](https://i/b.svg)](https://a/) Built") == lines{"https://a/|Built|-"});
  CHECK(links_of("- of it ![Build](https://i/b.svg)") == lines{"https://i/b.svg|Build|of it"});
  CHECK(links_of("- [![Build](https://i/b.svg) is broken") == lines{"https://i/b.svg|Build|is broken"});
}

TEST_CASE("given a list whose lines end with CR alone, when it is read in pieces, then each line is a link") {
  const std::string list = "# x\rhttps://a/ A\r\rhttps://b/\r\nhttps://c/ C\nhttps://d/\r";
  const lines wanted{"2 https://a/|A", "4 https://b/|", "5 https://c/|C", "6 https://d/|"};
  CHECK(lines_of(list) == wanted);
  CHECK_FALSE(urls_evidence("https://a/\rhttps://b/\rnot\rhttps://c/\r").empty());
  for (std::size_t size = 1; size < 20; ++size) {
    const auto all = read_all(urls_reader, list, [&] { return size; });
    REQUIRE(all.links.size() == 4);
    CHECK(all.links[3].end == list.size());
    CHECK(all.links[3].line == 6);
  }
}

TEST_CASE("given several links in a line, when they end, then each ends behind the one before it") {
  const auto all = read_all(urls_reader, "- [1](https://a/) [2](https://b/)\nhttps://c/\n");
  REQUIRE(all.links.size() == 3);
  CHECK(all.links[0].end < all.links[1].end);
  CHECK(all.links[1].end < all.links[2].end);
  CHECK(all.links[2].end == 45);
}

TEST_CASE("given a list in UTF-16 or Windows-1252, when it is read, then its letters are there") {
  const std::string wide("\xFF\xFEh\0t\0t\0p\0s\0:\0/\0/\0a\0/\0 \0\xE9\0\n\0", 28);
  CHECK(lines_of(wide) == lines{"1 https://a/|é"});
  CHECK(lines_of("https://a/ \xE9t\xE9\n") == lines{"1 https://a/|été"});
}

TEST_CASE(
    "given a text, when it is recognised, then a list of links says why, and prose or a table does not") {
  CHECK_FALSE(urls_evidence("# x\nhttps://a/\nnot\nhttps://b/ t, u\nhttp://c").empty());
  CHECK_FALSE(urls_evidence("- [a](https://a/)\n- [b](https://b/)\n").empty());
  CHECK(urls_evidence("Dear all,\nplease look at https://a/\nand say what you think.\nThank you\n").empty());
  CHECK(urls_evidence("url,title\nhttps://a/,A\n").empty());
  CHECK(urls_evidence("<!DOCTYPE html><p>x <a href=\"https://a/\">a</a>").empty());
  CHECK(urls_evidence("").empty());
}

}  // namespace waybill::formats::links::test
