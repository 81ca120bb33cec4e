// What is sent is made as it is sent: the same bytes however it is cut, and never much of it at once.
#include <random>

#include "handlers/batch_text.hpp"
#include "handlers/webhook.hpp"
#include "tests/handlers/memory.hpp"
#include "tests/handlers/raw_server.hpp"
#include "tests/handlers/talk.hpp"

using namespace waybill;
using namespace waybill::handlers;
using namespace waybill::handlers::test;

namespace {

/// Rows whose cells are held.
struct table {
  explicit table(std::vector<words> of) : texts(std::move(of)), cells(texts.size()) {
    for (std::size_t i = 0; i < texts.size(); ++i) {
      cells[i].assign(texts[i].begin(), texts[i].end());
      rows.push_back({i + 1, cells[i]});
    }
  }
  std::vector<words> texts;
  std::vector<std::vector<std::string_view>> cells;
  std::vector<row_in> rows;
};

auto any_text(std::mt19937& chance, std::size_t most) -> std::string {
  static const words signs{"a",    "bcdefghijkl", "\"", "\\",   "\n",       std::string(1, '\0'),
                           "\x7F", "é",           "😀",  "\xFF", "\xE2\x82", "\x80\x80\x80\x80\x80",
                           ","};
  std::string text;
  for (auto left = chance() % (most + 1); left > 0; --left) text += signs[chance() % signs.size()];
  return text;
}

/// All of a text, in pieces of about so many bytes, of which none is much longer.
auto whole(text_pieces text, std::size_t piece, std::size_t slack) -> std::string {
  std::string all;
  std::string one;
  for (bool over = false; !over; one.clear()) {
    over = text.append(one, piece);
    if (one.size() > piece + slack) FAIL("a piece of " << one.size() << " bytes");
    all += one;
  }
  return all;
}

}  // namespace

TEST_CASE(
    "given texts of any bytes, when they are made in pieces, then they are the same however they are cut") {
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 chance{seed};
  for (int round = 0; round < 60; ++round) {
    introduction what;
    what.import = "imp_test";
    for (auto left = chance() % 6; left > 0; --left)
      what.headers.push_back(any_text(chance, 6) + std::to_string(left));
    what.result_columns = {any_text(chance, 3)};
    std::vector<words> rows(chance() % 5);
    for (auto& row : rows)
      for (auto left = chance() % 7; left > 0; --left)
        row.push_back(any_text(chance, chance() % 20 == 0 ? 20'000 : 9));
    const table of{rows};
    const batch_text text{what};
    for (const auto& one : {text.begin_line(3), text.row_lines(7, of.rows), text.batch_line(7, of.rows),
                            text.body(7, of.rows), batch_text::end_line({1, 2, 3, 4, 5})}) {
      const auto in_one = whole(one, std::size_t{1} << 30, 0);
      for (const std::size_t piece : {1U, 17U, 4'000U, 65'536U}) {
        if (whole(one, piece, 60'000) != in_one) FAIL("not the same in pieces of " << piece);
      }
      std::istringstream lines(in_one);
      for (std::string line; std::getline(lines, line);) CHECK(json::parse(line).is_object());
    }
  }
}

TEST_CASE(
    "given a long header and many rows, when they are handed to a program, then memory has its measure") {
  const bool batches = GENERATE(false, true);
  program it((batches ? "batch = True\n" : "") + std::string(R"(
def note(name, text): pass
def row(line):
    if batch: say({"batch": line["batch"], "answers": [{"ok": True}] * len(line["rows"])})
    else: say({"ok": True})
)"));
  it.what.headers.clear();
  for (int i = 0; i < 2'000; ++i) it.what.headers.push_back(std::to_string(i) + std::string(1'000, '\1'));
  it.order.program.limits.memory_bytes = 0;
  it.order.row_timeout = std::chrono::minutes{10};
  it.order.line_timeout = std::chrono::minutes{10};
  auto& to = it.begun();
  const memory_peak peak;
  const auto got = give(to, 1, 1, batches ? 10'000 : 4);
  REQUIRE(got.ok());
  CHECK(told(*got) == words(got->size(), "created"));
  peak.check_below_mib(24);
}

TEST_CASE("given a long header and long cells, when they are posted, then memory has its measure") {
  const std::string answer = R"({"answers":[{"ok":true},{"ok":true}]})";
  raw_server at{[&](const raw_server::voice& say) {
    return say("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(answer.size()) + "\r\n\r\n" + answer);
  }};
  webhook_order order;
  order.url = "http://127.0.0.1:" + std::to_string(at.port) + "/rows";
  order.timeout = std::chrono::minutes{10};
  order.secret = "secret";
  introduction what;
  for (int i = 0; i < 2'000; ++i) what.headers.push_back(std::to_string(i) + std::string(1'000, '\1'));
  const auto to = webhook_handler(order, what, {[] { return true; }, [](std::string_view) {}});
  REQUIRE(to->begin().ok());
  const table rows{{{std::string(4 << 20, '\1')}, {"x"}}};
  const memory_peak peak;
  to->prepare(1, rows.rows);
  REQUIRE(to->send().ok());
  to->prepare(2, rows.rows);
  auto got = to->collect();
  REQUIRE(got.ok());
  CHECK(told(*got) == words{"created", "created"});
  REQUIRE(to->send().ok());
  got = to->collect();
  REQUIRE(got.ok());
  CHECK(told(*got) == words{"created", "created"});
  peak.check_below_mib(24);
  CHECK(at.requests == 2);
}

TEST_CASE("given a row with fewer cells than there are columns, when it is sent, then it has one for each") {
  introduction what;
  what.headers = {"a", "b", "c"};
  const table of{{{"1"}, {"1", "2", "3", "4"}}};
  const batch_text text{what};
  const auto rows_in = [](const json& batch) {
    std::vector<words> all;
    for (const auto& one : batch.at("rows")) all.push_back(one.at("row"));
    return all;
  };
  const std::vector<words> meant{{"1", "", ""}, {"1", "2", "3", "4"}};
  CHECK(rows_in(json::parse(whole(text.batch_line(1, of.rows), 7, 60'000))) == meant);
  CHECK(rows_in(json::parse(whole(text.body(1, of.rows), 7, 60'000))) == meant);
  const auto lines = whole(text.row_lines(1, of.rows), 7, 60'000);
  CHECK(json::parse(lines.substr(0, lines.find('\n'))).at("row") == json(meant.front()));
}
