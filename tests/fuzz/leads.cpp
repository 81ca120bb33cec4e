// Leads' own bytes, and what clients write of their imports. The first byte of an input says which of them
// the others are: a row, an entry of a lead file, the file itself, options, a change of a review, findings.
#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "domains/leads/entry_file.hpp"
#include "domains/leads/lead_file_parts.hpp"
#include "domains/leads/options.hpp"
#include "domains/leads/row.hpp"
#include "tests/fuzz/target.hpp"

using namespace waybill;
using namespace waybill::leads;
using waybill::fuzz::must;

namespace {

void try_row(std::string_view bytes) {
  row_view row;
  if (!view_row(bytes, row)) return;
  std::string again;
  encode_row(row, again);
  must(again == bytes, "there is one way to write a row");
  std::string held;
  with_holds(bytes, 0, held, "usr_x");
  must(view_row(held, row) && row.holds == 0 && row.assigned_to == "usr_x", "a row is given to somebody");
}

void try_entry(std::string_view bytes) {
  file_record one;
  if (!read_entry(bytes, one)) return;
  must(one.table_fault.empty() || one.cells.size() <= bytes.size(), "an entry has no more than its bytes");
}

void try_file(std::string_view bytes) {
  const int file = ::memfd_create("leads", MFD_CLOEXEC);
  must(::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()), "memory is there");
  if (const auto from = entry_reader::at("/proc/self/fd/" + std::to_string(file))) {
    std::string_view entry;
    for (int i = 0; i < 1'000 && from->next(entry); ++i) try_entry(entry);
    from->go_to(from->entries() / 2);
    from->next(entry);
  }
  ::close(file);
}

void try_options(std::string_view text) {
  const auto options = parse_options(text);
  if (options) {
    const auto full = options_text(*options);
    const auto again = parse_options(full);
    must(again && options_text(*again) == full, "options that are written out are options");
  }
  if (const auto settings = parse_settings(text)) {
    const auto full = settings_text(*settings);
    must(settings_text(read_settings(full)) == full, "settings that are written out are settings");
  }
}

void try_change(std::string_view wish) {
  const auto changed = change_options("{}", std::string(wish), R"({"columns":["a","b","c"]})");
  if (changed) must(parse_options(changed->options).ok(), "changed options are options");
}

void try_findings(std::string_view text) {
  auto layout = cell_layout::in(text, {}, true);
  const std::vector<std::string_view> cells{"a", "b c", "d@e.example"};
  layout.fields_of(cells);
  layout.extra_of(cells);
}

}  // namespace

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  const auto text = fuzz::text_of(data, size);
  if (text.empty()) return 0;
  constexpr void (*tries[])(std::string_view) = {try_row,     try_entry,  try_file,
                                                 try_options, try_change, try_findings};
  tries[static_cast<std::uint8_t>(text[0]) % std::size(tries)](text.substr(1));
  return 0;
}
