#include "handlers/answer.hpp"

#include <utility>

#include "handlers/answer_parts.hpp"
#include "handlers/plain_answer.hpp"

namespace waybill::handlers {
namespace {

using member = answer_parts::member;

auto bad_row(const std::string& what) -> row_said {
  return failed_row(bad_answer, "The handler's answer to this row is wrong: " + what);
}

auto refused(answer_parts& answer) -> row_said {
  if (answer.error.is == member::wrong) return bad_row("'error' is no text.");
  if (answer.field.is == member::wrong) return bad_row("'field' is no text.");
  auto text = std::move(answer.error.value);
  if (text.empty()) text = "The handler gave no reason.";
  auto made = failed_row(row_refused, text);
  made.field = std::move(answer.field.value);
  return made;
}

auto take_outcome(const answer_parts::text& outcome, row_said& into) -> bool {
  if (outcome.is != member::fine) return outcome.is == member::absent;
  if (outcome.value == "updated")
    into.what = row_said::verdict::updated;
  else if (outcome.value == "skipped")
    into.what = row_said::verdict::skipped;
  else if (outcome.value != "created")
    return false;
  return true;
}

auto taken(answer_parts& answer, std::span<const std::string> result_columns) -> row_said {
  row_said made;
  if (!take_outcome(answer.outcome, made)) return bad_row("'outcome' is not created, updated or skipped.");
  if (answer.result == member::wrong) return bad_row("'result' is no object.");
  made.results = std::move(answer.results);
  made.results.resize(result_columns.size());
  return made;
}

auto said_in(answer_parts& answer, std::span<const std::string> result_columns) -> row_said {
  if (!answer.is_object) return bad_row("it is no JSON object.");
  if (answer.has_ok == member::absent) return bad_row("it has no 'ok'.");
  if (answer.has_ok == member::wrong) return bad_row("'ok' is not true or false.");
  return answer.ok ? taken(answer, result_columns) : refused(answer);
}

/// Why it is no answer to the batch; empty: it is one.
auto wrong_batch(const std::optional<batch_parts>& all, std::optional<std::uint64_t> batch, std::size_t rows)
    -> std::string {
  if (!all) return "it is no JSON.";
  if (!all->is_object) return "it is no JSON object.";
  if (batch && all->batch != batch) return "it is not for batch " + std::to_string(*batch) + ".";
  if (!all->has_list) return "it has no list 'answers'.";
  if (all->answers == rows) return {};
  return "it has " + std::to_string(all->answers) + " answers for " + std::to_string(rows) + " rows.";
}

}  // namespace

auto failed_row(std::string_view code, const std::string& message) -> row_said {
  row_said made;
  made.what = row_said::verdict::failed;
  made.code = code;
  made.message = cut(message, most_message_bytes);
  return made;
}

auto read_row_answer(std::string_view text, std::span<const std::string> result_columns) -> row_answer {
  if (auto plain = plain_row_answer(text, result_columns.size())) return *std::move(plain);
  auto answer = parts_of(text, result_columns);
  if (!answer) return {bad_row("it is no JSON."), std::nullopt};
  return {said_in(*answer, result_columns), answer->row_index};
}

auto read_batch_answer(std::string_view text, std::optional<std::uint64_t> batch,
                       std::span<const std::uint64_t> expected, std::span<const std::string> result_columns)
    -> batch_answer {
  if (auto plain = plain_batch_answer(text, batch, expected, result_columns.size()))
    return {*std::move(plain)};
  batch_answer made{std::vector<row_said>(expected.size())};
  auto& said = made.said;
  const auto all = parts_of_batch(text, result_columns, [&](std::size_t place, answer_parts answer) {
    if (place >= expected.size()) return;
    const bool is_its_own = !answer.row_index || *answer.row_index == expected[place];
    said[place] =
        is_its_own ? said_in(answer, result_columns) : bad_row("in its place stands one for another row.");
  });
  if (const auto wrong = wrong_batch(all, batch, expected.size()); !wrong.empty())
    said.assign(expected.size(),
                failed_row(bad_answer, "The handler's answer to the row's batch is wrong: " + wrong));
  made.is_older = all && all->batch && batch && *all->batch < *batch;
  return made;
}

auto read_line_answer(std::string_view text) -> line_answer {
  auto answer = parts_of(text, {});
  line_answer made;
  made.of_rows = answer && (answer->row_index || answer->batch || answer->has_answers);
  made.is_one = answer && answer->is_object && answer->has_ok == member::fine;
  if (!made.is_one) {
    made.why = "its answer is no object with an 'ok'.";
    return made;
  }
  made.ok = answer->ok;
  made.batches = answer->wants_batches;
  if (made.ok) return made;
  made.why = std::move(answer->error.value);
  if (made.why.empty()) made.why = "it gave no reason.";
  return made;
}

}  // namespace waybill::handlers
