// Makes one segment of several.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "projections/search/segment_packer.hpp"
#include "projections/search/segment_reader.hpp"
#include "projections/store.hpp"

namespace waybill::search {

/// Is the document a last word? Documents that are none may be left out.
using is_kept = std::function<bool(const document&)>;

struct merged_segment {
  segment_rows rows;
  std::uint32_t documents = 0;
};

/// All documents of `heads` that are kept, under the number `as`. Takes memory for all of its rows. Errors:
/// corrupt, unavailable.
auto merge_segments(const projection_store& store, std::string_view collection,
                    std::span<const segment_head> heads, std::uint64_t as, const is_kept& kept)
    -> result<merged_segment>;

}  // namespace waybill::search
