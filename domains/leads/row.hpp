// A lead as it is kept. Rows stand in the log for ever: their layout is described in row.cpp. Pure; any
// thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domains/leads/field.hpp"
#include "events/words.hpp"

namespace waybill::leads {

/// What leads are recognised by, as bits: they stand in rows, never renumber.
enum lead_key : std::uint8_t { key_email = 1, key_phone = 2, key_external_id = 4 };
inline constexpr std::uint8_t all_keys = key_email | key_phone | key_external_id;

/// Views point into the row.
struct row_view {
  identity id{};  ///< the lead's own, as `lead_identity` made it: it stays, whatever changes
  instant created_at{};
  instant updated_at{};
  /// Normalized. Of phone: as written; of status: its code; of assigned_to: nothing (see `assigned_to`); of
  /// country: its name in the project's language.
  std::array<std::string_view, lead_field_count> values{};
  std::string_view phone_e164;
  std::string_view phone_extension;
  std::string_view country_code;
  std::string_view email_key;    ///< the address with its domain in ASCII
  std::string_view assigned_to;  ///< a user's id; "": nobody
  std::uint8_t holds = 0;        ///< the keys (`lead_key`) by which this lead is found: no other has them
  std::vector<std::pair<std::string_view, std::string_view>> extra;  ///< columns without a field, by name

  [[nodiscard]] auto value(lead_field of) const -> std::string_view {
    return values[static_cast<std::size_t>(of)];
  }
};

/// Appends the row. What is longer than a field may be is the reader's matter: all is written.
void encode_row(const row_view& from, std::string& out);
/// Replaces all of `out`, keeping its memory. False: it is none.
auto view_row(std::string_view row, row_view& out) -> bool;
/// `row`, which is one, held so and given to this user ("": as it was), appended to `out`.
void with_holds(std::string_view row, std::uint8_t holds, std::string& out,
                std::string_view assigned_to = {});
/// The row of a new lead of this moment: bytes of a row that is not given to anybody, changed where they are.
void make_new(char* row, const identity& id, instant created_at);

/// The identity of the lead that a record of an import makes: 16 bytes of a SHA-256, twice.
auto lead_identity(const import_id& import, std::uint64_t record) -> identity;
/// "led_...", and back; nothing for what is none.
auto lead_id_of(const identity& lead) -> std::string;
auto identity_of(std::string_view lead_id) -> std::optional<identity>;

/// The key of a value, in any project; empty values have none: not to be asked.
auto key_of(lead_key which, std::string_view normalized) -> identity;
/// The keys that the row holds, in the order of their bits.
void held_keys(const row_view& row, std::vector<identity>& out);
/// The keys that it could hold: those it has a value for.
auto possible_keys(const row_view& row) -> std::uint8_t;
/// What it is called: the name, else the e-mail, the phone, the external id. Points into the row, or into
/// `scratch`, whose content is replaced.
auto title_of(const row_view& row, std::string& scratch) -> std::string_view;

}  // namespace waybill::leads
