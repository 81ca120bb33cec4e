// Contacts end to end: the file is looked at, what would happen is worked out, and it is committed; pages of
// a review; beside libcsv and SQLite with two unique columns.
#include <algorithm>
#include <fstream>
#include <numeric>
#include <random>
#include <stdexcept>

#include "formats/xlsx/writer.hpp"
#include "tests/bench/groups.hpp"
#include "tests/bench/table_runs.hpp"

namespace waybill::bench {
namespace {

using system_test::json;

const std::vector<std::string_view> header{"ID",    "Prénom",      "Nom",     "E-mail",  "Téléphone",
                                           "Ville", "Code postal", "Société", "Montant", "Notes"};

/// Of so many rows this one, by keys in no order. Every twentieth is a contact that stands in the file
/// before.
auto contact(std::uint64_t number, std::uint64_t records) -> std::vector<std::string> {
  auto stride = records * 618 / 1'000 + 1;
  while (std::gcd(stride, records) != 1) ++stride;
  const auto who = (number % 20 == 19 ? number - 10 : number) * stride % records;
  const auto text = std::to_string(who + 10'000'000);
  return {"C" + text,
          number % 8 == 0 ? "Zoé" : "Anna",
          "Martin" + text,
          "anna" + text + "@example.org",
          "06" + text,
          "Lyon",
          "69003",
          "Firm " + std::to_string(who % 1'000),
          std::to_string(who % 10'000) + ",50",
          "some note"};
}

auto distinct(std::uint64_t records) -> std::uint64_t { return records - records / 20; }

auto contacts(const fs::path& path, std::uint64_t records) -> input_file {
  std::ofstream out(path, std::ios::binary);
  for (std::size_t i = 0; i < header.size(); ++i) out << (i == 0 ? "" : ";") << header[i];
  out << "\r\n";
  for (std::uint64_t i = 0; i < records; ++i) {
    const auto cells = contact(i, records);
    for (std::size_t c = 0; c < cells.size(); ++c) out << (c == 0 ? "" : ";") << cells[c];
    out << "\r\n";
  }
  out.close();
  return {path, records, fs::file_size(path)};
}

auto contacts_in_workbook(const fs::path& path, std::uint64_t records) -> input_file {
  formats::xlsx::writer to(path.parent_path().string());
  to.add_header(header);
  for (std::uint64_t i = 0; i < records; ++i) {
    const auto cells = contact(i, records);
    to.add_row(std::vector<std::string_view>(cells.begin(), cells.end()));
  }
  write_workbook(to, path);
  return {path, records, fs::file_size(path)};
}

/// The peer reads commas.
auto with_commas(const input_file& from, const fs::path& path) -> input_file {
  std::ifstream in(from.path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  std::ranges::replace(text, ',', '.');
  std::ranges::replace(text, ';', ',');
  std::ofstream(path, std::ios::binary) << text;
  return {path, from.records, text.size()};
}

struct lead_run {
  double parse_s = 0;
  double plan_s = 0;
  double commit_s = 0;
  double cpu_s = 0;
  std::uint64_t peak_bytes = 0;
};

/// A server with a project, and one who works in it.
class office {
 public:
  explicit office(const fs::path& scratch) : at_(scratch / "data", 1), who_(at_.port(), at_.who(0)) {
    const auto made = who_.post("/api/v1/projects", {{"name", "Sales"}});
    project_ = made.parsed().at("id");
  }

  auto who() -> system_test::person& { return who_; }
  auto pid() const -> pid_t { return at_.pid(); }
  auto upload(const input_file& file) -> std::string {
    return at_.upload(0, file, {{"kind", "leads"}, {"project", project_}});
  }
  void wait_for(const std::string& id, const std::string& status) { who_.wait_for_status(id, status); }
  auto call(const std::string& path) -> json {
    const auto told = who_.get(path);
    if (told.status != 200) throw std::runtime_error(path + ": " + told.body);
    return told.parsed();
  }
  void commit(const std::string& id) {
    const auto told = who_.post("/api/v1/imports/" + id + "/commit", json::object());
    if (told.status != 202) throw std::runtime_error("not committed: " + told.body);
  }
  void close() {
    at_.stop();
    fs::remove_all(at_.data());
  }

 private:
  house at_;
  system_test::person who_;
  std::string project_;
};

auto import_leads(const fs::path& scratch, const input_file& file) -> lead_run {
  office one(scratch);
  quiet_disk();
  forget_peak(one.pid());
  const auto before = figures_of(one.pid());
  lead_run run;
  const auto id = one.upload(file);
  const stopwatch parsing;
  one.wait_for(id, "ready");
  run.parse_s = parsing.seconds();
  const stopwatch planning;
  const auto review = one.call("/api/v1/imports/" + id + "/review");
  run.plan_s = planning.seconds();
  if (review.at("plan").at("create") != distinct(file.records))
    throw std::runtime_error("not the plan that it should be: " + review.at("plan").dump());
  const stopwatch applying;
  one.commit(id);
  one.wait_for(id, "completed");
  run.commit_s = applying.seconds();
  const auto after = figures_of(one.pid());
  run.cpu_s = after.cpu_s - before.cpu_s;
  run.peak_bytes = after.peak_bytes;
  one.close();
  return run;
}

auto line_of(const std::string& what, const input_file& file, const lead_run& run)
    -> std::vector<std::string> {
  const auto records = static_cast<double>(file.records);
  return {what,
          fixed(run.parse_s, 2),
          fixed(run.plan_s, 2),
          fixed(run.commit_s, 2),
          grouped(records / run.commit_s),
          fixed(run.cpu_s * 1e6 / records, 2),
          megabytes(run.peak_bytes)};
}

void measure_pages(const fs::path& scratch, std::uint64_t records, table& made) {
  const auto file = contacts(scratch / "pages.csv", records);
  office one(scratch);
  const auto id = one.upload(file);
  one.wait_for(id, "ready");
  const auto path = "/api/v1/imports/" + id + "/review/rows?limit=20";
  static_cast<void>(one.call("/api/v1/imports/" + id + "/review"));
  std::mt19937 random{7};
  const auto ask = [&](const std::string& what, const std::string& query, int times) {
    std::vector<double> took;
    std::string cursor;
    for (int i = 0; i < times; ++i) {
      const stopwatch time;
      const auto page = one.call(path + query + (cursor.empty() ? "" : "&cursor=" + cursor));
      took.push_back(time.seconds() * 1'000);
      cursor =
          page.value("next_cursor", json(nullptr)).is_string() ? page["next_cursor"].get<std::string>() : "";
    }
    std::ranges::sort(took);
    made.rows.push_back({what, fixed(median(took), 1), fixed(took[took.size() * 99 / 100], 1)});
  };
  ask("a page, one after the other", "", 300);
  ask("a page of duplicates", "&state=duplicate", 300);
  ask("a page with `q`", "&q=martin1" + std::to_string(random() % 9), 30);
  one.close();
}

}  // namespace

void measure_leads(const plan& wanted, const table_taker& take) {
  const system_test::temp_directory scratch;
  const auto file = contacts(scratch / "contacts.csv", wanted.records);
  const auto small = std::min<std::uint64_t>(wanted.records, 200'000);
  const auto small_file = contacts(scratch / "small.csv", small);
  const auto workbook = contacts_in_workbook(scratch / "small.xlsx", small);
  table made{"Contacts: rows of 10 cells, keys in no order, every twentieth a duplicate, two keys; seconds",
             {"what", "parse", "plan", "commit", "rows/s committed", "CPU us/row", "peak memory"},
             {}};
  const auto rows = [](const input_file& of) { return grouped(static_cast<double>(of.records)) + " rows"; };
  made.rows.push_back(line_of("**CSV, " + rows(file) + "**", file, import_leads(scratch.path(), file)));
  made.rows.push_back(
      line_of("**CSV, " + rows(small_file) + "**", small_file, import_leads(scratch.path(), small_file)));
  made.rows.push_back(
      line_of("**XLSX, " + rows(workbook) + "**", workbook, import_leads(scratch.path(), workbook)));
  const auto commas = with_commas(file, scratch / "commas.csv");
  const auto beside = [&](const char* what, int at_once, int cache_mib) {
    const auto rate = peer_rate(scratch.path(), commas, {at_once, cache_mib, "ad", distinct(file.records)});
    made.rows.push_back({what, "", "", "", grouped(rate), "", ""});
  };
  beside("libcsv and SQLite, 500 rows a transaction", 500, 2);
  beside("the same, 10,000 rows a transaction, 64 MiB of cache", 10'000, 64);
  take(std::move(made));
  const auto most = std::min<std::uint64_t>(wanted.records, 300'000);
  table pages{"Pages of a review of " + grouped(static_cast<double>(most)) + " contacts, milliseconds",
              {"what", "median", "p99"},
              {}};
  measure_pages(scratch.path(), most, pages);
  take(std::move(pages));
}

}  // namespace waybill::bench
