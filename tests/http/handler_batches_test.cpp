// How many batches a handler has that do not stand in the log.
#include <sys/stat.h>

#include "tests/http/handler_house.hpp"
#include "tests/http/points.hpp"

using namespace waybill;
using namespace waybill::http_test;
using namespace waybill::http_test::handled;

TEST_CASE("given a log that takes nothing yet, when rows go to a program, then it is given three batches") {
  house in{with_program("python3 h.py")};
  const auto fifo = (in.directory / "told").string();
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  write_file(in, "h.py", R"(
import json, sys
with open("told", "w", buffering=1) as told:
    for text in sys.stdin:
        line = json.loads(text)
        if "row" in line: print(line["row_index"], file=told)
        print('{"ok":true}', flush=True)
)");
  const auto ada = in.inhabit("ada");
  gate_at gate{"store.decided"};
  const auto id = hand_in(in, ada, "name\nA\nB\nC\nD\nE\nF\n", {{"batch_size", 1}});
  std::ifstream told(fifo);
  gate.await_somebody();
  int row = 0;
  for (int i = 1; i <= 3; ++i) CHECK((told >> row && row == i));
  gate.open();
  in.await(ada, id, import_status::completed);
  for (int i = 4; i <= 6; ++i) CHECK((told >> row && row == i));
  CHECK_FALSE(told >> row);
}
