// Whole files through checker, lead file, source and decider, as an import works on them, with the leads of a
// project in memory.
#pragma once

#include <catch2/catch.hpp>
#include <deque>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "domains/leads/assignment.hpp"
#include "domains/leads/kind.hpp"
#include "domains/leads/lead_file.hpp"
#include "domains/leads/options.hpp"
#include "domains/leads/row.hpp"
#include "domains/reading.hpp"
#include "events/collection/chunk_writer.hpp"
#include "events/hash.hpp"
#include "tests/temporary_directory.hpp"

namespace waybill::leads::test {

using json = nlohmann::json;
using words = std::vector<std::string>;

inline auto member(const std::string& name, const std::string& shown = "", const std::string& email = "",
                   bool has_left = false) -> assignable {
  return {{"usr_" + name}, name, shown, email, has_left};
}

/// What became of one record.
struct told_record {
  outcome what = outcome::created;
  std::string code;
  std::string message;
  std::uint64_t row = 0;
  words warnings;
  words shown;
  words faults;  ///< "invalid_phone phone: 12"
  std::string lead;
  friend auto operator==(const told_record&, const told_record&) -> bool = default;
};

/// "created", "skipped duplicate".
inline auto outcomes_of(const std::vector<told_record>& all) -> words {
  words names;
  for (const auto& one : all)
    names.push_back(std::string(name_of(one.what)) + (one.code.empty() ? "" : " " + one.code));
  return names;
}

/// A lead as JSON: fields that have a value, `e164`, `assigned_to`, `extra`.
inline auto as_json(std::string_view row) -> json {
  row_view view;
  REQUIRE(view_row(row, view));
  auto made = json::object();
  const auto put = [&](const std::string& name, std::string_view text) {
    if (!text.empty()) made[name] = std::string(text);
  };
  for (const auto field : lead_fields()) put(std::string(name_of(field)), view.value(field));
  put("e164", view.phone_e164);
  put("extension", view.phone_extension);
  put("country_code", view.country_code);
  put("assigned_to", view.assigned_to);
  for (const auto& [name, value] : view.extra) made["extra"][std::string(name)] = std::string(value);
  return made;
}

/// One import: its file, and what people do to it before it is committed.
struct one_import {
  reading_order order;
  std::string stored;  ///< its options, without what the project is set to
  std::uint64_t records = 0;
  [[nodiscard]] auto findings() const -> json { return json::parse(order.findings); }
};

/// The leads of a project, as the store keeps them.
class project {
 public:
  std::string settings;             ///< as a person sends them; "": none
  std::vector<assignable> members;  ///< of the project
  std::size_t chunk = 3;
  bool gives_rows = true;  ///< the store asks the decider for which records it needs rows

  /// The file is there and checked; options as a client sends them.
  auto upload(const std::string& text, const std::string& options = "{}",
              const std::string& name = "people.csv") -> one_import {
    const auto checked = kind().check_options(options);
    INFO(options);
    if (!checked) FAIL(checked.why().message);
    one_import made;
    made.stored = *checked;
    made.order.import = import_id{"imp_" + std::to_string(++imports_)};
    made.order.path = directory_.path() + "/" + made.order.import.value;
    made.order.import_time.us = 1'700'000'000'000'000 + 1'000'000 * imports_;
    made.order.limits.chunk_records = made.order.limits.batch_rows = chunk;
    made.order.file_name = name;
    std::ofstream(made.order.path, std::ios::binary) << text;
    check(made, text);
    return made;
  }

  void check(one_import& of, const std::string& text) {
    const auto known = kind().check_settings(settings.empty() ? "{}" : settings);
    REQUIRE(known.ok());
    of.order.options = kind().with_settings(of.stored, *known);
    of.order.findings.clear();
    chunk_reader reader(kind(), of.order);
    const auto found = reader.check({}, sha256_of(text));
    REQUIRE(found);
    if (!found->ok()) FAIL(found->why().message);
    of.records = (**found).records;
    of.order.findings = (**found).findings;
    begins_at_ = (**found).list_offset;
  }

