// A full disk: a small one of its own, where the test may mount it.
#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <iostream>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"

using namespace waybill::system_test;
using waybill::tests::bulk;

namespace {

auto in_bulk(std::size_t plain) -> std::string { return std::to_string(bulk(plain)); }

// Where little fills the disk, little is kept from it: the defaults, or as much less. (1 MiB is the least
// there is.)
const variables room_to_match{{"WAYBILL_STORAGE_MIN_FREE_BYTES", in_bulk(64 << 20)},
                              {"WAYBILL_STORAGE_LOG_WRITE_BUFFER_BYTES", in_bulk(16 << 20)},
                              {"WAYBILL_STORAGE_PROJECTION_WRITE_BUFFER_BYTES",
                               std::to_string(std::max<std::size_t>(bulk(8 << 20), 1 << 20))}};

/// A tmpfs; `mounted` is false where that is not allowed.
class small_disk {
 public:
  explicit small_disk(const std::string& size_mb) {
    mounted_ =
        mount("tmpfs", mount_point_.path().c_str(), "tmpfs", 0, ("size=" + size_mb + "m").c_str()) == 0;
    if (!mounted_) std::cout << "skipped: this user may not mount a small disk\n";
  }
  ~small_disk() {
    if (mounted_) umount2(mount_point_.path().c_str(), MNT_DETACH);
  }
  small_disk(const small_disk&) = delete;
  auto operator=(const small_disk&) -> small_disk& = delete;

  [[nodiscard]] auto mounted() const -> bool { return mounted_; }
  [[nodiscard]] auto path() const -> const fs::path& { return mount_point_.path(); }
  [[nodiscard]] auto room() const -> std::uintmax_t { return fs::space(path()).available; }
  /// A file takes all room but so much.
  void leave(std::uintmax_t wanted) const {
    const auto now = room();
    if (now <= wanted) return;
    const int file = open((path() / "ballast").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    REQUIRE(posix_fallocate(file, 0, static_cast<off_t>(now - wanted)) == 0);
    close(file);
  }
  void grow_to(const std::string& size_mb) const {
    REQUIRE(mount("tmpfs", mount_point_.path().c_str(), "tmpfs", MS_REMOUNT,
                  ("size=" + size_mb + "m").c_str()) == 0);
  }

 private:
  temp_directory mount_point_;
  bool mounted_ = false;
};

auto uploads_below(const fs::path& data) -> std::size_t {
  std::size_t files = 0;
  if (!fs::exists(data / "imports")) return 0;
  for (const auto& entry : fs::recursive_directory_iterator(data / "imports"))
    if (entry.is_regular_file()) ++files;
  return files;
}

/// A bind mount; `mounted` is false where that is not allowed.
class same_disk {
 public:
  same_disk(const fs::path& what, fs::path where) : where_(std::move(where)) {
    mounted_ = mount(what.c_str(), where_.c_str(), nullptr, MS_BIND, nullptr) == 0;
    if (!mounted_) std::cout << "skipped: this user may not mount a folder\n";
  }
  ~same_disk() {
    if (mounted_) umount2(where_.c_str(), MNT_DETACH);
  }
  same_disk(const same_disk&) = delete;
  auto operator=(const same_disk&) -> same_disk& = delete;
  [[nodiscard]] auto mounted() const -> bool { return mounted_; }

