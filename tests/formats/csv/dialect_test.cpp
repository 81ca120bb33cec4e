#include "formats/csv/dialect.hpp"

#include <catch2/catch.hpp>

#include "tests/formats/csv/support.hpp"

using namespace waybill::formats;
using namespace waybill::formats::csv;
using namespace waybill::formats::csv::testing;
using namespace std::string_literals;

namespace {

auto found(std::string_view first, const wishes& asked = {}) -> dialect {
  return find_dialect(first, asked).with;
}

auto reason_of(const found_dialect& one, std::string_view part) -> std::string {
  for (const auto& finding : one.findings)
    if (finding.part == part) return std::string(finding.reason) + " " + finding.value;
  return {};
}

auto wide(std::u16string_view text, bool big_endian) -> std::string {
  std::string out;
  for (const char16_t unit : text) {
    const char high = static_cast<char>(unit >> 8);
    const char low = static_cast<char>(unit & 0xFF);
    out += big_endian ? high : low;
    out += big_endian ? low : high;
  }
  return out;
}

}  // namespace

TEST_CASE(
    "given the first rows of a table, when the delimiter is looked for, then it parts them evenly into cells "
    "that make sense") {
  CHECK(found("a,b\n1,2\n").delimiter == ',');
  CHECK(found("a;b\n1,5;2,5\n").delimiter == ';');
  CHECK(found("1,5;2,5\n3,5;4,5\n").delimiter == ';');
  CHECK(found("a;1,5\nb;2,5\n").delimiter == ';');
  CHECK(found("id,name,tags\n1,x,a;b\n2,y,c;d\n").delimiter == ',');
  CHECK(found("1,x,a;b\n2,y,c;d\n").delimiter == ',');
  CHECK(found("a\tb\n1, 2\t3\n").delimiter == '\t');
  CHECK(found("a|b\n\"x,y\"|2\n").delimiter == '|');
  CHECK(found("\"a;b\",c\n\"x;y;z\",d\n").delimiter == ',');
  CHECK(found("Titre\n\nid;nom;ville\n1;A;Lyon\n2;B;Pau\n").delimiter == ';');
  CHECK(found("Nom, Prénom;Ville\nDupont, Jean;Lyon\nMartin, Zoé;Pau\n").delimiter == ';');
  CHECK(found("date;text\n2024-01-01 10:30;one, two, three\n2024-01-02 10:30;four\n").delimiter == ';');
}

TEST_CASE("given a table of one column, when the delimiter is looked for, then text in it is not parted") {
  for (const std::string text :
       {"email\na@example.org\nb@example.org\n", "comment\nhello, world\nfoo\nbar, baz\n",
        "url\nhttps://a/x\n", "", "note\nwell, yes\nno, thanks\nwhy, oh why\n",
        "montant\n1,5\n2,75\n-3,5\n"}) {
    INFO(text);
    const auto one = find_dialect(text);
    CHECK(one.with.delimiter == ',');
    CHECK(reason_of(one, "delimiter") == "one_column ,");
  }
}

TEST_CASE(
    "given a first line that names one column, when the table is read, then what stands below it is one cell "
    "each, and none is taken for the header") {
  const auto cells_of = [](const std::string& text) {
    const auto read = std::get<read_table>(read_all(text));
    std::vector<std::string> cells = read.head.names;
    for (const auto& row : read.rows) {
      CHECK(row.cells.size() == 1);
      cells.push_back(row.cells.at(0));
    }
    return cells;
  };
  using list = std::vector<std::string>;
  CHECK(cells_of("Nom\nDupont, Jean\nMartin, Zoe\n") == list{"Nom", "Dupont, Jean", "Martin, Zoe"});
  CHECK(cells_of("Nom\r\nDupont;Jean\r\nMartin;Zoe\r\n") == list{"Nom", "Dupont;Jean", "Martin;Zoe"});
  CHECK(cells_of("Nom\nZoe\nDupont,Jean\n") == list{"Nom", "Zoe", "Dupont,Jean"});
  CHECK(cells_of("prix\n1,5\n2,5\n3,75\n") == list{"prix", "1,5", "2,5", "3,75"});
  CHECK(cells_of("url\nhttps://a.example/?a=1;b=2\n") == list{"url", "https://a.example/?a=1;b=2"});
  CHECK(cells_of("url\nhttps://a/x,1,2\nhttps://a/y,3,4\n") ==
        list{"url", "https://a/x,1,2", "https://a/y,3,4"});
  CHECK(cells_of("email\na@b.example;c@d.example\n") == list{"email", "a@b.example;c@d.example"});
  CHECK(cells_of("note\n\"x, y\"\nz, \"w\"\n") == list{"note", "x, y", "z, \"w\""});
}

