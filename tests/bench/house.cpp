#include "tests/bench/house.hpp"

#include <httplib.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace waybill::bench {
namespace {

constexpr std::chrono::minutes longest_upload{10};
constexpr std::string_view boundary = "waybill-bench-7d1f0c";

auto head_of(const form_fields& fields) -> std::string {
  const auto line = "--" + std::string(boundary) + "\r\n";
  std::string head;
  for (const auto& [name, value] : fields)
    head += line + "Content-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  return head + line + "Content-Disposition: form-data; name=\"file\"; filename=\"records.json\"\r\n" +
         "Content-Type: application/json\r\n\r\n";
}

/// The multipart body around a file, piece by piece.
class body_stream {
 public:
  body_stream(const input_file& file, const form_fields& fields)
      : head_(head_of(fields)), file_bytes_(file.bytes), file_(file.path, std::ios::binary) {}
  [[nodiscard]] auto size() const -> std::size_t { return head_.size() + file_bytes_ + tail_.size(); }

  auto give(std::size_t offset, httplib::DataSink& sink) -> bool {
    if (offset < head_.size()) return sink.write(head_.data() + offset, head_.size() - offset);
    const auto in_file = offset - head_.size();
    if (in_file >= file_bytes_) {
      const auto in_tail = in_file - file_bytes_;
      return sink.write(tail_.data() + in_tail, tail_.size() - in_tail);
    }
    file_.seekg(static_cast<std::streamoff>(in_file));
    file_.read(piece_.data(), static_cast<std::streamsize>(std::min(piece_.size(), file_bytes_ - in_file)));
    return file_.gcount() > 0 && sink.write(piece_.data(), static_cast<std::size_t>(file_.gcount()));
  }

 private:
  std::string head_;
  std::string tail_ = "\r\n--" + std::string(boundary) + "--\r\n";
  std::size_t file_bytes_;
  std::ifstream file_;
  std::vector<char> piece_ = std::vector<char>(256 << 10);
};

void must_be_ok(const system_test::ended& ran, const std::string& what) {
  if (ran.status != 0) throw std::runtime_error(what + ": " + ran.err);
}

}  // namespace

auto generate(const fs::path& path, std::uint64_t records, std::uint64_t seed, bool another_order)
    -> input_file {
  const auto command = std::string(WAYBILL_GENERATE) + " " + std::to_string(records) + " " +
                       std::to_string(seed) + (another_order ? " another-order" : "") + " > '" +
                       path.string() + "'";
  if (std::system(command.c_str()) != 0) throw std::runtime_error("the generator failed");
  return {path, records, fs::file_size(path)};
}

house::house(fs::path data, std::size_t people, fs::path config)
    : data_(std::move(data)), config_(std::move(config)) {
  for (std::size_t n = 0; n < people; ++n)
    people_.push_back(system_test::make_account(data_, "person" + std::to_string(n)));
  start();
}

auto house::start() -> double {
  const stopwatch time;
  // The largest files here are beyond the default of 1 GiB.
  running_ = std::make_unique<server>(data_,
                                      system_test::variables{{"WAYBILL_IMPORTS_FILE_LIMIT_BYTES", "16GiB"},
                                                             {"WAYBILL_IMPORTS_RECORDS_LIMIT", "1000000000"}},
                                      config_);
  httplib::Client client("127.0.0.1", port());
  for (auto ready = client.Get("/readyz"); !ready || ready->status != 200; ready = client.Get("/readyz"))
    system_test::breathe();
  return time.seconds();
}

void house::stop() { must_be_ok(running_->stop(), "the server did not stop well"); }

auto house::upload(std::size_t n, const input_file& file, const form_fields& fields) -> std::string {
  httplib::Client client("127.0.0.1", port());
  client.set_read_timeout(longest_upload);
  client.set_write_timeout(longest_upload);
  body_stream body(file, fields);
  const auto got = client.Post(
      "/api/v1/imports", {{"Authorization", "Bearer " + who(n).token}}, body.size(),
      [&](std::size_t offset, std::size_t, httplib::DataSink& sink) { return body.give(offset, sink); },
      "multipart/form-data; boundary=" + std::string(boundary));
  if (!got || got->status != 202)
    throw std::runtime_error("the upload was refused: " + (got ? got->body : std::string("no answer")));
  return system_test::json::parse(got->body).at("id").get<std::string>();
}

auto house::completed(std::size_t n, const std::string& id) -> system_test::json {
  const auto import = system_test::person(*running_, who(n)).outcome_of(id);
  if (import.value("status", "") != "completed") throw std::runtime_error("not completed: " + import.dump());
  return import;
}