 private:
  fs::path where_;
  bool mounted_ = false;
};

}  // namespace

TEST_CASE(
    "given a disk with little room, when an upload fills it, then the answer is 507 and nothing is left of "
    "it") {
  const small_disk disk("160");
  if (!disk.mounted()) return;
  const auto data = disk.path() / "data";
  const auto who = make_account(data, "alice", room_to_match);
  server at(data, room_to_match);
  const person alice(at, who);
  disk.leave(bulk(disk.room()));
  const auto refused = alice.upload(document_of("\"" + std::string(bulk(150'000'000), 'x') + "\""));
  // A server that answers before it has read everything may close the connection under the sender's hands.
  if (refused.status != 0) {
    CHECK(refused.status == 507);
    CHECK(refused.code() == "storage_full");
  }
  CHECK(eventually([&] { return uploads_below(data) == 0; }));
  CHECK(alice.get("/api/v1/imports").parsed().at("items").empty());
  CHECK(counts_of(alice.outcome_of(alice.import(good_document(1, 10)))) ==
        "completed total 10 processed 10 created 10 updated 0 skipped 0 failed 0");
}

TEST_CASE(
    "given a disk that fills up during an import, when there is room again, then a retry goes on to the same "
    "end") {
  const small_disk disk("170");
  if (!disk.mounted()) return;
  const auto data = disk.path() / "data";
  const auto who = make_account(data, "alice", room_to_match);
  constexpr std::uint64_t records = bulk(150'000);
  const auto document = mixed(records);
  auto at = std::make_unique<server>(data, room_to_match);
  person alice(*at, who);
  disk.leave(bulk(disk.room()));
  const auto id = alice.import(document.text);
  const auto stopped = alice.outcome_of(id);
  CAPTURE(stopped.dump());
  REQUIRE(stopped.at("status") == "failed");
  CHECK(stopped.at("error").at("code") == "storage_full");
  const auto applied = stopped.at("progress").at("processed").get<std::uint64_t>();
  CHECK(applied < records);
  CHECK(uploads_below(data) == 1);
  CHECK(alice.get("/api/v1/imports?limit=100").status == 200);
  CHECK(alice.exported_items().size() == stopped.at("progress").at("created").get<std::uint64_t>());

  disk.grow_to("900");
  REQUIRE(alice.command(id, "retry").status == 202);
  const auto import = alice.outcome_of(id);
  CAPTURE(import.dump());
  CHECK(import.at("status") == "completed");
  CHECK(import.at("attempt") == 2);
  CHECK(import.at("progress").at("created") == document.created);
  CHECK(import.at("progress").at("skipped") == document.skipped);
  CHECK(import.at("progress").at("failed") == document.failed);
  CHECK(alice.exported_items().size() == document.created);
  CHECK(eventually([&] { return uploads_below(data) == 0; }));
  REQUIRE(at->stop().status == 0);
  CHECK(run_waybill({"log", "verify", "--data", data.string()}).status == 0);
}

TEST_CASE(
    "given a full disk below the read models only, when it has room again, then the import ends; a stop does "
    "not wait for it") {
  const small_disk disk("24");
  if (!disk.mounted()) return;
  temp_directory own;
  const auto data = own / "data";
  fs::create_directories(data);
  fs::create_directory(disk.path() / "rows");
  fs::create_directory_symlink(disk.path() / "rows", data / "projections");
  const auto who = make_account(data, "alice", room_to_match);
  // More than fits even when RocksDB, opened again, has given back what it allocates in advance.
  constexpr std::uint64_t records = std::max<std::size_t>(bulk(450'000), 90'000);
  auto at = std::make_unique<server>(data, room_to_match);
  person alice(*at, who);
  disk.leave(bulk(disk.room()));
  const auto id = alice.import(good_document(1, records));
  const auto ready = [&] { return alice.get("/readyz").status == 200; };
  REQUIRE(eventually([&] { return !ready(); }));
  CHECK(alice.get("/healthz").status == 200);
  CHECK(alice.get("/api/v1/imports").status == 200);
  if (GENERATE(false, true)) {
    REQUIRE(at->stop().status == 0);
    disk.grow_to("400");
    at = std::make_unique<server>(data, room_to_match);
    alice.now_at(*at);
  } else {
    disk.grow_to("400");
  }
  const auto import = alice.outcome_of(id);
  CAPTURE(import.dump());
  CHECK(import.at("status") == "completed");
  CHECK(import.at("progress").at("created") == records);
  CHECK(eventually(ready));
  REQUIRE(at->stop().status == 0);
  // Says when the rows are not what the log makes them.
  CHECK(run_waybill({"rebuild", "--data", data.string()}).status == 0);
}

TEST_CASE("given a disk without room, when a server starts, then its status says that it may later") {
  const temp_directory here;
  if (fs::space(here.path()).available > 1ULL << 40) {
    WARN("skipped: the disk has more room than can be asked for");
    return;
  }
  const auto data = here.path().string();
  const auto start = [&](const variables& settings) {
    return run_waybill({"serve", "--data", data, "--listen", "127.0.0.1:0"}, "", settings);
  };
  const auto full = start({{"WAYBILL_STORAGE_MIN_FREE_BYTES", "1TiB"}});
  CHECK(full.status == 75);
  CHECK(full.err.find("has no room left") != std::string::npos);
  // What a change of settings has to mend does not pass by itself.
  CHECK(start({{"WAYBILL_HTTP_LISTEN", "nowhere"}, {"WAYBILL_LOG_LEVEL", "nothing"}}).status == 2);
}

TEST_CASE("given read models on a mount of the same disk, when they are made anew, then the mount stays") {
  const temp_directory here;
  const auto data = here / "data", models = here / "models";
  const auto run = [&](const std::string& verb) { return run_waybill({verb, "--data", data.string()}); };
  REQUIRE(run_waybill({"import", "-", "--data", data.string()}, good_document(1, 5)).status == 0);
  fs::rename(data / "projections", models);
  fs::create_directory(data / "projections");
  const same_disk mount(models, data / "projections");
  if (!mount.mounted()) return;
  const auto rebuilt = run("rebuild");
  CAPTURE(rebuilt.out, rebuilt.err);
  CHECK(rebuilt.status == 0);
  // Damaged ones are set aside by a start.
  write_file(models / "CURRENT", "nonsense\n");
  const auto opened = run("list");
  CAPTURE(opened.err);
  CHECK(opened.status == 0);
}

TEST_CASE("given a single file that is mounted, when an export goes there, then it is in it") {
  const temp_directory here;
  const auto data = (here / "data").string();
  REQUIRE(run_waybill({"import", "-", "--data", data}, good_document(1, 5)).status == 0);
  write_file(here / "outside", "old");
  write_file(here / "inside", "");
  const same_disk mount(here / "outside", here / "inside");
  if (!mount.mounted()) return;
  const auto exported = run_waybill({"export", "-o", (here / "inside").string(), "--data", data});
  CAPTURE(exported.err);
  CHECK(exported.status == 0);
  CHECK(read_file(here / "outside").find("\"totalItems\": 5") != std::string::npos);
}
