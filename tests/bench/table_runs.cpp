#include "tests/bench/table_runs.hpp"

#include <fstream>
#include <numeric>
#include <sstream>
#include <stdexcept>

#include "formats/xlsx/writer.hpp"

namespace waybill::bench {
namespace {

auto cells_of(std::uint64_t number) -> std::vector<std::string> {
  const auto text = std::to_string(number + 100'000'000);
  return {text,
          number % 8 == 0 ? "Zo\u00e9" : "Anna",
          "Martin" + text,
          "anna" + text + "@example.org",
          "+33199001234",
          "Lyon",
          "69003",
          std::to_string(number % 10'000) + ".50",
          "2025-03-04",
          number % 16 == 0 ? "said \"call\"" : "some note"};
}

}  // namespace

auto people(const fs::path& path, std::uint64_t records, bool is_scattered) -> input_file {
  auto stride = records * 618 / 1'000 + 1;
  while (is_scattered && std::gcd(stride, records) != 1) ++stride;
  std::ofstream out(path, std::ios::binary);
  out << "id,first_name,last_name,email,phone,city,postal_code,amount,created,note\n";
  std::string row;
  for (std::uint64_t i = 0; i < records; ++i) {
    const auto number = is_scattered ? i * stride % records : i;
    const auto text = std::to_string(number + 100'000'000);
    row.assign(text).append(number % 8 == 0 ? ",Zo\u00e9,Martin" : ",Anna,Martin").append(text);
    row.append(",anna").append(text).append("@example.org,+33199001234,Lyon,69003,");
    row.append(std::to_string(number % 10'000)).append(".50,2025-03-04,");
    row.append(number % 16 == 0 ? "\"said \"\"call\"\"\"\n" : "some note\n");
    out << row;
  }
  out.close();
  return {path, records, fs::file_size(path)};
}

void write_workbook(formats::xlsx::writer& from, const fs::path& path) {
  const auto made = from.finish();
  if (made == nullptr) throw std::runtime_error("the workbook of the benchmark is none");
  std::ofstream file(path, std::ios::binary);
  std::string piece(64 << 10, '\0');
  for (std::int64_t got = 0; (got = made->read(piece.data(), piece.size())) > 0;)
    file.write(piece.data(), got);
}

auto people_in_workbook(const fs::path& path, std::uint64_t records) -> input_file {
  formats::xlsx::writer to(path.parent_path().string());
  const std::vector<std::string_view> names{"id",   "first_name",  "last_name", "email",   "phone",
                                            "city", "postal_code", "amount",    "created", "note"};
  to.add_header(names);
  for (std::uint64_t i = 0; i < records; ++i) {
    const auto cells = cells_of(i);
    to.add_row(std::vector<std::string_view>(cells.begin(), cells.end()));
  }
  write_workbook(to, path);
  return {path, records, fs::file_size(path)};
}

void import_table(const fs::path& scratch, const input_file& file, const table_order& how, table_run& into) {
  house one(scratch / "data", 1, how.settings);
  quiet_disk();
  forget_peak(one.pid());
  const auto before = figures_of(one.pid());
  const auto id = one.upload(0, file, {{"kind", "rows"}, {"options", how.options}});
  const stopwatch applying;
  const auto import = one.completed(0, id);
  into.rates.push_back(static_cast<double>(file.records) / applying.seconds());
  const auto after = figures_of(one.pid());
  into.cpu_s = after.cpu_s - before.cpu_s;
  into.peak_bytes = after.peak_bytes;
  if (import.at("progress").at("created") != file.records)
    throw std::runtime_error("not every row was taken: " + import.dump());
  how.then(one, id);
  one.stop();
  fs::remove_all(one.data());
}

auto peer_rate(const fs::path& scratch, const input_file& file, const peer_order& how) -> double {
  const auto folder = scratch / "peer";
  fs::create_directories(folder);
  quiet_disk();
  system_test::process peer({WAYBILL_TABLE_PEER, file.path.string(), (folder / "peer.db").string(),
                             std::to_string(how.rows), std::to_string(how.cache_mib), how.keys},
                            {}, "");
  const auto ran = peer.wait_at_most(std::chrono::minutes{20});
  fs::remove_all(folder);
  double seconds = 0;
  std::uint64_t kept = 0;
  if (ran.status != 0 || !(std::istringstream(ran.out) >> seconds >> kept) ||
      kept != how.kept.value_or(file.records))
    throw std::runtime_error("the peer failed: " + ran.err);
  return static_cast<double>(file.records) / seconds;
}

auto table_line(const char* what, const input_file& file, const table_run& run) -> std::vector<std::string> {
  return {what, grouped(median(run.rates)), fixed(run.cpu_s * 1e6 / static_cast<double>(file.records), 2),
          megabytes(run.peak_bytes)};
}

}  // namespace waybill::bench
