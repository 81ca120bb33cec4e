// Files of links through the reader: options, findings, faults, and going on after a restart.
#include "domains/bookmarks/formats.hpp"
#include "formats/text.hpp"
#include "tests/domains/bookmarks/reading.hpp"

namespace waybill::bookmarks::test {
namespace {

using nlohmann::json;
using names = std::vector<std::string>;

const std::string head = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n";
const std::string nested =
    head +
    "<DT><H3 PERSONAL_TOOLBAR_FOLDER=\"true\">Bar</H3><DL><DT><A HREF=\"https://a/\">A</A>"
    "<DT><H3>Recipes</H3><DL><DT><H3>Cakes</H3><DL><DT><A HREF=\"https://b/\" TAGS=\"x,Cakes\" "
    "ADD_DATE=\"1700000000\">B</A></DL></DL></DL><HR></DL>";

auto read_some(const std::string& content, const std::string& options = "{}") -> std::vector<read_record> {
  auto all = read_whole(content, options);
  REQUIRE(all.found.ok());
  CHECK(all.found->records == all.records.size());
  return std::move(all.records);
}

auto exported(const std::vector<read_record>& records) -> std::string {
  auto text = export_head(reading_time, records.size());
  std::string before;
  for (const auto& one : records) {
    text += before;
    append_item(one.made, text);
    before = ",";
  }
  return text + export_tail();
}

auto told(const read_record& one) -> std::string {
  std::string item;
  if (one.fault.empty()) append_item(one.made, item);
  for (const auto warning : one.warnings) item.append(" ").append(warning);
  return item + one.fault + one.url + one.title + std::to_string(one.line);
}

auto why_not(std::string_view format, const std::string& first) -> std::string {
  const auto known = kind().recognise(format, first);
  return known ? "" : std::string(name_of(known.why().code)) + ": " + known.why().message;
}

}  // namespace

TEST_CASE(
    "given folders, when an import says what becomes of them, then they are tags or not, and always kept") {
  const auto by_default = read_some(nested);
  CHECK(by_default[0].made.tags.empty());
  CHECK(by_default[1].made.tags == names{"x", "Cakes"});
  CHECK(read_some(nested, R"({"folders":"ignore"})")[1].made.tags == names{"x", "Cakes"});
  CHECK(read_some(nested, R"({"folders":"path"})")[1].made.tags == names{"x", "Cakes", "Recipes"});
  CHECK(by_default[0].made.extra == R"({"folder":["Bar"]})");
  CHECK(by_default[1].made.extra == R"({"folder":["Bar","Recipes","Cakes"]})");
  CHECK(by_default[1].made.created_at.us == 1'700'000'000'000'000);
}

TEST_CASE(
    "given options of bookmarks, when they are checked, then they are written out, and wrong ones refused") {
  CHECK(*kind().check_options("{}") == R"({"folders":"tags","on_duplicate":"skip"})");
  CHECK(*kind().check_options(R"({"folders":"path","on_duplicate":"overwrite"})") ==
        R"({"folders":"path","on_duplicate":"overwrite"})");
  CHECK(kind().check_options(R"({"folders":"all"})").why().code == errc::bad_value);
  CHECK(kind().check_options(R"({"folders":1})").why().code == errc::bad_value);
  CHECK(kind().check_options(R"({"folder":"path"})").why().code == errc::unknown_field);
}

TEST_CASE("given a file, when it is checked, then its format is found, why, and what was left out") {
  const auto found = json::parse(read_whole(nested).found->findings);
  CHECK(found["format_found"]["format"] == "netscape");
  CHECK(found["format_found"]["evidence"].get<std::string>().find("DOCTYPE") != std::string::npos);
  CHECK(found["left_out"] == 1);
  CHECK(found["warnings"].empty());
  const auto cut = read_whole(nested.substr(0, nested.size() - 20));
  CHECK(json::parse(cut.found->findings)["warnings"] == json{"file_truncated"});
  CHECK(cut.records.size() == 2);
}

TEST_CASE("given a file without a bookmark, when it is checked, then it is not empty in silence") {
  for (const std::string& nothing :
       {head + "<H1>None</H1></DL>", std::string(R"({"roots":{"other":{"children":[]}}})"),
        std::string("url,title,description,tags,feed_url,created_at,updated_at\n"),
        std::string(R"({"@context":"https://www.w3.org/ns/activitystreams","type":"Collection","items":[]})"),
        std::string("<opml><body/></opml>"), std::string(R"({"bookmarks":[]})")}) {
    INFO(nothing);
    const auto all = read_whole(nothing);
    REQUIRE(all.found.ok());
    CHECK(all.found->records == 0);
    CHECK(json::parse(all.found->findings)["warnings"] == json{"nothing_found"});
  }
}

/// The same text in UTF-32, with a byte order mark.
auto wide(std::string_view text, bool is_big) -> std::string {
  std::string out(is_big ? "\0\0\xFE\xFF" : "\xFF\xFE\0\0", 4);
  for (std::size_t at = 0; at < text.size();) {
    const auto size = text::character_size(text.substr(at));
    const auto first = static_cast<unsigned char>(text[at]);
    // Of those beyond ASCII the tests have letters of two bytes.
    const auto code =
        size == 1 ? first : (first & 0x1FU) << 6U | (static_cast<unsigned char>(text[at + 1]) & 0x3FU);
    const std::string unit{'\0', '\0', static_cast<char>(code >> 8U), static_cast<char>(code)};
    out.append(is_big ? unit : std::string(unit.rbegin(), unit.rend()));
    at += size;
  }
  return out;
}

TEST_CASE("given files in UTF-32, when they are read, then they are what they are in UTF-8") {
  for (const auto& narrow :
       {nested + "<DT><A HREF=\"https://c/\">\u00C9t\u00E9</A></DL>",
        std::string("https://a/ \u00C9t\u00E9\nhttps://b/\n"),
        std::string(
            "url,title,description,tags,feed_url,created_at,updated_at\nhttps://a/,\u00C9t\u00E9,,x,,,\n")})
    for (const bool is_big : {false, true}) {
      const auto all = read_some(wide(narrow, is_big));
      const auto expected = read_some(narrow);
      REQUIRE(all.size() == expected.size());
      for (std::size_t i = 0; i < all.size(); ++i) CHECK(told(all[i]) == told(expected[i]));
    }
}

TEST_CASE(
    "given what nobody sees around an address or in a title, when a file is read, then it is not kept") {
  const auto all = read_some(
      head + "<DT><A HREF=\"&nbsp;https://a/\">A</A><DT><A HREF=\"\u200Bhttps://b/\uFEFF\">B</A></DL>");
  CHECK(all[0].made.url == "https://a/");
  CHECK(all[1].made.url == "https://b/");
  const auto nul = read_some(
      R"([{"href":"https://c/","description":"a\u0000b","extended":"\u0000c","tags":"t\u0000u","toread":"no"}])");
  CHECK(nul[0].made.title == "ab");
  CHECK(nul[0].made.description == "c");
  CHECK(nul[0].made.tags == names{"tu"});
}

TEST_CASE("given a date of change alone, when a file is read, then the bookmark is not younger than it") {
  const auto all = read_some(head + "<DT><A HREF=\"https://a/\" LAST_MODIFIED=\"1700000000\">A</A></DL>");
  CHECK(all[0].made.created_at.us == 1'700'000'000'000'000);
  CHECK(all[0].made.updated_at.us == 1'700'000'000'000'000);
}

TEST_CASE("given files with several byte order marks, when they are read, then all are passed over") {
  const std::string two = "\xEF\xBB\xBF\xEF\xBB\xBF";
  const std::string two_wide("\xFF\xFE\xFF\xFE", 4);
  std::string in_16 = two_wide;
  for (const char c : nested) in_16 += {c, '\0'};
  CHECK(told(read_some(two + nested)[1]) == told(read_some(nested)[1]));
  CHECK(told(read_some(in_16)[1]) == told(read_some(nested)[1]));
  CHECK(read_some(two + "https://a/\n")[0].made.url == "https://a/");
  CHECK(read_some(two + "url,title,description,tags,feed_url,created_at,updated_at\nhttps://a/,A,,x,,,\n")[0]
            .made.url == "https://a/");
}

TEST_CASE(
    "given a text of which a few lines are links, when it is asked for as a list, then those are read") {
  const std::string few =
      "unknown_format: The file is a text with URLs, and too few of its lines are links; say that its format "
      "is "
      "'urls'.";
  const std::string notes =
      "# My reading\n\nSome words on it.\nMore words.\n\n## Garden\n\n- [A](https://a/)\n- "
      "[B](https://b/)\n\n"
      "A paragraph that says something.\nAnd one more.\n\n## Cooking\n- [C](https://c/)\n";
  for (const auto& text : {notes, std::string("Hello\n\nsee https://a/ for\nmore\n"),
                           std::string("https://a/\nnot\nat\nall\nhttps://b/\n")}) {
    INFO(text);
    CHECK(why_not("auto", text) == few);
    CHECK(why_not("urls", text).empty());
    CHECK(why_not("netscape", text) == "unknown_format: The file is not what 'netscape' means.");
  }
  const auto all = read_some(notes);
  std::vector<std::string> told_of;
  for (const auto& one : all) told_of.push_back(one.fault.empty() ? one.made.url : one.fault);
  CHECK(told_of == std::vector<std::string>{"url_invalid", "url_invalid", "https://a/", "https://b/",
                                            "url_invalid", "url_invalid", "https://c/"});
  const std::string words = "# My reading\n\nSome words on it, and some more, and a few beside.\n";
  CHECK(why_not("urls", words) ==
        "unknown_format: The file is a Markdown document, which no import of bookmarks reads.");
}

TEST_CASE("given a file that is read since somebody says what it is, when it is checked, then it tells so") {
  for (const auto& [format, text] : {std::pair{"csv", "Name,Link\nA page,https://a.example/\n"},
                                     std::pair{"urls", "Hello\n\nsee https://a/ for\nmore\n"}}) {
    const auto found = json::parse(read_whole(text).found->findings);
    CHECK(found["format_found"] == json{{"format", format}, {"evidence", ""}});
  }
}

TEST_CASE("given a link of HTML alone, when it is read, then it is a bookmark") {
  for (const std::string& text : {std::string("<a href=\"https://a/\">A</a>"),
                                  std::string("\n<!-- x --><UL>\n<LI><A HREF='https://a/'>A</A>")}) {
    const auto all = read_some(text);
    REQUIRE(all.size() == 1);
    CHECK((all[0].made.url == "https://a/" && all[0].made.title == "A"));
  }
}

TEST_CASE("given states within states, when a list of Pocket is read, then the innermost is told, and once") {
  const auto all = read_some(
      "<!DOCTYPE html><html><head><title>Pocket Export</title></head><body><h1>Unread</h1><ul>"
      "<li><a href=\"https://a/\">A</a></li><h1>Read Archive</h1><ul><li><a "
      "href=\"https://b/\">B</a></li></ul></html>");
  REQUIRE(all.size() == 2);
  CHECK(all[0].made.extra == R"({"status":"unread"})");
  CHECK(all[1].made.extra == R"({"status":"archive"})");
}

TEST_CASE("given a member of a file that stands there twice, when it is read, then the last one is kept") {
  const auto chrome = read_some(R"({"roots":{"other":{"name":"O","children":[{"url":"https://a/","folder":"x",
      "a\u0062":1,"c":[1, 2],"ab":2}]}}})");
  CHECK(chrome[0].made.extra == R"({"folder":["O"],"c":[1,2],"ab":2})");
  const auto table = read_some(
      "url,title,description,tags,feed_url,created_at,updated_at,extra,x\n"
      "https://a/,A,,,,,,\"{\"\"x\"\":1}\",2\n");
  CHECK(table[0].made.extra == R"({"x":"2"})");
}

TEST_CASE("given tags with blanks around them, when they are read, then they are tags without, and once") {
  const names wanted{"lead", "a b"};
  CHECK(read_some(R"({"@context":"https://www.w3.org/ns/activitystreams","type":"Collection","items":[
      {"type":"Link","href":"https://a/","tag":[" lead","lead","\u00A0a b\u200B"," \u00A0","\u200B",""]}]})")
            [0]
                .made.tags == wanted);
  CHECK(
      read_some(
          R"([{"url":"https://a/","title":"A","is_archived":0,"tags":[" lead","\u3000lead","a b ","\u00A0"]}])")
          [0]
              .made.tags == wanted);
  CHECK(
      read_some(head + "<DT><A HREF=\"https://a/\" TAGS=\" lead,\u00A0lead,&nbsp;a b,\u200B\">A</A></DL>")[0]
          .made.tags == wanted);
  CHECK(read_some("url,title,description,tags,feed_url,created_at,updated_at\n"
                  "https://a/,A,,\"[\"\" lead\"\", \"\"a b\u00A0\"\", \"\"\u00A0\"\"]\",,,\n")[0]
            .made.tags == wanted);
}

