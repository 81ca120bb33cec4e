// What an import does next, as a table.
#include "actors/next_effect.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace waybill;

namespace {

constexpr std::uint64_t records = 3;

/// An import of 3 records, `applied` of them in as many chunks. The list in its file begins at byte 10.
auto import_in(import_status status, std::uint64_t applied = 0) -> import_state {
  import_state made;
  made.status = status;
  made.total = records;
  made.list_offset = 10;
  made.progress.chunks = applied;
  made.progress.counts.created = applied;
  made.progress.resume_offset = applied * 100;
  return made;
}

struct in_words {
  auto operator()(const stand_still&) const -> std::string { return "stand still"; }
  auto operator()(const go_to_rest&) const -> std::string { return "rest"; }
  auto operator()(const ask_for_seat&) const -> std::string { return "ask for a seat"; }
  auto operator()(const settle_check&) const -> std::string { return "go by the verdict"; }
  auto operator()(const check_file&) const -> std::string { return "check the file"; }
  auto operator()(const apply_records& from) const -> std::string {
    return "read chunk " + std::to_string(from.next_chunk) + ", record " + std::to_string(from.next_record) +
           ", byte " + std::to_string(from.offset) + (from.at_list_start ? ", a list's start" : "");
  }
  auto operator()(const command_itself& effect) const -> std::string {
    if (std::holds_alternative<start_parsing>(effect.what)) return "begin";
    if (std::holds_alternative<take_up_import>(effect.what)) return "take up";
    if (std::holds_alternative<complete_import>(effect.what)) return "complete";
    if (const auto* failure = std::get_if<fail_import>(&effect.what)) return "fail: " + failure->why.message;
    return "another command";
  }
};

}  // namespace

TEST_CASE(
    "given an import and what its actor has, when it looks for what comes next, then it is as the table "
    "says") {
  using s = import_status;
  struct row {
    import_state import;
    at_hand has;
    std::string next;
  };
  const at_hand nothing, seated{.seat = true};
  const error why{errc::internal, "It died too often.", {}};
  const std::vector<row> table{
      {import_in(s::pending), nothing, "ask for a seat"},
      {import_in(s::pending), seated, "ask for a seat"},
      {import_in(s::parsing), nothing, "ask for a seat"},
      {import_in(s::parsing), seated, "check the file"},
      {import_in(s::parsing), {.seat = true, .verdict = true}, "go by the verdict"},
      {import_in(s::parsing), {.seat = false, .verdict = true}, "ask for a seat"},
      {import_in(s::parsing), {.seat = true, .interrupted = true}, "take up"},
      {import_in(s::parsing), {.seat = true, .interrupted = true, .verdict = true}, "take up"},
      {import_in(s::parsing), {.seat = false, .interrupted = true}, "ask for a seat"},
      {import_in(s::processing), seated, "read chunk 1, record 1, byte 10, a list's start"},
      {import_in(s::processing, 1), nothing, "ask for a seat"},
      {import_in(s::processing, 1), seated, "read chunk 2, record 2, byte 100"},
      {import_in(s::processing, 1), {.seat = true, .verdict = true}, "read chunk 2, record 2, byte 100"},
      {import_in(s::processing, 1), {.seat = true, .interrupted = true}, "take up"},
      {import_in(s::processing, 1), {.seat = false, .interrupted = true}, "ask for a seat"},
      // The last word needs no seat.
      {import_in(s::processing, records), nothing, "complete"},
      {import_in(s::processing, records), seated, "complete"},
      {import_in(s::processing, records), {.seat = false, .interrupted = true}, "take up"},
      {import_in(s::none), nothing, "stand still"},
      {import_in(s::ready), nothing, "stand still"},
      {import_in(s::paused, 1), seated, "stand still"},
      {import_in(s::completed, records), nothing, "rest"},
      {import_in(s::removed), nothing, "rest"},
      {import_in(s::failed, 1), nothing, "rest"},
      {import_in(s::cancelled), nothing, "rest"},
      // Who is not fit fails, as soon as that is possible. A failure is one of an import at work.
      {import_in(s::pending), {.unfit = why}, "begin"},
      {import_in(s::pending), {.seat = true, .unfit = why}, "begin"},
      {import_in(s::parsing), {.unfit = why}, "fail: It died too often."},
      {import_in(s::parsing), {.seat = true, .unfit = why, .verdict = true}, "fail: It died too often."},
      {import_in(s::processing, 1), {.unfit = why, .interrupted = true}, "fail: It died too often."},
      {import_in(s::processing, records), {.unfit = why}, "fail: It died too often."},
      {import_in(s::paused), {.unfit = why}, "stand still"},
      {import_in(s::failed), {.unfit = why}, "rest"},
  };
  for (const auto& [import, has, next] : table) {
    CAPTURE(name_of(import.status), has.seat, has.unfit.has_value(), has.interrupted, has.verdict);
    CHECK(std::visit(in_words{}, next_effect(import, has)) == next);
  }
}

TEST_CASE("given an import at work, when every record has its outcome, then it is done, and not before") {
  for (std::uint64_t applied = 0; applied <= records; ++applied)
    CHECK(is_done(import_in(import_status::processing, applied)) == (applied == records));
  CHECK_FALSE(is_done(import_in(import_status::parsing, records)));
  CHECK_FALSE(is_done(import_in(import_status::paused, records)));
}
