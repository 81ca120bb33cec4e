// Rows of leads: they stand in the log for ever.
#include "domains/leads/row.hpp"

#include <limits>
#include <set>
#include <utility>
#include <vector>

#include "tests/domains/leads/support.hpp"

using namespace waybill;
using namespace waybill::leads;

namespace {

auto bytes_of(const row_view& from) -> std::string {
  std::string row;
  encode_row(from, row);
  return row;
}

auto hex(std::string_view bytes) -> std::string {
  return to_hex(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

void set(row_view& row, lead_field field, std::string_view text) {
  row.values[static_cast<std::size_t>(field)] = text;
}

const import_id an_import{"imp_01hzzzzzzzzzzzzzzzzzzzzzzz"};

auto full() -> row_view {
  row_view row;
  row.id = lead_identity(an_import, 7);
  row.created_at.us = 1'700'000'000'000'000;
  row.updated_at.us = 1'700'000'000'000'001;
  for (const auto field : lead_fields())
    if (field != lead_field::assigned_to) set(row, field, name_of(field));
  set(row, lead_field::email, "alice@münchen.example");
  row.email_key = "alice@xn--mnchen-3ya.example";
  row.phone_e164 = "+33612345678";
  row.phone_extension = "12";
  row.country_code = "FR";
  row.assigned_to = "usr_01hzzzzzzzzzzzzzzzzzzzzzzz";
  row.holds = all_keys;
  row.extra = {{"Fax", "none"}, {"", "x"}, {"Empty", ""}};
  return row;
}

auto samples() -> std::vector<row_view> {
  std::vector<row_view> all{row_view{}, full()};
  auto& same_email = all.emplace_back(full());
  set(same_email, lead_field::email, "a@b.example");
  same_email.email_key = "a@b.example";
  same_email.updated_at = same_email.created_at;
  auto& first = all.emplace_back(full());
  set(first, lead_field::last_name, "");
  first.extra.clear();
  auto& last = all.emplace_back(full());
  set(last, lead_field::first_name, "");
  last.assigned_to = {};
  auto& ends_of_time = all.emplace_back(full());
  ends_of_time.created_at.us = std::numeric_limits<std::int64_t>::min();
  ends_of_time.updated_at.us = std::numeric_limits<std::int64_t>::max();
  auto& no_keys = all.emplace_back();
  set(no_keys, lead_field::email, "a@b.example");
  set(no_keys, lead_field::first_name, "Anna Maria");
  set(no_keys, lead_field::last_name, "van der Berg");
  return all;
}

void check_same(const row_view& a, const row_view& b) {
  CHECK(a.id == b.id);
  CHECK(a.created_at == b.created_at);
  CHECK(a.updated_at == b.updated_at);
  CHECK(a.values == b.values);
  CHECK(a.phone_e164 == b.phone_e164);
  CHECK(a.phone_extension == b.phone_extension);
  CHECK(a.country_code == b.country_code);
  CHECK(a.email_key == b.email_key);
  CHECK(a.assigned_to == b.assigned_to);
  CHECK(a.holds == b.holds);
  CHECK(a.extra == b.extra);
}

}  // namespace

TEST_CASE("given a lead, when it is written as a row, then its bytes are those that stand in logs") {
  row_view row;
  row.id[0] = 0xab;
  row.id[15] = 0xcd;
  row.created_at.us = 0x0102030405060708;
  row.updated_at.us = row.created_at.us + 2;
  set(row, lead_field::external_id, "X1");
  set(row, lead_field::first_name, "Al");
  set(row, lead_field::last_name, "Bo");
  set(row, lead_field::email, "a@b");
  row.email_key = "a@b";
  row.phone_e164 = "+33";
  row.holds = key_email | key_external_id;
  row.extra = {{"k", "v"}};
  row.assigned_to = "usr";
  CHECK(hex(bytes_of(row)) ==
        "01"                                // version
        "0f"                                // updated, extra, assigned, the e-mail is its key
        "05"                                // holds
        "ab0000000000000000000000000000cd"  // id
        "0807060504030201"                  // created
        "04"                                // updated 2 us later
        "8f808008"                          // texts 0, 1, 2, 3, 24
        "05416c20426f02"                    // "Al Bo", the first name is 2 bytes
        "025831"
        "03614062"
        "032b3333"
        "01016b0176"
        "03757372");
}

TEST_CASE("given any lead, when it is written as a row and read, then it is the same") {
  row_view read = full();
  for (const auto& each : samples()) {
    const auto row = bytes_of(each);
    REQUIRE(view_row(row, read));
    check_same(read, each);
    CHECK(bytes_of(read) == row);
    std::string behind = "before";
    encode_row(each, behind);
    CHECK(behind == "before" + row);
  }
}

TEST_CASE("given a row, when it is cut or a byte of it is another, then it is none or another lead's") {
  row_view read;
  for (const auto& each : samples()) {
    const auto row = bytes_of(each);
    for (std::size_t size = 0; size < row.size(); ++size)
      CHECK_FALSE(view_row(std::string_view(row).substr(0, size), read));
    CHECK_FALSE(view_row(row + '\0', read));
    for (std::size_t i = 0; i < row.size(); ++i)
      for (const unsigned bit : {0U, 1U, 3U, 7U}) {
        auto other = row;
        other[i] = static_cast<char>(other[i] ^ (1U << bit));
        if (view_row(other, read)) CHECK(bytes_of(read) == other);
      }
  }
}

TEST_CASE("given a row, when its keys or whose it is change, then it is as if it had been written so") {
  for (auto each : samples()) {
    const auto row = bytes_of(each);
    std::string changed = "-";
    with_holds(row, 0, changed);
    each.holds = 0;
    CHECK(changed == "-" + bytes_of(each));
    changed.clear();
    with_holds(row, 0, changed, "usr_other");
    each.assigned_to = "usr_other";
    CHECK(changed == bytes_of(each));
  }
}

TEST_CASE("given a row, when it becomes that of a new lead, then its id and its moment are another") {
  auto lead = full();
  lead.updated_at = lead.created_at = {};
  lead.id = {};
  auto row = bytes_of(lead);
  lead.id = lead_identity(an_import, 9);
  lead.updated_at = lead.created_at = {-5};
  make_new(row.data(), lead.id, lead.created_at);
  CHECK(row == bytes_of(lead));
}

TEST_CASE("given records of imports, when leads are made of them, then each has an id that leads back") {
  const auto one = lead_identity(an_import, 1);
  CHECK(lead_id_of(one) == "led_" + lead_id_of(one).substr(4));
  CHECK(lead_id_of(one).size() == 30);
  CHECK(identity_of(lead_id_of(one)) == one);
  CHECK(lead_identity(an_import, 2) != one);
  CHECK(lead_identity({"imp_other"}, 1) != one);
  for (const auto* none :
       {"", "led_", "nod_00000000000000000000000000", "led_0", "led_zzzzzzzzzzzzzzzzzzzzzzzzzz"})
    CHECK_FALSE(identity_of(none));
}

TEST_CASE(
    "given leads of one import, when a map knows them by half of their identity, then they are told apart") {
  for (const auto& [from, to] : {std::pair{0, 16}, std::pair{16, 32}}) {
    std::set<std::vector<std::uint8_t>> halves;
    for (std::uint64_t record = 1; record <= 100; ++record) {
      const auto id = lead_identity(an_import, record);
      halves.insert({id.begin() + from, id.begin() + to});
    }
    CHECK(halves.size() == 100);
  }
}

TEST_CASE("given values, when they are keys, then each is one of its own, however long it is") {
  CHECK(key_of(key_email, "a") != key_of(key_phone, "a"));
  CHECK(key_of(key_phone, "a") != key_of(key_external_id, "a"));
  const std::string longer(5'000, 'x');
  std::vector<identity> seen;
  for (std::size_t size : {1, 111, 112, 113, 5'000}) {
    const auto key = key_of(key_external_id, std::string_view(longer).substr(0, size));
    CHECK(std::find(seen.begin(), seen.end(), key) == seen.end());
    seen.push_back(key);
  }
  CHECK(to_hex(key_of(key_email, "a@b.example")) ==
        "663740562a6e5f50d0efe9d479af06b9e9165a061bb9db9c040d0716c6d4c661");
  auto row = full();
  row.holds = key_email | key_external_id;
  std::vector<identity> held;
  held_keys(row, held);
  CHECK(held == std::vector{key_of(key_email, row.email_key), key_of(key_external_id, "external_id")});
  CHECK(possible_keys(row) == all_keys);
  CHECK(possible_keys(row_view{}) == 0);
}

TEST_CASE(
    "given leads with more or less of a name, when they are called something, then by the best there is") {
  std::string scratch;
  row_view row;
  CHECK(title_of(row, scratch).empty());
  set(row, lead_field::external_id, "X1");
  CHECK(title_of(row, scratch) == "X1");
  set(row, lead_field::phone, "06 12");
  CHECK(title_of(row, scratch) == "06 12");
  set(row, lead_field::email, "a@b");
  CHECK(title_of(row, scratch) == "a@b");
  set(row, lead_field::last_name, "Martin");
  CHECK(title_of(row, scratch) == "Martin");
  set(row, lead_field::first_name, "Alice");
  CHECK(title_of(row, scratch) == "Alice Martin");
  row_view read;
  const auto bytes = bytes_of(row);
  REQUIRE(view_row(bytes, read));
  const auto title = title_of(read, scratch);
  CHECK(title == "Alice Martin");
  CHECK(title.data() >= bytes.data());
  CHECK(title.data() < bytes.data() + bytes.size());
}
