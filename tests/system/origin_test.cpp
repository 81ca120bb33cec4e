// Read models of another log, and a log that lost something: what a start and `log verify` make of them.
#include <catch2/catch.hpp>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"

using namespace waybill::system_test;

namespace {

auto holds(const std::string& text, std::string_view what) -> bool {
  return text.find(what) != std::string::npos;
}

void import(const fs::path& data, std::uint64_t first, std::uint64_t count) {
  const auto done = run_waybill({"import", "-", "--data", data.string()}, good_document(first, count));
  CAPTURE(done.err);
  REQUIRE(done.status == 0);
}

/// Short, for what is printed when it is not what it should be.
auto exported(const fs::path& data) -> std::string {
  const auto text = run_waybill({"export", "--data", data.string()}).out;
  std::string links;
  for (auto at = text.find("/notes/"); at != std::string::npos; at = text.find("/notes/", at + 1))
    links += text.substr(at + 7, text.find('?', at) - at - 7) + " ";
  return links;
}

auto blobs_in(const fs::path& log) -> std::vector<fs::path> {
  std::vector<fs::path> all;
  for (const auto& file : fs::directory_iterator(log))
    if (file.path().extension() == ".blob") all.push_back(file.path());
  return all;
}

}  // namespace

TEST_CASE("given read models of another store, when a store is opened, then it folds its own, and says so") {
  temp_directory here;
  const auto data = here / "eve", other = here / "ada";
  const bool linked = GENERATE(true, false);
  CAPTURE(linked);
  SECTION("a store that has nothing in common") {
    import(data, 1, 5);
    import(other, 101, 5);
  }
  SECTION("a store of more events") {
    import(data, 1, 5);
    import(other, 101, 3);
    import(other, 201, 3);
    import(other, 301, 3);
  }
  SECTION("a copy that went its own way") {
    import(other, 101, 2);
    fs::copy(other, data, fs::copy_options::recursive);
    import(other, 201, 3);
    import(data, 1, 3);
  }
  const auto own = exported(data), others = exported(other);
  REQUIRE(own != others);
  fs::remove_all(data / "projections");
  if (linked)
    fs::create_directory_symlink("../ada/projections", data / "projections");
  else
    fs::copy(other / "projections", data / "projections");
  const auto opened = run_waybill({"list", "--data", data.string()});
  CAPTURE(opened.err);
  CHECK(opened.status == 0);
  CHECK(holds(opened.err, "projections.set_aside"));
  CHECK(exported(data) == own);
  CHECK(run_waybill({"list", "--data", data.string()}).err.empty());
  CHECK(exported(other) == others);
}

TEST_CASE(
    "given a blob file of the log that is shorter or gone, when the store is opened, then it is refused and "
    "named") {
  temp_directory here;
  const auto data = here / "data";
  const bool killed = GENERATE(false, true);
  const bool removed = GENERATE(false, true);
  import(data, 1, 3'000);
  REQUIRE(run_waybill({"list", "--data", data.string()}).status == 0);
  const auto blobs = blobs_in(data / "log");
  REQUIRE_FALSE(blobs.empty());
  // A server that was killed leaves no note of lengths.
  if (killed) fs::remove(data / "log" / "CLOSED");
  if (removed)
    fs::remove(blobs.front());
  else
    fs::resize_file(blobs.front(), fs::file_size(blobs.front()) - 1);
  for (const std::string verb : {"list", "rebuild", "list"}) {
    const auto refused = run_waybill({verb, "--data", data.string()});
    CAPTURE(verb, refused.err);
    CHECK(refused.status == 2);
    CHECK(holds(refused.err, blobs.front().filename().string()));
  }
}

TEST_CASE("given a log that was emptied, when it is verified, then it is not called whole") {
  temp_directory here;
  const auto data = here / "data";
  import(data, 1, 5);
  SECTION("a folder without files") {
    for (const auto& file : std::vector<fs::directory_entry>(fs::directory_iterator(data / "log"), {}))
      fs::remove(file);
  }
  SECTION("a log that began anew") {
    fs::remove_all(data / "log");
    fs::rename(data / "projections", here / "kept");
    REQUIRE(
        run_waybill({"user", "add", "eve", "--password-stdin", "--data", data.string()}, "some password\n")
            .status == 0);
    fs::remove_all(data / "projections");
    fs::rename(here / "kept", data / "projections");
  }
  SECTION("projections in its place") {
    fs::remove_all(data / "log");
    fs::copy(data / "projections", data / "log");
  }
  const auto verified = run_waybill({"log", "verify", "--data", data.string()});
  CAPTURE(verified.out, verified.err);
  CHECK(verified.status != 0);
  CHECK_FALSE(holds(verified.out, "whole"));
  CHECK(
      holds(verified.out + verified.err, verified.status == 1 ? "projections were folded" : "no event log"));
}
