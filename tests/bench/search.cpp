// Finding bookmarks by their words: how fast the index is made, what it costs an import, how long answers
// take. Words are as frequent as those of a language are: the n-th most frequent word is n times rarer than
// the first.
#include <httplib.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <random>
#include <stdexcept>
#include <thread>

#include "tests/bench/groups.hpp"
#include "tests/bench/house.hpp"

namespace waybill::bench {
namespace {

constexpr std::uint32_t vocabulary = 200'000;

class language {
 public:
  explicit language(std::uint32_t seed) : random_(seed) {}
  auto below(std::uint32_t n) -> std::uint32_t { return static_cast<std::uint32_t>(random_() % n); }
  auto rank() -> std::uint32_t {
    const double share = std::generate_canonical<double, 32>(random_);
    return static_cast<std::uint32_t>(std::pow(double{vocabulary}, share)) - 1;
  }
  /// Syllables that say the number.
  static auto word(std::uint32_t rank) -> std::string {
    static constexpr std::string_view heads = "bcdfghjklmnprstvz";
    static constexpr std::string_view vowels = "aeiou";
    std::string text;
    for (auto left = rank + 85; left > 0; left /= 85) {
      text += heads[left % 17];
      text += vowels[left / 17 % 5];
    }
    return text;
  }
  auto words(int count) -> std::string {
    std::string text;
    for (int i = 0; i < count; ++i) text += (i == 0 ? "" : " ") + word(rank());
    return text;
  }

