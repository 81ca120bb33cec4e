// What handlers answer: any bytes are an answer, at worst a bad one; what is kept of it has its bounds; and
// whatever lines come, each row has its turn and gets one outcome.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "formats/text.hpp"
#include "handlers/address.hpp"
#include "handlers/answer.hpp"
#include "handlers/command.hpp"
#include "handlers/plain_answer.hpp"
#include "handlers/turns.hpp"
#include "handlers/webhook.hpp"
#include "tests/fuzz/target.hpp"

using namespace waybill;
using namespace waybill::handlers;
using waybill::fuzz::must;

namespace {

const std::vector<std::string> columns{"id", "note"};

void see(const row_said& one) {
  const bool failed = one.what == row_said::verdict::failed;
  must(failed != one.code.empty(), "a row that failed has a code, and no other");
  must(failed != one.message.empty(), "a row that failed says why, and no other");
  must(one.message.size() <= most_message_bytes && one.field.size() <= most_field_bytes, "sentences are cut");
  must(text::is_utf8(one.message) && text::is_utf8(one.field), "sentences are UTF-8");
  must(one.results.empty() || one.results.size() == columns.size(), "there is a value for each column");
  for (const auto& value : one.results)
    must(value.size() <= most_result_bytes && text::is_utf8(value), "values are cut, and UTF-8");
}

void try_lines(std::string_view text) {
  const std::vector<std::uint64_t> rows{3, 4, 6, 9};
  row_turns turns{rows, 1};
  for (auto left = text; !left.empty() && !turns.over();) {
    const auto end = std::min(left.find('\n'), left.size());
    const auto before = turns.turn();
    turns.take(read_row_answer(left.substr(0, end), columns));
    must(turns.turn() >= before, "a turn that is over does not come again");
    left.remove_prefix(std::min(end + 1, left.size()));
  }
  while (!turns.over()) turns.settle(failed_row(handler_timeout, "late"));
  const auto all = turns.finish();
  must(all.size() == rows.size(), "every row has its outcome");
  for (const auto& one : all) see(one);
}

}  // namespace

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  const auto text = fuzz::text_of(data, size);
  see(read_row_answer(text, columns).said);
  if (plain_row_answer(text, columns.size()))
    must(nlohmann::json::accept(text), "what is read without the parser is JSON");
  const std::vector<std::uint64_t> rows{1, 2};
  for (const auto batch : {std::optional<std::uint64_t>{1}, std::optional<std::uint64_t>{}}) {
    const auto said = read_batch_answer(text, batch, rows, columns).said;
    must(said.size() == rows.size(), "every row of a batch has its answer");
    for (const auto& one : said) see(one);
  }
  const auto first = read_line_answer(text);
  must(first.ok || !first.why.empty(), "who says no is said to have a reason");
  try_lines(text);
  if (const auto words = split_command(text)) must(!words->empty(), "a command has words");
  if (const auto at = parse_address(text))
    must((at->tls || at->loopback) && at->target.starts_with('/'),
         "an address is secure, or on this machine");
  must(read_retry_after(std::string(text), 1'700'000'000) <= longest_retry_after_s, "nobody waits for ever");
  return 0;
}
