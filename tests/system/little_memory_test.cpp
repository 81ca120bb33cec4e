// Too little address space for the server's threads and caches.
#include <catch2/catch.hpp>

#include "tests/sanitizer.hpp"
#include "tests/system/processes.hpp"
#include "tests/system/server.hpp"

using namespace waybill::system_test;

TEST_CASE("given too little memory, when the server starts, then it says so before it ends") {
  if (waybill::tests::slowness > 1) return;  // a sanitizer reserves far more than any limit
  const temp_directory here;
  // With 100,000 KiB its libraries do not fit, before it can look at anything.
  for (const std::string kib : {"125000", "140000", "170000", "196607"}) {
    CAPTURE(kib);
    const auto end =
        process({"sh", "-c", "ulimit -c 0; ulimit -v " + kib + R"(; exec "$0" "$@")", WAYBILL_BINARY, "serve",
                 "--data", (here / "data").string(), "--listen", "127.0.0.1:0"},
                {}, "")
            .wait();
    CHECK(end.status == 2);
    CHECK(end.err.starts_with("waybill: The address space is limited to "));
    CHECK_FALSE(fs::exists(here / "data"));
  }
}
