// The peer of imports of tables: libcsv and SQLite. `waybill_table_peer FILE DATABASE ROWS CACHE_MIB [KEYS]`
// prints the seconds it took and the rows that it has. Ten columns `a` to `j`, those of KEYS unique (`a` when
// it says nothing), a prepared
// insert-or-ignore, so many rows a transaction, WAL, synchronous=FULL. Nothing is checked.
#include <csv.h>
#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/bench/measure.hpp"

namespace {

using database = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;
constexpr int columns = 10;

void must(int answer, sqlite3* in) {
  if (answer != SQLITE_OK && answer != SQLITE_DONE && answer != SQLITE_ROW)
    throw std::runtime_error(sqlite3_errmsg(in));
}

void run(sqlite3* in, const std::string& what) {
  must(sqlite3_exec(in, what.c_str(), nullptr, nullptr, nullptr), in);
}

auto table_of(const std::string& keys) -> std::string {
  std::string made = "CREATE TABLE people (n INTEGER PRIMARY KEY";
  for (char column = 'a'; column < 'a' + columns; ++column)
    made.append(", ").append(1, column).append(keys.find(column) == std::string::npos ? " TEXT"
                                                                                      : " TEXT UNIQUE");
  return made + ")";
}

auto open(const char* path, const std::string& cache_mib, const std::string& keys) -> database {
  sqlite3* made = nullptr;
  if (sqlite3_open(path, &made) != SQLITE_OK) throw std::runtime_error("the database cannot be opened");
  run(made, "PRAGMA journal_mode=WAL");
  run(made, "PRAGMA synchronous=FULL");
  run(made, "PRAGMA cache_size=-" + cache_mib + "000");
  run(made, table_of(keys));
  return {made, &sqlite3_close};
}

class importer {
 public:
  importer(sqlite3* into, int rows_a_transaction) : into_(into), rows_(rows_a_transaction) {
    must(sqlite3_prepare_v2(into,
                            "INSERT OR IGNORE INTO people (a, b, c, d, e, f, g, h, i, j) VALUES (?, ?, ?, ?, "
                            "?, ?, ?, ?, ?, ?)",
                            -1, &insert_, nullptr),
         into);
  }
  ~importer() { sqlite3_finalize(insert_); }
  importer(const importer&) = delete;
  auto operator=(const importer&) -> importer& = delete;

  void cell(const char* text, std::size_t size) {
    if (at_ < columns)
      sqlite3_bind_text(insert_, ++at_, size == 0 ? "" : text, static_cast<int>(size), SQLITE_TRANSIENT);
  }
  void row() {
    at_ = 0;
    if (row_++ == 0) return;  // the header
    if (open_ == 0) run(into_, "BEGIN");
    must(sqlite3_step(insert_), into_);
    sqlite3_reset(insert_);
    if (++open_ == rows_) commit();
  }
  void commit() {
    if (open_ > 0) run(into_, "COMMIT");
    open_ = 0;
  }

 private:
  sqlite3* into_;
  sqlite3_stmt* insert_ = nullptr;
  int rows_;
  int at_ = 0;
  int open_ = 0;
  std::uint64_t row_ = 0;
};

auto count_rows(sqlite3* in) -> long long {
  sqlite3_stmt* count = nullptr;
  must(sqlite3_prepare_v2(in, "SELECT count(*) FROM people", -1, &count, nullptr), in);
  must(sqlite3_step(count), in);
  const auto rows = sqlite3_column_int64(count, 0);
  sqlite3_finalize(count);
  return rows;
}

void import_file(char** words, const std::string& keys) {
  const auto into = open(words[2], words[4], keys);
  const waybill::bench::stopwatch time;
  importer all(into.get(), std::atoi(words[3]));
  csv_parser parser;
  if (csv_init(&parser, 0) != 0) throw std::runtime_error("libcsv does not start");
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{std::fopen(words[1], "rb"), &std::fclose};
  if (!file) throw std::runtime_error("the file cannot be read");
  const auto on_cell = [](void* text, std::size_t size, void* to) {
    static_cast<importer*>(to)->cell(static_cast<const char*>(text), size);
  };
  const auto on_row = [](int, void* to) { static_cast<importer*>(to)->row(); };
  std::vector<char> piece(256 << 10);
  for (std::size_t got = 0; (got = std::fread(piece.data(), 1, piece.size(), file.get())) > 0;)
    csv_parse(&parser, piece.data(), got, on_cell, on_row, &all);
  csv_fini(&parser, on_cell, on_row, &all);
  csv_free(&parser);
  all.commit();
  std::printf("%.6f %lld\n", time.seconds(), count_rows(into.get()));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5 && argc != 6) {
    std::fputs("usage: waybill_table_peer FILE DATABASE ROWS CACHE_MIB [KEYS]\n", stderr);
    return 2;
  }
  try {
    import_file(argv, argc == 6 ? argv[5] : "a");
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "%s\n", fault.what());
    return 1;
  }
  return 0;
}