TEST_CASE(
    "given a title above a table, when the delimiter is looked for, then names above values or an empty line "
    "tell it from a column") {
  CHECK(found("Liste\nnom;age\nAda;36\nBob;40\n").delimiter == ';');
  CHECK(found("Liste\nnom;age\nAda;36\nBob;40\n").header_rows == 2);
  CHECK(found("Liste\n\nnom;ville\nAda;Pau\nBob;Lyon\n").header_rows == 2);
  CHECK(found("Liste\nnom;ville;pays\nAda;Pau;FR\nBob;Lyon;FR\n").header_rows == 2);
  // Rows without the other columns are short.
  CHECK_FALSE(found("email,name\na@b.example\nc@d.example\n").one_column);
}

TEST_CASE(
    "given quotes behind blanks, when a table is read, then they open cells where they close them, and the "
    "blanks are no text") {
  const auto rows_of = [](const std::string& text, const wishes& asked = {}) {
    std::vector<std::vector<std::string>> rows;
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{1} << 16}) {
      const auto read = std::get<read_table>(read_all(text, asked, piece));
      std::vector<std::vector<std::string>> now;
      for (const auto& row : read.rows) now.push_back(row.cells);
      CHECK((rows.empty() || rows == now));
      rows = now;
    }
    return rows;
  };
  using list = std::vector<std::vector<std::string>>;
  CHECK(rows_of("id, name, note\n1, \"a, b\", \"x\"\n2, \"c, d\" , \"y \"\"z\"\"\" \n") ==
        list{{"1", "a, b", "x"}, {"2", "c, d", "y \"z\""}});
  CHECK(rows_of("id;t\n1;\t\"a\nb\"\n2;\"c\"\n") == list{{"1", "a\nb"}, {"2", "c"}});
  CHECK(rows_of("\"id\"| \"t\"\n \"1\"| \"a|b\"\n", {.delimiter = '|'}) == list{{"1", "a|b"}});
  CHECK(reason_of(find_dialect("id, t\n1, \"a, b\"\n"), "quote") == "behind_blanks \"");
  // Those that do not end their cells are text, and so are their blanks.
  CHECK(rows_of("id,t\n1, \"well\" said\n2, \"so\" it is\n") ==
        list{{"1", " \"well\" said"}, {"2", " \"so\" it is"}});
  CHECK(rows_of("id,t\n1, 5\"\n2, \"\n") == list{{"1", " 5\""}, {"2", " \""}});
}

TEST_CASE("given a line sep= in front, when the dialect is looked for, then it decides and is no row") {
  const auto with = found("\xEF\xBB\xBFsep=;\r\na,b;c\r\n");
  CHECK(with.delimiter == ';');
  CHECK(with.head_bytes == 10);
  CHECK(with.has_hint);
  CHECK(found("SEP=|\na|b\n").delimiter == '|');
  CHECK(found("sep=;\na,b\n", {.delimiter = ','}).delimiter == ',');
  const auto read = std::get<read_table>(read_all("sep=;\r\nid;nom\r\n1;A\r\n"));
  CHECK(read.rows.at(0).row == 2);
  CHECK(read.rows.at(0).line == 3);
  // What cannot be a delimiter is text.
  CHECK_FALSE(found("sep=a\nb\n").has_hint);
}