void house::settle(std::size_t n) {
  // A list of one's own bookmarks waits for one's own writes.
  for (int asked = 0; asked < 2; ++asked)
    static_cast<void>(system_test::person(*running_, who(n)).get("/api/v1/bookmarks?limit=1"));
}

void house::rest(int quiet_seconds) {
  constexpr int most_seconds = 120;
  auto before = figures_of(pid()).cpu_s;
  for (int second = 0, quiet = 0; second < most_seconds && quiet < quiet_seconds; ++second) {
    std::this_thread::sleep_for(std::chrono::seconds{1});
    const auto now = figures_of(pid()).cpu_s;
    quiet = now - before < 0.01 ? quiet + 1 : 0;
    before = now;
  }
}

auto run_import(house& at, std::size_t n, const input_file& file, const std::string& on_duplicate,
                std::string what, int rest_s) -> import_run {
  import_run run{.what = std::move(what), .records = file.records};
  quiet_disk();
  forget_peak(at.pid());
  const auto before = figures_of(at.pid());
  const stopwatch uploading;
  const auto id = at.upload(n, file, {{"on_duplicate", on_duplicate}});
  run.upload_s = uploading.seconds();
  const stopwatch applying;
  const auto import = at.completed(n, id);
  run.apply_s = applying.seconds();
  if (import.at("progress").at("processed") != file.records)
    throw std::runtime_error("not every record has an outcome: " + import.dump());
  run.created = import.at("progress").at("created").get<std::uint64_t>();
  at.settle(n);
  auto after = figures_of(at.pid());
  run.cpu_s = after.cpu_s - before.cpu_s;
  if (rest_s > 0) {
    at.rest(rest_s);
    after = figures_of(at.pid());
    run.later_cpu_s = after.cpu_s - before.cpu_s - run.cpu_s;
  }
  run.peak_bytes = after.peak_bytes;
  run.written_per_byte =
      static_cast<double>(after.written_bytes - before.written_bytes) / static_cast<double>(file.bytes);
  return run;
}

auto run_together(house& at, std::size_t people, const input_file& file, std::string what) -> import_run {
  import_run run{.what = std::move(what), .records = file.records * people};
  quiet_disk();
  forget_peak(at.pid());
  const auto before = figures_of(at.pid());
  const stopwatch all;
  std::vector<std::thread> everybody;
  std::vector<std::string> faults(people);
  for (std::size_t n = 0; n < people; ++n)
    everybody.emplace_back([&, n] {
      try {
        at.completed(n, at.upload(n, file, {{"on_duplicate", "skip"}}));
      } catch (const std::exception& fault) {
        faults[n] = fault.what();
      }
    });
  for (auto& one : everybody) one.join();
  for (const auto& fault : faults)
    if (!fault.empty()) throw std::runtime_error(fault);
  run.apply_s = all.seconds();
  for (std::size_t n = 0; n < people; ++n) at.settle(n);
  const auto after = figures_of(at.pid());
  run.cpu_s = after.cpu_s - before.cpu_s;
  run.peak_bytes = after.peak_bytes;
  run.written_per_byte = static_cast<double>(after.written_bytes - before.written_bytes) /
                         static_cast<double>(file.bytes * people);
  return run;
}

auto run_table(const std::string& heading, const std::vector<import_run>& runs) -> table {
  const bool later = runs.front().later_cpu_s.has_value();
  table made{
      heading, {"what", "records", "upload s", "accepted to completed s", "records/s", "CPU us/record"}, {}};
  if (later) made.columns.push_back("and later");
  made.columns.insert(made.columns.end(), {"peak memory", "bytes written per input byte"});
  for (const auto& run : runs) {
    const auto each = [&](double cpu_s) { return fixed(cpu_s * 1e6 / static_cast<double>(run.records), 2); };
    std::vector<std::string> row{run.what,
                                 grouped(static_cast<double>(run.records)),
                                 run.upload_s > 0 ? fixed(run.upload_s, 2) : "(in the next)",
                                 fixed(run.apply_s, 2),
                                 grouped(run.rate()),
                                 each(run.cpu_s)};
    if (later) row.push_back(each(run.later_cpu_s.value_or(0)));
    row.insert(row.end(), {megabytes(run.peak_bytes), fixed(run.written_per_byte, 2)});
    made.rows.push_back(std::move(row));
  }
  return made;
}

}  // namespace waybill::bench
