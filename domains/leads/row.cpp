// How a row is laid out.
//
//   version      1 byte, 1
//   flags        1 byte, see row_flag
//   holds        1 byte, see lead_key
//   id           16 bytes, the first half of the identity; the other half is the same again
//   created      8 bytes, little endian, microseconds (two's complement)
//   updated      zigzag varint, microseconds after created; absent when it is the same
//   which        varint: bit n, the text with number n (see `numbers`) is there; an empty one is not
//   name?        varint size, bytes, when there is a first or a last name: the first, a space, the last;
//                where both are there, varint: the size of the first
//   text*        each varint size, bytes, in the order of their numbers
//   extra?       varint count, then name and value of each: varint size, bytes
//   assigned_to? varint size, bytes; the last, so that it can be put behind
//
// What is changed when a lead is decided stands in front at a fixed place, or is the end. There is one way
// only to write a lead, so that equal leads have equal rows.
#include "domains/leads/row.hpp"

#include <algorithm>
#include <cstring>

#include "events/codec.hpp"
#include "events/hash.hpp"
#include "events/pen.hpp"

namespace waybill::leads {
namespace {

constexpr char version = 1;
constexpr std::size_t flags_at = 1;
constexpr std::size_t holds_at = 2;
constexpr std::size_t id_at = 3;
constexpr std::size_t id_bytes = 16;
constexpr std::size_t created_at = id_at + id_bytes;
constexpr std::string_view id_begin = "led_";

/// Maps of keys may go by either half.
void make_whole(identity& id) {
  std::copy_n(id.begin(), id_bytes, id.begin() + static_cast<std::ptrdiff_t>(id_bytes));
}

enum row_flag : std::uint8_t {
  row_updated = 1,       ///< at another time than it was created
  row_extra = 2,         ///< columns without a field
  row_assigned = 4,      ///< to somebody
  row_email_is_key = 8,  ///< the e-mail is its own key, which is not written
  row_known_flags = 15
};

/// Texts that have no field, by number.
constexpr unsigned phone_e164_number = 24;
constexpr unsigned phone_extension_number = 25;
constexpr unsigned country_code_number = 26;
constexpr unsigned email_key_number = 27;
constexpr unsigned first_name_number = 1;
constexpr unsigned last_name_number = 2;
constexpr unsigned text_numbers = 28;

/// The numbers of fields, for ever: new ones get those that are free below 24.
constexpr unsigned no_number = 63;
constexpr std::array<unsigned, lead_field_count> numbers = [] {
  std::array<unsigned, lead_field_count> all{};
  const auto set = [&](lead_field field, unsigned number) { all[static_cast<std::size_t>(field)] = number; };
  set(lead_field::external_id, 0);
  set(lead_field::first_name, first_name_number);
  set(lead_field::last_name, last_name_number);
  set(lead_field::email, 3);
  set(lead_field::phone, 4);
  set(lead_field::company, 5);
  set(lead_field::job_title, 6);
  set(lead_field::address, 7);
  set(lead_field::city, 8);
  set(lead_field::postal_code, 9);
  set(lead_field::country, 10);
  set(lead_field::status, 11);
  set(lead_field::source, 12);
  set(lead_field::notes, 13);
  set(lead_field::created, 14);
  set(lead_field::amount, 15);
  set(lead_field::assigned_to, no_number);
  return all;
}();
static_assert(lead_field_count == 17, "every field has its number in rows");

/// Those that are in use, as bits.
constexpr std::uint64_t known_texts = [] {
  std::uint64_t all = 0;
  for (const auto number : numbers)
    if (number != no_number) all |= std::uint64_t{1} << number;
  for (const auto number : {phone_e164_number, phone_extension_number, country_code_number, email_key_number})
    all |= std::uint64_t{1} << number;
  return all;
}();

constexpr auto at(lead_field field) -> std::size_t { return static_cast<std::size_t>(field); }

/// The texts of a row behind its name, by their numbers.
using texts = std::array<std::string_view, text_numbers>;

auto texts_of(const row_view& from, bool email_is_key) -> texts {
  texts all{};
  for (std::size_t field = 0; field < lead_field_count; ++field)
    if (numbers[field] != no_number) all[numbers[field]] = from.values[field];
  all[phone_e164_number] = from.phone_e164;
  all[phone_extension_number] = from.phone_extension;
  all[country_code_number] = from.country_code;
  if (!email_is_key) all[email_key_number] = from.email_key;
  return all;
}

auto size_limit(const row_view& from, const texts& all) -> std::size_t {
  std::size_t size = created_at + 8 + varint_limit_bytes * (text_numbers + 6) + from.assigned_to.size();
  for (const auto text : all) size += text.size();
  for (const auto& [name, value] : from.extra) size += name.size() + value.size() + 2 * varint_limit_bytes;
  return size;
}

auto flags_of(const row_view& from, bool email_is_key) -> unsigned {
  unsigned flags = 0;
  if (from.updated_at != from.created_at) flags |= row_updated;
  if (!from.extra.empty()) flags |= row_extra;
  if (!from.assigned_to.empty()) flags |= row_assigned;
  if (email_is_key) flags |= row_email_is_key;
  return flags;
}

/// First and last name as one text, so that it can be shown as it stands.
void write_name(std::string_view first, std::string_view last, pen& write) {
  if (first.empty() || last.empty()) return write.text(first.empty() ? last : first);
  write.varint(first.size() + 1 + last.size());
  char* const to = write.at();
  std::memcpy(to, first.data(), first.size());
  to[first.size()] = ' ';
  std::memcpy(to + first.size() + 1, last.data(), last.size());
  write = pen(to + first.size() + 1 + last.size());
  write.varint(first.size());
}

void write_texts(const texts& all, pen& write) {
  std::uint64_t which = 0;
  for (unsigned number = 0; number < text_numbers; ++number)
    if (!all[number].empty()) which |= std::uint64_t{1} << number;
  write.varint(which);
  const auto first = all[first_name_number];
  const auto last = all[last_name_number];
  if (!first.empty() || !last.empty()) write_name(first, last, write);
  for (unsigned number = 0; number < text_numbers; ++number)
    if (number != first_name_number && number != last_name_number && !all[number].empty())
      write.text(all[number]);
}

/// False where nothing can be of that form.
auto read_name(byte_reader& from, bool has_first, bool has_last, texts& all) -> bool {
  if (!has_first && !has_last) return true;
  const auto name = from.text();
  if (has_first != has_last) {
    all[has_first ? first_name_number : last_name_number] = name;
    return !name.empty();
  }
  const auto size = from.varint();
  if (size == 0 || size + 1 >= name.size() || name[size] != ' ') return false;
  all[first_name_number] = name.substr(0, size);
  all[last_name_number] = name.substr(size + 1);
  return true;
}

auto read_texts(byte_reader& from, texts& all) -> bool {
  const auto which = from.varint();
  if ((which & ~known_texts) != 0) return false;
  const auto has = [&](unsigned number) { return (which >> number & 1) != 0; };
  if (!read_name(from, has(first_name_number), has(last_name_number), all)) return false;
  for (unsigned number = 0; number < text_numbers; ++number) {
    if (number == first_name_number || number == last_name_number || !has(number)) continue;
    all[number] = from.text();
    if (all[number].empty()) return false;
  }
  return true;
}

void take_texts(const texts& all, bool email_is_key, row_view& out) {
  for (std::size_t field = 0; field < lead_field_count; ++field)
    out.values[field] = numbers[field] == no_number ? std::string_view{} : all[numbers[field]];
  out.phone_e164 = all[phone_e164_number];
  out.phone_extension = all[phone_extension_number];
  out.country_code = all[country_code_number];
  out.email_key = email_is_key ? all[numbers[at(lead_field::email)]] : all[email_key_number];
}

auto read_extra(byte_reader& from, bool has_extra, row_view& out) -> bool {
  out.extra.clear();
  if (!has_extra) return true;
  const auto count = from.varint();
  if (count == 0 || count > from.left()) return false;
  for (std::uint64_t i = 0; i < count && from.ok(); ++i) {
    const auto name = from.text();
    out.extra.emplace_back(name, from.text());
  }
  return true;
}

auto read_times(byte_reader& from, bool is_updated, row_view& out) -> bool {
  const auto created = from.fixed64();
  std::uint64_t later = 0;
  if (is_updated) later = static_cast<std::uint64_t>(from.zigzag());
  out.created_at.us = static_cast<std::int64_t>(created);
  out.updated_at.us = static_cast<std::int64_t>(created + later);
  return !is_updated || later != 0;
}

/// What is said twice agrees, and nothing is said in two ways.
auto is_sound(const row_view& row, bool email_is_key) -> bool {
  if ((row.holds & ~possible_keys(row)) != 0) return false;
  const auto email = row.value(lead_field::email);
  return email_is_key ? !email.empty() : email.empty() || email != row.email_key;
}

}  // namespace

void encode_row(const row_view& from, std::string& out) {
  const bool email_is_key = !from.email_key.empty() && from.email_key == from.value(lead_field::email);
  const auto all = texts_of(from, email_is_key);
  const auto start = out.size();
  out.resize(start + size_limit(from, all));
  pen write(out.data() + start);
  write.byte(version);
  write.byte(static_cast<std::uint8_t>(flags_of(from, email_is_key)));
  write.byte(from.holds);
  for (std::size_t i = 0; i < id_bytes; ++i) write.byte(from.id[i]);
  write.fixed64(static_cast<std::uint64_t>(from.created_at.us));
  if (from.updated_at != from.created_at)
    write.varint(zigzag(static_cast<std::uint64_t>(from.updated_at.us) -
                        static_cast<std::uint64_t>(from.created_at.us)));
  write_texts(all, write);
  if (!from.extra.empty()) write.varint(from.extra.size());
  for (const auto& [name, value] : from.extra) {
    write.text(name);
    write.text(value);
  }
  if (!from.assigned_to.empty()) write.text(from.assigned_to);
  out.resize(start + static_cast<std::size_t>(write.at() - (out.data() + start)));
}

auto view_row(std::string_view row, row_view& out) -> bool {
  byte_reader from{row};
  if (from.byte() != version) return false;
  const unsigned flags = from.byte();
  if ((flags & ~static_cast<unsigned>(row_known_flags)) != 0) return false;
  out.holds = from.byte();
  const auto id = from.raw(id_bytes);
  if (id.size() != id_bytes) return false;
  std::memcpy(out.id.data(), id.data(), id_bytes);
  make_whole(out.id);
  if (!read_times(from, (flags & row_updated) != 0, out)) return false;
  texts all{};
  if (!read_texts(from, all)) return false;
  const bool email_is_key = (flags & row_email_is_key) != 0;
  if (email_is_key && !all[email_key_number].empty()) return false;
  take_texts(all, email_is_key, out);
  if (!read_extra(from, (flags & row_extra) != 0, out)) return false;
  out.assigned_to = {};
  if ((flags & row_assigned) != 0) {
    out.assigned_to = from.text();
    if (out.assigned_to.empty()) return false;
  }
  return from.ok() && from.left() == 0 && is_sound(out, email_is_key);
}

void with_holds(std::string_view row, std::uint8_t holds, std::string& out, std::string_view assigned_to) {
  const auto start = out.size();
  out.append(row);
  out[start + holds_at] = static_cast<char>(holds);
  if (assigned_to.empty()) return;
  auto& flags = out[start + flags_at];
  if ((flags & row_assigned) != 0) {
    // Rare: somebody else had it.
    row_view view;
    if (!view_row(row, view)) return;
    out.resize(start);
    view.holds = holds;
    view.assigned_to = assigned_to;
    return encode_row(view, out);
  }
  flags = static_cast<char>(flags | row_assigned);
  byte_writer(out).text(assigned_to);
}

void make_new(char* row, const identity& id, instant created) {
  std::memcpy(row + id_at, id.data(), id_bytes);
  pen(row + created_at).fixed64(static_cast<std::uint64_t>(created.us));
}

auto lead_identity(const import_id& import, std::uint64_t record) -> identity {
  char number[8];
  pen(number).fixed64(record);
  sha256 hash;
  hash.update("lead\n");
  hash.update(import.value);
  hash.update({number, sizeof number});
  auto made = hash.finish();
  make_whole(made);
  return made;
}

auto lead_id_of(const identity& lead) -> std::string {
  std::array<std::uint8_t, id_bytes> bytes{};
  std::copy_n(lead.begin(), id_bytes, bytes.begin());
  return std::string(id_begin) + id_characters(bytes);
}

auto identity_of(std::string_view lead_id) -> std::optional<identity> {
  std::array<std::uint8_t, id_bytes> bytes{};
  if (!lead_id.starts_with(id_begin) || !read_id_characters(lead_id.substr(id_begin.size()), bytes))
    return std::nullopt;
  identity made{};
  std::copy(bytes.begin(), bytes.end(), made.begin());
  make_whole(made);
  return made;
}

auto key_of(lead_key which, std::string_view normalized) -> identity {
  constexpr std::size_t most_short = 112;
  constexpr std::string_view begin = "lead.";
  char text[begin.size() + 2 + most_short];
  std::memcpy(text, begin.data(), begin.size());
  text[begin.size()] = static_cast<char>('0' + which);
  text[begin.size() + 1] = '\n';
  const auto head = std::string_view(text, begin.size() + 2);
  if (normalized.size() > most_short) {
    sha256 hash;
    hash.update(head);
    hash.update(normalized);
    return hash.finish();
  }
  std::memcpy(text + head.size(), normalized.data(), normalized.size());
  return sha256_of({text, head.size() + normalized.size()});
}

auto possible_keys(const row_view& row) -> std::uint8_t {
  unsigned keys = 0;
  if (!row.email_key.empty()) keys |= key_email;
  if (!row.phone_e164.empty()) keys |= key_phone;
  if (!row.value(lead_field::external_id).empty()) keys |= key_external_id;
  return static_cast<std::uint8_t>(keys);
}

void held_keys(const row_view& row, std::vector<identity>& out) {
  if ((row.holds & key_email) != 0) out.push_back(key_of(key_email, row.email_key));
  if ((row.holds & key_phone) != 0) out.push_back(key_of(key_phone, row.phone_e164));
  if ((row.holds & key_external_id) != 0)
    out.push_back(key_of(key_external_id, row.value(lead_field::external_id)));
}

auto title_of(const row_view& row, std::string& scratch) -> std::string_view {
  const auto first = row.value(lead_field::first_name);
  const auto last = row.value(lead_field::last_name);
  if (!first.empty() && !last.empty()) {
    // So they stand in a row.
    if (first.data() + first.size() + 1 == last.data() && first.data()[first.size()] == ' ')
      return {first.data(), first.size() + 1 + last.size()};
    scratch.assign(first).append(" ").append(last);
    return scratch;
  }
  for (const auto text : {first, last, row.value(lead_field::email), row.value(lead_field::phone),
                          row.value(lead_field::external_id)})
    if (!text.empty()) return text;
  return {};
}

}  // namespace waybill::leads
