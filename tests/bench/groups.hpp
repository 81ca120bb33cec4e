// The groups of figures, in the order of the report. Each makes its own data directories and removes them.
#pragma once

#include <cstdint>
#include <functional>

#include "tests/bench/measure.hpp"

namespace waybill::bench {

struct plan {
  std::uint64_t records = 1'000'000;
  int rounds = 3;
  int rest_s = 4;  ///< a server that has done nothing for so long does nothing more
};
using table_taker = std::function<void(table)>;

/// New, skipped, overwritten, ten owners at once; the ceilings and the peer; all with the same file.
void measure_speed(const plan& wanted, const table_taker& take);
/// Of those, one owner's imports alone: known records in their order, in another one, changed, unchanged. Not
/// part of a whole run.
void measure_again(const plan& wanted, const table_taker& take);
/// The same import at a hundredth, a tenth, once and five times the size.
void measure_sizes(const plan& wanted, const table_taker& take);
/// Appends by 1, 8 and 64 who wait; replay; start-up.
void measure_log(const plan& wanted, const table_taker& take);
/// The steps of one record's way, each by itself.
void measure_steps(const plan& wanted, const table_taker& take);
/// Files of links: their readers, and imports of them.
void measure_links(const plan& wanted, const table_taker& take);
/// Answers to people who read while an import runs.
void measure_readers(const plan& wanted, const table_taker& take);

/// The tree of a project: folding it, its pages, a homepage that comes last; and all of it end to end.
void measure_nodes(const plan& wanted, const table_taker& take);
/// Its second half: batches and files at a server.
void measure_served_nodes(const plan& wanted, const table_taker& take);
/// Tables of separated values: their check and their rows, beside libcsv.
void measure_tables(const plan& wanted, const table_taker& take);
/// Imports of tables: kept, held against a schema; beside libcsv with SQLite.
void measure_rows(const plan& wanted, const table_taker& take);
/// Imports whose rows go to a program or a server, beside the program alone; workbooks; files of results.
void measure_handled(const plan& wanted, const table_taker& take);

/// Bookmarks found by their words: the index, what it costs, answers.
void measure_search(const plan& wanted, const table_taker& take);

/// Imports and calls while hostile peers are at the console's door.
void measure_hostile(const plan& wanted, const table_taker& take);

/// Contacts: looked at, planned and committed; pages of a review; beside libcsv with SQLite and two keys.
void measure_leads(const plan& wanted, const table_taker& take);

}  // namespace waybill::bench
