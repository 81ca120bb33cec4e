// What stands before the XML of a sitemap, however its bytes are cut.
#include "formats/sitemap/front.hpp"

#include <catch2/catch.hpp>

using namespace waybill::formats::sitemap;

namespace {

struct seen {
  std::string xml;
  std::uint64_t bytes = 0, lines = 0;
  friend auto operator==(const seen&, const seen&) -> bool = default;
};

auto in_pieces(std::string_view text, std::size_t piece) -> seen {
  front before;
  std::optional<std::string> xml;
  while (!text.empty() && !xml) {
    xml = before.take(text.substr(0, piece), false);
    text.remove_prefix(std::min(piece, text.size()));
  }
  if (!xml) xml = before.take({}, true);
  REQUIRE(xml);
  return {*xml + std::string(text), before.bytes(), before.lines()};
}

}  // namespace

TEST_CASE("given what may stand before XML, when it comes in pieces of any size, then the same is left out") {
  const std::string mark = "\xEF\xBB\xBF";
  const std::string xml = "<?xml version='1.0' encoding='utf8'?><urlset/>";
  const std::vector<std::pair<std::string, seen>> all{
      {xml, {xml, 0, 0}},
      {mark + xml, {mark + xml, 0, 0}},
      {" \r\n\n" + xml, {xml, 4, 2}},
      {mark + "\n " + xml, {xml, 5, 1}},
      {"<!-- a\n -->\n" + xml, {xml, 12, 2}},
      {mark + "<!----> <!--->-->" + xml, {xml, 20, 0}},
      {"<!-- <?xml", {"<!-- <?xml", 0, 0}},
      {"<!-- " + std::string(5'000, '-') + ">" + xml, {"<!-- " + std::string(5'000, '-') + ">" + xml, 0, 0}},
      {"<urlset/>", {"<urlset/>", 0, 0}},
      {"\xEF\xBB", {"\xEF\xBB", 0, 0}},
      {" \n ", {"", 3, 1}},
      {"<?xm", {"<?xm", 0, 0}},
      {"", {"", 0, 0}},
      {"<?xml" + std::string(3'000, 'x'), {"<?xml" + std::string(3'000, 'x'), 0, 0}}};
  for (const auto& [text, left] : all)
    for (const std::size_t piece : {1, 2, 3, 5, 7, 64, 100'000}) {
      INFO(text.substr(0, 60) << " by " << piece);
      CHECK((in_pieces(text, piece) == left));
    }
}

TEST_CASE("given declarations, when their encoding is asked for, then it is what they name") {
  CHECK(declared_encoding("<?xml version='1.0' encoding='utf8'?><a encoding='x'/>") == "utf8");
  CHECK(declared_encoding("\xEF\xBB\xBF<?xml encoding=\"UTF_8\" ?>") == "UTF_8");
  for (const auto* const none :
       {"<?xml version='1.0'?><a encoding='x'/>", "<a encoding='x'/>", "", "<?xml encoding"})
    CHECK(declared_encoding(none).empty());
}
