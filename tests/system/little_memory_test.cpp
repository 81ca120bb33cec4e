// Too little address space for the server's threads and caches.
#include <catch2/catch.hpp>

#include "tests/sanitizer.hpp"
#include "tests/system/processes.hpp"
#include "tests/system/server.hpp"

using namespace waybill::system_test;

TEST_CASE("given too little memory, when the server starts, then it says so before it ends") {
  if (waybill::tests::slowness > 1) return;  // a sanitizer reserves far more than any limit
  const temp_directory here;
  // With less than 66 MiB a thread that gets no memory may end in the allocator, without a word.
  for (const std::string kib : {"70000", "75000", "80000"}) {
    CAPTURE(kib);
    const auto end =
        process({"sh", "-c", "ulimit -c 0; ulimit -v " + kib + R"(; exec "$0" "$@")", WAYBILL_BINARY, "serve",
                 "--data", (here / "data").string(), "--listen", "127.0.0.1:0"},
                {}, "")
            .wait();
    CHECK(end.status != 0);
    CHECK(end.err.find("waybill: stopped by a fault of its own: ") != std::string::npos);
  }
}
