// What went wrong where leads were imported before Waybill (docs/seed_names.md): each fault by its name.
#include <atomic>

#include "tests/http/points.hpp"
#include "tests/http/sales.hpp"

using namespace waybill;
using namespace waybill::http_test;

namespace {

constexpr int many = 1'200;
constexpr int chunk_rows = 100;

auto valid_rows(int count) -> std::string {
  std::string file = "E-mail;Nom;Statut\n";
  for (int i = 0; i < count; ++i)
    file += "u" + std::to_string(i) + "@x.example;Name " + std::to_string(i) + ";Nouveau\n";
  return file;
}

auto count_leads(sales& s) -> std::size_t {
  std::size_t count = 0;
  std::string cursor;
  do {
    const auto page = s.in.get(s.ann, s.path + "/leads?limit=100&cursor=" + cursor).parsed();
    count += page.at("items").size();
    cursor = page.at("next_cursor").is_null() ? "" : page.at("next_cursor").get<std::string>();
  } while (!cursor.empty());
  return count;
}

/// Commits, and cancels behind the second chunk: the store takes no other one.
void commit_and_cancel(sales& s, const std::string& import) {
  std::atomic<int> decided{0};
  const at_points between{
      [&](std::string_view point) { return point == "store.decided" && decided.fetch_add(1) >= 2; }};
  REQUIRE(s.in.call(s.ann, "POST", import + "/commit", "{}").status == 202);
  REQUIRE(eventually(
      [&] { return s.in.get(s.ann, import).parsed().at("progress").at("processed") == 2 * chunk_rows; }));
  REQUIRE(s.in.call(s.ann, "POST", import + "/cancel").status == 202);
  s.in.await(s.ann, tail_of(import), import_status::cancelled);
}

}  // namespace

TEST_CASE("seed 003: given 1,200 valid rows, when they are committed, then 1,200 leads are there") {
  sales s;
  const auto import = s.ready(valid_rows(many));
  CHECK(s.review(import).at("plan").at("create") == many);
  s.commit(import);
  CHECK(count_leads(s) == many);
  CHECK(s.in.get(s.ann, import).parsed().at("progress").at("created") == many);
}

TEST_CASE("seed 003: given leads that people look after, when a file updates them, then they still do") {
  sales s;
  s.commit(s.ready(people, R"({"assignment":{"mode":"single","members":["ann"]}})"));
  const auto update = R"({"on_duplicate":"update"})";
  s.commit(s.ready("E-mail;Nom;Responsable;Statut\nbob@x.example;Grand;;\n", update));
  s.commit(s.ready("E-mail;Nom;Responsable;Statut\nbob@x.example;Petit;somebody;Perdu\n", update));
  const auto bob = s.leads("?q=petit+durand");
  REQUIRE(bob.size() == 1);
  CHECK(bob[0].at("assigned_to").at("username") == "ann");
  CHECK(bob[0].at("status") == "new");
}

TEST_CASE(
    "seed 003: given an import at work, when it is cancelled, then it stops, and what was done is told") {
  sales s{[](settings& config) { config.rows_batch_size = chunk_rows; }};
  const auto import = s.ready(valid_rows(many));
  commit_and_cancel(s, import);
  const auto there = count_leads(s);
  CHECK(there == 2 * chunk_rows);
  const auto seen = s.in.get(s.ann, import).parsed();
  CHECK(seen.at("progress").at("created") == there);
  s.in.restart();
  CHECK(count_leads(s) == there);
}

TEST_CASE(
    "seed 003: given an import that stopped half-way, when it is tried again, then no row comes twice") {
  sales s{[](settings& config) { config.rows_batch_size = chunk_rows; }};
  const auto import = s.ready(valid_rows(many), R"({"on_duplicate":"create"})");
  commit_and_cancel(s, import);
  REQUIRE(count_leads(s) < many);
  SECTION("after a restart") { s.in.restart(); }
  SECTION("at once") {}
  REQUIRE(s.in.call(s.ann, "POST", import + "/retry").status == 202);
  s.in.await(s.ann, tail_of(import), import_status::completed);
  CHECK(count_leads(s) == many);
}

TEST_CASE("seed 003: given a file that was imported, when it comes again by a mistake, then it is refused") {
  sales s;
  s.commit(s.ready());
  const auto again = s.in.upload(s.ann, people, {{"kind", "leads"}, {"project", s.project}});
  CHECK(again.status == 409);
  CHECK(again.code() == "duplicate_file");
  CHECK(count_leads(s) == 2);
}

TEST_CASE(
    "seed 003: given a row that no one can take, when its report is mended and comes, then it is a lead") {
  sales s;
  const auto import = s.ready();
  s.commit(import);
  auto report = s.in.get(s.ann, import + "/review/errors.csv?lang=fr").body;
  const auto at = report.find("not an address");
  REQUIRE(at != std::string::npos);
  const auto cell = report.find(",not an address,");
  REQUIRE(cell != std::string::npos);
  report.replace(cell, std::string(",not an address,").size(), ",chloe@x.example,");
  s.commit(s.ready(report));
  CHECK(s.leads("?q=chloe").size() == 1);
}
