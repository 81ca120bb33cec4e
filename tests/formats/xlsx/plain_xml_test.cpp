// What is read without expat is told as expat tells it: any XML, cut anywhere, sound or not.
#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "formats/xlsx/xml.hpp"

using namespace waybill::formats::xlsx;

namespace {

/// All that was told, as one text; the pieces of a text are put together.
class witness final : public xml_listener {
 public:
  witness() { wants_text = true; }
  void on_start(std::string_view name, std::uint32_t depth, const attributes& with) override {
    said.append("\n").append(std::to_string(depth)).append("<").append(name);
    for (const auto& one : with) said.append(" ").append(one.name).append("=").append(one.value);
    said += '>';
  }
  void on_end(std::string_view name, std::uint32_t depth) override {
    said.append("\n").append(std::to_string(depth)).append("/").append(name).append(">");
  }
  void on_text(std::string_view text) override { said += text; }
  std::string said;
};

/// The same, and how it ended.
auto told(const std::string& xml, bool all_by_expat, std::size_t piece) -> std::string {
  witness to;
  xml_parser parser(to, all_by_expat);
  for (std::size_t at = 0; at < xml.size() && parser.feed(std::string_view(xml).substr(at, piece), false);)
    at += piece;
  if (!parser.why()) parser.feed({}, true);
  const auto& why = parser.why();
  return to.said + "\n" + why.message + " line " + std::to_string(why.line) + " in " +
         std::string(parser.root());
}

using chance = std::mt19937;

auto one_of(chance& random, std::initializer_list<const char*> all) -> std::string {
  return *(all.begin() + random() % all.size());
}

void append_any(chance& random, int depth, std::string& xml) {
  const auto name = one_of(random, {"c", "row", "v", "t", "is", "x:c", "a-b.c", "_1", "h\u00e9"});
  xml += "<" + name;
  for (auto left = random() % 4; left > 0; --left)
    xml += one_of(random, {" r=\"A1\"", " s='12'", " t=\"inlineStr\"", " xml:space=\"preserve\"",
                           " z=\"a &lt; b\"", "  d=\"2\"", " e=\"\u00e9\"", " f=\"a>b\"", "\n g=\"1\"",
                           " h = \"1\"", " i='\"'", " j=\"'\"", " k=\"a\tb\""});
  if (random() % 8 == 0) {
    xml += one_of(random, {"/>", " />"});
    return;
  }
  xml += one_of(random, {">", ">", ">", " >"});
  for (auto left = random() % 5; left > 0 && depth < 5; --left) {
    if (random() % 2 == 0)
      append_any(random, depth + 1, xml);
    else
      xml += one_of(random, {"text", " \n ", "1.5", "a &amp; b", "\u00e9\u20ac", "\r\n", "a > b", "&#65;",
                             "<!-- <c> -->", "<!-- > </c> -->", "<![CDATA[<c>]]>", "<?pi a>b?>", "\uFFFD",
                             "\x7f", "\U0001F600"});
  }
  xml += "</" + name + one_of(random, {">", ">", ">", " >"});
}

}  // namespace

TEST_CASE("given any XML cut anywhere, when it is read with and without expat, then the same is told") {
  const auto seed = Catch::rngSeed() != 0 ? Catch::rngSeed() : std::random_device{}();
  CAPTURE(seed);
  chance random(seed);
  for (int round = 0; round < 3'000; ++round) {
    std::string xml = one_of(random, {"", "", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", "\xEF\xBB\xBF",
                                      "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>"});
    xml += one_of(random, {"<root>", "<x:root a=\"1\">", "<root >"});
    for (auto left = random() % 6; left > 0; --left) append_any(random, 1, xml);
    xml += xml.find("x:root") == std::string::npos ? "</root>" : "</x:root>";
    // One in three is damaged.
    if (random() % 3 == 0) xml[random() % xml.size()] = "<>&\"'/ \x01\xC3]-"[random() % 11];
    if (random() % 9 == 0) xml.resize(random() % xml.size());
    const auto piece = random() % 3 == 0 ? std::size_t{1} : 1 + random() % 40;
    CAPTURE(xml, piece);
    REQUIRE(told(xml, false, piece) == told(xml, true, xml.size() + 1));
  }
}

TEST_CASE("given XML of 16 bits, when it is read, then expat reads all of it") {
  std::string xml = "\xFE\xFF";
  for (const char c : std::string("<root><c r=\"A1\">1</c></root>")) xml += std::string{'\0', c};
  CHECK(told(xml, false, 5) == told(xml, true, 1'000));
}

TEST_CASE("given texts, names and nesting beyond all measure, when they are read, then the same is told") {
  const auto kind = GENERATE(0, 1, 2, 3);
  std::string xml = "<root>";
  if (kind == 0) xml += "<t>" + std::string(200'000, 'a') + "</t><t>b</t>";
  if (kind == 1) xml += "<t a=\"" + std::string(100'000, 'a') + "\">x</t>";
  if (kind == 2) xml += "<t" + std::string(2 << 20, 'a') + ">x</t>";
  for (int i = 0; kind == 3 && i < 120; ++i) xml += "<t>";
  xml += "</root>";
  CHECK(told(xml, false, 64 << 10) == told(xml, true, 64 << 10));
}
