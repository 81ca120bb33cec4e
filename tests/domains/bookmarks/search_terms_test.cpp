// Under which terms an index holds a bookmark, and which a search asks for.
#include "domains/bookmarks/search_terms.hpp"

#include <algorithm>

#include "tests/domains/bookmarks/support.hpp"

using namespace waybill;
using namespace waybill::bookmarks;
using namespace waybill::bookmarks::test;

namespace {

using texts = std::vector<std::string>;

/// Marks made visible; `*` for a beginning, `-` for what is excluded.
auto needed(std::string_view query, const texts& tags = {}, std::size_t whole = 60) -> texts {
  texts all;
  for (auto& one : needed_terms(read_query(query), tags, whole)) {
    std::ranges::replace(one.text, '\1', '#');
    std::ranges::replace(one.text, '\2', '@');
    all.push_back((one.excluded ? "-" : "") + one.text + (one.begins ? "*" : ""));
  }
  return all;
}

auto terms_of(const bookmark& what) -> texts {
  std::string row;
  encode_row(what, row);
  row_view view;
  REQUIRE(view_row(row, view));
  bookmark_terms terms;
  const auto& found = terms.of(view);
  texts all;
  for (std::size_t i = 0; i < found.size(); ++i) {
    all.emplace_back(found[i]);
    std::ranges::replace(all.back(), '\1', '#');
    std::ranges::replace(all.back(), '\2', '@');
  }
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

}  // namespace

TEST_CASE(
    "given a bookmark, when it is indexed, then words, tags as a whole and all that its host is below are "
    "terms") {
  bookmark one;
  one.url = "https://www.Bücher.example:8443/a_b";
  one.title = "Été 東京都";
  one.tags = {"To Read"};
  CHECK(terms_of(one) == texts{"#to read", "8443", "@example", "@www.xn--bcher-kva.example",
                               "@xn--bcher-kva.example", "a", "b", "bucher", "ete", "example", "https",
                               "read", "to", "www", "京", "京都", "東", "東京", "都"});
}

TEST_CASE(
    "given a URL with percent signs, when it is indexed, then it is found as it reads and as it is written") {
  bookmark one;
  one.url = "https://x.org/%C3%89t%C3%A9";
  CHECK(terms_of(one) == texts{"89t", "@org", "@x.org", "a9", "c3", "ete", "https", "org", "x"});
}

TEST_CASE(
    "given a search, when the index is asked, then for words of phrases, pairs of neighbours and marked "
    "filters") {
  CHECK(needed("Garden \"on the riv\"* -ocean") == texts{"garden", "on", "the", "-ocean", "riv*"});
  CHECK(needed("東京都 tag:\"To Read\" -site:Example.org") ==
        texts{"#to read", "京都", "東京", "-@example.org"});
  CHECK(needed("都*") == texts{"都"});
  CHECK(needed("", {"C++", "Été"}) == texts{"#c++", "#ete"});
}

TEST_CASE(
    "given what an index cannot tell, when it is asked, then it is asked for less, and excludes nothing "
    "more") {
  CHECK(needed("-\"two words\"").empty());
  CHECK(needed("abcdefgh -abcdefgh", {}, 4) == texts{"abcd"});
  CHECK(needed("before:2024 -- * \"").empty());
  CHECK(needed("site:/ -site:. a a b* bc* b*") == texts{"a", "bc*", "b*"});
  CHECK(needed("a* b* c* d* e* f* g* hi* hi* -j*") == texts{"hi*", "a*", "b*", "c*", "d*", "e*"});
}
