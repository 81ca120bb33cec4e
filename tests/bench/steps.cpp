// What the steps of one record's way cost: the functions of the domain that every record passes.
#include <algorithm>

#include "domains/bookmarks/bookmark.hpp"
#include "domains/bookmarks/url_identity.hpp"
#include "tests/bench/groups.hpp"

namespace waybill::bench {
namespace {

using namespace bookmarks;
using formats::activitystreams::link_record;
using formats::activitystreams::optional_text;

constexpr const char* settled_url =
    "https://www.example.com/articles/2024/01/15/some-article-about-things-1234567890";
constexpr const char* typical_url =
    "https://www.Example.com/articles/some-article-about/?id=12345&page=2&utm_source=rss";
const std::string description(80, 'd');

/// The best of all rounds: what disturbs only makes it longer.
class step_table {
 public:
  explicit step_table(const plan& wanted)
      : times_(std::max<std::uint64_t>(wanted.records / 5, 1)), rounds_(wanted.rounds + 2) {}

  template <class Work>
  void measure(const char* what, Work work) {
    auto best = 1e9;
    for (int round = 0; round < rounds_; ++round) {
      const stopwatch time;
      for (std::uint64_t i = 0; i < times_; ++i) work();
      best = std::min(best, time.seconds());
    }
    made_.rows.push_back({what, grouped(best * nanoseconds / static_cast<double>(times_))});
  }
  auto take() -> table { return std::move(made_); }

 private:
  static constexpr double nanoseconds = 1e9;
  std::uint64_t times_;
  int rounds_;
  table made_{"Steps of one record's way", {"step", "ns"}, {}};
};

auto typical_record() -> link_record {
  link_record record;
  record.url = typical_url;
  record.title = "A title of some forty characters, or so";
  record.description = {optional_text::state::text, description};
  record.tags = {"python", "to read", "web"};
  record.published = {"2024-01-15T10:30:00+00:00", "\"2024-01-15T10:30:00+00:00\""};
  record.updated = {"2024-01-16T09:15:00.250000+00:00", "\"2024-01-16T09:15:00.250000+00:00\""};
  record.extra = R"({"image":"https://example.org/p.jpg","author":"A. Writer"})";
  return record;
}

void measure_texts(step_table& into) {
  std::string out;
  const std::string settled = settled_url;
  const std::string typical = typical_url;
  into.measure("normalize a URL of 80 bytes that stays as it is", [&] { normalize_url(settled, out); });
  into.measure("normalize a URL with three parameters", [&] { normalize_url(typical, out); });
  into.measure("normalize a URL with a non-ASCII host", [&] { normalize_url("https://münchen.de/x", out); });
  into.measure("identity of 80 bytes",
               [&] { out.assign(1, static_cast<char>(identity_of_normalized(settled)[0])); });
  into.measure("read a date", [&] { out.resize(parse_date("2024-01-15T10:30:00.250000+00:00") ? 1 : 2); });
}

void measure_rows(step_table& into) {
  const auto record = typical_record();
  std::string row;
  candidate_maker maker(instant{});
  candidate made;
  into.measure("make a candidate and its row", [&] {
    row.clear();
    maker.make(record, made, row);
  });
  row_view view;
  into.measure("look into a row", [&] { view_row(row, view); });
  const auto whole = *decode_row(row);
  std::string out;
  into.measure("write a row", [&] {
    out.clear();
    encode_row(whole, out);
  });
  into.measure("write an item of an export", [&] {
    out.clear();
    append_item(whole, out);
  });
}

}  // namespace

void measure_steps(const plan& wanted, const table_taker& take) {
  step_table steps{wanted};
  measure_texts(steps);
  measure_rows(steps);
  take(steps.take());
}

}  // namespace waybill::bench