 private:
  std::mt19937 random_;
};

auto write_file(const fs::path& path, std::uint64_t records) -> input_file {
  std::ofstream out(path, std::ios::binary);
  language speaks{1};
  out << R"({"@context": "https://www.w3.org/ns/activitystreams", "type": "Collection", "items": [)";
  for (std::uint64_t i = 0; i < records; ++i) {
    char date[40];
    std::snprintf(date, sizeof date, "20%02u-%02u-%02uT%02u:%02u:%02uZ", 5 + speaks.below(20),
                  1 + speaks.below(12), 1 + speaks.below(28), speaks.below(24), speaks.below(60),
                  speaks.below(60));
    out << (i == 0 ? "\n" : ",\n") << R"({"type": "Link", "url": "https://site)" << speaks.below(5'000)
        << ".example.org/" << language::word(speaks.rank()) << '/' << i << R"(", "name": ")"
        << speaks.words(6) << R"(", "summary": ")" << speaks.words(12) << R"(", "published": ")" << date
        << R"(", "tag": [)";
    for (int t = 0; t < 3; ++t)
      out << (t == 0 ? "" : ", ") << '"' << language::word(speaks.below(1'000)) << '"';
    out << "]}";
  }
  out << "\n]}\n";
  out.close();
  return {path, records, fs::file_size(path)};
}

/// One who asks over one connection.
class asker {
 public:
  explicit asker(const house& at) : client_("127.0.0.1", at.port()), token_(at.who(0).token) {
    client_.set_keep_alive(true);
    client_.set_tcp_nodelay(true);
    client_.set_read_timeout(system_test::patience);
  }
  auto text_of(const std::string& path) -> std::string {
    const auto got = client_.Get(path, {{"Authorization", "Bearer " + token_}});
    if (!got || got->status != 200) throw std::runtime_error(path + ": no good answer");
    return got->body;
  }
  auto found(const std::string& text) -> std::size_t {
    const auto page = text_of("/api/v1/bookmarks?limit=20&q=" + httplib::detail::encode_query_param(text));
    return system_test::json::parse(page).at("items").size();
  }

 private:
  httplib::Client client_;
  std::string token_;
};

/// Seconds until the index has everything.
auto wait_for_index(asker& asks) -> double {
  constexpr std::string_view nothing_left = "waybill_projection_lag_events{projection=\"search\"} 0\n";
  const stopwatch time;
  while (asks.text_of("/metrics").find(nothing_left) == std::string::npos)
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  return time.seconds();
}

struct question {
  std::string_view what;
  std::function<std::string(language&)> text;
};
auto questions() -> std::vector<question> {
  const auto between = [](std::uint32_t low, std::uint32_t high) {
    return [=](language& speaks) { return language::word(low + speaks.below(high - low)); };
  };
  return {
      {"a frequent word (the 20 most frequent)", between(0, 20)},
      {"a word in between (100th to 1,000th)", between(100, 1'000)},
      {"a rare word (50,000th and on)", between(50'000, vocabulary)},
      {"a word that nothing has", [](language&) { return std::string("qqqqq"); }},
      {"two words as they come", [](language& speaks) { return speaks.words(2); }},
      {"two frequent words",
       [](language& s) { return language::word(s.below(20)) + " " + language::word(s.below(20)); }},
      {"the beginning of a word, three letters",
       [](language& s) { return language::word(s.rank()).substr(0, 3) + "*"; }},
      {"a phrase of two words as they come", [](language& s) { return '"' + s.words(2) + '"'; }},
      {"a tag", [](language& s) { return "tag:" + language::word(s.below(1'000)); }},
      {"a site", [](language& s) { return "site:site" + std::to_string(s.below(5'000)) + ".example.org"; }}};
}

auto ask_all(asker& asks, const std::string& heading) -> table {
  constexpr int times = 300;
  table made{heading, {"looked for", "p50 ms", "p99 ms", "longest ms", "found on a page of 20"}, {}};
  for (const auto& one : questions()) {
    language speaks{7};
    std::vector<double> waits;
    std::size_t found = 0;
    for (int i = 0; i < times; ++i) {
      const auto text = one.text(speaks);
      const stopwatch time;
      found += asks.found(text);
      waits.push_back(time.seconds() * 1e3);
    }
    made.rows.push_back({std::string(one.what), fixed(percentile(waits, 0.5), 2),
                         fixed(percentile(waits, 0.99), 2), fixed(percentile(waits, 1), 2),
                         fixed(static_cast<double>(found) / times, 1)});
  }
  return made;
}

/// The index made anew, and how large it is.
auto build_alone(const house& at, std::uint64_t records) -> table {
  const auto told =
      system_test::run_waybill({"console", "projections", "--json", "--data", at.data().string()});
  const stopwatch time;
  const auto built = system_test::run_waybill({"console", "rebuild", "search", "--data", at.data().string()});
  const auto seconds = time.seconds();
  if (built.status != 0 || told.status != 0)
    throw std::runtime_error("the index was not rebuilt: " + built.err);
  std::uint64_t bytes = 0;
  for (const auto& one : system_test::json::parse(told.out).at("items"))
    if (one.at("name") == "search") bytes = one.at("size_bytes");
  return {"The index of words by itself",
          {"bookmarks", "made in s", "bookmarks/s", "size"},
          {{grouped(static_cast<double>(records)), fixed(seconds, 1),
            grouped(static_cast<double>(records) / seconds), megabytes(bytes)}}};
}

/// Those of two years of twenty.
void delete_a_tenth(house& at, asker& asks) {
  system_test::person who(at.port(), at.who(0));
  const auto told =
      who.post("/api/v1/bookmarks/changes", {{"filter", {{"q", "before:2007"}}}, {"delete", true}});
  if (told.status != 202) throw std::runtime_error("not deleted: " + told.body);
  const auto path = "/api/v1/bookmarks/changes/" + told.parsed().at("id").get<std::string>();
  while (system_test::json::parse(asks.text_of(path)).at("status") == "running")
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
  wait_for_index(asks);
}

void measure_answers(house& at, asker& asks, std::uint64_t records, const table_taker& take) {
  const auto among = grouped(static_cast<double>(records)) + " bookmarks";
  take(ask_all(asks, "Answers to one who looks for something among " + among));
  take(build_alone(at, records));
  delete_a_tenth(at, asks);
  take(ask_all(asks, "The same, when a tenth of the " + among + " was deleted"));
}

auto row_of(const import_run& run, std::uint64_t peak_bytes, const std::string& later)
    -> std::vector<std::string> {
  return {run.what, grouped(run.rate()), fixed(run.cpu_s * 1e6 / static_cast<double>(run.records), 2),
          megabytes(peak_bytes), later};
}

}  // namespace

void measure_search(const plan& wanted, const table_taker& take) {
  const system_test::temp_directory scratch;
  const auto file = write_file(scratch.path() / "words.json", wanted.records);
  const auto settings = scratch.path() / "without.conf";
  std::ofstream(settings) << "search.segment_documents = 0\n";
  table imports{"An import, and the index of its words",
                {"what", "records/s", "CPU us/record", "peak memory", "the index has it all after s"},
                {}};
  for (int round = 0; round < wanted.rounds; ++round) {
    house without(scratch.path() / "without", 1, settings);
    const auto plain = run_import(without, 0, file, "skip", "without an index");
    imports.rows.push_back(row_of(plain, plain.peak_bytes, "-"));
    without.stop();
    fs::remove_all(without.data());
    house with(scratch.path() / "with", 1);
    const auto run = run_import(with, 0, file, "skip", "with it");
    asker asks(with);
    const auto later = wait_for_index(asks);
    imports.rows.push_back(row_of(run, figures_of(with.pid()).peak_bytes, fixed(later, 1)));
    if (round + 1 == wanted.rounds) {
      take(imports);
      measure_answers(with, asks, wanted.records, take);
    }
    with.stop();
    fs::remove_all(with.data());
  }
}

}  // namespace waybill::bench