TEST_CASE(
    "given rows with and without names above them, when the header is looked for, then rows before the data "
    "are counted") {
  CHECK(found("id,name\n1,Ada\n2,Bob\n").header_rows == 1);
  CHECK(found("1,Ada\n2,Bob\n").header_rows == 0);
  CHECK(found("a@example.org\nb@example.org\n").header_rows == 0);
  CHECK(found("name,city\nAda,Paris\n").header_rows == 1);
  CHECK(found("Pays,2010,2011\nFrance,12,13\nItalie,14,15\n").header_rows == 1);
  CHECK(found("# made by us\nid,name,age\n1,Ada,36\n2,Bob,40\n").header_rows == 2);
  CHECK(found("Export;;;\nle 4 mars;;;\n;;;\nid;nom;ville;tel\n1;A;Lyon;2\n").header_rows == 4);
  CHECK(found("id,\n1,x\n2,y\n").header_rows == 1);
  // What a table is about stands above it with the same delimiter.
  CHECK(found("Compte;123\nSolde;1 234,50\n\nDate;Libellé;Montant\n2024-01-02;A;5\n2024-01-03;B;6\n")
            .header_rows == 3);
  CHECK(found("Sales report, 2024\nregion,amount,qty\nNorth,5,6\nSouth,7,8\n").header_rows == 2);
  CHECK(found("name,city\nAda,Pau,x\nBob,Lyon,y\n").header_rows == 1);
  CHECK(found("name,age\nAda,36,x\nBob,40,y\n").header_rows == 1);
  CHECK(found("1,2\n3,4,5\n6,7,8\n").header_rows == 0);
  CHECK(found("id,nom,ville\n").header_rows == 1);
  CHECK(found("2,x\n").header_rows == 0);
  CHECK(found("abc").header_rows == 0);
  CHECK(found("").header_rows == 0);
}

TEST_CASE(
    "given header rows that a person asked for, when a table is read, then the last one names the columns") {
  const auto text = "\n\na,b\nx,\n\n1,2\n";
  const auto read = [&](unsigned rows) {
    return std::get<read_table>(read_all(text, {.header_rows = rows}));
  };
  CHECK(read(0).head.names == std::vector<std::string>{"column_1", "column_2"});
  CHECK(read(0).rows.size() == 3);
  CHECK(read(1).head.names == std::vector<std::string>{"a", "b"});
  CHECK(read(2).head.names == std::vector<std::string>{"x", "column_2"});
  CHECK(read(2).rows.at(0).row == 6);
  CHECK(read(2).found.records == 1);
  CHECK(read(3).rows.empty());
  CHECK(read(100).rows.empty());
  CHECK(read(100).head.header.size() == 3);
}

