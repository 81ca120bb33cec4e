// A project's tree: what a node costs to fold, and how long people wait for a page of it.
#include <algorithm>
#include <random>
#include <span>
#include <stdexcept>

#include "domains/nodes/identity.hpp"
#include "domains/nodes/node.hpp"
#include "events/collection/chunk_writer.hpp"
#include "events/log/rocksdb_log.hpp"
#include "projections/collections/collections_model.hpp"
#include "projections/nodes/node_views.hpp"
#include "projections/read_model.hpp"
#include "tests/bench/groups.hpp"
#include "tests/bench/node_pages.hpp"
#include "tests/system/processes.hpp"

namespace waybill::bench {
namespace {

constexpr std::size_t chunk_records = 500;
constexpr std::size_t chunks_a_sync = 50;
constexpr std::size_t step_bytes = 1 << 20;
constexpr std::size_t flush_rows = 100'000;

template <class T>
auto good(result<T> answer) -> T {
  if (!answer) throw std::runtime_error(answer.why().message);
  return std::move(*answer);
}

class grown {
 public:
  explicit grown(const std::string& folder)
      : log_(good(open_rocksdb_log({folder + "/log"}))),
        store_(good(projection_store::open({folder + "/rows"}))),
        runner_(good(projection_runner::open("collections", *log_, *store_, [] {
          std::vector<std::unique_ptr<read_model>> models;
          models.push_back(make_collections_model());
          return models;
        }))) {}

  /// Many chunks with one sync: how the log takes them is not what is measured.
  void import(const std::string& kind, const std::vector<std::string>& texts) {
    const auto stream = "collection/" + kind + "/prj_1";
    for (std::size_t begin = 0; begin < texts.size();) {
      const auto head = log_->head(stream);
      transaction what;
      what.by = "system";
      auto& to = what.appends.emplace_back();
      to.stream = stream;
      to.expected_version = head ? head->version : 0;
      for (; begin < texts.size() && to.events.size() < chunks_a_sync; begin += chunk_records)
        to.events.push_back(
            chunk_of(std::span(texts).subspan(begin, std::min(chunk_records, texts.size() - begin))));
      good(std::move(log_->commit({&what, 1}).front()));
    }
  }

  /// Seconds.
  auto fold() -> double {
    const stopwatch time;
    while (good(runner_->step(step_bytes, flush_rows, true))) {
    }
    return time.seconds();
  }

  [[nodiscard]] auto views() const -> std::unique_ptr<node_views> { return make_node_views(*store_, *log_); }

 private:
  auto chunk_of(std::span<const std::string> texts) -> new_event {
    std::vector<std::string> rows(texts.size());
    std::vector<identity> keys(texts.size());
    chunk_writer writer{texts.size()};
    for (std::size_t i = 0; i < texts.size(); ++i) {
      nodes::node made;
      made.url = "https://" + texts[i];
      made.canonical = texts[i];
      made.title = nodes::title_of(texts[i]);
      nodes::encode_row(made, rows[i]);
      keys[i] = nodes::identity_of(texts[i]);
      decided_record out;
      out.line = i + 1;
      out.keys = {&keys[i], 1};
      out.after = rows[i];
      writer.add(out);
    }
    new_event made{std::string(chunk_applied_v2::tag), {}};
    writer.finish({{"imp_1"}, chunks_ + 1, chunks_ * chunk_records + 1, 0, {texts.size()}}, made.payload);
    ++chunks_;
    return made;
  }

  std::unique_ptr<event_log> log_;
  std::unique_ptr<projection_store> store_;
  std::unique_ptr<projection_runner> runner_;
  std::uint64_t chunks_ = 0;
};

auto per_node(double seconds, std::size_t nodes) -> std::string {
  constexpr double microseconds = 1e6;
  return fixed(seconds * microseconds / static_cast<double>(nodes), 2);
}

void measure_pages(const grown& of, std::uint64_t nodes, table& into) {
  std::mt19937_64 random{1};
  const auto views = of.views();
  constexpr int pages = 500;
  for (const std::size_t limit : {20, 100}) {
    std::vector<double> waits_ms;
    for (int i = 0; i < pages; ++i) {
      const auto id = id_of_page("prj_1", random() % nodes / 100 * 100);
      const stopwatch time;
      const auto found = good(views->children("prj_1", id, {{}, limit, {}}));
      waits_ms.push_back(time.seconds() * 1e3);
    }
    const auto limits = std::to_string(limit);
    into.rows.push_back({"page of " + limits + " children, p50 ms", fixed(percentile(waits_ms, 0.5), 2)});
    into.rows.push_back({"page of " + limits + " children, p99 ms", fixed(percentile(waits_ms, 0.99), 2)});
  }
  const stopwatch time;
  std::uint64_t shown = 0;
  good(views->each_tree("prj_1", [&](node_item&&) { return ++shown > 0; }));
  into.rows.push_back({"walk through all trees, us a node", per_node(time.seconds(), shown)});
}

void measure_growth(const std::string& folder, std::vector<std::string> texts, const char* order,
                    table& into) {
  forget_peak(getpid());
  const auto before = figures_of(getpid());
  grown site(folder);
  site.import("other", texts);
  into.rows.push_back(
      {std::string("places alone, us a node, ") + order, per_node(site.fold(), texts.size())});
  site.import("nodes", texts);
  into.rows.push_back(
      {std::string("places and tree, us a node, ") + order, per_node(site.fold(), texts.size())});
  const auto after = figures_of(getpid());
  into.rows.push_back({std::string("memory beyond that before, MiB, ") + order,
                       megabytes(after.peak_bytes - std::min(after.peak_bytes, before.peak_bytes))});
  measure_pages(site, texts.size(), into);
}

void measure_homepage(const std::string& folder, table& into) {
  constexpr int orphans = 100'000;
  grown site(folder);
  std::vector<std::string> texts;
  for (int i = 0; i < orphans; ++i)
    texts.push_back("www.example.com/dir-" + std::to_string(i % 100) + "/" + std::to_string(i));
  std::sort(texts.begin(), texts.end());
  site.import("nodes", texts);
  site.fold();
  site.import("nodes", {"www.example.com/"});
  into.rows.push_back({"a homepage above 100,000 orphans, ms", fixed(site.fold() * 1e3, 0)});
}

}  // namespace

auto page_of_site(std::uint64_t number) -> std::string {
  constexpr std::uint64_t pages = 100;
  auto text = "www.example.com/section-" + std::to_string(number / (pages * pages));
  if (number % (pages * pages) == 0) return text;
  text += "/category-" + std::to_string(number / pages % pages);
  return number % pages == 0 ? text : text + "/a-page-about-something-" + std::to_string(number % pages);
}

auto id_of_page(const std::string& project, std::uint64_t number) -> std::string {
  return nodes::node_id(project, nodes::identity_of(page_of_site(number)));
}

void measure_nodes(const plan& wanted, const table_taker& take) {
  table made{
      "A project's tree of " + grouped(static_cast<double>(wanted.records)) + " nodes", {"what", ""}, {}};
  const system_test::temp_directory scratch;
  std::vector<std::string> texts;
  for (std::uint64_t i = 0; i < wanted.records; ++i) texts.push_back(page_of_site(i));
  measure_growth(scratch / "sorted", texts, "in the order of the tree", made);
  std::shuffle(texts.begin(), texts.end(), std::mt19937_64{1});
  measure_growth(scratch / "shuffled", texts, "in no order", made);
  measure_homepage(scratch / "homepage", made);
  take(std::move(made));
  measure_served_nodes(wanted, take);
}

}  // namespace waybill::bench