  /// As `PATCH .../review` does it.
  auto change(one_import& of, const std::string& wish) -> result<changed_options> {
    auto changed = kind().change_options(of.stored, wish, of.order.findings);
    if (!changed) return changed;
    of.stored = changed->options;
    std::ifstream file(of.order.path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const auto known = kind().check_settings(settings.empty() ? "{}" : settings);
    of.order.options = kind().with_settings(of.stored, *known);
    if (changed->reads_again) check(of, text);
    return changed;
  }

  /// Each chunk by a reader of its own: so it goes on after a crash.
  auto commit(one_import& of) -> std::vector<told_record> {
    const auto agreed = kind().agree(of.order, members);
    if (!agreed) FAIL(agreed.why().message);
    of.order.agreed = *agreed;
    return run(of);
  }

  auto run(const one_import& of) -> std::vector<told_record> {
    std::vector<told_record> told;
    reading_start from{begins_at_, true, 1, 1, 0};
    const auto decider = kind().decider_for(of.order);
    std::uint64_t created = 0;
    for (;;) {
      chunk_reader reader(kind(), of.order);
      REQUIRE(reader.start(from).ok());
      const auto read = reader.next();
      if (!read) FAIL(read.why().message);
      if ((*read)->records.empty()) break;
      decide(**read, *decider, of.order.import, created, told);
      if (between_chunks) between_chunks(of);
      from = {(*read)->resume_offset, false, from.chunk + 1, from.record + (*read)->records.size(), 0};
    }
    CHECK(told.size() == of.records);
    return told;
  }

  auto import(const std::string& text, const std::string& options = "{}",
              const std::string& name = "people.csv") -> std::vector<told_record> {
    auto one = upload(text, options, name);
    return commit(one);
  }

  void remove(const std::string& id) {
    const auto lead = identity_of(id);
    REQUIRE(lead);
    const auto row = rows_.at(*lead);
    std::vector<identity> keys;
    kind().further_keys(row, keys);
    for (const auto& key : keys) {
      REQUIRE(holders_.at(key) == *lead);
      holders_.erase(key);
    }
    rows_.erase(*lead);
  }

  /// Every lead that is there, in the order in which they came.
  [[nodiscard]] auto leads() const -> std::vector<json> {
    std::vector<json> all;
    for (const auto& id : order_)
      if (const auto found = rows_.find(id); found != rows_.end()) all.push_back(as_json(found->second));
    return all;
  }
  [[nodiscard]] auto ids() const -> words {
    words all;
    for (const auto& id : order_)
      if (rows_.contains(id)) all.push_back(lead_id_of(id));
    return all;
  }
  [[nodiscard]] auto row_of(const std::string& id) const -> std::string { return rows_.at(*identity_of(id)); }

  std::function<void(const one_import&)> between_chunks;  ///< may be empty

 private:
  /// What stands there for a key, as the store says it.
  auto known_for(const identity& key, const import_id& import, bool rows) -> known_record {
    const auto holder = holders_.find(key);
    const auto id = holder != holders_.end() ? holder->second : key;
    const auto row = rows_.find(id);
    if (row == rows_.end()) return {};
    const auto& version = versions_.at(id);
    known_record known;
    known.at = {version.first, 0};
    known.of_this_import = version.second == import;
    if (rows) known.row = row->second;
    return known;
  }

  void decide(const candidate_chunk& chunk_read, const record_decider& decider, const import_id& import,
              std::uint64_t& created, std::vector<told_record>& told) {
    chunk_writer writer{chunk_read.records.size()};
    std::deque<std::string> kept;
    std::deque<std::vector<identity>> keys;
    chunk_header head{import, chunk_read.number, chunk_read.first_record, chunk_read.resume_offset, {}};
    for (const auto& record : chunk_read.records) {
      std::vector<known_record> known;
      const auto look = [&](bool rows) {
        known.clear();
        for (const auto& key : chunk_read.keys_of(record)) known.push_back(known_for(key, import, rows));
      };
      look(decider.needs_rows());
      if (!decider.needs_rows() && gives_rows && decider.needs_rows_for(chunk_read, record, known))
        look(true);
      for (auto& one : known)
        if (!one.row.empty()) one.row = kept.emplace_back(one.row);
      decided_record out;
      decider.decide_after(created, chunk_read, record, known, kept.emplace_back(), out);
      if (out.what == outcome::created) ++created;
      out.line = record.line;
      if (!out.after.empty() && out.keys.empty()) out.keys = chunk_read.keys_of(record);
      keep(out, import);
      head.counts.count(out.what);
      told.push_back(tell(out));
      writer.add(out);
    }
    check_written(writer, head);
  }

  void keep(const decided_record& out, const import_id& import) {
    if (out.after.empty()) return;
    const auto id = out.keys.front();
    row_view view;
    REQUIRE(view_row(out.after, view));
    CHECK(view.id == id);
    for (const auto& key : out.released) {
      CHECK(holders_.at(key) == id);
      holders_.erase(key);
    }
    std::vector<identity> held;
    held_keys(view, held);
    CHECK(std::vector(out.keys.begin() + 1, out.keys.end()) == held);
    for (const auto& key : held) {
      if (const auto there = holders_.find(key); there != holders_.end()) CHECK(there->second == id);
      holders_[key] = id;
    }
    if (!rows_.contains(id)) order_.push_back(id);
    rows_[id] = out.after;
    versions_[id] = {++last_version_, import};
  }

  /// The chunk can be written and read back.
  static void check_written(chunk_writer& writer, const chunk_header& head) {
    std::string payload;
    const auto tag = writer.finish(head, {}, payload);
    chunk_applied applied;
    REQUIRE(read_chunk(tag, payload, 1'000, applied).ok());
  }

  static auto tell(const decided_record& out) -> told_record {
    told_record made{out.what, std::string(out.code), std::string(out.message), out.line, {}, {}, {}, {}};
    for (const auto name : kind().warning_names(out.warnings)) made.warnings.emplace_back(name);
    auto shown = out.shown;
    if (!out.after.empty()) {
      kind().show(out.after, shown);
      row_view view;
      REQUIRE(view_row(out.after, view));
      made.lead = lead_id_of(view.id);
    }
    made.shown.assign(shown.begin(), shown.end());
    for (const auto& fault : out.faults)
      made.faults.push_back(std::string(fault.code) + " " + std::string(fault.field) + ": " +
                            std::string(fault.value));
    return made;
  }

  tests::temporary_directory directory_;
  std::map<identity, std::string> rows_;
  std::map<identity, identity> holders_;  ///< leads by the keys they hold
  std::map<identity, std::pair<position, import_id>> versions_;
  std::vector<identity> order_;
  position last_version_ = 0;
  std::uint64_t begins_at_ = 0;
  int imports_ = 0;
};

}  // namespace waybill::leads::test
