// The bytes of every message that crosses between a console and a server. A golden file is never edited: what
// is new comes with a new version of the protocol. WAYBILL_TEST_WRITE_GOLDEN=1 writes those that are missing.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "console/codec.hpp"
#include "events/words.hpp"

using namespace waybill;
using namespace waybill::console;
namespace fs = std::filesystem;

namespace {

auto requests() -> std::vector<request> {
  return {status_asked{},
          imports_asked{"failed", 20, "cursor"},
          import_asked{"imp_1"},
          order_imports{"cancel", {"imp_1", "imp_2"}},
          order_drain{true},
          order_seats{3},
          order_level{"debug"},
          order_stop{},
          imports_of_asked{"anna", "failed", 20, "cursor"},
          story_asked{"imp_1", false, 20, "cursor"},
          progress_asked{"imp_1"},
          troubles_asked{},
          log_end_asked{7, "import/imp_1", "import.paused.v1", 20},
          log_after_asked{7, "import/imp_1", "import.paused.v1", 20, 500},
          event_asked{7},
          order_log_check{7},
          log_check_asked{},
          actors_asked{20},
          commits_asked{},
          still_here{},
          projections_asked{},
          accounts_asked{},
          sessions_asked{},
          tokens_asked{},
          order_sign_out{"anna"},
          order_backup{"/backups"},
          backup_asked{},
          order_rebuild{"control"},
          rebuild_asked{},
          order_level_for{"debug", 600}};
}

auto an_import() -> import_told {
  return {"imp_1", "usr_1", "usr_2", "bookmarks", "failed", "a.json",  "2026-01-31T08:15:30.123Z",
          5,       2,       7,       true,        3,        "corrupt", "It is broken."};
}

auto a_logged_event() -> logged_told {
  return {7, 2, 6, "import/imp_1", "2026-01-31T08:15:30.123Z", "usr_1", "import.paused.v1", "00ff", "{}"};
}

auto answers() -> std::vector<answer> {
  return {
      refused{"not_found", "There is no such import."},
      done_told{"Done."},
      status_told{"waybill 1", 1, 2, 3, 4, 5, 6, 7, true, false, true, 8, 9, 10, 11, 12, 13, 14, 15, 16},
      an_import(),
      imports_told{{an_import(), import_told{}}, "next"},
      changes_told{{{"imp_1", "paused", "", ""}, {"imp_2", "", "not_found", "There is no such import."}}},
      story_told{{{7, "2026-01-31T08:15:30.123Z", "usr_1", "import.paused.v1", "Paused.", "{}"}}, "next"},
      progress_told{an_import(), 7, 8, true, 9, true},
      troubles_told{{{"2026-01-31T08:15:30.123Z", "error", "log.broken", "why=disk"}},
                    {{"imp_1", "processing", "2026-01-31T08:15:30.123Z", "It does not move."}}},
      a_logged_event(),
      log_told{{a_logged_event()}, {{8, "", "It cannot be read."}}, 7, 9, 10},
      log_check_told{true, false, 1, 7, 9, 7, 700, 3, {{8, "a", "The seal does not fit."}}, "It ended."},
      actors_told{{{"log", true, 1, 2, 3, 4, 5, 6, 7, "2026-01-31T08:15:30.123Z", 8, "It threw."}, {}}, 9},
      commits_told{1, 2, 3, 4, 5},
      projections_told{{{"control", 7, 1, 700, "11", true}}},
      accounts_told{{{"usr_1", "anna", "admin", "2026-01-31T08:15:30.123Z", "Anna", "a@x.org", true, 1, 2}}},
      sessions_told{{{"ses_1", "usr_1", "anna", "2026-01-31T08:15:30.123Z", "2026-02-01T08:15:30.123Z"}}},
      tokens_told{{{"tok_1", "usr_1", "anna", "backup", "2026-01-31T08:15:30.123Z"}}},
      backup_told{true, "operator/anna", "2026-01-31T08:15:30.123Z", 1, 2, 7, "{}",
                  "server.backup_finished.v1"},
      rebuild_told{true, false, 7, 8, 3, "It ended."}};
}

auto hex_of(const std::string& bytes) -> std::string {
  const auto hex = to_hex(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  std::string lines;
  for (std::size_t at = 0; at < hex.size(); at += 64) lines += hex.substr(at, 64) + "\n";
  return lines;
}

void hold_against(const std::string& name, const std::string& bytes) {
  CAPTURE(name);
  const fs::path path = "tests/console/golden/" + name + ".hex";
  if (std::getenv("WAYBILL_TEST_WRITE_GOLDEN") != nullptr && !fs::exists(path))
    std::ofstream(path, std::ios::binary) << hex_of(bytes);
  std::ifstream file(path, std::ios::binary);
  std::ostringstream kept;
  kept << file.rdbuf();
  CHECK(kept.str() == hex_of(bytes));
}

/// Every beginning of it, and it with one byte more.
template <class Decode>
void refuses_other_lengths(const std::string& bytes, Decode decode) {
  for (std::size_t size = 0; size < bytes.size(); ++size) CHECK_FALSE(decode(bytes.substr(0, size)));
  CHECK_FALSE(decode(bytes + std::string(1, '\0')));
}

}  // namespace

TEST_CASE(
    "given a sample of every request, when it is encoded, then its bytes are those of its golden file") {
  const auto all = requests();
  REQUIRE(all.size() == std::variant_size_v<request>);
  for (std::size_t i = 0; i < all.size(); ++i) {
    REQUIRE(all[i].index() == i);
    const auto bytes = encode(all[i]);
    hold_against("request_" + std::to_string(i), bytes);
    const auto again = decode_request(bytes);
    REQUIRE(again);
    CHECK(encode(*again) == bytes);
    refuses_other_lengths(bytes, decode_request);
  }
}

TEST_CASE("given a sample of every answer, when it is encoded, then its bytes are those of its golden file") {
  const auto all = answers();
  REQUIRE(all.size() == std::variant_size_v<answer>);
  for (std::size_t i = 0; i < all.size(); ++i) {
    REQUIRE(all[i].index() == i);
    const auto bytes = encode(all[i]);
    hold_against("answer_" + std::to_string(i), bytes);
    const auto again = decode_answer(bytes);
    REQUIRE(again);
    CHECK(encode(*again) == bytes);
    refuses_other_lengths(bytes, decode_answer);
  }
}

TEST_CASE("given a message that nobody knows, when it is decoded, then there is none") {
  CHECK_FALSE(decode_request(std::string("\xff\xff", 2)));
  const auto behind = [](std::size_t size) { return std::string{'\0', static_cast<char>(size)}; };
  CHECK_FALSE(decode_request(behind(std::variant_size_v<request>)));
  CHECK_FALSE(decode_answer(behind(std::variant_size_v<answer>)));
}

TEST_CASE("given a list that announces more than there is, when it is decoded, then there is none, at once") {
  auto bytes = encode(request{order_imports{"cancel", {}}});
  // Its last byte is the list's length; this says 2^35 - 1 and brings nothing.
  bytes.pop_back();
  bytes += "\xff\xff\xff\xff\x7f";
  CHECK_FALSE(decode_request(bytes));
}
