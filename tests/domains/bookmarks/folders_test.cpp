// A link that lies in several folders of one file.
#include "domains/bookmarks/formats.hpp"
#include "tests/domains/bookmarks/reading.hpp"

namespace waybill::bookmarks::test {
namespace {

using names = std::vector<std::string>;

const std::string head = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n";

/// What becomes of the second link of a file that holds two, when the first was created.
struct decided_second {
  outcome what = outcome::skipped;
  std::string code;
  bookmark after;
  bool reads_row = false;
};
auto second_of(const std::string& content, const std::string& options, bool of_this_import = true)
    -> decided_second {
  const stored_file file(content);
  chunk_reader reader(kind(), {file.path(), options, reading_time});
  REQUIRE(reader.start({}).ok());
  const auto chunk = *reader.next();
  REQUIRE(chunk->records.size() == 2);
  const std::string first(chunk->view(chunk->records[0].row));
  const known_record known{{1, 0}, first, of_this_import};
  const auto decider = kind().decider(options, reading_time);
  decided_second made;
  made.reads_row = decider->needs_rows() || decider->needs_rows_for(*chunk, chunk->records[1], {&known, 1});
  std::string scratch;
  decided_record out;
  decider->decide(*chunk, chunk->records[1], {&known, 1}, scratch, out);
  made.what = out.what;
  made.code = out.code;
  if (out.what == outcome::updated) made.after = *decode_row(out.after);
  return made;
}

}  // namespace

TEST_CASE(
    "given a link in two folders of a file, when it is imported, then it has the tags of both, and tag and "
    "folder agree") {
  const auto in_folders = [](const std::string& first, const std::string& second, const std::string& tags) {
    const auto link = "<DL><DT><A HREF=\"https://a/\"" + tags + ">A</A></DL>";
    return head + "<DT><H3>" + first + "</H3>" + link + "<DT><H3>" + second + "</H3>" + link + "</DL>";
  };
  const std::string skip = R"({"folders":"tags","on_duplicate":"skip"})";
  const std::string overwrite = R"({"folders":"tags","on_duplicate":"overwrite"})";
  const auto skipped = second_of(in_folders("History", "Code", ""), skip);
  CHECK(skipped.reads_row);
  CHECK(skipped.what == outcome::updated);
  CHECK(skipped.after.tags == names{"History", "Code"});
  CHECK(skipped.after.extra == R"({"folder":["History"]})");
  CHECK(second_of(in_folders("History", "Code", " TAGS=\"x\""), skip).after.tags ==
        names{"x", "History", "Code"});
  const auto overwritten = second_of(in_folders("History", "Code", ""), overwrite);
  CHECK(overwritten.after.tags == names{"History", "Code"});
  CHECK(overwritten.after.extra == R"({"folder":["Code"]})");
  CHECK(second_of(in_folders("History", "Code", " TAGS=\"x\""), overwrite).after.tags ==
        names{"x", "History", "Code"});
  CHECK(second_of(in_folders("Same", "Same", ""), skip).code == "duplicate_in_file");
  CHECK(second_of(in_folders("History", "Code", ""), R"({"folders":"ignore","on_duplicate":"skip"})").code ==
        "duplicate_in_file");
  const auto of_before = second_of(in_folders("History", "Code", ""), skip, false);
  CHECK(of_before.code == "duplicate");
  CHECK_FALSE(of_before.reads_row);
}

TEST_CASE(
    "given a link in two folders, when its file overwrites what it brought, then nothing is new and no tag "
    "is "
    "lost") {
  const auto link_in = [](const std::string& folder, const std::string& tags) {
    return "<DT><H3>" + folder + "</H3><DL><DT><A HREF=\"https://a/\"" + tags + ">A</A></DL>";
  };
  const std::string overwrite = R"({"folders":"tags","on_duplicate":"overwrite"})";
  /// The second link of a file on top of what its first one was before.
  const auto again = [&](const std::string& first, const std::string& second, const std::string& tags) {
    return second_of(head + link_in(first, tags) + link_in(second, tags) + "</DL>", overwrite, false);
  };
  CHECK(again("History", "History", "").code == "unchanged");
  CHECK(again("History", "Code", "").after.tags == names{"History", "Code"});
  CHECK(again("History", "Code", "").after.extra == R"({"folder":["Code"]})");
  CHECK(again("History", "Code", " TAGS=\"x\"").after.tags == names{"x", "Code"});
  const auto both = head + link_in("Code", " TAGS=\"History\"") + link_in("History", "") + "</DL>";
  CHECK(second_of(both, overwrite, false).code == "unchanged");
}

TEST_CASE("given a list without titles, when it overwrites, then titles stay, and those given count") {
  const std::string overwrite = R"({"on_duplicate":"overwrite"})";
  CHECK(second_of("https://a/ A title\nhttps://a/\n", overwrite, false).code == "unchanged");
  CHECK(second_of("https://a/ A title\nhttps://a/ Another\n", overwrite, false).after.title == "Another");
  CHECK(second_of("https://a/\nhttps://a/?utm_source=x\n", overwrite, false).after.title ==
        "https://a/?utm_source=x");
  const std::string links = "<DT><A HREF=\"https://a/\">A title</A><DT><A HREF=\"https://a/\"> </A>";
  CHECK(second_of(head + links + "</DL>", overwrite, false).code == "unchanged");
}

}  // namespace waybill::bookmarks::test