TEST_CASE(
    "given names of columns, when they are read, then they are trimmed, and none is empty or there twice") {
  const auto names = [](const std::vector<std::string_view>& cells) { return column_names(cells); };
  using list = std::vector<std::string>;
  CHECK(names({" a ", "\u00A0b\u3000", "\u200Bc\uFEFF", "\u2003 d\t"}) == list{"a", "b", "c", "d"});
  CHECK(names({"", "a", " "}) == list{"column_1", "a", "column_3"});
  CHECK(names({"a", "a", "a"}) == list{"a", "a_2", "a_3"});
  CHECK(names({"a", "a", "a_2"}) == list{"a", "a_3", "a_2"});
  CHECK(names({"column_2", ""}) == list{"column_2", "column_2_2"});
  CHECK(names({"", "column_1"}) == list{"column_1_2", "column_1"});
  CHECK(names(std::vector<std::string_view>(16'384, "same")).back() == "same_16384");
}

TEST_CASE("given text in any encoding, when it is looked at, then its encoding is found with its evidence") {
  const auto of = [](std::string_view text) { return reason_of(find_dialect(text), "encoding"); };
  CHECK(of("a,b\n1,2\n") == "ascii utf-8");
  CHECK(of("a,b\n1,é\n") == "valid_utf8 utf-8");
  CHECK(of("\xEF\xBB\xBF"
           "a,b\n") == "byte_order_mark utf-8");
  CHECK(of("a,b\n1,caf\xE9\n") == "not_utf8 windows-1252");
  CHECK(of("a,b\n1,caf\xE9") == "not_utf8 windows-1252");
  CHECK(of("a,b\n1,éé\xC3") == "valid_utf8 utf-8");
  CHECK(of("a,b\n1,éééééé\xE9\n") == "mostly_utf8 utf-8");
  CHECK(of("a,b\n1,éé\xE9\n") == "not_utf8 windows-1252");
  for (const bool big : {false, true}) {
    const auto name = big ? "utf-16be"s : "utf-16le"s;
    CHECK(of(wide(u"\uFEFFa;b\n1;2\n", big)) == "byte_order_mark " + name);
    CHECK(of(wide(u"a;b\n1;2\n", big)) == "zero_bytes " + name);
    CHECK(of(wide(u"\u0416\u0430;\u0438\n1;2\n3;4\n", big)) == "zero_bytes " + name);
  }
  CHECK(of("id,name,note\n1,a\0b,ok\n2,plain,\0\n"s) == "ascii utf-8");
  CHECK(of("1,\0\n2,\0\n"s) == "ascii utf-8");
}

TEST_CASE("given the parts of a dialect by name, when they are read, then only those are taken that can be") {
  CHECK(encoding_named("UTF-8") == encoding::utf_8);
  CHECK(encoding_named("latin1") == encoding::windows_1252);
  CHECK(encoding_named("Mac-Roman") == encoding::macintosh);
  CHECK_FALSE(encoding_named("ebcdic"));
  CHECK(wrong_part({}).empty());
  CHECK(wrong_part({.delimiter = 'a'}) == "delimiter");
  CHECK(wrong_part({.delimiter = '"'}) == "delimiter");
  CHECK(wrong_part({.delimiter = '\n'}) == "delimiter");
  CHECK(wrong_part({.delimiter = '\'', .quote = '\''}) == "delimiter");
  CHECK(wrong_part({.quote = ','}) == "quote");
  CHECK(wrong_part({.quote = none}).empty());
  CHECK(wrong_part({.escape = '"'}) == "escape");
  CHECK(wrong_part({.header_rows = 101}) == "header_rows");
}

TEST_CASE("given a dialect, when it is spelled and read, then it is the same, and nothing else is one") {
  for (const bool flag : {false, true}) {
    const dialect one{';', '\'', 10, '\\', encoding::iso_8859_15, 4, true, flag, !flag, flag};
    CHECK(dialect_spelled(spelled(one)) == one);
  }
  CHECK(dialect_spelled(spelled(dialect{})) == dialect{});
  for (const std::string text :
       {"", "1", "44.34.0.0.1.0.", "44.34.0.0.1.0.x", "300.34.0.0.1.0.utf-8", "44.34.0.0.101.0.utf-8",
        "44.34.0.0.1.16.utf-8", "44.34.-1.0.1.0.utf-8", "44.34.0.0.1.0.utf-8 "})
    CHECK_FALSE(dialect_spelled(text));
}

TEST_CASE("given line ends of any kind, when they are looked at, then most of them are told") {
  const auto of = [](std::string_view text) { return reason_of(find_dialect(text), "line_end"); };
  CHECK(of("a\r\nb\r\n") == "seen crlf");
  CHECK(of("a\n\"b\r\n\"\n") == "seen lf");
  CHECK(of("a\rb\rc") == "seen cr");
  CHECK(of("a\rb\nc\n") == "seen mixed");
  CHECK(of("a") == "seen none");
}
