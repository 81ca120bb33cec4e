// How an entry is laid out: varint row, end_offset, flags, state, table warnings; text why the row could not
// be read; texts of its cells; the row of its lead; text of its assignee; lists of what is said of its
// values. Other versions need not be read: the file is made anew (see `made_of`).
#include "domains/leads/lead_file_parts.hpp"
#include "domains/leads/record_codes.hpp"
#include "events/codec.hpp"

namespace waybill::leads {
namespace {

void put_faults(const std::vector<lead_fault>& list, byte_writer& to) {
  to.varint(list.size());
  for (const auto& one : list) {
    to.varint(static_cast<std::uint64_t>(one.code));
    to.varint(one.field ? static_cast<std::uint64_t>(*one.field) + 1 : 0);
    to.text(one.value);
    to.text(one.detail);
  }
}

void read_faults(byte_reader& from, std::vector<lead_fault>& out) {
  out.clear();
  const auto count = from.varint();
  for (std::uint64_t i = 0; i < count && from.ok(); ++i) {
    const auto code = from.varint();
    const auto field = from.varint();
    if (code >= lead_code_count || field > lead_field_count) return from.fail();
    auto& one = out.emplace_back();
    one.code = static_cast<lead_code>(code);
    if (field != 0) one.field = static_cast<lead_field>(field - 1);
    one.value = from.text();
    one.detail = from.text();
  }
}

void read_cells(byte_reader& from, std::vector<std::string_view>& out) {
  out.clear();
  const auto count = from.varint();
  if (count > from.left()) return from.fail();
  for (std::uint64_t i = 0; i < count && from.ok(); ++i) out.push_back(from.text());
}

}  // namespace

void put_entry(const rows::table_row& row, const lead_maker& maker, std::string& out) {
  const auto& made = maker.made();
  const bool is_read = row.fault.empty();
  byte_writer to{out};
  to.varint(row.row);
  to.varint(row.end_offset);
  to.varint(is_read ? maker.flags() : 0);
  to.varint(is_read && made.valid ? 1 : 0);
  to.varint(row.warnings);
  to.text(row.fault);
  to.varint(row.cells.size());
  for (const auto cell : row.cells) to.text(cell);
  if (!is_read) return;
  const auto size_at = out.size();
  out.append(4, '\0');
  maker.put_row(out);
  const auto size = out.size() - size_at - 4;
  for (unsigned i = 0; i < 4; ++i) out[size_at + i] = static_cast<char>(size >> (8 * i));
  to.text(made.value(lead_field::assigned_to));
  put_faults(made.faults, to);
  put_faults(made.warnings, to);
}

auto read_entry(std::string_view entry, file_record& out) -> bool {
  byte_reader from{entry};
  out.row = from.varint();
  out.end_offset = from.varint();
  out.flags = static_cast<std::uint32_t>(from.varint());
  out.valid = from.varint() == 1;
  out.table_warnings = static_cast<std::uint32_t>(from.varint());
  const auto fault = from.text();
  out.table_fault = known_code(fault);
  read_cells(from, out.cells);
  out.excluded = out.edited = out.edit_left = false;
  out.mark = 0;
  out.lead = out.assignee = {};
  if (!fault.empty()) {
    out.faults.clear();
    out.warnings.clear();
    return from.ok() && from.left() == 0 && !out.table_fault.empty();
  }
  const auto size = from.raw(4);
  std::uint64_t lead_size = 0;
  for (std::size_t i = 0; i < size.size(); ++i)
    lead_size |= std::uint64_t{static_cast<unsigned char>(size[i])} << (8 * i);
  out.lead = from.raw(lead_size);
  out.assignee = from.text();
  read_faults(from, out.faults);
  read_faults(from, out.warnings);
  return from.ok() && from.left() == 0;
}

}  // namespace waybill::leads
