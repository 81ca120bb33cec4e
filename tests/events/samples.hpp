// One sample of every event there is, built in code: the golden files, the codec's tests and the printer's
// tests all walk this list. A new event without a sample fails the golden test.
#pragma once

#include <array>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "events/account/events.hpp"
#include "events/bulk/events.hpp"
#include "events/bulk/keyed.hpp"
#include "events/codec.hpp"
#include "events/collection/events.hpp"
#include "events/import/events.hpp"
#include "events/operator/events.hpp"
#include "events/project/events.hpp"
#include "events/server/events.hpp"

namespace waybill::samples {

struct sample {
  std::string tag;
  std::string payload;
};

inline auto digest_of(std::uint8_t first) -> digest {
  digest bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(first + 7 * i);
  return bytes;
}

inline auto import_events() -> std::vector<import_event> {
  return {
      import_submitted{
          {"imp_01jd0c6f9q3n8v7s2m4k5r6t8w"},
          user_id{"usr_01jd0c6f9q3n8v7s2m4k5r6t8x"},
          "bookmarks",
          "auto",
          R"({"on_duplicate":"skip"})",
          {"böökmarks.json", "imports/usr_01/2025-06-28-1430-a7b3c9d2.json", 5'242'880, digest_of(1)},
          "key-1"},
      parsing_started{1},
      parsing_finished{"activitystreams", 10'000, 321},
      import_taken_up{2'501},
      import_described{R"({"dialect":{"delimiter":";"}})"},
      import_suspended{"handler_unavailable", "The handler does not answer.", instant{1'782'000'000'000'000}},
      import_chunk_retried{2'501, 1, "unavailable", "The log cannot be written.", 523},
      import_completed{10'000},
      import_failed{"invalid_json", "The document ends too early.", 3, 4096, 17, 5},
      import_paused{},
      import_resumed{},
      import_cancelled{},
      import_retried{2},
      import_removed{},
      import_ready{"csv", 46, 120},
      import_review_changed{R"({"keys":["email","phone"]})"},
      import_read_again{true},
      import_reading_refused{R"({"mapping":[]})", "no_such_sheet", "There is no such sheet.", 1, 2, 3, 4},
      import_record_edited{17, {{3, "ada@example.org"}, {5, ""}}, 0x1234'5678'9abc'def0},
      import_records_excluded{{{2, 2}, {10, 19}}, true, true},
      import_committed{R"({"members":[]})", {44, 0, 1, 1}},
  };
}

/// The same four records, with all that a chunk can say beside them.
inline auto chunk_in_columns() -> chunk_applied_v2 {
  static const std::array<digest, 2> created{digest_of(10), digest_of(11)};
  static const std::array<digest, 1> updated{digest_of(20)};
  static const std::array<digest, 1> released{digest_of(21)};
  chunk_applied_v2 chunk;
  chunk.head = {{"imp_01jd0c6f9q3n8v7s2m4k5r6t8w"}, 4, 1501, 654'321, {1, 1, 1, 1}};
  chunk.first_line = 1503;
  chunk.jumps = {{2, 3}};
  chunk.words = {"duplicate", "email_invalid", "email", "The handler said no."};
  chunk.reasons = {{outcome::created, 0, 0, 1, false, {}},
                   {outcome::updated, 0, 0, 0, false, {}},
                   {outcome::skipped, 1, 0, 0, true, {}},
                   {outcome::failed, 2, 4, 0, false, {{2, 3}}}};
  chunk.shapes = {{0, {}, {}},
                  {1, {}, {}},
                  {2, {}, text_list{2, "\x14https://example.org/\x05Twice"}},
                  {3, text_list{1, "\x02@@"},
                   text_list{1,
                             "\x03"
                             "Ann"}}};
  chunk.runs = {{0, 4}};
  chunk.changes = {{created, {}, 0, 0, "", "row as it is now"},
                   {updated, released, 78, 3, "row before", "row after"}};
  chunk.meets = {{301, 499, 1}};
  return chunk;
}

/// The same with what their rows have in common.
inline auto chunk_with_common() -> chunk_applied_v3 {
  chunk_applied_v3 chunk;
  static_cast<chunk_applied_v2&>(chunk) = chunk_in_columns();
  chunk.last_line = 1509;
  chunk.common = "name;email";
  return chunk;
}

/// The same of records that are kept nowhere.
inline auto chunk_of_a_handler() -> chunk_handled_v1 {
  chunk_handled_v1 chunk;
  static_cast<chunk_applied_v3&>(chunk) = chunk_with_common();
  chunk.head.counts = {1, 1, 1, 1};
  chunk.reasons[2].meets = false;
  chunk.changes = {{{}, {}, 0, 0, "", "row as it came"}, {{}, {}, 0, 0, "", "another"}};
  chunk.meets = {};
  return chunk;
}

inline auto collection_events() -> std::vector<collection_event> {
  chunk_applied_v1 chunk;
  chunk.head = {{"imp_01jd0c6f9q3n8v7s2m4k5r6t8w"}, 4, 1501, 654'321, {1, 1, 1, 1}};
  chunk.records.resize(4);
  chunk.records[0] = {outcome::created, "", "", 1, digest_of(10), 0, 0, "", "row as it is now", "", ""};
  chunk.records[1] = {outcome::updated, "", "", 0, digest_of(20), 77, 3, "row before", "row after", "", ""};
  chunk.records[2] = {outcome::skipped,       "duplicate", "", 0, digest_of(30), 300, 499, "", "",
                      "https://example.org/", "Twice"};
  chunk.records[3] = {outcome::failed, "url_missing", "The item has no URL.", 0, digest{}, 0, 0, "", "", "",
                      "Nameless"};
  static const std::vector<digest> keys{digest_of(40), digest_of(41)};
  static const std::vector<digest> given_up{digest_of(42)};
  records_changed changed;
  changed.head = {{"chg_01jd0c6f9q3n8v7s2m4k5r6t9c"}, 3, 1, 1, {3, 2, 1, 4, 5}};
  changed.records = {{keys, 12, 6, "its last row", "its row as it is now"},
                     {keys, 14, 1, "", "it is there again"}};
  changed.deleted = {{digest_of(43), 12, 7, "the last row of another"}};
  records_merged merged;
  static_cast<records_changed&>(merged) = changed;
  return {chunk,
          chunk_in_columns(),
          chunk_with_common(),
          chunk_of_a_handler(),
          record_deleted{digest_of(40), 12, 6, "its last row"},
          record_edited{keys, given_up, 12, 6, "its last row", "its row as it is now"},
          changed,
          merged};
}

inline auto account_events() -> std::vector<account_event> {
  return {
      account_created{{"usr_01jd0c6f9q3n8v7s2m4k5r6t8x"}, "alice", role::admin, "$argon2id$v=19$..."},
      password_changed{"$argon2id$v=19$other"},
      token_added{{"tok_01jd0c6f9q3n8v7s2m4k5r6t8y"}, "laptop", digest_of(50)},
      token_revoked{{"tok_01jd0c6f9q3n8v7s2m4k5r6t8y"}},
      session_opened{{"ses_01jd0c6f9q3n8v7s2m4k5r6t8z"}, digest_of(60), {1'751'121'000'123'456}},
      session_closed{{"ses_01jd0c6f9q3n8v7s2m4k5r6t8z"}},
      sessions_ended{},
      account_disabled{},
      account_enabled{},
      profile_changed{"Álice A.", "alice@example.org"},
  };
}

inline auto project_events() -> std::vector<project_event> {
  return {
      project_created{
          {"prj_01jd0c6f9q3n8v7s2m4k5r6t9a"}, {"usr_01jd0c6f9q3n8v7s2m4k5r6t8x"}, "Sité über alles"},
      project_renamed{"Site"},
      kind_settings_changed{"nodes", R"({"keep_query":true,"scheme":false})"},
      member_role_given{{"usr_01jd0c6f9q3n8v7s2m4k5r6t8x"}, member_role::manager},
      administrator_joined{{"usr_01jd0c6f9q3n8v7s2m4k5r6t8y"}, member_role::editor},
      member_removed{{"usr_01jd0c6f9q3n8v7s2m4k5r6t8x"}},
      project_deleted{},
  };
}

inline auto server_events() -> std::vector<server_event> {
  const digest seal{1, 2, 3};
  return {
      backup_finished{"/srv/backup", 3, 812, seal, 41, 70'123'456, 1'048'576, 1, {1'751'121'000'000'000}},
      backup_failed{"/srv/backup", "storage_full", "The disk is full.", {1'751'121'000'000'000}},
      backup_restored{"/srv/backup", 3, 800, 2, 1},
  };
}

inline auto operator_events() -> std::vector<operator_event> {
  return {command_given{"seats", "imp_01jd0c6f9q3n8v7s2m4k5r6t9b", "2"}};
}

inline auto bulk_events() -> std::vector<bulk_event> {
  static const std::vector<digest> ids{digest_of(40), digest_of(41)};
  return {
      bulk_asked{{"chg_01jd0c6f9q3n8v7s2m4k5r6t9c"},
                 owner_id{"usr_01jd0c6f9q3n8v7s2m4k5r6t8x"},
                 "bookmarks",
                 bulk_verb::undo,
                 R"({"delete":true})",
                 R"({"q":"site:example.org"})",
                 {"chg_01jd0c6f9q3n8v7s2m4k5r6t9d"}},
      bulk_selected{ids},
      bulk_begun{1'234},
      bulk_completed{},
      bulk_cancelled{},
      bulk_failed{"quota_exceeded", "There is no room."},
      bulk_undo_begun{{"chg_01jd0c6f9q3n8v7s2m4k5r6t9e"}},
  };
}

inline auto all() -> std::vector<sample> {
  std::vector<sample> list;
  const auto add = [&list](const auto& events) {
    for (const auto& event : events)
      std::visit([&list](const auto& e) { list.push_back({std::string(e.tag), encode(e)}); }, event);
  };
  add(import_events());
  add(collection_events());
  add(account_events());
  add(project_events());
  add(server_events());
  add(operator_events());
  add(bulk_events());
  add(std::vector<bulk_key_event>{bulk_keyed{"once", digest_of(42)}});
  return list;
}

/// The tags of every alternative of a variant of events.
template <class... Events>
auto tags_of(std::type_identity<std::variant<Events...>>) -> std::vector<std::string> {
  return {std::string(Events::tag)...};
}

inline auto all_tags() -> std::vector<std::string> {
  auto tags = tags_of(std::type_identity<import_event>{});
  for (auto& tag : tags_of(std::type_identity<collection_event>{})) tags.push_back(tag);
  for (auto& tag : tags_of(std::type_identity<account_event>{})) tags.push_back(tag);
  for (auto& tag : tags_of(std::type_identity<project_event>{})) tags.push_back(tag);
  for (auto& tag : tags_of(std::type_identity<server_event>{})) tags.push_back(tag);
  for (auto& tag : tags_of(std::type_identity<operator_event>{})) tags.push_back(tag);
  for (auto& tag : tags_of(std::type_identity<bulk_event>{})) tags.push_back(tag);
  for (auto& tag : tags_of(std::type_identity<bulk_key_event>{})) tags.push_back(tag);
  return tags;
}

}  // namespace waybill::samples
