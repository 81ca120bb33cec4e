// Whole tables through checker, reader and decider, as an import works on them, with a collection in memory.
#pragma once

#include <catch2/catch.hpp>
#include <deque>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "domains/reading.hpp"
#include "domains/rows/kind.hpp"
#include "domains/rows/row.hpp"
#include "events/collection/chunk_writer.hpp"
#include "events/hash.hpp"
#include "tests/temporary_directory.hpp"

namespace waybill::rows::test {

using words = std::vector<std::string>;
using json = nlohmann::json;

constexpr instant import_time{1'700'000'000'000'000};

/// What became of one row.
struct told_row {
  outcome what = outcome::created;
  std::string code;
  std::uint64_t row = 0;
  words warnings;
  words cells;  ///< of the row it left, or that was turned away
  words fields;
};

/// A collection, as the store keeps it: whole rows by their identity.
class table {
 public:
  /// Imports a file with options as a client sends them, `chunk` records at a time.
  auto import(const std::string& text, const std::string& options = "{}", std::size_t chunk = 3)
      -> std::vector<told_row> {
    const auto full = kind().check_options_for(options, {"ada", "user", around});
    INFO(options);
    REQUIRE(full.ok());
    const import_id id{"imp_" + std::to_string(++imports_)};
    const auto path = directory_.path() + "/" + id.value;
    std::ofstream(path, std::ios::binary) << text;
    reading_order order{path, *full, {import_time.us + 1'000'000 * imports_}, {}, id};
    order.limits.chunk_records = order.limits.batch_rows = chunk;
    order.around = around;
    chunk_reader check(kind(), order);
    const auto found = check.check({}, sha256_of(text));
    REQUIRE(found);
    if (!found->ok()) FAIL(found->why().message);
    total = (**found).records;
    order.findings = findings = (**found).findings;
    std::vector<told_row> told;
    reading_start from{(**found).list_offset, true, 1, 1, 0};
    const auto decider = kind().decider(*full, order.import_time);
    // Each chunk by a reader of its own: so it goes on after a crash.
    for (;;) {
      chunk_reader reader(kind(), order);
      REQUIRE(reader.start(from).ok());
      const auto chunk_read = reader.next();
      REQUIRE(chunk_read.ok());
      if ((*chunk_read)->records.empty()) break;
      const auto last = decide(**chunk_read, *decider, id, told);
      if (between_chunks) between_chunks(path);
      from = {(*chunk_read)->resume_offset, false, from.chunk + 1,
              from.record + (*chunk_read)->records.size(), last};
    }
    CHECK(told.size() == total);
    return told;
  }

  /// Why a file with these options is no table; empty: it is one.
  auto refusal(const std::string& text, const std::string& options) -> std::string {
    const auto why = check(text, options);
    return why ? why->message : "";
  }
  /// The same as its code.
  auto fault(const std::string& text, const std::string& options) -> std::string {
    const auto why = check(text, options);
    return why ? std::string(name_of(why->code)) : "";
  }
  auto check(const std::string& text, const std::string& options) -> std::optional<error> {
    const auto full = kind().check_options(options);
    if (!full) return full.why();
    if (auto known = kind().recognise("auto", text.substr(0, 65'536)); !known) return known.why();
    const auto path = directory_.path() + "/refused";
    std::ofstream(path, std::ios::binary) << text;
    reading_order order{path, *full, import_time, {}, {}};
    const auto found = chunk_reader(kind(), order).check({}, sha256_of(text));
    REQUIRE(found);
    if (found->ok()) return std::nullopt;
    return found->why();
  }

  /// Every row that is there, column by column, in the order in which they came.
  [[nodiscard]] auto rows() const -> std::vector<json> {
    std::vector<json> all;
    for (const auto& id : order_) all.push_back(as_json(rows_.at(id)));
    return all;
  }
  std::shared_ptr<const kind_surroundings> around;              ///< what the server is set to
  std::function<void(const std::string& path)> between_chunks;  ///< may be empty
  std::uint64_t total = 0;
  std::string findings;           ///< of the last import
  std::size_t payload_bytes = 0;  ///< of all chunks

 private:
  static auto as_json(const std::string& whole) -> json {
    row_view view;
    REQUIRE(view_row(whole, {}, view));
    auto made = json::object();
    for (std::size_t i = 0; i < view.cells.size(); ++i)
      made[i < view.head.columns.size() ? std::string(view.head.columns[i])
                                        : names_beyond{view.head.columns}.of(i)] = std::string(view.cells[i]);
    return made;
  }

  auto decide(const candidate_chunk& chunk, const record_decider& decider, const import_id& id,
              std::vector<told_row>& told) -> std::uint64_t {
    chunk_writer writer{chunk.records.size()};
    std::deque<std::string> scratch;
    chunk_header head{id, chunk.number, chunk.first_record, chunk.resume_offset, {}};
    std::map<identity, std::string> here;
    for (const auto& record : chunk.records) {
      std::vector<known_record> known;
      for (const auto& key : chunk.keys_of(record)) {
        auto& one = known.emplace_back();
        const auto earlier = rows_.find(key);
        if (const auto now = here.find(key); now != here.end())
          one = {{7, 0}, now->second, true, chunk.common};
        else if (earlier != rows_.end())
          one = {{3, 0}, earlier->second, makers_.at(key) == id, {}};
      }
      decided_record out;
      decider.decide(chunk, record, known, scratch.emplace_back(), out);
      out.line = record.line;
      if (!out.after.empty() && record.own_keys > 0) {
        out.keys = chunk.keys_of(record);
        here[out.keys.front()] = out.after;
        if (!makers_.contains(out.keys.front())) order_.push_back(out.keys.front());
        makers_[out.keys.front()] = id;
      }
      head.counts.count(out.what);
      told.push_back(tell(out));
      writer.add(out);
    }
    std::string payload;
    const auto tag = writer.finish(head, chunk.common, payload);
    payload_bytes += payload.size();
    chunk_applied applied;
    REQUIRE(read_chunk(tag, payload, 1'000, applied).ok());
    std::string whole;
    for (const auto& record : applied.records)
      if (!record.after.empty() && !record.keys.empty())
        rows_[record.id()] = std::string(kind().whole_row(record.after, applied.common, whole));
    return applied.head.last_line;
  }

  static auto tell(const decided_record& out) -> told_row {
    told_row made{out.what, std::string(out.code), out.line, {}, {}, {}};
    for (const auto name : kind().warning_names(out.warnings)) made.warnings.emplace_back(name);
    std::vector<std::string_view> cells = out.shown;
    if (!out.after.empty()) kind().show(out.after, cells);
    made.cells.assign(cells.begin(), cells.end());
    for (const auto& fault : out.faults) made.fields.emplace_back(fault.field);
    return made;
  }

  tests::temporary_directory directory_;
  std::map<identity, std::string> rows_;
  std::map<identity, import_id> makers_;
  std::vector<identity> order_;
  int imports_ = 0;
};

inline auto outcomes_of(const std::vector<told_row>& all) -> words {
  words names;
  for (const auto& one : all)
    names.push_back(std::string(name_of(one.what)) + (one.code.empty() ? "" : " " + one.code));
  return names;
}

}  // namespace waybill::rows::test
