#include "config/list.hpp"

#include <array>

#include "events/collection/events.hpp"

namespace waybill {
namespace {

constexpr std::uint64_t kib = 1024;
constexpr std::uint64_t mib = 1024 * kib;
constexpr std::uint64_t gib = 1024 * mib;
constexpr std::uint64_t tib = 1024 * gib;

constexpr auto number(std::uint64_t settings::*field, std::string_view unit, std::uint64_t min,
                      std::uint64_t max) -> number_setting {
  return {field, unit, min, max};
}

using s = settings;

constexpr std::array list{
    setting{"data.directory", text_setting{&s::data_directory},
            "Where the event log, the read models and the uploaded files lie; made when it is not there. One "
            "process at a time: a second one on the same directory says so and ends."},

    setting{"http.listen", endpoint_setting{&s::http_listen, false},
            "Where the server listens; port 0 takes any free one. The default is this machine alone: put a "
            "proxy with TLS in front before others may reach it."},
    setting{"http.service_listen", endpoint_setting{&s::http_service_listen, true},
            "A listener of its own for /healthz, /readyz and /metrics, which ask for no credentials. Empty: "
            "they are served by http.listen with all else."},
    setting{"http.threads_limit", number(&s::http_threads_limit, "threads", 4, 4096),
            "Threads that serve requests; they grow up to this limit while those at work are blocked, and "
            "further requests wait. A connection holds one only while a request of it is answered."},
    setting{
        "http.body_readers_limit", number(&s::http_body_readers_limit, "requests", 1, 4095),
        "Uploads, long downloads and searches at once, of all users; one user has at most half of what the "
        "others leave, and beyond it the answer is 503. Below http.threads_limit, so that slow ones never "
        "take the threads of short calls."},
    setting{"http.streams_limit", number(&s::http_streams_limit, "streams", 1, 100'000),
            "Open progress streams of all users; beyond it the answer is 429. Each costs a file descriptor "
            "and a few KiB, no thread."},
    setting{
        "http.streams_per_user_limit", number(&s::http_streams_per_user_limit, "streams", 1, 100'000),
        "Open progress streams of one user; also never more than half of what the others leave, so that a "
        "few cannot take them all."},
    setting{"http.header_limit_bytes", number(&s::http_header_limit_bytes, "bytes", kib, mib),
            "The request line and the headers together. Browsers and proxies stay well below the default; "
            "more is an attack on memory."},
    setting{
        "http.json_body_limit_bytes", number(&s::http_json_body_limit_bytes, "bytes", kib, 64 * mib),
        "A JSON body. It is held in memory as a whole; files come by multipart and are streamed to disk."},
    setting{
        "http.idle_timeout_s", number(&s::http_idle_timeout_s, "seconds", 1, 3600),
        "How long a connection without a request stays open. It costs a file descriptor and a few KiB, no "
        "thread."},
    setting{"http.read_timeout_s", number(&s::http_read_timeout_s, "seconds", 1, 3600),
            "How long a client may take for the head of a request, and again for a whole JSON body; and how "
            "long it may send nothing in the middle of an upload before it is given up (408)."},
    setting{"http.secure_cookie", flag_setting{&s::http_secure_cookie},
            "Marks the session cookie Secure, so that browsers send it over TLS only. True wherever a proxy "
            "with TLS stands in front; false by default, because sign-in over plain HTTP on 127.0.0.1 would "
            "not work."},
    setting{"http.trusted_proxy", flag_setting{&s::http_trusted_proxy},
            "Takes the client's address from X-Forwarded-For, and that it speaks TLS from X-Forwarded-Proto. "
            "True only behind a proxy that sets both and passes Host on: otherwise anyone can pretend an "
            "address, and failed sign-ins are counted by it."},

    setting{"console.listen", endpoint_setting{&s::console_listen, true},
            "Where `waybill console` reaches the server; port 0 takes any free one, which is written to the "
            "file `console` in the data directory. Empty: there is no console."},
    setting{"console.allow_remote", flag_setting{&s::console_allow_remote},
            "Lets console.listen be another address than one of this machine alone. What the console says "
            "goes over the network as it is, without TLS: whoever is in between reads it and may change it. "
            "A tunnel by ssh is the better way."},

    setting{"imports.file_limit_bytes", number(&s::imports_file_limit_bytes, "bytes", 1, tib),
            "The largest file that is accepted (413 beyond it). Files are streamed: it protects the disk, "
            "not memory."},
    setting{"imports.records_limit", number(&s::imports_records_limit, "records", 1, 1'000'000'000),
            "The most records in one file; a file with more fails as a whole before anything is applied."},
    setting{
        "imports.concurrent", number(&s::imports_concurrent, "imports", 0, 256),
        "Seats: imports that run at once; the others wait as pending. A free seat goes to the user who has "
        "the fewest, and to that user's oldest import. 0: as many as the machine has cores. More does not "
        "make the whole faster."},
    setting{
        "imports.concurrent_outside", number(&s::imports_concurrent_outside, "imports", 1, 256),
        "Seats of imports whose records a program or another server works on. They wait for others, so "
        "they take none of those that compute, and slow ones do not keep everybody else waiting. One user "
        "has half of what others leave, and one at least."},
    setting{"imports.waiting_limit", number(&s::imports_waiting_limit, "imports", 1, 1'000'000),
            "Imports that may wait for a seat; beyond it uploads are answered with 429. Each waiting import "
            "keeps its file on disk."},
    setting{"imports.waiting_per_user_limit",
            number(&s::imports_waiting_per_user_limit, "imports", 1, 1'000'000),
            "Waiting imports of one user, so that one cannot take the whole queue."},
    setting{"imports.chunk_records", number(&s::imports_chunk_records, "records", 1, most_chunk_records),
            "Records applied together, atomically, with one write to disk. Larger chunks are faster; pause "
            "and cancel wait for the end of one."},
    setting{"imports.chunk_limit_bytes", number(&s::imports_chunk_limit_bytes, "bytes", 64 * kib, 64 * mib),
            "A chunk with records of this size together is closed before it has imports.chunk_records: large "
            "records must not make large writes."},
    setting{"imports.chunks_in_flight", number(&s::imports_chunks_in_flight, "chunks", 1, 64),
            "Chunks of one import that are read ahead of the last one applied. Keeps reader and disk busy "
            "together; each may hold imports.chunk_limit_bytes of memory."},
    setting{"imports.item_limit_bytes", number(&s::imports_item_limit_bytes, "bytes", kib, 64 * mib),
            "The largest single record; a larger one fails alone and the import goes on. It bounds the "
            "memory of the reader."},
    setting{
        "imports.idempotency_hours", number(&s::imports_idempotency_hours, "hours", 1, 8760),
        "How long an Idempotency-Key of an upload, or of a change of many, is remembered. Longer than any "
        "client tries again."},
    setting{"imports.batch_per_minute", number(&s::imports_batch_per_minute, "batches", 1, 1'000'000),
            "Batches that one user may send a minute as the body of a call (429 beyond it). As many may come "
            "at once; then one after the other as time passes. Files are bounded by their waiting instead."},
    setting{
        "imports.retention_days", number(&s::imports_retention_days, "days", 0, 36'500),
        "An import that has ended is deleted from the lists after this long, as if its owner did it, with "
        "all that is kept for it. What it brought stays, and the log. 0: imports stay until somebody "
        "deletes them."},

    setting{"files.unconfirmed_hours", number(&s::files_unconfirmed_hours, "hours", 1, 8760),
            "A file that was announced, or uploaded and not confirmed, is removed after this long: nobody "
            "knows any more whether it is whole. An upload that goes on later begins this time anew with "
            "every piece."},
    setting{"files.unused_days", number(&s::files_unused_days, "days", 1, 3650),
            "A confirmed file that no import took is removed after this long. Until then it counts in its "
            "owner's quota."},

    setting{"results.enabled", flag_setting{&s::results_enabled},
            "Whether imports of tables have files of what was taken and what failed. They are made from the "
            "log when they are asked for. false: they are answered with 404."},
    setting{"results.link_minutes", number(&s::results_link_minutes, "minutes", 1, 43'200),
            "How long a link to a result file may be used. Whoever has it needs no credentials: so it is "
            "short."},

    setting{"rows.batch_size", number(&s::rows_batch_size, "rows", 1, most_chunk_records),
            "Rows of a table that are applied together, and handed to a handler as one batch, where an "
            "import does not say. Larger batches are faster; what is sent again after a crash is more."},

    setting{"leads.retention_days", number(&s::leads_retention_days, "days", 0, 36'500),
            "As imports.retention_days, of imports of leads. Their files hold people's data and are kept "
            "behind the commit: so they do not stay for ever."},
    setting{"leads.reviews_per_project", number(&s::leads_reviews_per_project, "imports", 1, 10'000),
            "Imports of leads of one project that wait for their review. Each keeps its file on the disk."},

    setting{"kinds.enabled", text_setting{&s::kinds_enabled},
            "Kinds of import that are taken in: `all`, or their names with spaces between them. What was "
            "imported of a kind that is switched off stays readable, and its imports go on; new ones are "
            "answered with 404. The default is all: whoever needs one alone names it."},

    setting{
        "quota.stored_limit_bytes", number(&s::quota_stored_limit_bytes, "bytes", 0, 1024 * tib),
        "What one user, and one project, may keep on the disk: files of imports that are not done, and what "
        "imports wrote to the event log, which is never edited. Who makes projects has one for each: see "
        "projects.creation. Beyond it uploads are answered with 507, and an import at "
        "work fails; a retry goes on when there is room again. 0: no limit."},
    setting{"quota.records_limit", number(&s::quota_records_limit, "records", 0, 1'000'000'000'000),
            "Records that one user may hold in collections; what is deleted makes room. 0: no limit."},

    setting{"storage.min_free_bytes", number(&s::storage_min_free_bytes, "bytes", 0, tib),
            "Uploads are refused (507) when less than this is free on the disk, so that the event log can "
            "still write what was promised. 0: never."},
    setting{
        "storage.log_cache_bytes", number(&s::storage_log_cache_bytes, "bytes", mib, 64 * gib),
        "Memory for blocks read from the event log. It is read in order, mostly once: more helps little."},
    setting{"storage.log_write_buffer_bytes", number(&s::storage_log_write_buffer_bytes, "bytes", mib, gib),
            "Memory for what the event log has written (and synced) but not yet sorted into its files. "
            "Smaller means more and smaller files."},
    setting{"storage.projection_cache_bytes",
            number(&s::storage_projection_cache_bytes, "bytes", mib, 64 * gib),
            "Memory for blocks of the read models: lists, search, records. Worth raising with many records "
            "and readers."},
    setting{"storage.projection_write_buffer_bytes",
            number(&s::storage_projection_write_buffer_bytes, "bytes", mib, gib),
            "Memory for rows of the read models that are not in their files yet."},
    setting{"storage.index_flush_rows", number(&s::storage_index_flush_rows, "rows", 20, 10'000'000),
            "Changes of the collections' index that wait in memory until files are made of them. Fewer: less "
            "memory "
            "(some 100 bytes each), but more files for who looks something up."},
    setting{
        "storage.filter_bytes", number(&s::storage_filter_bytes, "bytes", mib, 64 * gib),
        "Memory of the filter that tells the store of collections \"never seen\" without a look at the disk. "
        "With more records than it has room for, more records ask the index, and imports get slower."},

    setting{"search.segment_documents", number(&s::search_segment_documents, "records", 0, 1'000'000),
            "Records whose words wait in memory (some 300 bytes each) until a segment of the search index is "
            "made of them. 0: no index is kept, and each search reads all of its owner's records."},

    setting{"session.idle_minutes", number(&s::session_idle_minutes, "minutes", 1, 525'600),
            "A session of the web app ends when it was not used this long. The default is a week."},
    setting{"session.absolute_minutes", number(&s::session_absolute_minutes, "minutes", 1, 525'600),
            "A session ends this long after the sign-in, used or not: a stolen cookie does not work for "
            "ever. The default is 30 days."},

    setting{"sign_in.failures_before_delay", number(&s::sign_in_failures_before_delay, "failures", 1, 1000),
            "Failed sign-ins of one name from one address (or from one browser that signed in before) before "
            "further ones have to wait. People mistype; programs guess."},
    setting{"sign_in.delay_s", number(&s::sign_in_delay_s, "seconds", 1, 86'400),
            "How long a sign-in is refused (429) then; twice as long after each further failure."},
    setting{"sign_in.longest_delay_s", number(&s::sign_in_longest_delay_s, "seconds", 1, 86'400),
            "The longest such wait: guessing on for a day comes to some 35 tries. While a name is guessed at "
            "from everywhere (100 failures within an hour), it is the first wait of who is unknown."},
    setting{"sign_in.address_failures_an_hour",
            number(&s::sign_in_address_failures_an_hour, "failures", 1, 1'000'000),
            "Failed sign-ins from one address (IPv4, or an IPv6 network of 64 bits), whatever the names. "
            "Beyond it only those are let in who signed in there, or with that browser, before. Many people "
            "may sit behind one address: behind a proxy, see http.trusted_proxy."},

    setting{"projects.creation", choice_setting{&s::projects_creation, "anyone admins"},
            "Who may make projects. anyone: a project costs nothing until something is imported into it. "
            "admins: where what belongs to several people is decided by few."},

    setting{
        "backup.folder", text_setting{&s::backup_folder, true},
        "Where the server writes backups: those that administrators ask for, and its own. On another disk "
        "than data.directory, and not inside of it; made when it is not there, for this user alone. "
        "Empty: the server makes none."},
    setting{"backup.rate", number(&s::backup_rate, "bytes", 0, tib),
            "At most so many bytes a second are read for a backup, so that imports have the disk, too. 0: as "
            "fast as it goes."},
    setting{"backup.every", number(&s::backup_every, "hours", 0, 8'760),
            "How often the server makes a backup by itself. 0: only when an administrator asks."},
    setting{
        "backup.keep", number(&s::backup_keep, "backups", 1, 10'000),
        "Finished backups that stay in the folder; older ones go when a new one is finished. What several "
        "have in common is there once."},

    setting{"log.level", choice_setting{&s::log_level, "trace debug info warn error off"},
            "What the process says of its own operation, and everything graver. Contents of records are said "
            "at debug and trace alone."},
    setting{"log.format", choice_setting{&s::log_format, "plain json"},
            "plain: lines for a person or journald. json: one object a line, for a collector."},
};

}  // namespace

auto setting_list() -> std::span<const setting> { return list; }

auto environment_name(std::string_view key) -> std::string {
  std::string name = "WAYBILL_";
  for (const char c : key) {
    if (c == '.')
      name += '_';
    else if (c >= 'a' && c <= 'z')
      name += static_cast<char>(c - 'a' + 'A');
    else
      name += c;
  }
  return name;
}

}  // namespace waybill
