// Hidden: `test_domains "[bench]"` prints what the hot path costs.
#include <chrono>
#include <iostream>

#include "tests/domains/bookmarks/support.hpp"

using namespace waybill;
using namespace waybill::bookmarks;
using namespace waybill::bookmarks::test;

namespace {

template <class Work>
void measure(const char* what, Work work) {
  constexpr int rounds = 200'000;
  auto best = std::chrono::nanoseconds::max();
  for (int run = 0; run < 5; ++run) {
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < rounds; ++i) work();
    best = std::min(best, std::chrono::nanoseconds(std::chrono::steady_clock::now() - start) / rounds);
  }
  std::cout << what << ": " << best.count() << " ns\n";
}

}  // namespace

TEST_CASE("how long the hot path takes", "[.][bench]") {
  std::string out;
  const std::string settled =
      "https://www.example.com/articles/2024/01/15/some-article-about-things-1234567890";
  const std::string typical =
      "https://www.Example.com/articles/some-article-about/?id=12345&page=2&utm_source=rss";
  measure("normalize, 80 bytes, settled", [&] { normalize_url(settled, out); });
  measure("normalize, 80 bytes, query of three", [&] { normalize_url(typical, out); });
  measure("normalize, non-ASCII host", [&] { normalize_url("https://münchen.de/x", out); });
  measure("identity of 80 bytes",
          [&] { out.assign(1, static_cast<char>(identity_of_normalized(settled)[0])); });
  measure("date", [&] { out.resize(parse_date("2024-01-15T10:30:00.250000+00:00") ? 1 : 2); });

  formats::activitystreams::link_record record;
  record.url = typical;
  record.title = "A title of some forty characters, or so";
  const std::string description(80, 'd');
  record.description = {formats::activitystreams::optional_text::state::text, description};
  record.tags = {"python", "to read", "web"};
  record.published = "2024-01-15T10:30:00+00:00";
  record.updated = "2024-01-16T09:15:00.250000+00:00";
  record.extra = R"({"image":"https://example.org/p.jpg","author":"A. Writer"})";
  candidate_maker maker(instant{});
  candidate made;
  measure("make", [&] {
    out.clear();
    maker.make(record, made, out);
  });
  const auto row = out;
  row_view view;
  measure("view_row", [&] { view_row(row, view); });
  const auto whole = *decode_row(row);
  measure("encode_row", [&] {
    out.clear();
    encode_row(whole, out);
  });
  measure("append_item", [&] {
    out.clear();
    append_item(whole, out);
  });
}
