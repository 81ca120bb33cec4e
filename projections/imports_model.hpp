// Read model of imports: a row each, and where their chunks stand in the log.
//   imports  r/<import>            -> import_row
//            o/<owner>/<import>    -> "" (ids sort by time: read backwards, newest first)
//            u/<import>            -> "" (not finished: somebody has to work on it)
//   chunks   <import>/<chunk, 8 bytes> -> chunk_row
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "projections/import_row.hpp"
#include "projections/read_model.hpp"

namespace waybill {

struct chunk_row {
  position at = 0;
  std::uint64_t first_record = 0;
  tally counts;
  template <class Self, class V>
  static void fields(Self& e, V& visit) {
    visit("at", e.at, "");
    visit("first_record", e.first_record, "");
    visit("counts", e.counts, "");
  }
};

auto import_key(const import_id& id) -> std::string;
auto owner_prefix(const owner_id& owner) -> std::string;
auto chunks_prefix(const import_id& id) -> std::string;
auto chunk_key(const import_id& id, std::uint64_t chunk) -> std::string;
inline constexpr std::string_view unfinished_prefix = "u/";

/// Folds one event of an import into its row. Never refuses.
void fold(import_row& row, const import_event& event, position at, instant time);

/// The row as stored, whoever asks. Errors: not_found, corrupt, unavailable.
auto load_import_row(const projection_store& store, const import_id& id) -> result<import_row>;

/// Told of every row that changed, once it is visible.
using import_listener = std::function<void(const import_row&)>;

/// `listener` may be empty.
auto make_imports_model(projection_store& store, import_listener listener) -> std::unique_ptr<read_model>;

}  // namespace waybill
