// Nodes end to end: a batch as a call, a large file, and pages of the tree, as clients see them.
#include <algorithm>
#include <fstream>
#include <random>
#include <stdexcept>

#include "tests/bench/groups.hpp"
#include "tests/bench/house.hpp"
#include "tests/bench/node_pages.hpp"

namespace waybill::bench {
namespace {

using system_test::json;
using system_test::person;

auto must(const system_test::answer& got, int status) -> json {
  if (got.status != status) throw std::runtime_error("refused: " + got.body);
  return got.parsed();
}

auto new_project(const person& who, const std::string& name) -> std::string {
  return must(who.post("/api/v1/projects", {{"name", name}}), 201).at("id");
}

/// From the first byte sent to the last record applied, in milliseconds; every round into a new project.
auto batch_ms(const person& who, std::uint64_t size, int rounds) -> std::vector<double> {
  json urls = json::array();
  for (std::uint64_t i = 0; i < size; ++i) urls.push_back("https://" + page_of_site(i));
  std::vector<double> took;
  for (int round = 0; round < rounds; ++round) {
    const auto project = new_project(who, std::to_string(size) + " " + std::to_string(round));
    const json body{{"project", project}, {"urls", urls}};
    const stopwatch time;
    const auto accepted = must(who.post("/api/v1/imports/batch", body), 202);
    const auto done = who.outcome_of(accepted.at("import").at("id"));
    took.push_back(time.seconds() * 1e3);
    if (done.at("progress").at("created") != size) throw std::runtime_error(done.dump());
  }
  return took;
}

void measure_batches(const person& who, table& into) {
  constexpr int rounds = 7;
  for (const std::uint64_t size : {100, 1'000, 5'000, 10'000}) {
    const auto took = batch_ms(who, size, rounds);
    into.rows.push_back({"batch of " + grouped(static_cast<double>(size)) + ", ms", fixed(median(took), 1)});
  }
}

auto file_of(const fs::path& path, const std::vector<std::string>& texts) -> input_file {
  std::ofstream to(path, std::ios::binary);
  for (const auto& text : texts) to << R"({"url":"https://)" << text << "\"}\n";
  to.close();
  return {path, texts.size(), fs::file_size(path)};
}

void measure_file(house& at, const input_file& file, const std::string& order, table& into) {
  const person who(at.port(), at.who(0));
  const auto project = new_project(who, order);
  quiet_disk();
  forget_peak(at.pid());
  const stopwatch time;
  const auto id = at.upload(0, file, {{"kind", "nodes"}, {"project", project}});
  const auto uploaded_s = time.seconds();
  at.completed(0, id);
  const auto applied_s = time.seconds() - uploaded_s;
  const auto stats = must(who.get("/api/v1/projects/" + project + "/tree/stats"), 200);
  const auto shown_s = time.seconds() - uploaded_s;
  if (stats.at("nodes") != file.records) throw std::runtime_error("not all nodes stand: " + stats.dump());
  const auto rate = [&](double seconds) { return grouped(static_cast<double>(file.records) / seconds); };
  into.rows.push_back({"file " + order + ", accepted to completed, nodes/s", rate(applied_s)});
  into.rows.push_back({"file " + order + ", accepted to the tree shown, nodes/s", rate(shown_s)});
  into.rows.push_back({"server's peak memory, " + order, megabytes(figures_of(at.pid()).peak_bytes)});
  std::mt19937_64 random{1};
  std::vector<double> waits_ms;
  for (int i = 0; i < 500; ++i) {
    const auto parent = id_of_page(project, random() % file.records / 100 * 100);
    const stopwatch page;
    must(who.get("/api/v1/projects/" + project + "/nodes/" + parent + "/children"), 200);
    waits_ms.push_back(page.seconds() * 1e3);
  }
  into.rows.push_back({"children by a call, p99 ms, " + order, fixed(percentile(waits_ms, 0.99), 2)});
}

}  // namespace

void measure_served_nodes(const plan& wanted, const table_taker& take) {
  table made{"Nodes end to end; files of " + grouped(static_cast<double>(wanted.records)), {"what", ""}, {}};
  const system_test::temp_directory scratch;
  house at(scratch / "data", 1);
  measure_batches(person(at.port(), at.who(0)), made);
  std::vector<std::string> texts;
  for (std::uint64_t i = 0; i < wanted.records; ++i) texts.push_back(page_of_site(i));
  measure_file(at, file_of(scratch / "sorted.jsonl", texts), "in the order of the tree", made);
  std::shuffle(texts.begin(), texts.end(), std::mt19937_64{1});
  measure_file(at, file_of(scratch / "shuffled.jsonl", texts), "in no order", made);
  at.stop();
  take(std::move(made));
}

}  // namespace waybill::bench