TEST_CASE("given files of each format, when another is asked for, then the refusal says what they are") {
  const std::string as = R"({"@context":"https://www.w3.org/ns/activitystreams"})";
  CHECK(why_not("auto", nested).empty());
  CHECK(why_not("netscape", nested).empty());
  CHECK(why_not("urls", "https://a/\n").empty());
  CHECK(why_not("activitystreams", as).empty());
  CHECK(why_not("activitystreams", nested) ==
        "unknown_format: The file is 'netscape', and not 'activitystreams'.");
  CHECK(why_not("netscape", as) == "unknown_format: The file is 'activitystreams', and not 'netscape'.");
  CHECK(why_not("urls", nested) == "unknown_format: The file is 'netscape', and not 'urls'.");
  CHECK(why_not("netscape", "https://a/\n") == "unknown_format: The file is 'urls', and not 'netscape'.");
  CHECK(why_not("netscape", "x") == "unknown_format: The file is not what 'netscape' means.");
  CHECK(why_not("mork", nested) == "unknown_format: The format 'mork' is not known; try 'auto'.");
  CHECK(why_not("auto", "<!DOCTYPE html><html><body><a href=\"https://a/\">a</a></body></html>") ==
        "unknown_format: The file is an HTML page, which no import of bookmarks reads.");
  CHECK(why_not("auto", "<a href=\"https://a/\">a</a>").empty());
  for (const std::string sign : {",", "\t"})
    CHECK(why_not("auto", "name" + sign + "price\nA" + sign + "1\nB" + sign + "2\n") ==
          "unknown_format: The table has no column `url`: its first line has to name one.");
  CHECK(why_not("urls", R"(["https://a/"])") ==
        "unknown_format: The file is 'activitystreams', and not 'urls'.");
}

TEST_CASE(
    "given a file of links, when it is read in chunks of any size, each by a new reader, then nothing "
    "differs") {
  std::string file = head;
  for (int i = 0; i < 30; ++i) {
    const auto n = std::to_string(i);
    file += "<DT><H3>F" + n + "</H3><DL><DT><A HREF=\"https://a/" + n + "\" TAGS=\"t" + n +
            "\">T</A>\n<DD>about " + n + "\n" + (i % 3 == 0 ? "<DT><A>none</A>\n" : "") +
            (i % 2 == 0 ? "</DL>" : "");
  }
  for (const auto& content :
       {file, std::string("- [a](https://a/) [b](https://b/)\nnone\n# x\nhttps://c/ C\nhttps://d/\n")}) {
    const auto whole = read_some(content);
    for (std::size_t size = 1; size < 9; ++size) {
      const auto again = read_whole(content, "{}", size);
      REQUIRE(again.records.size() == whole.size());
      for (std::size_t i = 0; i < whole.size(); ++i) CHECK(told(again.records[i]) == told(whole[i]));
    }
  }
}

TEST_CASE("given bookmarks of a browser, when exported and imported again, then not a byte differs") {
  const auto first = read_some(
      head +
      "<DT><H3>F \"1\"</H3><DL><DT><A HREF=\"https://a/?x=1&amp;y\" ADD_DATE=\"1700000000\" PRIVATE=\"1\" "
      "TYPE=\"text/html\" NAME=\"n\" URL=\"u\" TAG=\"t\" PUBLISHED=\"p\" TAGS=\"a,b\">A</A><DD>one\ntwo"
      "<DT><A HREF=\"https://b/\" ADD_DATE=\"-11644473600\" LAST_MODIFIED=\"1700000000123\">B</A>"
      "<DT><A HREF=\"javascript:x\">C</A></DL></DL>");
  REQUIRE(first.size() == 3);
  const auto document = exported(first);
  const auto second = read_some(document);
  REQUIRE(second.size() == 3);
  CHECK(exported(second) == document);
  for (std::size_t i = 0; i < first.size(); ++i) CHECK(second[i].made == first[i].made);
  CHECK(first[1].warnings == std::vector<std::string_view>{"date_invalid"});
}

TEST_CASE("given links that cannot be taken, when they are read, then each says why, by its URL and title") {
  const auto all = read_some(head + "<DT><A>none</A><DT><A HREF=\"https://a/" + std::string(11'000, 'x') +
                             "\">long</A><DT><A HREF=\"https://b/\">B</A></DL>");
  REQUIRE(all.size() == 3);
  CHECK((all[0].fault == "url_missing" && all[0].title == "none"));
  CHECK(
      (all[1].fault == "url_too_long" && all[1].url.starts_with("https://a/xxx") && all[1].title == "long"));
  CHECK(all[2].fault.empty());
  const auto lines = read_some("https://a/\nwww.b.example\n");
  CHECK((lines[1].fault == "url_invalid" && lines[1].line == 2));
}

TEST_CASE(
    "given a table whose rows begin with URLs, when it is recognised, then it is a table, and no list") {
  const std::string table =
      "url,title,tags\nhttps://a.example/1,One,\"a,b\"\nhttps://a.example/2,Two,c\nhttps://a.example/3,3,d\n";
  CHECK(recognise_file("auto", table).why().code == errc::unknown_format);
  CHECK(recognise_file("csv", table).ok());
  const auto file = read_whole(table);
  REQUIRE(file.records.size() == 3);
  CHECK(file.records[0].made.url == "https://a.example/1");
  CHECK(file.records[0].made.title == "One");
  CHECK(file.records[0].made.tags == std::vector<std::string>{"a", "b"});
}

TEST_CASE("given a tree with what is no bookmark in it, when it is read, then the others are whole") {
  const auto file = read_whole(
      R"({"roots":{"bookmark_bar":{"type":"folder","name":"b","children":[{"type":"url","name":"first",)"
      R"("url":"https://a.example/1"},{"type":"url","name":"second","url":"https://a.example/2"},null]}}})");
  REQUIRE(file.records.size() == 3);
  CHECK(file.records[0].fault.empty());
  CHECK(file.records[0].made.url == "https://a.example/1");
  CHECK(file.records[1].fault.empty());
  CHECK(file.records[2].fault == "not_a_bookmark");
}

TEST_CASE(
    "given a line of nothing but brackets, when it is read, then in time, and what is behind it is there") {
  const std::string many(1'000'000, '[');
  for (const auto& line :
       {many + "](", many + " https://a.example/x", "[x](" + many + ") [t](https://a.example/x)"}) {
    const auto file = read_whole(
        "- [One](https://a.example/1)\n- [Two](https://a.example/2)\n- [Three](https://a.example/3)\n- " +
        line + "\n- [Last](https://a.example/4)\n");
    REQUIRE(file.records.size() == 5);
    CHECK(file.records[4].made.url == "https://a.example/4");
  }
}

TEST_CASE("given a link with very many tags, when it is read, then each is there once") {
  std::string tags;
  for (int i = 0; i < 100'000; ++i) tags += std::to_string(i % 50'000) + ",";
  const auto file =
      read_whole("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><DT><A HREF=\"https://a.example/\" TAGS=\"" +
                 tags + "\">A</A></DL>\n");
  REQUIRE(file.records.size() == 1);
  CHECK(file.records[0].made.tags.size() == 50'000);
}

TEST_CASE("given a year where a date has to be, when a table is read, then that is no moment of 1970") {
  const auto file = read_whole(
      "url,title,created\nhttps://a.example/1,One,2020\nhttps://a.example/2,Two,20240115\n"
      "https://a.example/3,Three,1700000000\n");
  REQUIRE(file.records.size() == 3);
  CHECK(file.records[0].made.created_at.us == reading_time.us);
  CHECK(std::ranges::count(file.records[0].warnings, "date_invalid") == 1);
  CHECK(file.records[1].made.created_at.us == parse_date("2024-01-15T00:00:00Z")->us);
  CHECK(file.records[2].made.created_at.us == 1'700'000'000'000'000);
}

}  // namespace waybill::bookmarks::test
