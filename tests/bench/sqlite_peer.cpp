// The peer: a plain importer on SQLite. `waybill_sqlite_peer FILE DATABASE` prints the seconds it took and
// the rows that it has. One table, a unique key on the identity of the normalized URL, a prepared
// insert-or-ignore, 500 records a transaction, WAL, synchronous=FULL. It reads with Waybill's own reader (the
// fastest at hand), and the pass that checks the whole file is not counted: what differs is where the records
// go.
#include <sqlite3.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "domains/bookmarks/bookmark.hpp"
#include "domains/bookmarks/kind.hpp"
#include "domains/reading.hpp"
#include "tests/bench/measure.hpp"

namespace {

using namespace waybill;

using database = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;
using statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

void must(int answer, sqlite3* in) {
  if (answer != SQLITE_OK && answer != SQLITE_DONE && answer != SQLITE_ROW)
    throw std::runtime_error(sqlite3_errmsg(in));
}

void run(sqlite3* in, const char* what) { must(sqlite3_exec(in, what, nullptr, nullptr, nullptr), in); }

auto prepare(sqlite3* in, const char* what) -> statement {
  sqlite3_stmt* made = nullptr;
  must(sqlite3_prepare_v2(in, what, -1, &made, nullptr), in);
  return {made, &sqlite3_finalize};
}

void bind_text(sqlite3_stmt* to, int at, std::string_view text) {
  // A null pointer would be NULL, which is not the empty text.
  sqlite3_bind_text(to, at, text.empty() ? "" : text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

auto open(const char* path) -> database {
  sqlite3* made = nullptr;
  if (sqlite3_open(path, &made) != SQLITE_OK) throw std::runtime_error("the database cannot be opened");
  run(made, "PRAGMA journal_mode=WAL");
  run(made, "PRAGMA synchronous=FULL");
  run(made,
      "CREATE TABLE bookmarks (id INTEGER PRIMARY KEY, identity BLOB NOT NULL UNIQUE, url TEXT NOT NULL,"
      " title TEXT NOT NULL, description TEXT, tags TEXT NOT NULL, feed_url TEXT, created_at INTEGER NOT "
      "NULL,"
      " updated_at INTEGER NOT NULL, extra TEXT NOT NULL)");
  return {made, &sqlite3_close};
}

class importer {
 public:
  explicit importer(sqlite3* into)
      : into_(into),
        insert_(prepare(into,
                        "INSERT OR IGNORE INTO bookmarks (identity, url, title, description, tags,"
                        " feed_url, created_at, updated_at, extra) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {}

  void take(const candidate_chunk& chunk) {
    run(into_, "BEGIN");
    for (const auto& record : chunk.records)
      if (record.fault.empty()) put(chunk.keys_of(record).front(), chunk.view(record.row));
    run(into_, "COMMIT");
  }

 private:
  void put(const identity& id, std::string_view bytes) {
    if (!bookmarks::view_row(bytes, row_)) throw std::runtime_error("a row cannot be read");
    tags_.clear();
    for (const auto tag : row_.tags) tags_.append(tag).push_back('\n');
    auto* to = insert_.get();
    sqlite3_bind_blob(to, 1, id.data(), static_cast<int>(id.size()), SQLITE_STATIC);
    bind_text(to, 2, row_.url);
    bind_text(to, 3, row_.title);
    if (row_.description) bind_text(to, 4, *row_.description);
    bind_text(to, 5, tags_);
    if (row_.feed_url) bind_text(to, 6, *row_.feed_url);
    sqlite3_bind_int64(to, 7, row_.created_at.us);
    sqlite3_bind_int64(to, 8, row_.updated_at.us);
    bind_text(to, 9, row_.extra);
    must(sqlite3_step(to), into_);
    sqlite3_reset(to);
    sqlite3_clear_bindings(to);
  }

  sqlite3* into_;
  statement insert_;
  bookmarks::row_view row_;
  std::string tags_;
};

auto count_rows(sqlite3* in) -> long long {
  const auto count = prepare(in, "SELECT count(*) FROM bookmarks");
  must(sqlite3_step(count.get()), in);
  return sqlite3_column_int64(count.get(), 0);
}

auto checked_file(const char* file) -> file_summary {
  std::ifstream in(file, std::ios::binary);
  std::vector<char> piece(256 << 10);
  const auto check = bookmarks::activitystreams_checker();
  while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())), in.gcount() > 0)
    check->feed({piece.data(), static_cast<std::size_t>(in.gcount())});
  const auto summary = check->finish();
  if (!summary) throw std::runtime_error("the file is not well formed");
  return *summary;
}

void import_file(const char* file, const char* path) {
  const auto into = open(path);
  importer all{into.get()};
  chunk_reader reader{bookmarks::kind(), {file}};
  const auto checked = checked_file(file);
  const bench::stopwatch time;
  reading_start from;
  from.offset = checked.list_offset;
  if (auto started = reader.start(from); !started) throw std::runtime_error(started.why().message);
  for (;;) {
    const auto chunk = reader.next();
    if (!chunk) throw std::runtime_error(chunk.why().message);
    if ((*chunk)->records.empty()) break;
    all.take(**chunk);
  }
  std::printf("%.6f %lld\n", time.seconds(), count_rows(into.get()));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: waybill_sqlite_peer FILE DATABASE\n", stderr);
    return 2;
  }
  try {
    import_file(argv[1], argv[2]);
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "%s\n", fault.what());
    return 1;
  }
  return 0;
}
